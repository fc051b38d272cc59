"""The desk's three addresses: the page, deciding, undoing.

A form answers with a redirect to the page it came from, or, where something was refused, with
the page itself, the refused comments first and the note kept. The desk's script asks for JSON
and gets the same as finished cards.
"""

import uuid
from typing import TYPE_CHECKING, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.lagging import may_lag
from comments import moderation
from comments.desk.acts import BadAct, read_act
from comments.desk.cards import Card, cards, rule_choices
from comments.desk.filters import Filters
from comments.desk.pages import desk_page
from comments.desk.wording import in_words, last_act
from comments.models import Comment
from comments.moderation import Outcome

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

moderators_only = permission_required("comments.moderate_comment", raise_exception=True)
TEMPLATES = "admin/comments/comment"


@may_lag
@require_safe
@moderators_only
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the page: what waits, or what the filters in the address ask for."""
    return _page(request)


@require_POST
@moderators_only
def decide(request: HttpRequest) -> HttpResponse:
    """Carry out one act on the comments chosen, and say what was done and what was refused."""
    try:
        act = read_act(request.POST)
    except BadAct as error:
        return _cannot(request, str(error))
    outcome = moderation.decide(
        Comment.objects.filter(pk__in=act.seen),
        act.move,
        by=_moderator(request),
        rule=act.rule,
        note=act.note,
        seen=act.seen,
    )
    return _answer(request, outcome, note=act.note)


@require_POST
@moderators_only
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the moderator's last act, if it is still the one that the button named."""
    by = _moderator(request)
    newest = moderation.undoable_act(by)
    if newest is None or _uuid(request.POST.get("act", "")) != newest.act:
        return _cannot(request, _("This can no longer be undone: something was decided since."))
    return _answer(request, moderation.undo(newest.act, by=by), all_cards=True)


def _answer(
    request: HttpRequest, outcome: Outcome, *, note: str = "", all_cards: bool = False
) -> HttpResponse:
    """Answer an act; `all_cards` shows what was changed even where the filters would not."""
    refused = _refused_cards(outcome, note, _moderator(request))
    if outcome.refusals and not (refused or outcome.decisions):  # of cards that are not theirs
        return _cannot(request, outcome.refusals[0].reason)
    if request.accepts("text/html"):
        if all_cards and outcome.decisions:
            messages.success(request, in_words(outcome.decisions))
        if refused:
            return _page(request, refused=refused)
        return HttpResponseRedirect(_address(request))
    changed = Comment.objects.filter(pk__in=[row.comment_id for row in outcome.decisions])
    shown = cards(changed if all_cards else Filters(request.GET).matching(changed)) + refused
    gone = {row.comment_id for row in outcome.decisions} - {card.comment.pk for card in shown}
    return _json(request, in_words(outcome.decisions), shown, sorted(gone))


def _cannot(request: HttpRequest, reason: str) -> HttpResponse:
    """Say that nothing was done, and keep what was chosen and written."""
    if request.accepts("text/html"):
        return _page(request, error=reason)
    return JsonResponse({"error": reason}, status=409)


def _page(
    request: HttpRequest,
    *,
    error: str = "",
    refused: list[Card] | None = None,
) -> HttpResponse:
    filters = Filters(request.GET)
    page = desk_page(
        filters,
        request.GET.get("after", ""),
        by=_moderator(request),
        refused=refused,
    )
    context = {
        **admin.site.each_context(request),
        "title": filters.title,
        "opts": Comment._meta,
        "page": page,
        "rules": rule_choices(),
        "error": error,
        "note": request.POST.get("note", ""),
        "chosen": request.POST.getlist("comment"),
        "choose_all": "choose_all" in request.GET,
    }
    status = 409 if error or refused else 200
    return TemplateResponse(request, f"{TEMPLATES}/waiting.html", context, status=status)


def _json(request: HttpRequest, said: str, shown: list[Card], gone: list[int]) -> JsonResponse:
    rules, page = rule_choices(), {"query": request.GET.urlencode()}
    last = {"last": last_act(_moderator(request)), "said": said, "page": page}
    return JsonResponse(
        {
            "last": render_to_string(f"{TEMPLATES}/_last_act.html", last, request),
            "waiting": localize(Comment.objects.for_moderator(request.user).waiting().count()),
            "gone": gone,
            "cards": [
                {
                    "id": card.comment.pk,
                    "html": render_to_string(
                        f"{TEMPLATES}/_card.html",
                        {"card": card, "rules": rules, "page": page},
                        request,
                    ),
                    "refused": card.refused,
                }
                for card in shown
            ],
        }
    )


def _moderator(request: HttpRequest) -> "_User":
    """Who asks; moderators_only let nobody in who is not signed in."""
    return cast("_User", request.user)


def _refused_cards(outcome: Outcome, note: str, by: "_User") -> list[Card]:
    reasons = {refusal.comment.pk: refusal.reason for refusal in outcome.refusals}
    refused = cards(Comment.objects.for_moderator(by).filter(pk__in=reasons).order_by("pk"))
    for card in refused:
        card.refused, card.note = reasons[card.comment.pk], note
    return refused


def _address(request: HttpRequest) -> str:
    address, query = reverse("admin:comments_comment_waiting"), request.GET.urlencode()
    return f"{address}?{query}" if query else address


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

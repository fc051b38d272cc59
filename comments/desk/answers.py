"""What the desk answers: pages, and to its script the same as finished cards.

A form is answered with a redirect to the page it came from, or, where something was refused, with
the page itself, the refused comments first and the note kept.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from comments.desk.cards import Card, cards
from comments.desk.filters import Filters, id_in
from comments.desk.pages import WORK, DeskPage, desk_page, work_page
from comments.desk.wording import in_words
from comments.limits import limits_of
from comments.models import Comment
from comments.moderation import Outcome

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

TEMPLATES = "admin/comments/comment"
LATER = 50  # cards that an address passes over at most


def moderator_of(request: HttpRequest) -> "_User":
    """Who asks; moderators_only let nobody in who is not signed in."""
    return cast("_User", request.user)


def page_answer(
    request: HttpRequest, *, error: str = "", refused: list[Card] | None = None, at: str = ""
) -> HttpResponse:
    """Show the list, or (at WORK) the cards that are handed out; 409 where something failed."""
    filters, by = Filters(request.GET), moderator_of(request)
    if WORK in {at, request.GET.get("at")}:
        page = work_page(filters, ids_in(request.GET.get("skip", "")), by=by, refused=refused)
    else:
        page = desk_page(filters, request.GET.get("after", ""), by=by, refused=refused)
    around = _around(page)
    _put_acts(page.cards + page.refused, around)
    context = {
        **admin.site.each_context(request),
        **around,
        "title": filters.title,
        "opts": Comment._meta,
        "error": error,
        "note": request.POST.get("note", ""),
        "chosen": request.POST.getlist("comment"),
        "choose_all": "choose_all" in request.GET,
    }
    status = 409 if error or refused else 200
    template = f"{TEMPLATES}/{page.at or 'waiting'}.html"
    return TemplateResponse(request, template, context, status=status)


def outcome_answer(
    request: HttpRequest, outcome: Outcome, *, note: str = "", all_cards: bool = False
) -> HttpResponse:
    """Answer an act; `all_cards` shows what was changed even where the filters would not."""
    reasons = {refusal.comment.pk: refusal.reason for refusal in outcome.refusals}
    by = moderator_of(request)
    limits = limits_of(by)  # narrowed since, perhaps: what was refused for that is not shown
    within = limits.within(Comment.objects.confirmed().filter(pk__in=reasons))
    refused = cards(within.order_by("pk"), limits)
    for card in refused:
        card.refused, card.note = reasons[card.comment.pk], note
    if request.accepts("text/html"):
        return page_answer(request, refused=refused) if refused else back_to_page(request)
    changed = Comment.objects.filter(pk__in=[row.comment_id for row in outcome.decisions])
    filters = Filters(request.GET)
    shown = cards(changed if all_cards else filters.matching(changed, by), limits) + refused
    gone = {row.comment_id for row in outcome.decisions} - {card.comment.pk for card in shown}
    said = in_words(outcome.decisions) if all_cards else ""  # else it is the last that was done
    return cards_answer(request, shown, said=said, gone=gone)


def cards_answer(
    request: HttpRequest, shown: list[Card], *, said: str = "", gone: Iterable[int] = ()
) -> JsonResponse:
    """Give the script cards, what can be undone, the sizes of queues, and the next cards."""
    page = _page_for_script(request)
    around = _around(page)
    _put_acts(shown + page.cards, around)
    return JsonResponse(
        {
            "last": _html(request, "_last_act", {**around, "said": said}),
            "progress": _html(request, "_progress", around) if page.at else "",
            "numbers": page.numbers,
            "gone": sorted(gone),
            "cards": [_of_script(request, card, around) for card in shown],
            "next": [_of_script(request, card, around) for card in page.cards],
        }
    )


def cannot(request: HttpRequest, reason: str) -> HttpResponse:
    """Say that nothing was done, and keep what was chosen and written."""
    if request.accepts("text/html"):
        return page_answer(request, error=reason)
    return JsonResponse({"error": reason}, status=409)


def back_to_page(request: HttpRequest) -> HttpResponse:
    """Lead back to the page that a form came from."""
    query = request.GET.copy()
    at = query.pop("at", [""])[-1]
    name = "comments_comment_work" if at == WORK else "comments_comment_waiting"
    address = reverse(f"admin:{name}")
    return HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)


def ids_in(text: str) -> list[int]:
    """Return the ids that a text names, with commas between; what is none is left out."""
    return [pk for word in text.split(",")[:LATER] if (pk := id_in(word)) is not None]


def _page_for_script(request: HttpRequest) -> DeskPage:
    """Read what stands around; of somebody who works through, the next cards as well.

    `at_hand` names the cards that the page has, `pending` those about which it has decided already.
    """
    filters, by = Filters(request.GET), moderator_of(request)
    if request.GET.get("at") != WORK:
        return desk_page(filters, "", by=by, with_cards=False)
    at_hand = ids_in(request.POST.get("at_hand", ""))
    page = work_page(filters, ids_in(request.POST.get("pending", "")), by=by)
    page.cards = [card for card in page.cards if card.comment.pk not in at_hand]
    return page


def _around(page: DeskPage) -> dict[str, Any]:
    return {
        "page": page,
        "rules": page.furniture.rule_choices,
        "replies": page.furniture.replies,
    }


def _put_acts(cards: list[Card], around: dict[str, Any]) -> None:
    """Give cards what their forms have to press, made once for all that allow the same moves."""
    made: dict[Any, SafeString] = {}
    for card in cards:
        key = (card.note, *(button.move for button in card.buttons))
        if key not in made:
            context = {**around, "buttons": card.buttons, "note": card.note, "keys": True}
            made[key] = render_to_string(f"{TEMPLATES}/_act.html", context)
        card.acts = made[key]


def _of_script(request: HttpRequest, card: Card, around: dict[str, Any]) -> dict[str, Any]:
    html = _html(request, "_card", {**around, "card": card})
    return {"id": card.comment.pk, "html": html, "refused": card.refused}


def _html(request: HttpRequest, name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"{TEMPLATES}/{name}.html", context, request)

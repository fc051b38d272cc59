"""Acts on many comments at the desk: choosing, looking once more, watching, stopping, undoing.

A page of progress asks for itself again: by its script, or every few seconds without one.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import bulk
from comments.bulk import GOING_ON, BulkRefused
from comments.desk.bulk_choice import EXCERPT, BulkForm, Choice, choice_of, to_do
from comments.desk.filters import id_in
from comments.limits import limits_of
from comments.models import BulkAct, Comment, Move

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

TEMPLATES = "admin/comments/bulk"
PAGE = 50  # acts, and comments that were left as they are
moderators_only = permission_required(bulk.RIGHT, raise_exception=True)


@require_safe
@moderators_only
def acts(request: HttpRequest) -> HttpResponse:
    """Acts on many, the newest first."""
    rows = acts_of(_moderator(request)).select_related("by", "rule")
    if before := id_in(request.GET.get("before", "")):
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "title": _("Acts on many comments"),
        "acts": [(act, to_do(act.move, act.total)) for act in shown],
        "next": shown[-1].pk if len(found) > PAGE else None,
    }
    return _page(request, "list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def new(request: HttpRequest) -> HttpResponse:
    """Show what the filters choose, take a decision, ask once more, and begin."""
    by, sent = _moderator(request), request.POST if request.method == "POST" else None
    until = id_in(sent.get("until", "")) if sent is not None else None
    choice = choice_of(request.GET, by, **({"until": until} if until else {}))
    form = BulkForm(sent, choice)
    if not form.is_valid():
        return _choosing(request, choice, form, status=422 if form.is_bound else 200)
    if not form.cleaned_data["sure"]:
        return _choosing(request, choice, form, ask=True)
    try:
        act = _begin(choice, form, by)
    except BulkRefused as refusal:
        form.add_error(None, str(refusal))
        return _choosing(request, choice, form, status=409)
    return HttpResponseRedirect(_address(act))


@require_safe
@moderators_only
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an act is, what was left as it is and why; as JSON for the page's script."""
    found = _act(request, pk)
    context = _progress(request, found)
    if request.accepts("text/html"):
        return _page(request, "act.html", context)
    html = render_to_string(f"{TEMPLATES}/_progress.html", context, request)
    return JsonResponse({"html": html, "goes_on": context["goes_on"]})


@require_POST
@moderators_only
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it do no more."""
    return _after(request, pk, bulk.stop)


@require_POST
@moderators_only
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it do the rest."""
    return _after(request, pk, bulk.go_on)


@require_POST
@moderators_only
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back, as an act of its own."""
    return _after(request, pk, lambda found: bulk.undo(found, by=_moderator(request)))


def acts_of(moderator: "_User") -> QuerySet[BulkAct]:
    """Return the acts that somebody may see: their own, and without limits those of all."""
    limited = limits_of(moderator).are_set
    return BulkAct.objects.filter(by=moderator) if limited else BulkAct.objects.all()


def _begin(choice: Choice, form: BulkForm, by: "_User") -> BulkAct:
    said = form.cleaned_data
    return bulk.begin(
        choice.found,
        Move(said["move"]),
        by=by,
        rule=said["rule"],
        note=said["note"],
        query=choice.query,
        shown=said["shown"],
    )


def _after(
    request: HttpRequest, pk: int, verb: Callable[[BulkAct], BulkAct]
) -> HttpResponseRedirect:
    """Do something about an act, and go to its page, or to that of what was begun by it."""
    found = _act(request, pk)
    try:
        found = verb(found)
    except BulkRefused as refusal:
        messages.warning(request, str(refusal))
    return HttpResponseRedirect(_address(found))


def _choosing(
    request: HttpRequest, choice: Choice, form: BulkForm, *, ask: bool = False, status: int = 200
) -> HttpResponse:
    said = form.cleaned_data if ask else {}
    context = {
        "title": to_do(said["move"], choice.total) if ask else _("Decide about many comments"),
        "choice": choice,
        "form": form,
        "ask": ask,
        "rule": form.fields["rule"].label_from_instance(said["rule"]) if said.get("rule") else "",  # type: ignore[attr-defined]
        "excerpt": EXCERPT,
        "too_many": bulk.too_many(),
    }
    return _page(request, "new.html", context, status=status)


def _progress(request: HttpRequest, found: BulkAct) -> dict[str, Any]:
    """Return what the page of an act prints; texts only of comments within somebody's limits."""
    left = found.items.exclude(refused="").order_by("pk")
    own = Comment.objects.for_moderator(request.user).filter(pk__in=left.values("comment"))
    back = BulkAct.objects.filter(undoes=found).first()
    return {
        "title": to_do(found.move, found.total),
        "act": found,
        "undone_by": back,
        "goes_on": found.state in GOING_ON,
        "to_go": found.total - found.done - found.refused,
        "left": left.filter(comment__in=own).select_related("comment__author")[:PAGE],
        "may_undo": found.done and not back and found.move != Move.UNDO,
        "may_go_on": found.state == BulkAct.State.STOPPED and not back,
    }


def _act(request: HttpRequest, pk: int) -> BulkAct:
    rows = acts_of(_moderator(request)).select_related("by", "rule", "undoes")
    return get_object_or_404(rows.prefetch_related("rule__texts"), pk=pk)


def _address(act: BulkAct) -> str:
    return reverse("admin:comments_bulk_act", args=[act.pk])


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {**admin.site.each_context(request), "opts": BulkAct._meta, **context}
    return TemplateResponse(request, f"{TEMPLATES}/{template}", context, status=status)


def _moderator(request: HttpRequest) -> "_User":
    """Who asks; moderators_only let nobody in who is not signed in."""
    return cast("_User", request.user)

"""What a moderator does beside deciding: notes for colleagues, whose card it is, the keys."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comments import limits
from comments.desk.acts import BadAct
from comments.desk.answers import back_to_page, cannot, cards_answer, moderator_of
from comments.desk.cards import cards
from comments.desk.filters import id_in
from comments.desk.handing_out import assign as give
from comments.desk.handing_out import leave as give_all_back
from comments.desk.keys import KeysForm, keep_keys, keys_of
from comments.desk.notes import add_note
from comments.desk.views import moderators_only
from comments.limits import limits_of
from comments.models import Comment

TEMPLATE = "admin/comments/comment/keys.html"


@require_POST
@moderators_only
def note(request: HttpRequest) -> HttpResponse:
    """Leave a note for colleagues on a comment."""
    comment = _comment(request)
    try:
        add_note(comment, request.POST.get("text", ""), by=moderator_of(request))
    except BadAct as error:
        return cannot(request, str(error))
    return _anew(request, comment)


@require_POST
@moderators_only
def assign(request: HttpRequest) -> HttpResponse:
    """Make a card a moderator's, one's own, or nobody's."""
    comment, who = _comment(request), request.POST.get("to", "")
    give(comment, _moderator_of(comment, request, who) if who else None)
    return _anew(request, comment)


@require_POST
@moderators_only
def leave(request: HttpRequest) -> HttpResponse:
    """Give back all cards that were handed out, and go back to the list."""
    give_all_back(moderator_of(request))
    query = request.GET.copy()
    query.pop("at", None)
    address = reverse("admin:comments_comment_waiting")
    return HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def keys(request: HttpRequest) -> HttpResponse:
    """Let a moderator choose the desk's keys."""
    by = moderator_of(request)
    form = KeysForm(request.POST or None, keys=keys_of(by))
    if form.is_valid():
        keep_keys(by, form.cleaned_data)
        messages.success(request, _("Your keys are kept."))
        return HttpResponseRedirect(reverse("admin:comments_comment_waiting"))
    context = {
        **admin.site.each_context(request),
        "title": _("Keys of the desk"),
        "opts": Comment._meta,
        "form": form,
    }
    return TemplateResponse(request, TEMPLATE, context, status=409 if form.is_bound else 200)


def _comment(request: HttpRequest) -> Comment:
    allowed = Comment.objects.for_moderator(request.user).confirmed()
    return get_object_or_404(allowed, pk=id_in(request.POST.get("comment", "")))


def _moderator_of(comment: Comment, request: HttpRequest, who: str) -> Any:
    """Return who is named by id, "me" for oneself. Raises Http404 for who may not decide on it."""
    if who == "me":
        return request.user
    staff = get_user_model()._default_manager.filter(is_staff=True, is_active=True)
    named = get_object_or_404(staff, pk=id_in(who))
    if not named.has_perm("comments.moderate_comment") or limits.outside([comment], named):
        raise Http404("There is no such moderator.")
    return named


def _anew(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Answer with the card as it is now, or lead back to its page."""
    if request.accepts("text/html"):
        return back_to_page(request)
    return cards_answer(
        request, cards(Comment.objects.filter(pk=comment.pk), limits_of(request.user))
    )

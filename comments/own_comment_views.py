"""The page of one's own comment, and what its author does there; GET shows, POST acts."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.newspaper import Newspaper
from articles.reader_identity import origin_of
from articles.reader_pages import reader_page
from comments.barring import barred
from comments.confirming import confirm
from comments.entries import Entry, Place
from comments.following import follow, unfollow
from comments.guest_links import link_with, note_opened
from comments.link_pages import link_needed
from comments.models import Comment, Status
from comments.not_me import disown
from comments.own_comment_page import own_comment_page
from comments.own_comments import rule_in_words, say_why_they_wait
from comments.ownership import Owner, forget_link, keep_link
from comments.reasons.pages import named_statements, statement_named


@reader_page
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take a guest's token out of the address into a cookie, and go on to the comment's page.

    Or to the statement of reasons that the address names besides.
    """
    link = link_with(token)
    if link is None:
        return link_needed(request, token)
    statement = statement_named(link.comment, request.GET.get("reasons", ""))
    response = HttpResponseRedirect(statement or _page_of(link.comment))
    keep_link(response, link, token)
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, no_store=True)
    return response


@dataclass(frozen=True)
class Ways:
    """What the author of a comment can do with it on its page now."""

    confirm: bool
    edit: bool  # its own page says up to when
    delete: bool
    answers: bool  # begin or stop to hear of them; accounts have a page for that
    follows: bool
    disown: bool

    @classmethod
    def of(cls, comment: Comment, owner: Owner) -> "Ways":
        """The ways open to an owner."""
        is_reached = owner.link is not None and bool(comment.guest_email)
        stands = comment.status in {Status.HELD, Status.PUBLISHED} and comment.erased_at is None
        return cls(
            confirm=stands and comment.unconfirmed,
            edit=stands,
            delete=comment.status != Status.DELETED and comment.erased_at is None,
            answers=is_reached and stands and not comment.unconfirmed,
            follows=hasattr(comment, "subscription"),
            disown=is_reached,
        )


@own_comment_page
@require_safe
def your_comment(request: HttpRequest, comment: Comment, owner: Owner) -> HttpResponse:
    """A comment as its author sees it, in every state."""
    if owner.link and owner.link.opened_at is None:
        note_opened(owner.link)
    say_why_they_wait([comment])
    context = _shown(request, comment, owner) | rule_in_words(comment, comment.article.language)
    context["statements"] = named_statements(comment)
    return render(request, "comments/your_comment.html", context)


@own_comment_page
@require_POST
def confirm_comment(request: HttpRequest, comment: Comment, owner: Owner) -> HttpResponse:
    """Let a comment go on that has waited for its guest."""
    if reason := barred(request, guest_email=comment.guest_email):
        return _refused(request, comment, owner, reason)
    confirm(comment, origin=origin_of(request))
    return _back(comment)


@own_comment_page
@require_POST
def answers_to_comment(request: HttpRequest, comment: Comment, owner: Owner) -> HttpResponse:
    """Begin to hear of answers by mail, or stop."""
    if "stop" in request.POST:
        unfollow(comment.story_id, comment=comment)
    elif reason := barred(request, guest_email=comment.guest_email):
        return _refused(request, comment, owner, reason)
    elif Ways.of(comment, owner).answers:
        follow(comment.story_id, comment=comment)
    return _back(comment)


@own_comment_page
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, comment: Comment, owner: Owner) -> HttpResponse:
    """Say what “That was not me” does; then do it, which ends the link that led here."""
    if owner.link is None:  # an account is its own
        return _back(comment)
    context = _shown(request, comment, owner)
    if request.method != "POST":
        return render(request, "comments/not_me.html", context)
    disown(comment)
    response = render(request, "comments/not_me.html", context | {"is_done": True})
    forget_link(response, comment)
    return response


def _shown(request: HttpRequest, comment: Comment, owner: Owner) -> dict[str, Any]:
    article = comment.article
    place = Place.of(article)
    return Newspaper(article.language).page(request.path) | {
        "article": article,
        "place": place,
        "addresses": place.addresses,
        "comment": comment,
        "entry": Entry(comment, is_own=True),
        "ways": Ways.of(comment, owner),
        "with_token": owner.user is not None or request.user.is_authenticated,
        "robots": "noindex",
    }


def _refused(request: HttpRequest, comment: Comment, owner: Owner, reason: str) -> HttpResponse:
    context = _shown(request, comment, owner) | rule_in_words(comment, comment.article.language)
    context["refusal"] = reason
    return render(request, "comments/your_comment.html", context, status=403)


def _back(comment: Comment) -> HttpResponse:
    return HttpResponseRedirect(_page_of(comment), status=303)


def _page_of(comment: Comment) -> str:
    return reverse("your_comment", kwargs={"pk": comment.pk})

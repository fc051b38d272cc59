"""The pages on which authors change and delete a comment of theirs, as an account or by a link."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles.newspaper import Newspaper
from articles.reader_identity import origin_of
from comments import editing
from comments.editing import EditRefused
from comments.editing_form import EditForm
from comments.entries import Addresses, Entry, Place
from comments.models import Comment, Status
from comments.own_comment_page import comment_of_page, own_comment_page
from comments.ownership import Owner
from comments.phases.new_author import why_it_will_wait
from comments.sanctions import learn
from comments.terms import terms_of


@own_comment_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_comment(request: HttpRequest, comment: Comment, owner: Owner) -> HttpResponse:
    """The form with the text as it stands, and what it sends; without it once the time is over."""
    data = request.POST if request.method == "POST" else None
    form = EditForm(data, comment=comment, has_token=owner.user is not None)
    if form.is_valid() and (edited := _edit(request, form, owner)):
        return HttpResponseRedirect(_where(edited), status=303)
    comment = form.comment
    context = _page_of(request, comment) | {
        "form": form,
        "why_not": editing.why_not(comment),
        "until": editing.editable_until(comment),
        "waits_again": comment.is_readable
        and bool(why_it_will_wait(owner.user, terms_of(comment.story_id))),
    }
    return render(request, "comments/edit.html", context, status=422 if form.is_bound else 200)


def _edit(request: HttpRequest, form: EditForm, owner: Owner) -> Comment | None:
    """Change the comment as a valid form says; None, with the reason in the form, if refused."""
    sent, origin = form.cleaned_data, origin_of(request)
    try:
        return editing.edit(
            form.comment,
            sent["body"],
            by=owner,
            seen_revision=sent["revision"] or 0,
            origin=origin,
        )
    except EditRefused as refusal:
        learn(origin)
        form.refuse(refusal, comment_of_page(form.comment.pk) or form.comment)
    return None


@own_comment_page
@require_http_methods(["GET", "HEAD", "POST"])
def delete_comment(request: HttpRequest, comment: Comment, owner: Owner) -> HttpResponse:
    """Ask whether to delete a comment, and say what that means; a POST deletes it."""
    if request.method == "POST":
        editing.delete(comment, by=owner)
    if request.method == "POST" or comment.status == Status.DELETED:
        return HttpResponseRedirect(_own_page(comment), status=303)
    context = _page_of(request, comment) | {
        "is_account": owner.user is not None,
        "is_answered": Comment.objects.shown().filter(parent=comment).exists(),
        "was_removed": comment.status in {Status.REMOVED, Status.REJECTED},
        "days": settings.COMMENT_EVIDENCE_DAYS,
    }
    return render(request, "comments/delete.html", context)


def _where(comment: Comment) -> str:
    if comment.is_readable and comment.article.is_published:
        return Addresses.of(comment.article).comment(comment.pk)
    return _own_page(comment)


def _own_page(comment: Comment) -> str:
    return reverse("your_comment", kwargs={"pk": comment.pk})


def _page_of(request: HttpRequest, comment: Comment) -> dict[str, Any]:
    article, place = comment.article, Place.of(comment.article)
    return Newspaper.of(article.language).page(request.path) | {
        "article": article,
        "place": place,
        "addresses": place.addresses,
        "comment": comment,
        "entry": Entry(comment, is_own=True),
        "own_page": _own_page(comment),
        "robots": "noindex",
    }

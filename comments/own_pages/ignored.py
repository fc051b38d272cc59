"""`/account/ignored/`: whom somebody ignores, taking that back, and what folds on a page.

A page of a discussion is the same for everybody and cannot know. Its script names the comments
that it shows and is told which of them fold: exactly those, however long the discussion is, and
for a page without any the answer is empty.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.reader_pages import reader_page
from comments import ignoring
from comments.models import Comment, Ignored
from comments.own_pages import lines
from comments.own_pages.frame import own_page, show
from comments.own_pages.paging import Page, number_in, page_of


@dataclass(frozen=True)
class IgnoredCommenter:
    """A commenter in the list, with the comment that names them."""

    ignored: Ignored

    @property
    def comment(self) -> Comment:
        """The comment that names them."""
        return self.ignored.comment

    @property
    def excerpt(self) -> str:
        """How that comment begins, "" where readers may not read it."""
        return lines.excerpt(self.comment.body) if self.comment.is_readable else ""


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def ignored(request: HttpRequest) -> HttpResponse:
    """Whom the account ignores; POST ignores the author of `comment` as well."""
    refusal = _ignore(request) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return HttpResponseRedirect(reverse("ignore_commenter"), status=303)
    found = Ignored.objects.filter(user=request.user.pk)
    page = page_of(
        found.select_related("comment__author", "comment__article__section"),
        request.GET.get("before", ""),
    )
    rows = [IgnoredCommenter(row) for row in page.rows]
    context = {"page": Page(rows, page.older, page.is_continued), "refusal": refusal}
    return show(request, "own/ignored.html", context, status=422 if refusal else 200)


def _ignore(request: HttpRequest) -> str:
    """Ignore the author of the comment that a form names; return why not, "" where it was done."""
    comment = _named(request)
    if not comment.is_readable:
        return _("This comment cannot be read any more.")
    try:
        ignoring.ignore(request.user, comment)  # type: ignore[arg-type]
    except ignoring.IgnoreRefused as refused:
        return str(refused)
    return ""


@own_page
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Ignore the author of `comment` no more."""
    ignoring.take_back(request.user, _named(request))  # type: ignore[arg-type]
    return HttpResponseRedirect(reverse("ignore_commenter"), status=303)


def _named(request: HttpRequest) -> Comment:
    comments = Comment.objects.select_related("author")
    return get_object_or_404(comments, pk=number_in(request.POST.get("comment", "")) or 0)


@reader_page
@require_safe
def ignored_here(request: HttpRequest) -> HttpResponse:
    """Which of `comments` (ids with dots between) fold, with the words for it in `language`.

    204 where none does, or nobody is signed in.
    """
    asked = map(number_in, request.GET.get("comments", "").split(".")[: ignoring.MOST_ASKED])
    ids = [pk for pk in asked if pk]
    if not request.user.is_authenticated or not ids:
        return HttpResponse(status=204)
    folded = ignoring.ignored_among(request.user, ids)
    if not folded:
        return HttpResponse(status=204)
    language = request.GET.get("language", "")
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        words = {"said": _("You ignore this commenter."), "show": _("Show")}
    return JsonResponse({"comments": folded, **words})

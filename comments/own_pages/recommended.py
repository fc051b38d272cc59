"""`/account/recommended/`: recommended comments that can still be read."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from comments.models import Comment, Recommendation, Status
from comments.own_pages import lines
from comments.own_pages.frame import own_page, show
from comments.own_pages.paging import Page, page_of


@dataclass(frozen=True)
class Recommended:
    """A recommended comment in the list."""

    recommendation: Recommendation

    @property
    def comment(self) -> Comment:
        """The comment."""
        return self.recommendation.comment

    @property
    def excerpt(self) -> str:
        """How it begins."""
        return lines.excerpt(self.comment.body)

    @property
    def url(self) -> str:
        """Where it stands in the discussion."""
        return lines.address_of(self.comment)


@own_page
@require_safe
def recommended(request: HttpRequest) -> HttpResponse:
    """The comments recommended by whoever is signed in, latest first."""
    assert request.user.pk  # noqa: S101 (own_page lets nobody else in)
    page = recommendations(request.user.pk, before=request.GET.get("before", ""))
    return show(request, "own/recommended.html", {"page": page})


def recommendations(user_id: int, *, before: str = "") -> Page[Recommended]:
    """Read a page of an account's recommendations of what can be read; one query."""
    found = Recommendation.objects.filter(user=user_id, comment__status=Status.PUBLISHED)
    page = page_of(found.select_related("comment__author", "comment__article__section"), before)
    return Page([Recommended(row) for row in page.rows], page.older, page.is_continued)

"""`/account/following/`: the stories that somebody follows, and following one no more."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from articles.models import Article
from comments.models import Subscription
from comments.own_pages import lines
from comments.own_pages.frame import own_page, show
from comments.own_pages.paging import Page, number_in, page_of


@dataclass(frozen=True)
class Followed:
    """A story that is followed, in the edition that its follower reads best."""

    subscription: Subscription
    article: Article | None  # None: it is not to be read at the moment

    @property
    def url(self) -> str:
        """Its discussion."""
        return lines.discussion_address(self.article) if self.article else ""


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest) -> HttpResponse:
    """The stories followed, newest first; POST stops following `story`."""
    assert request.user.pk  # noqa: S101 (own_page lets nobody else in)
    if request.method == "POST":
        stop(request.user.pk, number_in(request.POST.get("story", "")) or 0)
        return HttpResponseRedirect(reverse("following"), status=303)
    page = followed(request.user.pk, before=request.GET.get("before", ""))
    return show(request, "own/following.html", {"page": page})


def followed(user_id: int, *, before: str = "") -> Page[Followed]:
    """Read a page of what an account follows; two queries."""
    page = page_of(Subscription.objects.filter(user=user_id), before)
    articles = _editions([row.story_id for row in page.rows], get_language() or "")
    rows = [Followed(row, articles.get(row.story_id)) for row in page.rows]
    return Page(rows, page.older, page.is_continued)


def _editions(stories: list[int], language: str) -> dict[int, Article]:
    """Return an edition of each story: the one in a language, else the one published first."""
    found = Article.objects.published().filter(story__in=stories).select_related("section")
    chosen: dict[int, Article] = {}
    for article in found.order_by("publish_at", "pk"):
        if article.language == language or article.story_id not in chosen:
            chosen[article.story_id] = article
    return chosen


def stop(user_id: int, story_id: int) -> None:
    """Follow a story no more; nothing happens where it is not followed."""
    Subscription.objects.filter(user=user_id, story=story_id).delete()

"""Lists of articles, newest first, read in pages by keyset: a page costs the same however deep."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from articles.models import Article, Byline
from articles.models.stories import ArticleQuerySet, BylineRole

PAGE_ARTICLES = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST_MOMENT = (datetime(9999, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND
LARGEST_ID = 2**63 - 1


class BadCursor(ValueError):  # noqa: N818
    """A cursor in an address that this house did not write."""


@dataclass
class ArticlePage:
    """One page of a list; `older` is the cursor of the page after it, "" on the last."""

    articles: list[Article]
    older: str = ""
    is_continued: bool = False


def cards(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Everything that a card shows, in the list's own query: adds `writers`, the names."""
    writers = Byline.objects.filter(article=OuterRef("pk"), role=BylineRole.WRITER)
    names = writers.order_by("position", "pk").values("author__name")
    return articles.for_cards().annotate(writers=ArraySubquery(names))


def page_of(articles: ArticleQuerySet, before: str = "", size: int = PAGE_ARTICLES) -> ArticlePage:
    """Read a page of a list of published articles; one query.

    `before` is the cursor in the address, "" for the newest. Raises BadCursor.
    """
    if before:
        moment, pk = _read_cursor(before)
        articles = articles.filter(publish_at__lte=moment).exclude(
            Q(publish_at=moment) & Q(pk__gte=pk)
        )
    found = list(cards(articles).newest_first()[: size + 1])
    shown = found[:size]
    return ArticlePage(shown, cursor_of(shown[-1]) if len(found) > size else "", bool(before))


def cursor_of(article: Article) -> str:
    """Return the cursor behind an article: its time in microseconds since 1970, and its id."""
    assert article.publish_at is not None  # noqa: S101 (the database holds it for published ones)
    return f"{(article.publish_at - EPOCH) // MICROSECOND}-{article.pk}"


def _read_cursor(cursor: str) -> tuple[datetime, int]:
    moment, _, pk = cursor.partition("-")
    for part, largest in ((moment, LATEST_MOMENT), (pk, LARGEST_ID)):
        if not (part.isascii() and part.isdigit() and len(part) < 20 and int(part) <= largest):
            raise BadCursor(cursor)
    return EPOCH + int(moment) * MICROSECOND, int(pk)

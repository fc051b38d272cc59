"""An article as its page reads it: one query for all but the body's blocks."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from articles.models import (
    Article,
    Byline,
    Embed,
    Figure,
    Gallery,
    MissingMedia,
    PullQuote,
    Tag,
    Text,
)
from articles.models.stories import ArticleQuerySet, ArticleStatus


def for_page(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Everything that the article's page shows besides its blocks, in the article's own query.

    Adds `byline_rows` (name, slug, role), `tag_rows` (id, name, slug), `edition_rows` (language,
    section, slug: the story's editions that readers may see) and `has_…` per kind of block, so
    that the body asks only for kinds that are there.
    """
    blocks = {f"has_{kind}": _any(model) for kind, model in BLOCKS.items()}
    return articles.for_cards().annotate(
        byline_rows=_rows(
            Byline.objects.filter(article=OuterRef("pk")).order_by("position", "pk"),
            name="author__name",
            slug="author__slug",
            role="role",
        ),
        tag_rows=_rows(
            Tag.objects.filter(articles=OuterRef("pk")).order_by("name"),
            id="id",
            name="name",
            slug="slug",
        ),
        edition_rows=_rows(
            Article.objects.published().filter(story=OuterRef("story")).order_by("language"),
            language="language",
            section="section__slug",
            slug="slug",
        ),
        **blocks,
    )


BLOCKS = {
    "text": Text,
    "figure": Figure,
    "gallery": Gallery,
    "pull_quote": PullQuote,
    "embed": Embed,
    "missing_media": MissingMedia,
}


def _any(model: type) -> Exists:
    return Exists(model.objects.filter(parent=OuterRef("pk")))  # type: ignore[attr-defined]


def _rows(query: QuerySet, **columns: str) -> ArraySubquery:
    return ArraySubquery(query.values(row=JSONObject(**{k: F(v) for k, v in columns.items()})))


def at_address(language: str, slug: str) -> Article | None:
    """Read the article that an address names, ready for its page: None if there never was one.

    It may be withdrawn (its page says so); drafts and articles whose time has not come are not
    found, whoever asks.
    """
    return for_page(_seen_by_readers()).filter(language=language, slug=slug).first()


def meant_by(language: str, slug: str) -> Article | None:
    """Find what an address means whose slug is of another language, if that is but one story.

    Gives the story's edition in the language of the address, where readers may see one, else
    the article that has the slug.
    """
    published = Article.objects.published().select_related("section")
    found = published.filter(slug=slug)[:2]
    if len(found) != 1:
        return None
    return published.filter(story=found[0].story_id, language=language).first() or found[0]


def _seen_by_readers() -> ArticleQuerySet:
    return Article.objects.filter(
        status__in=[ArticleStatus.PUBLISHED, ArticleStatus.WITHDRAWN],
        section__isnull=False,
        publish_at__lte=timezone.now(),
    )


def addresses_elsewhere(article: Article) -> dict[str, str]:
    """Return the paths of the story's editions by language, of an article read by for_page()."""
    return {
        row["language"]: reverse("article", kwargs=row)
        for row in article.edition_rows  # type: ignore[attr-defined]
    }

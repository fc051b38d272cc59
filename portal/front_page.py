"""The front page: what leads, what stands beside it, the sections, what is talked about."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.departments import Departments
from articles.listing import cards
from articles.models import Article, Section
from articles.models.stories import ArticleQuerySet
from articles.newspaper import Newspaper
from comments.models import Discussion

BESIDE_THE_LEAD = 3
BELOW_THE_LEAD = 2
ON_TOP = BESIDE_THE_LEAD + BELOW_THE_LEAD
LATEST = 5
IN_A_SECTION = 4
DISCUSSED = 5
DISCUSSED_DAYS = 30  # older stories leave "Most discussed", however much was said
DISCUSSED_AMONG = 200  # the newest of these days: no busy month costs more than that


@dataclass
class Department:
    """A section on the front page, with its latest articles that do not stand above."""

    section: Section
    articles: list[Article]

    @property
    def leading(self) -> Article:
        """The article shown with its picture."""
        return self.articles[0]

    @property
    def others(self) -> list[Article]:
        """The articles of which only the headline is shown."""
        return self.articles[1:]


@dataclass
class FrontPage:
    """Everything that the front page shows, in four queries however much was published."""

    lead: Article | None = None
    beside: list[Article] = field(default_factory=list)
    below: list[Article] = field(default_factory=list)
    latest: list[Article] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)
    discussed: list[Article] = field(default_factory=list)

    @property
    def all(self) -> list[Article]:
        """Every article that stands somewhere on the page."""
        sections = [article for department in self.departments for article in department.articles]
        top = [self.lead] if self.lead else []
        return [*top, *self.beside, *self.below, *self.latest, *sections, *self.discussed]

    @property
    def discussed_until(self) -> datetime | None:
        """When the first of the most discussed becomes too old to be among them."""
        begun = (article.publish_at for article in self.discussed if article.publish_at)
        oldest = min(begun, default=None)
        return oldest + timedelta(days=DISCUSSED_DAYS) if oldest else None


def front_page(newspaper: Newspaper) -> FrontPage:
    """Make up the front page of an edition.

    The newest article with a picture leads, the next ones stand beside and below it; headlines of
    those that follow are "Latest". What editors keep on top comes before what is newer. A section
    shows what is not on top already, the latest of its parts among it.
    """
    published = Article.objects.published().in_the_news().in_language(newspaper.language)
    newest = _newest(published)
    if not newest:
        return FrontPage()
    lead = next((article for article in newest if article.lead_photo_id), newest[0])
    rest = [article for article in newest if article is not lead]
    top, latest = rest[:ON_TOP], rest[ON_TOP:]
    return FrontPage(
        lead,
        top[:BESIDE_THE_LEAD],
        top[BESIDE_THE_LEAD:],
        latest,
        _departments(newspaper.departments, published, {lead.pk, *(row.pk for row in top)}),
        _discussed(published),
    )


def _newest(published: ArticleQuerySet) -> list[Article]:
    """Read the newest articles, before them those that stay on top; one query."""
    ids = published.newest_first().values("pk")
    on_top = published.filter(on_top=True).newest_first().values("pk")
    found = Article.objects.among(on_top[: 1 + ON_TOP], ids[: 1 + ON_TOP + LATEST])
    ordered = cards(found).order_by("-on_top", "-publish_at", "-pk")
    return list(ordered[: 1 + ON_TOP + LATEST])


def _departments(
    departments: Departments, published: ArticleQuerySet, above: set[int]
) -> list[Department]:
    """Read each section's latest articles: one query for which, one for what they are."""
    latest = published.filter(section=OuterRef("pk")).exclude(pk__in=above).newest_first()
    chosen = dict(
        Section.objects.filter(pk__in=[section.pk for section in departments.all])
        .annotate(articles_shown=ArraySubquery(latest.values("pk")[:IN_A_SECTION]))
        .values_list("pk", "articles_shown")
    )
    wanted = [pk for pks in chosen.values() for pk in pks]
    articles = {row.pk: row for row in cards(Article.objects.filter(pk__in=wanted))}
    found = []
    for section in departments.on_top:
        pks = [pk for part in departments.within(section) for pk in chosen[part.pk]]
        newest = sorted((articles[pk] for pk in pks if pk in articles), key=_age)
        found.append(Department(section, newest[:IN_A_SECTION]))
    return [department for department in found if department.articles]


def _age(article: Article) -> tuple[float, int]:
    """What the newest has least of."""
    assert article.publish_at is not None  # noqa: S101 (the database holds it for published ones)
    return -article.publish_at.timestamp(), -article.pk


def _discussed(published: ArticleQuerySet) -> list[Article]:
    """Read the recent articles with the most comments; adds `comment_count`."""
    since = timezone.now() - timedelta(days=DISCUSSED_DAYS)
    recent = published.filter(publish_at__gte=since).newest_first().values("pk")
    count = Discussion.objects.filter(story=OuterRef("story")).values("comment_count")
    talked_about = (
        Article.objects.among(recent[:DISCUSSED_AMONG])
        .annotate(comment_count=Subquery(count))
        .filter(comment_count__gt=0)
    )
    ranked = cards(talked_about).order_by("-comment_count", "-publish_at", "-pk")  # type: ignore[misc]
    return list(ranked[:DISCUSSED])

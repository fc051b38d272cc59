"""The archive: which years a language has, which days of a year, and what appeared on a day."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate
from django.utils import timezone

from articles.models import Article
from articles.models.stories import ArticleQuerySet

FIRST_YEAR, LAST_YEAR = 1500, 9998  # newspapers began after the one, datetime ends after the other


@dataclass
class Month:
    """A month that has articles: its first day, and pairs of a day and its number of articles."""

    begins: date
    days: list[tuple[date, int]] = field(default_factory=list)


def years_of(language: str) -> list[int]:
    """Return the years from the first article of a language to its latest, newest first."""
    found = _published(language).aggregate(first=Min("publish_at"), last=Max("publish_at"))
    if found["first"] is None:
        return []
    first, last = (timezone.localtime(found[end]).year for end in ("first", "last"))
    return list(range(last, first - 1, -1))


def months_of(language: str, year: int) -> list[Month]:
    """Return the months of a year that have articles, newest first, days likewise; one query."""
    days = (
        _between(language, date(year, 1, 1), date(year + 1, 1, 1))
        .annotate(day=TruncDate("publish_at"))
        .order_by("-day")
        .values_list("day")
        .annotate(articles=Count("pk"))
    )
    months: dict[int, Month] = {}
    for day, articles in days:
        month = months.setdefault(day.month, Month(day.replace(day=1)))
        month.days.append((day, articles))
    return list(months.values())


def of_day(language: str, day: date) -> ArticleQuerySet:
    """Articles of a language that appeared on a day of the newspaper's clock."""
    return _between(language, day, day + timedelta(days=1))


def day_before(language: str, day: date) -> date | None:
    """Return the latest day before `day` on which something appeared."""
    earlier = _published(language).filter(publish_at__lt=_midnight(day))
    moment = earlier.order_by("-publish_at").values_list("publish_at", flat=True).first()
    return timezone.localtime(moment).date() if moment else None


def day_after(language: str, day: date) -> date | None:
    """Return the first day after `day` on which something appeared."""
    later = _published(language).filter(publish_at__gte=_midnight(day + timedelta(days=1)))
    moment = later.order_by("publish_at").values_list("publish_at", flat=True).first()
    return timezone.localtime(moment).date() if moment else None


def _published(language: str) -> ArticleQuerySet:
    return Article.objects.published().in_the_news().in_language(language)


def _between(language: str, first: date, end: date) -> ArticleQuerySet:
    return _published(language).filter(
        publish_at__gte=_midnight(first), publish_at__lt=_midnight(end)
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

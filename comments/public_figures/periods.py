"""Which month or year figures are asked of: from the first decision to the running month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404

from articles.dates import in_words
from articles.numbers import in_plain_digits
from comments.public_figures.cells import short_month
from comments.public_figures.counting import month_after
from comments.public_figures.keeping import first_month, this_month

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Link:
    """A period that can be chosen: in words, and the query that asks for it."""

    said: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Period:
    """A month, or a year where `month` is None, within those that there are (`first` to `last`)."""

    year: int
    month: int | None
    first: date
    last: date

    @property
    def months(self) -> list[date]:
        """The first days of its months, as far as they have begun."""
        found = [date(self.year, month, 1) for month in MONTHS if self.month in (None, month)]
        return [month for month in found if self.first <= month <= self.last]

    @property
    def is_running(self) -> bool:
        """Whether its figures are those until now."""
        return self.last in self.months

    @property
    def query(self) -> str:
        """What asks for it."""
        return urlencode(_asked(self.year, self.month))

    def in_words(self, language: str) -> str:
        """Name it."""
        if self.month is None:
            return in_plain_digits(self.year, language)
        return in_words(date(self.year, self.month, 1), language, "month")

    def years(self, language: str) -> list[Link]:
        """All years, newest first."""
        years = range(self.last.year, self.first.year - 1, -1)
        said = {year: in_plain_digits(year, language) for year in years}
        return [_link(said[year], year, None, self.year == year) for year in years]

    def months_of_year(self, language: str) -> list[Link]:
        """The months of its year that have begun."""
        found = Period(self.year, None, self.first, self.last).months
        return [
            _link(short_month(day.month, language), day.year, day.month, day.month == self.month)
            for day in found
        ]


def period_asked(asked: Mapping[str, str]) -> Period | None:
    """Return the period that a query asks for, else the running year; None where nothing is yet.

    Raises Http404 for one in which there was nothing to decide, or that is to come.
    """
    try:
        year = int(asked["year"]) if "year" in asked else None
        month = int(asked["month"]) if "month" in asked else None
    except ValueError:
        raise Http404("That is no month or year.") from None
    return period_of(year, month)


def period_of(year: int | None, month: int | None = None) -> Period | None:
    """Return that period, as period_asked() does."""
    first, last = first_month(), this_month()
    if first is None and year is None and month is None:
        return None
    first = first or month_after(last)  # nothing was decided yet: no month is among them
    if month is not None and (year is None or month not in MONTHS):
        raise Http404("That is no month.")
    period = Period(last.year if year is None else year, month, first, last)
    if not (0 < period.year <= last.year and period.months):
        raise Http404("There are no figures of that time.")
    return period


def _link(said: str, year: int, month: int | None, is_chosen: bool) -> Link:
    return Link(said, urlencode(_asked(year, month)), is_chosen)


def _asked(year: int, month: int | None) -> dict[str, int]:
    return {"year": year} if month is None else {"year": year, "month": month}

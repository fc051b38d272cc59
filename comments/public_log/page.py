"""A page of the public log: its entries in words, by days, with their links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from articles.models import Article
from articles.newspaper import language_name
from comments.entries import Addresses
from comments.models import Comment, DayCount, LogEntry, Move, Rule
from comments.public_log import wording
from comments.public_log.filters import LogFilters, month_of

PAGE = 50  # entries


@dataclass(frozen=True)
class Reference:
    """Another entry that one names: its number, and where it stands."""

    number: int
    url: str


@dataclass(frozen=True)
class Shown:
    """An entry as the page prints it. `place` is where its comment stands, "" where it does not."""

    entry: LogEntry
    rule_title: str
    rule_url: str
    place: str
    reverses: Reference | None
    reversed_by: Reference | None

    @property
    def has_hour(self) -> bool:
        """Whether it says more than its day: of people no hour is told."""
        return self.entry.sanction_id is None

    @property
    def who(self) -> Promise:
        """Whether a person or a machine decided."""
        return wording.who(self.entry)

    @property
    def started_by(self) -> Promise | str:
        """With what it began."""
        return wording.started_by(self.entry)

    @property
    def language(self) -> str:
        """The language of its comment, in the reader's; "" for what is of a person."""
        return language_name(self.entry.language) if self.entry.language else ""


@dataclass(frozen=True)
class LogPage:
    """One page: its entries by the days that they bear, and the address of what goes on below."""

    days: list[tuple[date, list[Shown]]]
    older: str
    is_continued: bool
    stories: set[int]


def page_of(filters: LogFilters, language: str, rules: Iterable[Rule]) -> LogPage:
    """Read the page that an address asks for; two queries."""
    found = list(filters.matching()[: PAGE + 1])
    entries, more = found[:PAGE], found[PAGE:]
    places = _places(entries)
    log, policy = (reverse(name, args=[language]) for name in ("moderation_log", "policy"))
    known, here = {rule.code: rule for rule in rules}, {entry.number for entry in entries}

    def reference(number: int | None) -> Reference | None:
        if not number:
            return None
        page = "" if number in here else f"{log}?before={number + 1}"
        return Reference(number, f"{page}#entry-{number}")

    def shown(entry: LogEntry) -> Shown:
        rule = known.get(entry.rule)
        return Shown(
            entry,
            rule.title_in(language) if rule else "",
            f"{policy}#rule-{entry.rule}" if rule and rule.in_force else "",
            places.get(entry.comment_id or 0, ""),
            reference(entry.reverses),
            reference(entry.reversed_by),  # type: ignore[attr-defined]
        )

    days = groupby(entries, key=lambda entry: timezone.localdate(entry.at))
    return LogPage(
        [(day, [shown(entry) for entry in rows]) for day, rows in days],
        filters.address(entries[-1].number) if more else "",
        filters.below is not None,
        {entry.story_id for entry in entries if entry.comment_id in places and entry.story_id},
    )


def _places(entries: list[LogEntry]) -> dict[int, str]:
    """Return where the comments of entries stand in their threads, of those that do."""
    ids = {entry.comment_id for entry in entries if entry.comment_id}
    shown = Comment.objects.shown().filter(pk__in=ids, article__in=Article.objects.published())
    found = shown.select_related("article__section").order_by()
    return {row.pk: Addresses.of(row.article).comment(row.pk) for row in found}


def approvals(filters: LogFilters) -> int:
    """Return how many plain approvals there were, in the month chosen or ever; days that are over.

    They stand nowhere singly: there is nothing in them that anybody could object to.
    """
    days = DayCount.objects.filter(by=DayCount.By.MODERATOR, move=Move.APPROVE)
    if month := filters.chosen.get("month"):
        begin, end = month_of(month)
        days = days.filter(day__gte=begin.date(), day__lt=end.date())
    return days.aggregate(number=Sum("number"))["number"] or 0

"""The figures of the desk: what waits, how long it took, who decided what, and why it had waited.

Each is a table; charts and CSV are drawn from the same rows. Hours, days and weeks are the
newspaper's own (TIME_ZONE), the one that has just begun included.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comments.desk import day_counts
from comments.desk.day_counts import Count
from comments.desk.waits import in_words, within_which
from comments.limits import Limits
from comments.models import Comment, DayCount, Move, QueueCount, Rule, Status
from comments.screening import title_of

By = DayCount.By
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
PER = {
    "hour": (gettext_lazy("per hour, 48 hours"), HOUR, 48),
    "day": (gettext_lazy("per day, 30 days"), DAY, 30),
    "week": (gettext_lazy("per week, 26 weeks"), WEEK, 26),
}
MOVES = (Move.APPROVE, Move.REJECT, Move.REMOVE, Move.HOLD, Move.RESTORE, Move.KEEP)
APPROVED, ENDED = {Move.APPROVE}, {Move.APPROVE, Move.REJECT, Move.REMOVE}


@dataclass(frozen=True)
class Table:
    """Rows under heads, the first cell of each being what it is about; `name` is that of its CSV.

    `values` are the numbers that the chart draws, a tuple for each row.
    """

    name: str
    title: str
    heads: list[str]
    rows: list[list[Any]]
    values: Sequence[tuple[float, ...]] = field(default_factory=list)


@dataclass(frozen=True)
class Figures:
    """All figures of one page."""

    per: str
    waiting: int
    oldest: datetime | None
    median: str
    ninety: str
    decided: int
    tables: list[Table]


def figures(per: str, limits: Limits, moderator: Any) -> Figures:
    """Work out the figures that a moderator may see: of comments within the limits."""
    begins = periods(per, timezone.now())
    found = list(_counts(per, begins, limits))
    waits = Counter[int]()
    for count in found:
        if count.by == By.WAIT:
            waits[count.waited or 0] += count.number
    held = QueueCount.objects.filter(limits.condition("section", "language"), state=Status.HELD)
    first = Comment.objects.for_moderator(moderator).waiting().only("submitted_at").first()
    return Figures(
        per=per,
        waiting=held.aggregate(number=Sum("number"))["number"] or 0,
        oldest=first.submitted_at if first else None,
        median=in_words(within_which(0.5, waits)),
        ninety=in_words(within_which(0.9, waits)),
        decided=sum(count.number for count in found if count.by == By.MODERATOR),
        tables=list(_tables(per, begins, found)),
    )


def periods(per: str, now: datetime) -> list[datetime]:
    """Return when the periods begin, by the newspaper's clock and without a zone, oldest first."""
    _label, length, number = PER[per]
    local = now.astimezone(day_counts.house_zone()).replace(tzinfo=None)
    if per == "hour":
        last = local.replace(minute=0, second=0, microsecond=0)
    else:
        last = datetime.combine(local.date(), time.min)
        last -= timedelta(days=last.weekday()) if per == "week" else timedelta()
    return [last - length * back for back in reversed(range(number))]


def _counts(per: str, begins: list[datetime], limits: Limits) -> Iterator[Count]:
    zone, length = day_counts.house_zone(), PER[per][1]
    begin, end = begins[0].replace(tzinfo=zone), (begins[-1] + length).replace(tzinfo=zone)
    return day_counts.counts("hour" if per == "hour" else "day", begin, end, limits)


def _tables(per: str, begins: list[datetime], found: list[Count]) -> Iterator[Table]:
    decided: dict[datetime, Counter[str]] = defaultdict(Counter)
    waits: dict[datetime, Counter[int]] = defaultdict(Counter)
    for count in found:
        begin = _period(per, count.at)
        if count.by == By.MODERATOR:
            decided[begin][count.move] += count.number
        elif count.by == By.WAIT:
            waits[begin][count.waited or 0] += count.number
    yield _decided(per, begins, decided)
    yield _waited(per, begins, waits)
    yield _by_moderator([count for count in found if count.by == By.MODERATOR])
    yield _by_rule([count for count in found if count.by == By.RULE])
    yield _by_phase([count for count in found if count.by == By.PHASE])


def _period(per: str, at: datetime) -> datetime:
    return at - timedelta(days=at.weekday()) if per == "week" else at


def _decided(per: str, begins: list[datetime], by_time: dict[datetime, Counter[str]]) -> Table:
    rows, values = [], []
    for begin in begins:
        numbers = by_time[begin]
        rows.append([label(per, begin), *(numbers[move] for move in MOVES), numbers.total()])
        values.append(_parts(numbers))
    heads = [_("Time"), *_moves(), _("All")]
    return Table("decisions", _("Decisions"), heads, rows, values)


def _waited(per: str, begins: list[datetime], by_time: dict[datetime, Counter[int]]) -> Table:
    rows, values = [], []
    for begin in begins:
        waits = by_time[begin]
        median, ninety = within_which(0.5, waits), within_which(0.9, waits)
        row = [label(per, begin), waits.total(), in_words(median), in_words(ninety)]
        rows.append(row)
        values.append((median or 0.0, ninety or 0.0))
    heads = [_("Time"), _("Decided"), _("Half of them within"), _("Nine of ten within")]
    return Table("waits", _("Time to decision"), heads, rows, values)


def _by_moderator(found: list[Count]) -> Table:
    numbers = _added_up(found, lambda count: count.moderator)
    people = get_user_model().objects.in_bulk(numbers)
    named = {pk: str(getattr(people.get(pk), "display_name", "") or f"#{pk}") for pk in numbers}
    heads = [_("Moderator"), *_moves(), _("All")]
    return _ranked("moderators", _("Decisions by moderator"), heads, numbers, named)


def _by_rule(found: list[Count]) -> Table:
    numbers = _added_up(found, lambda count: count.rule)
    language = get_language() or settings.LANGUAGE_CODE
    rules = Rule.objects.filter(pk__in=numbers).with_texts()
    named = {rule.pk: f"{rule.code} · {rule.title_in(language)}" for rule in rules}
    heads = [_("Rule"), *_moves(), _("All")]
    return _ranked("rules", _("Decisions by rule"), heads, numbers, named)


def _by_phase(found: list[Count]) -> Table:
    """Tell for each phase how many of the comments that it held were approved in the end."""
    numbers = _added_up((row for row in found if row.move in ENDED), lambda count: count.phase)
    rows, values = [], []
    for phase, moves in sorted(numbers.items(), key=lambda item: -item[1].total()):
        approved, total = sum(moves[move] for move in APPROVED), moves.total()
        named = title_of(phase) if phase else _("no phase: all wait, or a moderator held it")
        rows.append([named, total, approved, f"{100 * approved / total:.0f} %"])
        values.append((float(approved), float(total - approved)))
    heads = [_("Phase"), _("Decided"), _("Approved"), _("Share approved")]
    return Table("phases", _("What became of what a phase held"), heads, rows, values)


def _added_up(found: Iterable[Count], key: Any) -> dict[Any, Counter[str]]:
    numbers: dict[Any, Counter[str]] = defaultdict(Counter)
    for count in found:
        numbers[key(count)][count.move] += count.number
    return numbers


def _ranked(
    name: str,
    title: str,
    heads: list[str],
    numbers: dict[Any, Counter[str]],
    named: dict[Any, str],
) -> Table:
    """Return a row for each, the most first."""
    ranked = sorted(numbers.items(), key=lambda item: (-item[1].total(), str(item[0])))
    rows = [[named[key], *(moves[move] for move in MOVES), moves.total()] for key, moves in ranked]
    return Table(name, title, heads, rows, [_parts(moves) for _key, moves in ranked])


def _parts(numbers: Counter[str]) -> tuple[float, ...]:
    """Return what readers may read by these decisions, what they may not, and what waits again."""
    stands = sum(numbers[move] for move in (Move.APPROVE, Move.RESTORE, Move.KEEP))
    gone = sum(numbers[move] for move in (Move.REJECT, Move.REMOVE))
    return (float(stands), float(gone), float(numbers[Move.HOLD]))


def _moves() -> list[str]:
    return [str(move.label) for move in MOVES]


def label(per: str, begin: datetime) -> str:
    """Name a period by its begin."""
    if per == "hour":
        return f"{date_format(begin, 'SHORT_DATE_FORMAT')} {date_format(begin, 'H:i')}"
    return str(date_format(begin, "SHORT_DATE_FORMAT"))

"""Counting a month from the records, a statement a figure. Its keys, after a figure's name:

sent, published: nothing. restriction: kind (as in the public log), rule, whether that is one of
deceptive spam, whether a machine did it, started by. taken_back: the year in which it had been
done, and the same. machine_held: phase. machine_ended: phase, move of the person who decided about
what the phase held. wait: step. The others are said in `heard`.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from comments.desk.day_counts import house_zone
from comments.public_figures.decided import DECISIONS, TAKEN_BACK, UNDONE_APPROVALS
from comments.public_figures.heard import MODERATORS, STATEMENTS
from comments.public_figures.tally import Tally


def begin_of(month: date) -> datetime:
    """Return the moment at which a month, given by its first day, begins by the house's clock."""
    return datetime.combine(month, time.min, house_zone())


def month_after(month: date) -> date:
    """Return the first day of the month after one."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def count_month(month: date) -> Tally:
    """Count what happened in a month, given by its first day, until its end or until now."""
    begin, end = begin_of(month), begin_of(month_after(month))
    today = begin_of(timezone.localdate())
    asked = {"begin": begin, "end": end, "today": today, "zone": settings.TIME_ZONE}
    tally = Tally()
    _decisions(tally, asked)
    tally.add(_rows(UNDONE_APPROVALS, asked), "restriction")
    tally.add(_rows(TAKEN_BACK, asked), "taken_back")
    for name, statement in STATEMENTS.items():
        tally.add(_rows(statement, asked), name)
    tally.moderators = {pk for (pk,) in _rows(MODERATORS, asked)}
    tally.numbers = +tally.numbers  # without what counts nothing
    return tally


def _decisions(tally: Tally, asked: dict[str, Any]) -> None:
    for *key, phase, is_sent, is_first, held_by, move, step, number in _rows(DECISIONS, asked):
        counted = {
            ("restriction", *key): key[0],
            ("machine_held", phase): phase,
            ("sent",): is_sent,
            ("published",): is_first,
            ("machine_ended", held_by, move): held_by,
            ("wait", step): step is not None,
        }
        for name, is_so in counted.items():
            tally.numbers[name] += number * bool(is_so)


def _rows(statement: str, asked: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        yield from cursor.fetchall()

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

from comments.desk import day_counts
from comments.limits import Limits
from comments.models import DayCount, Move
from comments.public_figures.decided import DECISIONS, TAKEN_BACK, UNDONE_APPROVALS
from comments.public_figures.heard import MODERATORS, STATEMENTS
from comments.public_figures.tally import Tally

ENDED = {Move.APPROVE, Move.REJECT, Move.REMOVE}  # what was held is out of its wait


def begin_of(month: date) -> datetime:
    """Return the moment at which a month, given by its first day, begins by the house's clock."""
    return datetime.combine(month, time.min, day_counts.house_zone())


def month_after(month: date) -> date:
    """Return the first day of the month after one."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def count_month(month: date) -> Tally:
    """Count what happened in a month, given by its first day, until its end or until now."""
    begin, end = begin_of(month), begin_of(month_after(month))
    asked = {"begin": begin, "end": end, "zone": settings.TIME_ZONE}
    tally = Tally()
    _decisions(tally, asked)
    tally.add(_rows(UNDONE_APPROVALS, asked), "restriction")
    tally.add(_rows(TAKEN_BACK, asked), "taken_back")
    for name, statement in STATEMENTS.items():
        tally.add(_rows(statement, asked), name)
    tally.moderators = {pk for (pk,) in _rows(MODERATORS, asked)}
    _waits(tally, begin, end)
    tally.numbers = +tally.numbers  # without what counts nothing
    return tally


def _decisions(tally: Tally, asked: dict[str, Any]) -> None:
    for *key, phase, is_sent, is_first, number in _rows(DECISIONS, asked):
        if key[0]:
            tally.numbers["restriction", *key] += number
        if phase:
            tally.numbers["machine_held", phase] += number
        if is_sent:
            tally.numbers["sent",] += number
        if is_first:
            tally.numbers["published",] += number


def _waits(tally: Tally, begin: datetime, end: datetime) -> None:
    """Add how long people took, and how they ended what machines held, as the desk counts it."""
    for count in day_counts.counts("day", begin, end, Limits()):
        if count.by == DayCount.By.WAIT:
            tally.numbers["wait", count.waited] += count.number
        elif count.by == DayCount.By.PHASE and count.phase and count.move in ENDED:
            tally.numbers["machine_ended", count.phase, str(count.move)] += count.number


def _rows(statement: str, asked: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        yield from cursor.fetchall()

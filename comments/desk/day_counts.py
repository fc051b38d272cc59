"""What moderators decided, counted by day for the figures of the desk, from the record alone.

A day is counted once it is over (comments.models.DayCount), and again where something of it was
undone since; the days that are not counted yet are counted when they are asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Sum
from django.utils import timezone

from comments.desk.waits import STEP
from comments.limits import Limits
from comments.models import DayCount, Decision, Move
from comments.turns import wait_for_turn

GRACE = timedelta(minutes=10)  # a decision commits a little after the time that it bears
LATELY = timedelta(days=2)  # in which the job, which runs each hour, looks for what was undone
A_DAY = timedelta(days=1)
# People's decisions that were not undone. A comment's wait began with the decision that held it,
# which is its being posted, or its being taken from readers again.
DECIDED = f"""
SELECT date_trunc(%(unit)s, decision.decided_at AT TIME ZONE %(zone)s) AS at, decision.move,
    article.section_id, comment.language, decision.actor_id, decision.rule_id, held.phase,
    {STEP.format(interval="decision.decided_at - held.decided_at")} AS waited
FROM comments_decision AS decision
JOIN comments_comment AS comment ON comment.id = decision.comment_id
JOIN articles_article AS article ON article.id = comment.article_id
LEFT JOIN LATERAL (
    SELECT earlier.phase, earlier.decided_at FROM comments_decision AS earlier
    WHERE earlier.comment_id = decision.comment_id AND earlier.id < decision.id
        AND earlier.status_after = 'held' AND earlier.status_before <> 'held'
    ORDER BY earlier.id DESC LIMIT 1
) AS held ON decision.status_before = 'held'
WHERE decision.decided_at >= %(begin)s AND decision.decided_at < %(end)s
    AND decision.actor_id IS NOT NULL AND NOT decision.automated
    AND decision.move IN ('approve', 'reject', 'remove', 'restore', 'keep', 'hold')
    AND NOT EXISTS (SELECT FROM comments_decision AS undone WHERE undone.reverses_id = decision.id)
    AND {{limits}}
"""  # noqa: S608 (no value of anybody's is in it)
COUNTED = """
SELECT at, {place} CASE WHEN grouping(waited) = 0 THEN 'wait' WHEN grouping(actor_id) = 0 THEN
    'moderator' WHEN grouping(rule_id) = 0 THEN 'rule' ELSE 'phase' END AS counted_by,
    actor_id, rule_id, coalesce(phase, ''), waited, move, count(*)
FROM ({decided}) AS decided
GROUP BY GROUPING SETS ((at, {place} move, waited), (at, {place} move, actor_id),
    (at, {place} move, rule_id), (at, {place} move, phase))
HAVING NOT (grouping(waited) = 0 AND waited IS NULL)
    AND NOT (grouping(rule_id) = 0 AND rule_id IS NULL)
    AND NOT (grouping(phase) = 0 AND phase IS NULL)
"""
KEEP = """
INSERT INTO comments_daycount
    (day, section_id, language, by, moderator_id, rule_id, phase, waited, move, number) {counted}
"""


@dataclass(frozen=True)
class Count:
    """So many decisions of one kind in a day or an hour (its local begin); see DayCount."""

    at: datetime
    by: str
    moderator: int | None
    rule: int | None
    phase: str
    waited: int | None
    move: str
    number: int


def counts(unit: str, begin: datetime, end: datetime, limits: Limits) -> Iterator[Count]:
    """Give what was decided within limits from one moment to another, by "day" or by "hour".

    Both moments begin a day (or an hour) of the house's time zone. Days that are kept are read.
    """
    if unit == "day":
        last = _last_day()
        if last and last >= begin.date():
            yield from _kept(begin.date(), min(last + A_DAY, end.date()), limits)
            begin = max(begin, _begin_of(last + A_DAY))
    if begin < end:
        yield from _counted(unit, begin, end, limits)


def keep_days() -> int:
    """Count the days that are over and those in which something was undone; return how many."""
    with transaction.atomic():
        wait_for_turn("counting of days")
        days = _days_to_count()
    for day in days:
        with transaction.atomic():
            wait_for_turn("counting of days")
            DayCount.objects.filter(day=day).delete()
            place = "section_id, language,"
            values = _values("day", _begin_of(day), _begin_of(day + A_DAY))
            _execute(KEEP.format(counted=_sql(place, "true")), values)
    return len(days)


def house_zone() -> ZoneInfo:
    """The time zone of the newspaper, in which its days begin."""
    return ZoneInfo(settings.TIME_ZONE)


def _days_to_count() -> list[date]:
    """Return the days that are over and not counted, and counted ones that have changed."""
    today = (timezone.now() - GRACE).astimezone(house_zone()).date()
    last = _last_day()
    if last is None:
        first = Decision.objects.filter(actor__isnull=False).order_by("decided_at").first()
        last = first.decided_at.astimezone(house_zone()).date() - A_DAY if first else today
    new = {last + A_DAY * number for number in range(1, (today - last).days)}
    undone = Decision.objects.filter(
        move=Move.UNDO, decided_at__gte=timezone.now() - LATELY
    ).values_list("reverses__decided_at", flat=True)
    changed = {moment.astimezone(house_zone()).date() for moment in undone}
    return sorted(new | {day for day in changed if day <= last})


def _last_day() -> date | None:
    return DayCount.objects.aggregate(last=Max("day"))["last"]


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time.min, house_zone())


def _kept(begin: date, end: date, limits: Limits) -> Iterator[Count]:
    rows = DayCount.objects.filter(day__gte=begin, day__lt=end)
    rows = rows.filter(limits.condition("section", "language")).order_by()
    names = ("day", "by", "moderator", "rule", "phase", "waited", "move")
    for day, *rest in rows.values_list(*names).annotate(Sum("number")):
        yield Count(datetime.combine(day, time.min), *rest)


def _counted(unit: str, begin: datetime, end: datetime, limits: Limits) -> Iterator[Count]:
    sql = _sql("", limits.sql("article.section_id", "comment.language"))
    values = _values(unit, begin, end) | limits.asked
    yield from (Count(*row) for row in _execute(sql, values))


def _sql(place: str, limits: str) -> str:
    return COUNTED.format(place=place, decided=DECIDED.format(limits=limits))


def _values(unit: str, begin: datetime, end: datetime) -> dict[str, Any]:
    return {"unit": unit, "zone": settings.TIME_ZONE, "begin": begin, "end": end}


def _execute(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []

"""Until when a decision may be appealed, and whether a statement of reasons still may be."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from comments.models import Status
from comments.models.statements import Measure, StatementOfReasons

TICK = timedelta(microseconds=1)
# In which state a comment is while a measure on it lasts.
LASTS = {
    Measure.REMOVED: Status.REMOVED,
    Measure.REJECTED: Status.REJECTED,
    Measure.HELD: Status.HELD,
}


def appeal_until(decided_at: datetime) -> datetime:
    """Return the last moment at which a decision of that moment can be appealed.

    COMMENT_APPEAL_MONTHS calendar months later, on the month's last day where there is no such day,
    at the end of that day, all by the newspaper's clock (TIME_ZONE). With no months there are no
    appeals: the moment of the decision itself.
    """
    months = settings.COMMENT_APPEAL_MONTHS
    if not months:
        return decided_at
    zone = ZoneInfo(settings.TIME_ZONE)
    last_day = _months_later(decided_at.astimezone(zone).date(), months)
    # The moment before the next day begins, whatever clocks do that night.
    next_day = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=zone)
    return next_day.astimezone(UTC) - TICK


def last_day(until: datetime) -> date:
    """Return the day at whose end an appeal's time is over, by the newspaper's clock."""
    return until.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def can_be_appealed(statement: StatementOfReasons, now: datetime) -> bool:
    """Whether what a statement tells of still holds, and the time for an appeal is not over.

    A comment that its author has deleted meanwhile is appealed about all the same; what was taken
    back, lifted or decided anew is not. One query.
    """
    if now > statement.appeal_until or not settings.COMMENT_APPEAL_MONTHS:
        return False
    if statement.sanction:
        return statement.sanction.lifted_at is None
    return still_holds(statement)


def still_holds(statement: StatementOfReasons) -> bool:
    """Whether a measure on a comment is the latest one, and nothing has ended it; one query."""
    comment = statement.comment
    assert comment is not None  # noqa: S101 (the database holds it)
    if comment.status not in {LASTS[Measure(statement.measure)], Status.DELETED}:
        return False
    later = StatementOfReasons.objects.filter(comment=comment, pk__gt=statement.pk)
    return not later.filter(decision__isnull=False).exists()

"""Until when a decision can be appealed."""

import calendar
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings


def appeal_until(decided_at: datetime) -> datetime:
    """Return the last moment for an appeal: the end of the day COMMENT_APPEAL_MONTHS later.

    By the newspaper's clock (TIME_ZONE), on the month's last day where there is no such day.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    day = decided_at.astimezone(zone).date()
    years, month = divmod(day.month - 1 + settings.COMMENT_APPEAL_MONTHS, 12)
    year, month = day.year + years, month + 1
    last = day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )
    following = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
    return following.astimezone(UTC) - timedelta(microseconds=1)

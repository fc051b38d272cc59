"""When a daily letter is due: at an hour of the reader's own clock, and once a day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


def latest(now: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """Return the latest moment, not after `now`, at which a daily letter was due."""
    day = now.astimezone(zone).date()
    moment = _moment(day, hour, zone)
    return moment if moment <= now else _moment(day - ONE_DAY, hour, zone)


def following(now: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """Return the first moment after `now` at which a daily letter is due."""
    day = now.astimezone(zone).date()
    moment = _moment(day, hour, zone)
    return moment if moment > now else _moment(day + ONE_DAY, hour, zone)


def _moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    # In UTC, so that moments are compared and not faces of clocks. An hour that clocks skip is the
    # one after it; of one that they show twice it is the first.
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)

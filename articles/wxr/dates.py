"""When something of WordPress's was: GMT where it is given, else local time in the site's zone."""

from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from articles.wxr.items import Item

LENGTH = len("2015-03-01 08:30:00")
EARLIEST, LATEST = datetime(1500, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def moment(gmt: str, local: str, zone: tzinfo, rfc_822: str = "") -> datetime | None:
    """Return the moment that the dates of a thing name, the first that is one; None for none.

    WordPress writes "0000-00-00 00:00:00" where it knows no date.
    """
    return _read(gmt, UTC) or _read(local, zone) or _read_mail(rfc_822)


def moment_of(item: Item, zone: tzinfo) -> datetime | None:
    """Return when an item was published, or is to be."""
    return moment(item.post_date_gmt, item.post_date, zone, item.pub_date)


def _read(text: str, zone: tzinfo) -> datetime | None:
    text = text.strip()
    with suppress(ValueError):
        if len(text) == LENGTH:
            return _within(datetime.fromisoformat(text).replace(tzinfo=zone))
    return None


def _read_mail(text: str) -> datetime | None:
    """Read the date of an RSS item. "Mon, 30 Nov -0001 00:00:00" is one of WordPress's own."""
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        found = parsedate_to_datetime(text.strip())
        return _within(found if found.tzinfo else found.replace(tzinfo=UTC))
    return None


def _within(found: datetime) -> datetime | None:
    with suppress(OverflowError):
        in_utc = found.astimezone(UTC)
        return in_utc if EARLIEST <= in_utc <= LATEST else None
    return None

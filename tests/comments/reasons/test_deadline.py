"""Until when a decision can be appealed: at the edges, by whatever clock the newspaper has."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st
from pytest_django import Settings

from comments.reasons.deadline import appeal_until, last_day

ZONES = ["UTC", "Europe/Berlin", "Asia/Dushanbe", "America/Los_Angeles", "Pacific/Kiritimati"]


def end_of(zone: str, year: int, month: int, day: int) -> datetime:
    """The last moment of a day, by a clock of a zone."""
    return datetime(year, month, day, 23, 59, 59, 999999, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "decided", "last"),
    [
        ("UTC", "2026-11-25T12:00+00:00", (2027, 5, 25)),
        ("UTC", "2026-11-25T00:00+00:00", (2027, 5, 25)),
        ("UTC", "2026-11-25T23:59:59.999999+00:00", (2027, 5, 25)),
        # The month has no such day: its last one.
        ("UTC", "2026-08-31T12:00+00:00", (2027, 2, 28)),
        ("UTC", "2027-08-31T12:00+00:00", (2028, 2, 29)),
        ("UTC", "2026-08-30T12:00+00:00", (2027, 2, 28)),
        ("UTC", "2026-12-31T12:00+00:00", (2027, 6, 30)),
        ("UTC", "2026-02-28T12:00+00:00", (2026, 8, 28)),
        # The day is the newspaper's, not that of UTC.
        ("Europe/Berlin", "2026-11-25T22:59:59+00:00", (2027, 5, 25)),
        ("Europe/Berlin", "2026-11-25T23:00+00:00", (2027, 5, 26)),
        ("America/Los_Angeles", "2026-12-01T07:59+00:00", (2027, 5, 30)),
        ("Asia/Dushanbe", "2026-11-30T18:59+00:00", (2027, 5, 30)),
        ("Asia/Dushanbe", "2026-11-30T19:00+00:00", (2027, 6, 1)),
        ("Pacific/Kiritimati", "2026-08-30T10:00+00:00", (2027, 2, 28)),
    ],
)
def test_an_appeal_is_possible_to_the_end_of_the_same_day_six_months_later(
    zone: str, decided: str, last: tuple[int, int, int], settings: Settings
) -> None:
    settings.TIME_ZONE = zone
    until = appeal_until(datetime.fromisoformat(decided))
    assert until == end_of(zone, *last)
    assert (last_day(until).year, last_day(until).month, last_day(until).day) == last


@pytest.mark.parametrize(
    ("zone", "months", "decided", "ends"),
    [
        # Clocks go forward at midnight: the next day begins at one.
        ("Asia/Beirut", 6, "2025-09-28T12:00+03:00", "2026-03-29T00:00+02:00"),
        # The last day has 23 hours, or 25: six months on, the offset is another one.
        ("Europe/Berlin", 6, "2026-09-28T12:00+02:00", "2027-03-29T00:00+02:00"),
        ("Europe/Berlin", 6, "2026-04-25T12:00+02:00", "2026-10-26T00:00+01:00"),
        # Clocks go back from one to midnight: the day has begun the first time.
        ("America/Havana", 7, "2026-03-31T12:00-04:00", "2026-11-01T00:00-04:00"),
    ],
)
def test_what_clocks_do_that_night_changes_no_day(
    zone: str, months: int, decided: str, ends: str, settings: Settings
) -> None:
    settings.TIME_ZONE, settings.COMMENT_APPEAL_MONTHS = zone, months
    until = appeal_until(datetime.fromisoformat(decided))
    assert until + timedelta(microseconds=1) == datetime.fromisoformat(ends)


def test_the_house_says_how_many_months(settings: Settings) -> None:
    settings.TIME_ZONE = "UTC"
    decided = datetime(2026, 11, 30, 12, tzinfo=UTC)
    settings.COMMENT_APPEAL_MONTHS = 15
    assert appeal_until(decided) == end_of("UTC", 2028, 2, 29)
    settings.COMMENT_APPEAL_MONTHS = 0
    assert appeal_until(decided) == decided


@rules(max_examples=300, deadline=None)
@given(
    decided=st.integers(1_577_836_800, 2_840_140_800),
    zone=st.sampled_from(ZONES),
    months=st.integers(1, 30),
)
def test_nobody_has_less_than_the_months_that_they_were_promised(
    decided: int, zone: str, months: int
) -> None:
    with override_settings(TIME_ZONE=zone, COMMENT_APPEAL_MONTHS=months):
        until = appeal_until(datetime.fromtimestamp(decided, UTC))
        day = datetime.fromtimestamp(decided, ZoneInfo(zone)).date()
        end = last_day(until)
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)
    assert until.astimezone(ZoneInfo(zone)).hour == 23

"""Putting and lifting sanctions: up to which moment they count, and what is refused."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Notice, Sanction
from comments.sanctions import (
    SanctionRefused,
    Target,
    Who,
    in_force_on,
    lift,
    sanctions_on,
    sanctions_on_some,
    strictest,
)
from portal.models import User
from tests.comments.mailing import at, later
from tests.comments.sanctioning import (
    EMAIL,
    IPV4,
    Path,
    Stage,
    around,
    near,
    posts,
    put,
    recommends,
)
from tests.making import Make

pytestmark = pytest.mark.django_db


# --- They end by themselves, at their moment ---


@pytest.mark.parametrize("path", [posts, recommends])
def test_a_sanction_counts_until_its_very_end(path: Path, stage: Stage, moderator: User) -> None:
    end = timezone.now() + timedelta(hours=3)
    put(Target(email=EMAIL), "suspension", moderator, ends_at=end)
    with at(end - timedelta(microseconds=1)):
        assert path(stage) == "refused"
    with at(end):
        assert path(stage) == "done"


def test_a_sanction_begins_at_the_moment_at_which_it_is_put(reader: User, moderator: User) -> None:
    row = put(Target(reader), "ban", moderator, ends_at=None)
    before = row.begins_at - timedelta(microseconds=1)
    for moment, counts in ((before, False), (row.begins_at, True)):
        assert row.is_in_force(moment) is counts
        assert Sanction.objects.in_force(moment).exists() is counts
        assert bool(in_force_on(Who(reader.pk), moment)) is counts
        assert bool(strictest(Who(reader.pk), moment)) is counts


def test_the_property_the_query_and_the_question_agree_at_the_end(
    reader: User, moderator: User
) -> None:
    end = timezone.now() + timedelta(days=1)
    row = put(Target(reader), "suspension", moderator, ends_at=end)
    for moment, counts in ((end - timedelta(microseconds=1), True), (end, False)):
        assert row.is_in_force(moment) is counts
        assert Sanction.objects.in_force(moment).exists() is counts
        assert bool(in_force_on(Who(reader.pk), moment)) is counts
        assert bool(strictest(Who(reader.pk), moment)) is counts
        assert Sanction.objects.over(moment).exists() is not counts


def test_an_end_is_a_moment_whatever_the_zone(reader: User, moderator: User) -> None:
    tashkent = datetime(2127, 1, 1, 0, 0, tzinfo=ZoneInfo("Asia/Tashkent"))
    put(Target(reader), "suspension", moderator, ends_at=tashkent)
    who, utc = Who(reader.pk), ZoneInfo("UTC")
    assert strictest(who, datetime(2126, 12, 31, 18, 59, 59, tzinfo=utc))
    assert not strictest(who, datetime(2126, 12, 31, 19, 0, tzinfo=utc))


# --- Putting and lifting ---


@pytest.mark.parametrize(
    ("kind", "how", "why"),
    [
        ("suspension", {"ends_at": None}, "A suspension has an end"),
        ("suspension", {"ends_at": timezone.now() - timedelta(seconds=1)}, "lie ahead"),
        ("ban", {"ends_at": timezone.now() - timedelta(days=1)}, "lie ahead"),
        ("hold", {"reason": "  "}, "give a reason"),
    ],
)
def test_what_makes_no_sense_is_refused(
    kind: str, how: dict[str, Any], why: str, reader: User, moderator: User
) -> None:
    with pytest.raises(SanctionRefused, match=why):
        put(Target(reader), kind, moderator, **how)
    assert not Sanction.objects.exists()


def test_an_end_of_this_very_moment_is_refused(reader: User, moderator: User) -> None:
    now = timezone.now()
    with at(now), pytest.raises(SanctionRefused, match="lie ahead"):
        put(Target(reader), "ban", moderator, ends_at=now)


def test_nobody_of_the_newsroom_and_no_closed_account_is_put_under_one(
    moderator: User, reader: User, make_user: Make
) -> None:
    with pytest.raises(SanctionRefused, match="works for the newspaper"):
        put(Target(make_user("Editors")), "ban", moderator)
    with pytest.raises(SanctionRefused, match="Nobody is named"):
        put(Target(), "ban", moderator)
    with pytest.raises(SanctionRefused, match="cannot be warned"):
        put(Target(network=IPV4), "warning", moderator)
    reader.closed_at = timezone.now()
    with pytest.raises(SanctionRefused, match="closed"):
        put(Target(reader), "ban", moderator)


def test_a_lifted_sanction_counts_no_more_and_keeps_who_and_why(
    stage: Stage, moderator: User
) -> None:
    row = put(Target(email=EMAIL), "ban", moderator)
    with pytest.raises(SanctionRefused, match="why it is lifted"):
        lift(row, by=moderator, because=" ")
    lift(row, by=moderator, because="It was her brother.")
    assert posts(stage) == "done"
    row.refresh_from_db()
    assert (row.lifted_by, row.lifted_because) == (moderator, "It was her brother.")
    with pytest.raises(SanctionRefused, match="ended already"):
        lift(row, by=moderator, because="Twice.")


def test_the_database_holds_that_a_sanction_is_on_one(reader: User, moderator: User) -> None:
    row = put(Target(reader), "ban", moderator, ends_at=None)
    for change in ({"guest": "a" * 64}, {"user": None}, {"network": "203.0.113.0/24"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sanction.objects.filter(pk=row.pk).update(**change)


def test_a_button_that_is_pressed_twice_puts_one_sanction(reader: User, moderator: User) -> None:
    first = put(Target(reader), "ban", moderator)
    assert put(Target(reader), "ban", moderator) == first
    assert put(Target(reader), "ban", moderator, reason="Another reason.") != first
    assert Notice.objects.filter(kind="sanction").count() == 2
    with later(minutes=2):
        assert put(Target(reader), "ban", moderator) != first


# --- On a card ---


def test_a_card_is_told_all_that_counts_on_its_author(
    make_comment: Make, reader: User, moderator: User
) -> None:
    own = make_comment(author=reader, guest_name="", guest_email="", address=near(IPV4))
    guests = make_comment(guest_email=EMAIL, network=around(IPV4))
    other = make_comment(guest_email="", guest_name="Nobody")
    account = put(Target(reader), "warning", moderator)
    guest = put(Target(email=EMAIL), "hold", moderator)
    house = put(Target(network_hash=near(IPV4)), "ban", moderator)
    street = put(Target(network_hash=around(IPV4)), "suspension", moderator)
    lift(put(Target(reader), "ban", moderator), by=moderator, because="Over.")
    assert sanctions_on(own) == [house, account]
    assert sanctions_on(guests) == [street, guest]
    assert sanctions_on(other) == []
    with CaptureQueriesContext(connection) as few:
        sanctions_on_some([own])
    several = [own, guests, other, make_comment()]
    with CaptureQueriesContext(connection) as many:
        sanctions_on_some(several)
    assert len(few) == len(many)

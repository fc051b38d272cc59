"""Which statements the transparency database is told of, of which days, and at what cost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from comments.models import Move, Sanction, Status
from comments.transparency.choosing import chosen
from tests.comments.transparency.conftest import At
from tests.comments.transparency.saying import NOON, prepare_all
from tests.making import Make

pytestmark = pytest.mark.django_db


def test_many_statements_cost_no_more_queries_than_few(
    make_statement: Make, django_assert_max_num_queries: Any
) -> None:
    make_statement()
    with django_assert_max_num_queries(40) as few:
        assert len(prepare_all()) == 1
    for _number in range(6):
        make_statement()
    with django_assert_max_num_queries(len(few)):
        assert len(prepare_all()) == 7


@pytest.mark.parametrize(("seconds", "is_exported"), [(600, False), (601, True)])
def test_what_was_taken_back_before_it_was_told_is_no_statement(
    seconds: int, is_exported: bool, at: At, make_decision: Make, make_statement: Make
) -> None:
    at(NOON)
    removal = make_decision()
    make_statement(removal)
    at(NOON + timedelta(seconds=seconds))
    make_decision(
        Move.UNDO, removal.comment, reverses=removal, status_after=Status.PUBLISHED, rule=None
    )
    found = chosen(NOON.date(), NOON.date(), now=NOON + timedelta(days=1))
    assert (len(found.statements), found.taken_back) == (int(is_exported), int(not is_exported))


def test_a_sanction_that_was_lifted_at_once_is_none_either(
    make_user: Make, make_statement: Make
) -> None:
    row = Sanction.objects.create(
        kind="ban", reason="-", made_by=make_user(), user=make_user(), begins_at=NOON
    )
    make_statement(row)
    Sanction.objects.update(lifted_at=NOON + timedelta(minutes=1))
    found = chosen(NOON.date(), NOON.date(), now=NOON + timedelta(days=1))
    assert (found.statements, found.taken_back) == ([], 1)


def test_spam_is_counted_and_not_exported_and_the_youngest_wait(
    at: At, make_decision: Make, make_statement: Make
) -> None:
    at(NOON)
    make_statement(is_sent=False)
    old = make_statement()
    at(NOON + timedelta(minutes=5))
    make_statement()
    found = chosen(NOON.date(), NOON.date(), now=NOON + timedelta(minutes=10))
    assert (found.statements, found.unsent, found.too_young) == ([old], 1, 1)


DAYS = [
    (datetime(2026, 11, 9, 18, 59, 59, tzinfo=UTC), False),
    (datetime(2026, 11, 9, 19, 0, tzinfo=UTC), True),
    (datetime(2026, 11, 11, 18, 59, 59, tzinfo=UTC), True),
    (datetime(2026, 11, 11, 19, 0, tzinfo=UTC), False),
]


@pytest.mark.parametrize(("moment", "is_in"), DAYS)
def test_both_days_are_included_from_midnight_to_midnight_of_the_house(
    moment: datetime, is_in: bool, settings: Settings, at: At, make_statement: Make
) -> None:
    settings.TIME_ZONE = "Asia/Tashkent"
    at(moment)
    make_statement()
    found = chosen(
        datetime(2026, 11, 10, tzinfo=UTC).date(),
        datetime(2026, 11, 11, tzinfo=UTC).date(),
        now=NOON + timedelta(days=9),
    )
    assert len(found.statements) == int(is_in)

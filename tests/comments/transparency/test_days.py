"""The days of which the transparency database is told: the house's own, and those of each text."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from comments.models import Comment, CommentRevision
from tests.comments.transparency.conftest import At
from tests.comments.transparency.saying import NOON, fields_of
from tests.making import Make

pytestmark = pytest.mark.django_db

EDGES = [
    ("UTC", datetime(2026, 11, 10, 23, 59, 59, tzinfo=UTC), "2026-11-10"),
    ("Asia/Tashkent", datetime(2026, 11, 10, 18, 59, 59, tzinfo=UTC), "2026-11-10"),
    ("Asia/Tashkent", datetime(2026, 11, 10, 19, 0, tzinfo=UTC), "2026-11-11"),
    ("America/New_York", datetime(2026, 11, 10, 4, 59, tzinfo=UTC), "2026-11-09"),
]


@pytest.mark.parametrize(("zone", "moment", "day"), EDGES)
def test_days_are_those_of_the_house_s_time_zone(
    zone: str,
    moment: datetime,
    day: str,
    settings: Settings,
    at: At,
    make_comment: Make,
    make_decision: Make,
    make_statement: Make,
) -> None:
    settings.TIME_ZONE = zone
    comment = make_comment(submitted_at=moment)
    at(moment)
    fields = fields_of(make_statement(make_decision(comment=comment)))
    assert fields["application_date"] == fields["content_date"] == day


def test_the_date_is_that_of_the_text_that_was_decided_about(
    make_comment: Make, make_decision: Make, make_statement: Make
) -> None:
    comment = make_comment(submitted_at=NOON - timedelta(days=9))
    CommentRevision.objects.create(
        comment=comment,
        story_id=comment.story_id,
        number=2,
        body="Second.",
        language="en",
        was_published=True,
        written_at=NOON - timedelta(days=5),
    )
    Comment.objects.filter(pk=comment.pk).update(revision=3, edited_at=NOON - timedelta(days=3))
    comment.refresh_from_db()
    days = [
        fields_of(make_statement(make_decision(comment=comment, revision=number)))["content_date"]
        for number in (1, 2, 3)
    ]
    assert days == ["2026-11-01", "2026-11-05", "2026-11-07"]

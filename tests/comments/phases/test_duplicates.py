"""Duplicates: when two texts are the same, and by whom."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from comments.models import Comment, Move, Screening, Status
from comments.moderation import decide
from comments.phases.duplicates import LOOKED_AT, MOST, said_already
from comments.posting import PostRefused, Writer, post
from comments.same_text import text_hash
from tests.comments.phases.drafting import TEXT, draft_of
from tests.crowds import add_roots
from tests.making import Make
from tests.row_counts import nodes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone(settings: Settings) -> None:
    settings.COMMENT_SCREENING = ["comments.phases.duplicates.duplicates"]


def guest(name: str) -> Writer:
    return Writer(guest_name=name, guest_email=f"{name.lower()}@example.org", address=name)


def say(article: Any, body: str = TEXT, by: Writer | None = None) -> Comment:
    return post(article, body, by=by or guest("Odile"), submission=uuid.uuid4())


@pytest.mark.parametrize(
    "other", [TEXT.upper(), TEXT.replace(" ", "  "), f"{TEXT} !!1", TEXT.replace("o", "ö")]
)
def test_another_sign_makes_no_other_text(other: str) -> None:
    assert text_hash(other) == text_hash(TEXT)
    assert text_hash(f"{TEXT} Or was it?") != text_hash(TEXT)


def test_without_letters_the_signs_are_the_text() -> None:
    assert text_hash("👍") != text_hash("👎")


def test_the_same_under_many_stories_waits_whoever_says_it(make_article: Make) -> None:
    assert say(make_article(), by=guest("Ann")).status == Status.PUBLISHED
    assert say(make_article(), by=guest("Ben")).status == Status.PUBLISHED
    third = say(make_article(), f"{TEXT} 💥", by=guest("Cem"))
    assert third.held_by == "duplicates"
    assert third.screenings.get().said[0]["to_moderators"].startswith("2 comments by others")


def test_short_words_are_many_people_s(make_article: Make) -> None:
    for name in ("Ann", "Ben", "Cem", "Dee"):
        assert say(make_article(), "Thank you!", by=guest(name)).status == Status.PUBLISHED
    assert say(make_article(), "Thank you!", by=guest("Ann")).status == Status.PUBLISHED


def test_a_number_that_differs_is_no_repetition(make_article: Make) -> None:
    article = make_article()
    assert say(article, "I give it 5 of 10.").status == Status.PUBLISHED
    assert say(article, "I give it 6 of 10.").status == Status.PUBLISHED


def test_what_was_said_long_ago_or_deleted_was_not_said(make_article: Make) -> None:
    article = make_article()
    first = say(article)
    decide([first], Move.DELETE, by=None)
    second = say(article)
    assert second.status == Status.PUBLISHED
    with pytest.raises(PostRefused, match="already"):
        say(article)
    Screening.objects.update(made_at=second.submitted_at - timedelta(days=8))
    assert say(article).status == Status.PUBLISHED


def test_a_flood_of_copies_costs_no_more_than_a_few(make_article: Make) -> None:
    article = make_article()
    copies = [pk for number in range(10) for pk in add_roots([article.pk], 30)]
    Screening.objects.bulk_create(
        Screening(
            comment_id=pk,
            story_id=article.story_id,
            revision=1,
            said=[],
            text_hash=text_hash(TEXT),
        )
        for pk in copies
    )
    question, values = said_already(draft_of(article))  # type: ignore[misc]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question}", values)
        plan = cursor.fetchone()[0][0]["Plan"]
        cursor.execute(question, values)
        assert cursor.fetchone()[0] == [0, 0, MOST]
    ends = [node["Actual Rows"] for node in nodes(plan) if node["Node Type"] == "Limit"]
    assert len(ends) == 2, "of those that are counted, and of those that are joined for it"
    assert max(ends) <= LOOKED_AT

"""When letters come: as people wish it, at the hour of their own clocks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import Settings

from articles.models import Author
from comments import digest_times
from comments.following import follow, unfollow
from comments.letters import make_letters
from comments.models import Comment, How, Letter, MailSettings, Move, Notice
from comments.moderation import decide
from tests.comments.mailing import at, deliver, later, mail, send_all, subject
from tests.making import Make

pytestmark = pytest.mark.django_db


# --- What people wish ----------------------------------------------------------------------------


def test_a_daily_letter_comes_at_the_hour_of_its_reader(
    asked: Comment, make_comment: Make, settings: Settings
) -> None:
    settings.TIME_ZONE = "Asia/Tashkent"
    MailSettings.objects.create(user=asked.author, answers=How.DAILY, digest_hour=8)
    soon = timezone.now() + timedelta(days=2)
    noon = soon.astimezone(ZoneInfo("Asia/Tashkent")).replace(hour=12, minute=0, second=0)
    answers = [make_comment(parent=asked, author=None) for _ in range(2)]
    Notice.objects.filter(comment__in=answers).exclude(user=None).update(made_at=noon, due_at=noon)
    Notice.objects.filter(user=None).delete()
    with at(noon + timedelta(minutes=1)):
        assert make_letters() == 0
    with at(noon + timedelta(hours=19, minutes=59)):
        assert make_letters() == 0
    with at(noon + timedelta(hours=20)):
        assert deliver() == 1
    assert Letter.objects.get().is_digest
    assert len(mail()) == 1


def test_never_means_no_letter_but_decisions_are_told(
    asked: Comment, make_comment: Make, make_rule: Make, make_user: Make, moderator: Any
) -> None:
    MailSettings.objects.create(
        user=asked.author, answers=How.NEVER, stories=How.NEVER, articles=How.NEVER
    )
    make_comment(parent=asked, author=make_user())
    assert deliver() == 0
    decide([asked], Move.REMOVE, by=moderator, rule=make_rule())
    with later(minutes=11):
        assert deliver() == 1
    assert "was removed" in subject(mail()[0])


def test_who_stops_after_the_letter_was_made_gets_none(
    make_user: Make, make_comment: Make, make_article: Make
) -> None:
    article, reader = make_article(), make_user()
    MailSettings.objects.create(user=reader, stories=How.AT_ONCE)
    follow(article.story_id, user=reader)
    make_comment(article, author=make_user())
    assert make_letters() == 1
    unfollow(article.story_id, user=reader)
    send_all()
    assert mail() == []


def test_authors_hear_of_comments_on_their_articles(
    make_user: Make, make_article: Make, make_comment: Make
) -> None:
    writer = make_user("Reporters")
    author = Author.objects.create(name="Zand", slug="zand", user=writer)
    make_comment(make_article(authors=[author]), author=make_user(display_name="Odile"))
    deliver()
    assert subject(mail()[0]).startswith("Odile wrote under your article")


# --- Clocks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "hour", "day", "expected"),
    [
        ("Europe/Berlin", 8, datetime(2026, 1, 15, tzinfo=UTC), "2026-01-15T07:00"),
        ("Europe/Berlin", 8, datetime(2026, 7, 15, tzinfo=UTC), "2026-07-15T06:00"),
        ("Asia/Tehran", 8, datetime(2026, 7, 15, tzinfo=UTC), "2026-07-15T04:30"),
        ("Europe/Berlin", 2, datetime(2026, 3, 29, tzinfo=UTC), "2026-03-29T01:00"),  # skipped
        ("Europe/Berlin", 2, datetime(2026, 10, 25, tzinfo=UTC), "2026-10-25T00:00"),  # twice
    ],
)
def test_the_daily_hour_follows_the_readers_clock(
    zone: str, hour: int, day: datetime, expected: str
) -> None:
    found = digest_times.following(day - timedelta(minutes=1), hour, ZoneInfo(zone))
    assert found.isoformat()[:16] == expected


def test_a_daily_letter_is_due_once_a_day_whatever_the_clocks_do() -> None:
    zone = ZoneInfo("Europe/Berlin")
    for start in (datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)):
        for hour in range(24):
            minutes = [start + timedelta(minutes=10 * step) for step in range(6 * 24 * 4)]
            moments = {digest_times.latest(minute, hour, zone) for minute in minutes}
            assert len(moments) in {4, 5}
            assert all(
                digest_times.following(minute, hour, zone) > minute for minute in minutes[::50]
            )

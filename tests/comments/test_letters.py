"""What reaches people by mail: when, in how many letters, and what is left out."""

import re
import threading
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from articles.models import Author
from comments import digest_times
from comments.following import follow, unfollow
from comments.letters import forget, make_letters
from comments.models import (
    Comment,
    GuestLink,
    How,
    Letter,
    MailSettings,
    Move,
    Notice,
    Status,
    Suppression,
)
from comments.moderation import decide
from comments.sending import send
from comments.suppressing import suppress
from comments.undoing import undo
from tests.comments.mailing import (
    at,
    deliver,
    keep_mail_in_files,
    later,
    mail,
    mail_to,
    send_all,
    subject,
    text_in,
    unsettled,
)
from tests.comments.test_moderation_races import InThread
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings: Settings, tmp_path: Path) -> None:
    keep_mail_in_files(settings, tmp_path / "mail")


@pytest.fixture
def asked(make_user: Make, make_comment: Make) -> Comment:
    """A comment of an account that will be answered."""
    return make_comment(author=make_user(email="asked@example.org"))


# --- What a letter is ----------------------------------------------------------------------------


def test_an_answer_is_told_in_words_and_leads_to_its_place(
    asked: Comment, make_comment: Make, client: Client
) -> None:
    answer = make_comment(parent=asked, guest_name="Odile", body="No.\n\nIt was <1998>.")
    assert deliver() == 2  # the guest is told that it has arrived
    (letter,) = mail_to("asked@example.org")
    assert subject(letter) == f"Odile answered you under “{asked.article.headline}”"
    assert "The Test Courier" in letter["From"]
    assert letter["Message-ID"] == f"<{Letter.objects.get(user=asked.author).number}@localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "> It was <1998>." in text_in(letter)
    assert "&lt;1998&gt;" in text_in(letter, "html")
    place = re.search(rf"{django_settings.SITE_URL}(\S+/comments/{answer.pk}/)#", text_in(letter))
    assert place
    assert "It was &lt;1998&gt;." in client.get(place[1]).content.decode()


def test_a_guest_gets_a_link_of_their_own_and_none_of_their_words(
    make_comment: Make, client: Client
) -> None:
    comment = make_comment(status=Status.HELD, body="Buy this.", guest_email="odile@example.org")
    deliver()
    (letter,) = mail()
    assert "List-Unsubscribe" not in letter
    assert "has arrived and waits for a moderator" in subject(letter)
    for kind in ("plain", "html"):
        assert "Buy this." not in text_in(letter, kind)
        assert comment.guest_name not in text_in(letter, kind)
    found = re.search(rf"{django_settings.SITE_URL}(/your-comment/open/\S+)", text_in(letter))
    assert found
    assert client.get(found[1], follow=True).status_code == 200
    assert GuestLink.objects.count() == 1  # one, however often it is named


def test_a_letter_speaks_the_language_of_its_reader(
    make_article: Make, make_comment: Make, make_user: Make
) -> None:
    guests = make_comment(make_article(language="fa"), language="fa", status=Status.HELD)
    deliver()
    (letter,) = mail()
    assert '<html lang="fa" dir="rtl">' in text_in(letter, "html")
    assert letter["To"] == guests.guest_email


def test_a_rejection_names_the_rule(
    make_user: Make, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment(author=make_user(), status=Status.HELD)
    decide([comment], Move.REJECT, by=moderator, rule=make_rule("3", "Personal attacks"))
    with later(minutes=11):
        deliver()
    (letter,) = mail()
    assert "violates rule 3 of the comments policy, personal attacks" in text_in(letter)
    assert f"/your-comment/{comment.pk}/" in text_in(letter)
    assert comment.body in text_in(letter)


# --- How many ------------------------------------------------------------------------------------


def test_500_answers_within_a_minute_make_two_letters_at_most(
    asked: Comment, make_comment: Make
) -> None:
    for _ in range(3):
        make_comment(parent=asked)
    Notice.objects.update(letter=None)
    deliver()
    copies(asked, 497)
    with later(minutes=1):
        assert make_letters() == 0
    with later(minutes=14):
        assert make_letters() == 0
    with later(minutes=16):
        assert deliver() == 1
    to_account = mail_to("asked@example.org")
    assert len(to_account) == 2
    assert "497" not in subject(to_account[0])
    assert "and 496 more" in subject(to_account[1])
    assert "And 477 more comments." in text_in(to_account[1])
    assert unsettled() == 0


def copies(parent: Comment, number: int) -> None:
    """Answer a comment so often, as one act of posting would each time, in one go."""
    first = Comment.objects.filter(parent=parent).latest("pk")
    rows = []
    for offset in range(number):
        copy = Comment.objects.get(pk=first.pk) if offset == 0 else rows[0].__class__()
        for field in Comment._meta.concrete_fields:
            setattr(copy, field.attname, getattr(first, field.attname))
        copy.pk, copy.submission = 10_000_000 + offset, uuid.uuid4()
        copy.path = first.path[:-11] + f"{copy.pk:011x}"
        rows.append(copy)
    Comment.objects.bulk_create(rows)
    Notice.objects.bulk_create(
        Notice(kind="answer", user=parent.author, comment=row, story_id=row.story_id)
        for row in rows
    )


def test_a_letter_costs_as_many_queries_for_many_notices_as_for_few(
    asked: Comment, make_comment: Make
) -> None:
    make_comment(parent=asked)
    Notice.objects.exclude(user=asked.author).delete()  # guests' letters are counted each

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as making:
            make_letters()
        letter = Letter.objects.filter(user=asked.author).latest("pk")
        with CaptureQueriesContext(connection) as sending:
            send(letter.pk)
        return len(making), len(sending)

    few = queries()
    copies(asked, 500)
    with later(minutes=16):
        assert queries() == few


def test_one_person_gets_one_letter_of_everything(
    asked: Comment, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    own = make_comment(asked.article, author=asked.author)
    make_comment(parent=asked)
    decide([own], Move.REMOVE, by=moderator, rule=make_rule())
    with later(minutes=11):
        assert deliver() == 2  # and one to the guest who answered
    (letter,) = mail_to("asked@example.org")
    assert "was removed" in subject(letter)
    assert "answered you" in text_in(letter)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_guests_are_told_by_address_not_by_comment(make_comment: Make) -> None:
    for _ in range(3):
        make_comment(status=Status.HELD, guest_email="odile@example.org")
    assert deliver() == 1
    (letter,) = mail()
    assert "and 2 more" in subject(letter)
    assert len(set(re.findall(r"/your-comment/open/\S+", text_in(letter)))) == 3


def test_an_address_is_not_flooded_with_arrivals(make_comment: Make) -> None:
    for _ in range(5):
        make_comment(status=Status.HELD, guest_email="victim@example.org")
        deliver()
    assert len(mail()) == 3


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_make_no_letter_twice(asked: Comment, make_comment: Make) -> None:
    for _ in range(5):
        make_comment(parent=asked)
    start = threading.Barrier(2)

    def sweep() -> int:
        start.wait(10)
        return make_letters()

    threads = [InThread(sweep), InThread(sweep)]
    assert sum(thread.result() for thread in threads) == Letter.objects.count()
    assert Letter.objects.filter(user=asked.author).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_and_its_job_stand_or_fall_together(asked: Comment, make_comment: Make) -> None:
    make_comment(parent=asked)
    before = jobs()
    with transaction.atomic():
        make_letters()
        assert jobs() > before
        transaction.set_rollback(True)
    assert jobs() == before
    assert not Letter.objects.exists()
    assert before + make_letters() == jobs() > before


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%send_letter'"
        )
        return cursor.fetchone()[0]


# --- When it is taken back -----------------------------------------------------------------------


def test_a_decision_that_is_undone_within_ten_minutes_is_not_told(
    make_user: Make, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment(author=make_user())
    act = decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act
    assert deliver() == 0
    undo(act, by=moderator)
    with later(minutes=30):
        assert deliver() == 0
    assert mail() == []
    assert unsettled() == 0


def test_what_was_told_and_is_undone_later_is_told_too(
    make_user: Make, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment(author=make_user())
    act = decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act
    with later(minutes=11):
        deliver()
        undo(act, by=moderator)
    with later(minutes=40):
        deliver()
    assert ["was removed" in subject(letter) for letter in mail()] == [True, False]
    assert "is published again" in subject(mail()[1])


@pytest.mark.parametrize("move", [Move.HOLD, Move.REMOVE, Move.DELETE])
@pytest.mark.parametrize("after_the_sweep", [False, True])
def test_a_comment_that_is_gone_before_the_mail_is_not_told(
    after_the_sweep: bool,
    move: Move,
    asked: Comment,
    make_comment: Make,
    make_rule: Make,
    make_user: Make,
    moderator: Any,
) -> None:
    answer = make_comment(parent=asked, author=make_user())
    if after_the_sweep:
        assert make_letters() == 1
    by = None if move == Move.DELETE else moderator
    decide([answer], move, by=by, rule=make_rule())
    deliver()
    send_all()
    assert mail() == []
    if after_the_sweep:
        assert Letter.objects.get().why_dropped == "nothing was left to tell"


def test_what_was_held_before_the_mail_is_told_when_it_is_approved_again(
    asked: Comment, make_comment: Make, make_user: Make, moderator: Any
) -> None:
    answer = make_comment(parent=asked, author=make_user())
    make_letters()
    decide([answer], Move.HOLD, by=moderator)
    send_all()
    decide([answer], Move.APPROVE, by=moderator)
    with later(minutes=16):
        deliver()
    (letter,) = mail_to("asked@example.org")
    assert "answered you" in subject(letter)


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


# --- Who is not written to -----------------------------------------------------------------------


def test_an_account_that_was_closed_while_its_mail_was_queued_gets_none(
    asked: Comment, make_comment: Make, make_user: Make
) -> None:
    make_comment(parent=asked, author=make_user())
    make_letters()
    asked.author.is_active = False
    asked.author.save()
    send_all()
    assert mail() == []
    assert Letter.objects.get().why_dropped == "the account is closed"


@pytest.mark.parametrize("reason", Suppression.Reason)
def test_an_address_that_is_not_written_to_gets_not_even_decisions(
    reason: Suppression.Reason, make_comment: Make
) -> None:
    suppress("ODILE@example.org", reason)
    make_comment(status=Status.HELD, guest_email="odile@example.org")
    deliver()
    assert mail() == []


@pytest.mark.parametrize(
    "address", ["Odile+News@example.org", "o.d.i.l.e@bücher.example", "ODILE@EXAMPLE.ORG"]
)
def test_addresses_of_every_kind_are_written_to(address: str, make_comment: Make) -> None:
    make_comment(status=Status.HELD, guest_email=address)
    deliver()
    assert len(mail()) == 1
    assert "@xn--bcher-kva.example" in mail()[0]["To"] or "bücher" not in address


# --- Clocks and retention ------------------------------------------------------------------------


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


def test_what_was_told_long_ago_is_forgotten(asked: Comment, make_comment: Make) -> None:
    make_comment(parent=asked)
    deliver()
    with later(days=89):
        forget()
    assert Notice.objects.count() == Letter.objects.count() == 2
    make_comment(parent=asked)
    with later(days=91):
        forget()
    assert Letter.objects.count() == 0
    assert Notice.objects.count() == unsettled() == 2


def test_who_has_never_come_back_by_a_link_gets_a_few_letters_a_day_and_then_one(
    make_comment: Make, settings: Any
) -> None:
    settings.GUEST_FIRST_MAILS_PER_DAY, settings.LETTER_GAP_SECONDS = 2, 0
    for _number in range(2):
        make_comment(guest_email="stranger@example.org", status="held")
        assert make_letters() == 1
    for _number in range(3):
        make_comment(guest_email="stranger@example.org", status="held")
    assert make_letters() == 0
    with later(minutes=24 * 60 + 1):
        assert make_letters() == 1
    assert not Notice.objects.unsettled().exists()

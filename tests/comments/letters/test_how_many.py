"""How many letters people get: one of everything, never a flood, none twice."""

import re
import threading
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from comments.letters import make_letters
from comments.models import Comment, Letter, Move, Notice, Status
from comments.moderation import decide
from comments.sending import send
from tests.comments.mailing import deliver, later, mail, mail_to, subject, text_in, unsettled
from tests.comments.test_moderation_races import InThread
from tests.making import Make

pytestmark = pytest.mark.django_db


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

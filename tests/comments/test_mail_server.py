"""Letters against a mail server that is away, refuses, or takes one just before we die."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from comments.letters import make_letters
from comments.models import Comment, Letter, Status, Suppression
from comments.sending import send
from comments.tasks import Patience
from tests.comments.mail_server import MailServer
from tests.comments.mailing import later
from tests.making import Make
from tests.working import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.end()


@pytest.fixture
def comments(make_comment: Make) -> list[Comment]:
    """Comments of three guests, to whom there is something to say."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    names = ("odile", "karim", "zeynab")
    made = [make_comment(status=Status.HELD, guest_email=f"{name}@example.org") for name in names]
    assert make_letters() == 3
    return made


def wait_until_due() -> None:
    """Let the time pass until the next try."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '1 second'")


def waits() -> list[float]:
    """In how many seconds the jobs are tried again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM scheduled_at - now()) FROM procrastinate_jobs")
        return [float(row[0]) for row in cursor.fetchall()]


def test_a_mail_server_that_is_away_loses_nothing_and_doubles_nothing(
    mail_server: MailServer, comments: list[Comment]
) -> None:
    mail_server.end()
    for _try in range(9):  # 15 s, 30 s, … 32 min: more than an hour
        work(delete_jobs="successful")
        assert len(waits()) == 3
        wait_until_due()
    back = MailServer(mail_server.port)
    try:
        work(delete_jobs="successful")
        work(delete_jobs="successful")
        assert sorted(message["To"] for message in back.taken) == [
            "karim@example.org",
            "odile@example.org",
            "zeynab@example.org",
        ]
        assert waits() == []
        assert not Letter.objects.filter(sent_at=None).exists()
    finally:
        back.end()


def test_a_letter_is_tried_for_days_and_at_last_every_hour() -> None:
    def wait(attempts: int) -> float:
        job: Any = type("Job", (), {"attempts": attempts})
        decision = Patience().get_retry_decision(exception=OSError(), job=job)
        assert decision.retry_at is not None
        return round((decision.retry_at - timezone.now()).total_seconds())

    assert [wait(attempts) for attempts in (0, 1, 2, 8, 9, 1000)] == [15, 30, 60, 3600, 3600, 3600]


def test_a_letter_that_nobody_took_for_five_days_is_given_up(
    mail_server: MailServer, comments: list[Comment]
) -> None:
    letter = Letter.objects.latest("pk")
    mail_server.answer_to_recipient = "450 4.2.0 greylisted"
    with later(days=4), pytest.raises(OSError, match="greylisted"):
        send(letter.pk)
    with later(days=6):
        send(letter.pk)
    letter.refresh_from_db()
    assert letter.why_dropped == "the mail server did not take it for five days"
    assert mail_server.taken == []


def test_a_mail_that_was_taken_just_before_we_died_comes_again_as_the_same(
    mail_server: MailServer, comments: list[Comment]
) -> None:
    """A process of its own is killed between the server's yes and our note of it."""
    letter = Letter.objects.latest("pk")
    program = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        f"connection.settings_dict['NAME'] = {connection.settings_dict['NAME']!r}\n"
        f"from comments.sending import send; send({letter.pk})\n"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
    }
    child = subprocess.Popen(
        [sys.executable, "-c", program], cwd=django_settings.BASE_DIR, env=environment
    )
    mail_server.after_taking = lambda: os.kill(child.pid, signal.SIGKILL)
    assert child.wait(60) == -signal.SIGKILL
    mail_server.after_taking = lambda: None
    letter.refresh_from_db()
    assert letter.sent_at is None
    send(letter.pk)
    send(letter.pk)
    first, second = mail_server.taken
    assert first["Message-ID"] == second["Message-ID"] == f"<{letter.number}@localhost>"
    assert first["To"] == second["To"]


@pytest.mark.parametrize(
    ("answer", "is_dropped"),
    [
        ("550 5.1.1 no such user", True),
        ("550 5.2.1 mailbox disabled", True),
        ("450 4.2.0 greylisted", False),
        ("552 5.2.2 mailbox full", False),
        ("554 5.7.1 your server is not trusted", False),
        ("550 not now", False),
    ],
)
def test_only_a_refusal_of_the_address_itself_ends_writing_to_it(
    answer: str, is_dropped: bool, mail_server: MailServer, comments: list[Comment]
) -> None:
    letter = Letter.objects.latest("pk")
    mail_server.answer_to_recipient = answer
    if is_dropped:
        send(letter.pk)
    else:
        with pytest.raises(OSError, match=r"\d{3}"):
            send(letter.pk)
    letter.refresh_from_db()
    assert bool(letter.dropped_at) == is_dropped == Suppression.objects.exists()
    mail_server.answer_to_recipient = "250 test"
    send(letter.pk)
    assert len(mail_server.taken) == (0 if is_dropped else 1)

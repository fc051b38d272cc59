"""Mail goes by the job queue: with its transaction, sealed, again if need be, and shown once."""

import smtplib
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from portal import mail, tasks
from portal.sealing import InvalidToken, seal, unseal
from tests.portal.accounts.walking import sign_up

pytestmark = pytest.mark.django_db


def letter(**more: Any) -> EmailMultiAlternatives:
    """A message in plain text and HTML."""
    message = EmailMultiAlternatives(
        "Ваш код", "Code: AAAA-BBBB", "newsroom@example.org", ["rita@example.org"], **more
    )
    message.attach_alternative("<p>Code</p>", "text/html")
    return message


def job() -> Any:
    return ProcrastinateJob.objects.get(queue_name=mail.QUEUE)


class Server:
    """A mail server that answers as it is told to."""

    def __init__(self, monkeypatch: Any, refusal: Exception) -> None:
        def refuse(_message: Any, *_: Any, **__: Any) -> None:
            raise refusal

        monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)


def test_a_message_arrives_as_it_was_written() -> None:
    mail.defer(letter(headers={"List-Unsubscribe": "<https://example.org/>"}))
    tasks.send_mail(**job().args)
    (sent,) = django_mail.outbox
    assert (sent.subject, sent.body, sent.to) == (
        "Ваш код",
        "Code: AAAA-BBBB",
        ["rita@example.org"],
    )
    assert sent.alternatives[0][0] == "<p>Code</p>"
    assert sent.extra_headers["List-Unsubscribe"] == "<https://example.org/>"


def test_no_mail_is_sent_while_somebody_waits_for_a_page(client: Client) -> None:
    sign_up(client, "rita@example.org")
    assert django_mail.outbox == []
    assert job().task_name == mail.TASK


def test_the_queue_shows_neither_codes_nor_addresses() -> None:
    mail.defer(letter())
    assert "AAAA-BBBB" not in str(job().args)
    assert "rita@example" not in str(job().args)


def test_a_message_vanishes_with_its_transaction() -> None:
    with transaction.atomic():
        mail.defer(letter())
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.filter(queue_name=mail.QUEUE).exists()


def test_a_message_that_is_sent_again_has_the_same_id() -> None:
    mail.defer(letter())
    for _try in range(2):
        tasks.send_mail(**job().args)
    one, other = (message.message()["Message-ID"] for message in django_mail.outbox)
    assert one == other


@pytest.mark.parametrize(
    "refusal",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPServerDisconnected(),
        smtplib.SMTPRecipientsRefused({"rita@example.org": (451, b"later")}),
    ],
)
def test_a_server_that_is_down_is_asked_again(monkeypatch: Any, refusal: Exception) -> None:
    mail.defer(letter())
    Server(monkeypatch, refusal)
    with pytest.raises(OSError):  # noqa: PT011 (which the queue takes up)
        tasks.send_mail(**job().args)
    for attempts in range(8):
        again = tasks.send_mail.get_retry_exception(refusal, job_of(attempts))
        assert again is not None, attempts


def test_it_is_asked_for_hours_and_then_given_up() -> None:
    retry = tasks.send_mail.retry_strategy
    assert sum(retry.exponential_wait**n for n in range(1, 9)) > 3600 * 24 // 2
    assert tasks.send_mail.get_retry_exception(TimeoutError(), job_of(20)) is None


def test_a_mailbox_that_is_refused_for_good_is_not_asked_again(monkeypatch: Any) -> None:
    mail.defer(letter())
    Server(monkeypatch, smtplib.SMTPRecipientsRefused({"rita@example.org": (550, b"no such")}))
    tasks.send_mail(**job().args)


def job_of(attempts: int) -> Any:
    """The job after a number of attempts, as the queue hands it to its worker."""
    from procrastinate.jobs import Job

    return Job(
        id=1, queue=mail.QUEUE, lock=None, queueing_lock=None, task_name=mail.TASK,
        attempts=attempts,
    )  # fmt: skip


def test_what_is_sealed_is_read_with_our_key_alone(settings: Any) -> None:
    sealed = seal("Слово")
    assert unseal(sealed) == "Слово"
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [settings.SECRET_KEY]
    assert unseal(sealed) == "Слово"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        unseal(sealed)

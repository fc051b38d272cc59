"""How the tests of mail make letters, send them, and read what came."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.utils import timezone

from comments.letters import make_letters
from comments.models import Letter, Notice
from comments.sending import send

LINE = b"\n" + b"-" * 79 + b"\n"


def keep_mail_in_files(settings: Any, folder: Path) -> None:
    """Let mail go where it goes in development: into files."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = folder


def mail() -> list[EmailMessage]:
    """All mail in the files, oldest first."""
    paths = sorted(
        Path(settings.EMAIL_FILE_PATH).glob("*"), key=lambda path: path.stat().st_mtime_ns
    )
    parts = [part for path in paths for part in path.read_bytes().split(LINE) if part.strip()]
    return [message_from_bytes(part, policy=policy.default) for part in parts]  # type: ignore[arg-type,return-value]


def mail_to(address: str) -> list[EmailMessage]:
    """All mail to one address, oldest first."""
    return [message for message in mail() if message["To"] == address]


def subject(message: EmailMessage) -> str:
    """The subject, which may be folded behind its name."""
    return message["Subject"].strip()


def text_in(message: EmailMessage, kind: str = "plain") -> str:
    """The plain text of a message, or its HTML."""
    part = message.get_body(preferencelist=(kind,))
    assert part is not None
    return part.get_content()


def send_all() -> int:
    """Do what the job worker does with the letters in the queue; return how many there were."""
    waiting = Letter.objects.filter(sent_at=None, dropped_at=None).order_by("pk")
    found = list(waiting.values_list("pk", flat=True))
    for pk in found:
        send(pk)
    return len(found)


def deliver() -> int:
    """Make the letters that are due and send them; return how many were made."""
    made = make_letters()
    send_all()
    return made


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the application's clock stand at a moment."""
    with mock.patch.object(timezone, "now", return_value=moment):
        yield


@contextmanager
def later(**how_much: float) -> Iterator[None]:
    """Let the application's clock be ahead."""
    with at(timezone.now() + timedelta(**how_much)):
        yield


def unsettled() -> int:
    """How many notices wait."""
    return Notice.objects.unsettled().count()

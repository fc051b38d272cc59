"""Mail: put into the job queue with whatever it is about, and sent by a worker.

The queue is PostgreSQL's: a mail commits or vanishes with the transaction that it is deferred in,
and a request never waits for a mail server, so that its time tells nothing. A mail's text lies in
the queue sealed, since codes and addresses stand in it and the queue's worker prints the arguments
of a job that failed. Its Message-ID is given here, once: sent twice it is shown once.
"""

import json
import logging
import smtplib
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from procrastinate.contrib.django import app

from portal.sealing import seal, unseal

TASK, QUEUE = "portal.tasks.send_mail", "mail"
HTML = "text/html"
logger = logging.getLogger(__name__)


def defer(message: EmailMessage) -> None:
    """Let a worker send a message; within a transaction only if that commits."""
    app.configure_task(TASK, queue=QUEUE).defer(sealed=seal(json.dumps(_written(message))))


def send(sealed: str) -> None:
    """Send a message that was deferred.

    Raises OSError when the mail server cannot be reached or wants to be asked again later. A
    mailbox that it refuses for good is written down and forgotten.
    """
    message = _read(json.loads(unseal(sealed)))
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _words in refusal.recipients.values()]
        if not all(500 <= code < 600 for code in codes):
            raise
        logger.warning("The mail server takes no mail for a mailbox: %s.", codes)


def _written(message: EmailMessage) -> dict[str, Any]:
    alternatives = getattr(message, "alternatives", None) or []
    html = [content for content, kind in alternatives if kind == HTML]
    return {
        "subject": str(message.subject),
        "body": message.body,
        "html": html[0] if html else "",
        "sender": message.from_email,
        "to": list(message.to),
        "headers": {"Message-ID": make_msgid(domain=settings.SITE.host)} | message.extra_headers,
    }


def _read(written: dict[str, Any]) -> EmailMessage:
    message = EmailMultiAlternatives(
        written["subject"],
        written["body"],
        written["sender"],
        written["to"],
        headers=written["headers"],
    )
    if written["html"]:
        message.attach_alternative(written["html"], HTML)
    return message

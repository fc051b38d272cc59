"""What people do at the pages of accounts, one function a step; mail as the worker delivers it."""

import re
from typing import Any

from django.core import mail as django_mail
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.mail import QUEUE, send
from tests.making import PASSWORD

CODE = re.compile(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", re.MULTILINE)


def delivered() -> list[Any]:
    """Let the worker send all mail that waits; return all that has been sent so far."""
    known = {message.extra_headers["Message-ID"] for message in django_mail.outbox}
    for job in ProcrastinateJob.objects.filter(queue_name=QUEUE, status="todo").order_by("id"):
        send(**job.args)
        if django_mail.outbox[-1].extra_headers["Message-ID"] in known:
            django_mail.outbox.pop()
    return django_mail.outbox


def code_for(address: str) -> str:
    """Return the code of the mail that was sent to an address last."""
    letter = [message for message in delivered() if message.to == [address]][-1]
    return CODE.search(letter.body)[1]


def sign_up(client: Client, email: str, name: str = "Rita Halm", **more: str) -> Any:
    """Fill in the form of a new account."""
    typed = {"email": email, "display_name": name, "password1": PASSWORD} | more
    return client.post(reverse("account_signup"), typed)


def confirm(client: Client, code: str) -> Any:
    """Write the code from the mail."""
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    """Sign in by password."""
    typed = {"login": email, "password": password} | more
    return client.post(reverse("account_login"), typed)


def is_signed_in(client: Client) -> bool:
    """Whether a browser is still signed in."""
    return client.get(reverse("session")).status_code == 200

"""A report's own page: the token in its address, which opens it for whoever was given it.

A token follows from the report's number under a key that follows from SECRET_KEY, so that each mail
can carry the same address; of it the hash alone is kept, by which it is looked up. Who copies the
database can open no page. Where the key was changed, addresses that were given out stay good until
the next mail gives a new one.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from comments.models import Report

SALT = "comments.report_links"


def token_of(report: Report) -> str:
    """Return the token that opens a report's page, and keep its hash where it is another's."""
    digest = salted_hmac(SALT, str(report.pk), algorithm="sha256").digest()
    token = urlsafe_b64encode(digest).rstrip(b"=").decode()
    if report.token_hash != _hash(token):
        report.token_hash = _hash(token)
        report.save(update_fields=["token_hash"])
    return token


def path_of(report: Report) -> str:
    """Return where a report's own page stands on this site."""
    return reverse("own_report", kwargs={"token": token_of(report)})


def address_of(report: Report) -> str:
    """Return the whole address of a report's own page, for a mail to whoever reported."""
    return f"{settings.SITE_URL}{path_of(report)}"


def report_with(token: str) -> Report | None:
    """Return the report that a token opens, with its comment and article; None for any other."""
    found = Report.objects.filter(token_hash=_hash(token))
    return found.select_related(
        "case", "rule", "comment__author", "comment__article__section"
    ).first()  # fmt: skip


def _hash(token: str) -> str:
    # No key and no salt: of 256 bits that a key made nobody guesses one.
    return sha256(token.encode()).hexdigest()

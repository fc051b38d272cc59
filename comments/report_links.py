"""A report's own page: the token in its address, which opens it for whoever was given it."""

from base64 import urlsafe_b64encode
from hashlib import sha256

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


def report_with(token: str) -> Report | None:
    """Return the report that a token opens, with its comment and article; None for any other."""
    found = Report.objects.filter(token_hash=_hash(token))
    return found.select_related(
        "case", "rule", "comment__author", "comment__article__section"
    ).first()


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()

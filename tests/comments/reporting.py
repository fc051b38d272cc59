"""How the tests of reports report a comment, by the form or by mail, and open what came of it."""

from typing import Any

from django.test import Client

from comments.models import Comment, Report
from comments.ownership import guest_hash
from comments.recommending import Person
from comments.report_links import path_of
from comments.reporting import LegalNotice, report
from tests.comments.reading import SAME_ORIGIN, address

ONE, OTHER = (
    Person(guest=guest_hash("odile@example.org")),
    Person(guest=guest_hash("p@example.org")),
)
PETRA = "petra@example.org"
SLANDER = LegalNotice("He slanders me.", "Petra Lindqvist")
REMOVED = "was removed: it violates rule 3 of the comments policy, personal attacks."


def url(comment: Comment) -> str:
    """Where a comment is reported."""
    return address("report_comment", comment.article, pk=comment.pk)


def send(client: Client, comment: Comment, *, fragment: bool = False, **fields: str) -> Any:
    """Send the form in which a comment is reported."""
    query = "?fragment=1" if fragment else ""
    return client.post(url(comment) + query, fields, headers=SAME_ORIGIN)


def by_mail(comment: Comment, email: str = PETRA, **more: Any) -> Report:
    """A stranger's report, with an address of mail."""
    said = {"text": "Secret words of Petra.", "language": "en", "address": email} | more
    return report(comment, by=Person(), email=email, **said).report


def page_of(made: Report) -> Any:
    """The report's own page, as anybody's browser opens it."""
    made.refresh_from_db()
    return Client().get(path_of(made))

"""A stranger who gave notice of illegal content is heard to the end, by mail and by links alone."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from comments.appeals.deciding import decide_appeal
from comments.models import Appeal, Comment, Move, Status
from comments.moderation import decide
from comments.recommending import Person
from comments.reporting import LegalNotice, report
from tests.comments.mailing import deliver, keep_mail_in_files, later, mail_to, text_in
from tests.comments.reading import SAME_ORIGIN
from tests.making import Make

pytestmark = pytest.mark.django_db
PETRA = "petra@example.org"
SLANDER = LegalNotice("He slanders me.", "Petra Lindqvist")


def report_path(words: str) -> str:
    """The path of a report's own page, as a letter names it."""
    [found] = set(re.findall(r"/reports/[\w-]+/", words))
    return found


def newest_letter() -> str:
    return text_in(mail_to(PETRA)[-1])


def test_a_dismissed_notice_is_appealed_and_upheld_by_mail_and_links_alone(
    make_comment: Make, make_user: Make, make_rule: Make, settings: Settings, tmp_path: Path
) -> None:
    keep_mail_in_files(settings, tmp_path)
    rule, first, second = make_rule(), make_user("Moderators"), make_user("Moderators")
    comment: Comment = make_comment(guest_email="")
    report(comment, by=Person(), address="far", email=PETRA, notice=SLANDER, language="en")
    with later(minutes=1):
        assert deliver() == 1, "a receipt"
    own = report_path(newest_letter())

    decide([comment], Move.KEEP, by=first)
    with later(minutes=40):
        assert deliver() == 1, "the outcome"
        assert report_path(newest_letter()) == own

        browser = Client(headers=SAME_ORIGIN)
        assert browser.get(own).status_code == 200
        sent = browser.post(f"{own}appeal/", {"appeal": "1", "text": "It is a lie."})
        assert sent.status_code == 303, sent.content.decode()[:2000]
    made = Appeal.objects.get()
    assert (made.report.email, made.user, made.text) == (PETRA, None, "It is a lie.")

    with later(minutes=80):
        deliver()
        decide_appeal(made, True, by=second, answer="She is right.", rule=rule)
    with later(minutes=2 * 24 * 60):  # nobody has shown yet that the address is theirs: 3 a day
        assert deliver() == 1, "how the appeal was decided"
        assert "She is right." in " ".join(newest_letter().split())
        assert report_path(newest_letter()) == own
        page = Client().get(own)
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED
    assert page.status_code == 200
    assert comment.decisions.order_by("-pk")[0].started_by == "appeal"

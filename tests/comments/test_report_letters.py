"""Letters to whoever reported: a receipt, the outcome, and what is not told or stopped."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from comments.models import Comment, Letter, Move
from comments.moderation import decide
from comments.recommending import Person
from comments.report_links import path_of
from comments.reporting import report
from comments.undoing import undo
from portal.models import User
from tests.comments.mailing import (
    deliver,
    keep_mail_in_files,
    later,
    mail,
    mail_to,
    subject,
    text_in,
)
from tests.comments.reading import SAME_ORIGIN, parse, text_of
from tests.comments.reporting import ONE, PETRA, REMOVED, SLANDER, by_mail, page_of
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_in_files(settings: Settings, tmp_path: Path) -> None:
    keep_mail_in_files(settings, tmp_path)


@pytest.fixture
def comment(make_comment: Make, make_rule: Make) -> Comment:
    make_rule()
    return make_comment(body="You are all fools.", guest_email="")


def test_a_receipt_goes_to_the_address_without_a_word_of_the_reporter(comment: Comment) -> None:
    made = by_mail(comment, notice=SLANDER)
    assert deliver() == 1
    (message,) = mail_to(PETRA)
    assert subject(message) == (
        f"Your notice of illegal content under “{comment.article.headline}” has arrived"
    )
    for kind in ("plain", "html"):
        words = text_in(message, kind)
        assert path_of(made) in words
        for secret in ("Secret words", "slanders", "Lindqvist", "fools", "your own comment"):
            assert secret not in words
    assert Letter.objects.get().report == made


def test_accounts_get_a_receipt_of_a_notice_and_not_of_each_report(
    comment: Comment, make_comment: Make, make_user: Make
) -> None:
    reader = make_user()
    report(comment, by=Person(reader), text="Rude.")
    assert deliver() == 0
    report(make_comment(guest_email=""), by=Person(reader), notice=SLANDER)
    assert deliver() == 1
    assert "has arrived" in subject(mail_to(reader.email)[0])


def test_each_reporter_is_told_the_outcome_ten_minutes_later(
    comment: Comment, moderator: User, make_user: Make, make_rule: Make, settings: Settings
) -> None:
    settings.LETTER_GAP_SECONDS = 0
    reader = make_user(language="en")
    report(comment, by=Person(reader), text="Rude.")
    report(comment, by=ONE, text="Rude.", email="odile@example.org")
    by_mail(comment)
    report(comment, by=Person(moderator), text="I saw it myself.")
    report(comment, by=Person(), text="Rude.", address="nowhere")
    deliver()
    receipts = len(mail())
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    with later(seconds=settings.DECISION_MAIL_SECONDS - 5):
        assert deliver() == 0
    with later(seconds=settings.DECISION_MAIL_SECONDS + 5):
        assert deliver() == 3
    assert {message["To"] for message in mail()[receipts:]} == {
        reader.email, "odile@example.org", PETRA,
    }  # fmt: skip
    last = mail_to(PETRA)[-1]
    assert "that you reported was removed" in subject(last)
    assert REMOVED in text_in(last)
    assert "Secret words" not in text_in(last)


def test_an_undo_in_time_takes_the_outcome_along(
    comment: Comment, moderator: User, make_rule: Make
) -> None:
    by_mail(comment)
    deliver()
    act = decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act
    undo(act, by=moderator)
    with later(minutes=30):
        assert deliver() == 0
        decide([comment], Move.KEEP, by=moderator)
    with later(minutes=60):
        assert deliver() == 1
    assert "that you reported stays" in subject(mail_to(PETRA)[-1])


def test_what_is_decided_otherwise_after_it_was_told_is_told_again_and_the_same_is_not(
    comment: Comment, moderator: User, make_rule: Make
) -> None:
    by_mail(comment)
    deliver()
    told = []
    for hours, move in ((1, Move.KEEP), (2, Move.KEEP), (3, Move.REMOVE)):
        with later(hours=hours):
            act = decide(
                [comment], move, by=moderator, rule=make_rule() if move == Move.REMOVE else None
            ).act
        with later(hours=hours, minutes=20):
            told.append(deliver())
            undo(act, by=moderator)
    assert told == [1, 0, 1]
    assert "was removed" in subject(mail_to(PETRA)[-1])


def test_a_dismissed_reporter_reads_how_to_contest_it(comment: Comment, moderator: User) -> None:
    by_mail(comment)
    deliver()
    decide([comment], Move.KEEP, by=moderator)
    with later(minutes=20):
        deliver()
    words = text_in(mail_to(PETRA)[-1])
    assert "you can appeal, within 6 months" in words
    assert "The courts are open to you as well." in words
    assert "A person decided; no machine did." in words


def test_a_strangers_address_gets_as_few_mails_as_a_new_guests(
    make_comment: Make, settings: Settings
) -> None:
    settings.LETTER_GAP_SECONDS = 0
    for number in range(settings.GUEST_FIRST_MAILS_PER_DAY + 2):
        by_mail(make_comment(), address=str(number))
        deliver()
    assert len(mail_to(PETRA)) == settings.GUEST_FIRST_MAILS_PER_DAY


def test_whoever_did_not_report_stops_that_mail_and_can_take_it_back(
    comment: Comment, moderator: User
) -> None:
    made = by_mail(comment)
    deliver()
    stop = mail_to(PETRA)[0]["List-Unsubscribe"].strip("<>").partition("/mail/")[2]
    browser = Client()
    asked = browser.get(f"/mail/{stop}")
    assert "what you have reported" in text_of(asked)
    done = browser.post(f"/mail/{stop}", headers=SAME_ORIGIN)
    made.refresh_from_db()
    assert made.email == ""
    decide([comment], Move.KEEP, by=moderator)
    with later(minutes=20):
        assert deliver() == 0
    before = parse(done).find(".//{*}button[@name='undo']")
    assert before is not None
    browser.post(f"/mail/{stop}", {"undo": before.attrib["value"]}, headers=SAME_ORIGIN)
    made.refresh_from_db()
    assert made.email == PETRA


def test_an_address_that_is_not_written_to_gets_nothing(comment: Comment) -> None:
    from comments.models import Suppression
    from comments.suppressing import suppress

    suppress(PETRA, Suppression.Reason.BOUNCE)
    by_mail(comment)
    deliver()
    assert mail_to(PETRA) == []
    assert Letter.objects.get().why_dropped == "the address is not written to"


def test_a_letter_that_tells_of_dismissed_reports_warns_once(
    make_comment: Make, make_user: Make, moderator: User
) -> None:
    reader = make_user(language="en")
    comments = [make_comment(guest_email="") for _each in range(5)]
    for comment in comments:
        report(comment, by=Person(reader), text="Rude.")
    decide(comments, Move.KEEP, by=moderator)
    with later(minutes=20):
        assert deliver() == 1
    (message,) = mail_to(reader.email)
    for kind in ("plain", "html"):
        warning = "Of your reports of the last half-year 5 were dismissed"
        assert text_in(message, kind).count(warning) == 1


def test_an_end_that_was_undone_after_somebody_reported_anew_is_told_to_nobody(
    comment: Comment, moderator: User
) -> None:
    made = by_mail(comment)
    deliver()
    act = decide([comment], Move.KEEP, by=moderator).act
    by_mail(comment, "tomas@example.org")
    undo(act, by=moderator)
    with later(minutes=20):
        deliver()
    assert [subject(message) for message in mail_to(PETRA) if "stays" in subject(message)] == []
    assert "A moderator has not looked at it yet." in text_of(page_of(made))

"""What whoever reported gets: a page of the report's own, a receipt, and the outcome by letter."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from comments.erasing import erase
from comments.models import Comment, Letter, Move, Notice, Report
from comments.moderation import decide
from comments.ownership import guest_hash
from comments.recommending import Person
from comments.report_links import path_of
from comments.reporting import LegalNotice, report
from comments.undoing import undo
from portal.closing import Comments, close
from portal.forgetting import forget_old
from portal.models import User
from tests.comments.mailing import (
    at,
    deliver,
    keep_mail_in_files,
    later,
    mail,
    mail_to,
    subject,
    text_in,
)
from tests.comments.reading import SAME_ORIGIN, links, parse, text_of
from tests.comments.test_reporting import send
from tests.making import Make

pytestmark = pytest.mark.django_db
PETRA = "petra@example.org"
GUEST = Person(guest=guest_hash("odile@example.org"))
SLANDER = LegalNotice("He slanders me.", "Petra Lindqvist")
REMOVED = "was removed: it violates rule 3 of the comments policy, personal attacks."


@pytest.fixture(autouse=True)
def mail_in_files(settings: Settings, tmp_path: Path) -> None:
    keep_mail_in_files(settings, tmp_path)


@pytest.fixture
def comment(make_comment: Make, make_rule: Make) -> Comment:
    make_rule()
    return make_comment(body="You are all fools.", guest_email="")


def by_mail(comment: Comment, email: str = PETRA, **more: Any) -> Report:
    """A stranger's report, with an address of mail."""
    said = {"text": "Secret words of Petra.", "language": "en", "address": email} | more
    return report(comment, by=Person(), email=email, **said).report


def page_of(made: Report) -> Any:
    """The report's own page, as anybody's browser opens it."""
    made.refresh_from_db()
    return Client().get(path_of(made))


# --- The page ---


def test_the_page_is_a_receipt_that_nobody_stores(client: Client, comment: Comment) -> None:
    sent = send(client, comment, rule="3", text="He insults everybody.")
    page = client.get(sent["Location"])
    parse(page)
    words = text_of(page)
    for said in (
        "Thank you, your report has arrived.",
        "A moderator has not looked at it yet. Until then the comment stays.",
        "3. Personal attacks",
        "He insults everybody.",
        f"Number {Report.objects.get().pk}",
    ):
        assert said in words, said
    assert "You are all fools." not in words
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert 'content="noindex"' in page.content.decode()
    assert not page.cookies


@pytest.mark.parametrize("token", ["made-up", "0", "é"])
def test_no_other_token_opens_anything(token: str, client: Client, comment: Comment) -> None:
    send(client, comment, rule="3")
    answer = client.get(f"/reports/{token}/")
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "private, no-store"


def test_the_database_holds_no_token(client: Client, comment: Comment) -> None:
    token = send(client, comment, rule="3")["Location"].split("/")[2]
    made = Report.objects.get()
    assert len(token) == 43
    assert token not in str(vars(made))


def test_an_address_that_was_given_out_outlives_the_key(
    comment: Comment, settings: Settings
) -> None:
    made = by_mail(comment)
    old = path_of(made)
    settings.SECRET_KEY = "another key, which is as long as it has to be here"
    assert Client().get(old).status_code == 200
    new = path_of(Report.objects.get())
    assert Client().get(new).status_code == 200
    assert new != old


@pytest.mark.parametrize(
    ("move", "said", "is_dismissed"),
    [
        (Move.REMOVE, REMOVED, False),
        (Move.KEEP, "The comment stays: the newsroom found nothing in it that has to go.", True),
        (Move.DELETE, "The comment was deleted by its author", False),
        (Move.HOLD, "Until then nobody can read the comment.", False),
    ],
)
def test_the_page_says_what_became_of_it(
    move: Move, said: str, is_dismissed: bool, comment: Comment, moderator: User, make_rule: Make
) -> None:
    made = by_mail(comment)
    decide([comment], move, by=moderator, rule=make_rule() if move == Move.REMOVE else None)
    page = page_of(made)
    assert said in text_of(page)
    assert ("you can appeal, within 6 months" in text_of(page)) is is_dismissed
    is_decided = move in {Move.REMOVE, Move.KEEP}
    assert ("A person decided; no machine did." in text_of(page)) is is_decided
    assert str(moderator) not in page.content.decode()


def test_what_was_decided_otherwise_since_is_told_as_well(
    comment: Comment, moderator: User, make_rule: Make
) -> None:
    made = by_mail(comment)
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    decide([comment], Move.RESTORE, by=moderator)
    assert "is back in its place" in text_of(page_of(made))


def test_who_reports_a_second_time_is_led_to_their_page_and_strangers_to_nobodys(
    client: Client, comment: Comment, make_user: Make
) -> None:
    send(client, comment, rule="3")
    again = send(Client(), comment, rule="3")
    assert "/reports/" not in again["Location"]
    fragment = send(Client(), comment, rule="3", fragment=True)
    assert "/reports/" not in fragment.content.decode()
    reader = make_user()
    theirs = report(comment, by=Person(reader), text="Rude.").report
    client.force_login(reader)
    assert path_of(theirs) in links(client.get("/account/reports/"))


# --- Letters ---


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
    report(comment, by=GUEST, text="Rude.", email="odile@example.org")
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


# --- An account's own pages ---


def test_an_account_finds_its_reports_and_their_outcome(
    client: Client, comment: Comment, make_comment: Make, make_user: Make, moderator: User,
    make_rule: Make,
) -> None:  # fmt: skip
    reader = make_user()
    client.force_login(reader)
    assert "You have reported nothing." in text_of(client.get("/account/reports/"))
    other = make_comment()
    made = report(comment, by=Person(reader), rule=make_rule(), text="Rude.").report
    report(other, by=Person(reader), notice=SLANDER)
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    page = client.get("/account/reports/")
    words = text_of(page)
    assert "Illegal content" in words
    assert REMOVED in words
    assert path_of(made) in links(page)
    notices = client.get("/account/notices/")
    assert "that you reported was removed" in text_of(notices)
    assert path_of(made) in links(notices)


def test_lists_of_reports_ask_as_often_for_many_as_for_one(
    client: Client, make_comment: Make, make_user: Make, moderator: User, make_rule: Make
) -> None:
    reader = make_user()
    client.force_login(reader)

    def asked() -> list[int]:
        comment, counts = make_comment(), []
        made = report(comment, by=Person(reader), rule=make_rule(), text="Rude.").report
        path_of(made)  # as the page of the form has given it out
        decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
        for address in ("/account/reports/", "/account/notices/"):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(len(captured))
        return counts

    client.get("/account/reports/")
    few = asked()
    for _more in range(4):
        last = asked()
    assert last == few


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


# --- Forgotten ---


def test_who_reported_is_forgotten_once_no_appeal_can_be_made(
    comment: Comment, moderator: User, settings: Settings
) -> None:
    made = by_mail(comment, notice=SLANDER)
    decide([comment], Move.KEEP, by=moderator)
    made.case.refresh_from_db()
    end = made.case.closed_at + timedelta(days=settings.COMMENT_EVIDENCE_DAYS)
    with at(end):
        forget_old()
    made.refresh_from_db()
    assert made.email == PETRA
    with at(end + timedelta(microseconds=1)):
        forget_old()
    made = Report.objects.get()
    assert (made.name, made.email, made.explanation, made.token_hash) == ("", "", "", "")
    open_still = by_mail(comment, "tomas@example.org", notice=SLANDER)
    with later(days=1000):
        forget_old()
    open_still.refresh_from_db()
    assert open_still.name == "Petra Lindqvist"


def test_closing_an_account_names_nobody_in_what_its_guest_has_reported_either(
    comment: Comment, make_comment: Make, make_user: Make, moderator: User
) -> None:
    reader = make_user(email="odile@example.org")
    report(comment, by=GUEST, notice=SLANDER, email="odile@example.org")
    decide([comment], Move.KEEP, by=moderator)
    report(make_comment(), by=Person(reader), notice=SLANDER, address="a")
    close(reader, comments=Comments.KEEP)
    for row in Report.objects.all():
        assert (row.user, row.guest, row.address, row.name, row.email) == (None, "", "", "", "")
    assert sorted(Report.objects.values_list("explanation", flat=True)) == ["", "He slanders me."]


def test_erasing_the_words_empties_what_a_notice_said_of_them(
    comment: Comment, moderator: User, make_rule: Make
) -> None:
    made = by_mail(comment, notice=SLANDER)
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    erase([comment])
    made.refresh_from_db()
    assert (made.explanation, made.text) == ("", "")
    assert page_of(made).status_code == 200


def test_notices_of_reports_are_forgotten_as_others_are(comment: Comment) -> None:
    from comments.letters import forget

    by_mail(comment)
    deliver()
    Notice.objects.update(settled_at=timezone.now() - timedelta(days=91))
    Letter.objects.update(made_at=timezone.now() - timedelta(days=91))
    forget()
    assert not Notice.objects.filter(report__isnull=False).exists()
    assert not Letter.objects.exists()


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

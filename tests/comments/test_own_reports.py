"""What whoever reported reads: the report's own page, an account's pages; what is forgotten."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from comments.erasing import erase
from comments.models import Comment, Letter, Move, Notice, Report
from comments.moderation import decide
from comments.recommending import Person
from comments.report_links import path_of
from comments.reporting import report
from portal.closing import Comments, close
from portal.forgetting import forget_old
from portal.models import User
from tests.comments.mailing import at, deliver, keep_mail_in_files, later
from tests.comments.reading import links, parse, text_of
from tests.comments.reporting import ONE, PETRA, REMOVED, SLANDER, by_mail, page_of, send
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_in_files(settings: Settings, tmp_path: Path) -> None:
    keep_mail_in_files(settings, tmp_path)


@pytest.fixture
def comment(make_comment: Make, make_rule: Make) -> Comment:
    make_rule()
    return make_comment(body="You are all fools.", guest_email="")


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
    report(comment, by=ONE, notice=SLANDER, email="odile@example.org")
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

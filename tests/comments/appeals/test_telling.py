"""What people read of their appeals: by mail, and among their notices."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.appeals.deciding import decide_appeal
from comments.appeals.making import appeal, ask, withdraw
from comments.guest_links import note_opened
from comments.models import Letter, Move, Notice, SanctionKind
from comments.recommending import Person
from comments.reporting import report
from comments.sanctions import Target, sanction
from tests.comments.appeals.conftest import newest
from tests.comments.mailing import deliver, keep_mail_in_files, later, mail_to, subject, text_in
from tests.comments.own_words import owner
from tests.comments.reading import text_of
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings: Any, tmp_path: Path) -> None:
    keep_mail_in_files(settings, tmp_path / "mail")
    settings.LETTER_GAP_SECONDS = 0


def test_a_guest_reads_receipt_question_and_outcome_by_mail(
    make_hearing: Make, make_statement: Any, settings: Any
) -> None:
    settings.DECISION_MAIL_SECONDS = 0
    hearing = make_hearing(author=None, guest_email="o@example.org", body="What a clown!")
    statement = make_statement(newest(hearing.comment))
    note_opened(owner(hearing.comment).link)  # who appeals has come by a link
    deliver()
    before = len(mail_to("o@example.org"))
    made = hearing.appeal()
    deliver()
    ask(made, "About whom?", by=hearing.second)
    deliver()
    decide_appeal(made, True, by=hearing.second, answer="You are right.")
    deliver()
    receipt, question, outcome = mail_to("o@example.org")[before:]
    assert subject(receipt) == "Your appeal has arrived"
    assert "Somebody decides who had no part" in text_in(receipt)
    assert "asks you something" in subject(question)
    assert "About whom?" in text_in(question)
    assert subject(outcome) == "Your appeal was successful"
    for words in ("Your comment is published, in its place.", "You are right."):
        assert words in text_in(outcome)
    for message in (receipt, question, outcome):
        assert f"?reasons={statement.number}" in text_in(message)
        assert "What a clown!" not in text_in(message)
        assert "It was irony." not in text_in(message)


def test_an_account_reads_them_among_its_notices_too(
    client: Client, make_hearing: Make, make_statement: Any
) -> None:
    hearing = make_hearing()
    statement = make_statement(newest(hearing.comment))
    made = hearing.appeal()
    decide_appeal(made, False, by=hearing.second, answer="It names a person.")
    client.force_login(hearing.author)
    page = client.get("/account/notices/")
    said = text_of(page)
    for words in ("Your appeal has arrived", "the decision stands", "It names a person.", "court"):
        assert words in said
    assert f"/your-comment/{hearing.comment.pk}/appeal/{statement.number}/" in page.content.decode()


def test_a_sanctions_outcome_is_told(client: Client, make_user: Make, make_statement: Any) -> None:
    person, by, second = make_user(), make_user("Moderators"), make_user("Moderators")
    row = sanction(Target(person), SanctionKind.BAN, by=by, reason="Spam.")
    statement = make_statement(row)
    decide_appeal(appeal(sanction=row, by=person, text="No.").appeal, True, by=second, answer="")
    deliver()
    [message] = mail_to(person.email)
    assert "The sanction is lifted." in text_in(message)
    assert f"/account/appeals/{statement.number}/" in text_in(message)
    client.force_login(person)
    assert "The sanction is lifted." in text_of(client.get("/account/notices/"))


def test_the_reporter_is_told_that_the_comment_is_back(
    client: Client, make_hearing: Make, make_user: Make
) -> None:
    hearing, reporter = make_hearing(None), make_user()
    report(hearing.comment, by=Person(reporter), text="An insult.")
    hearing.decide(Move.REMOVE)
    made = hearing.appeal(text="My private reasons.")
    decide_appeal(made, True, by=hearing.second, answer="For the author.")
    deliver()
    message = mail_to(reporter.email)[-1]
    assert "that you reported is published again" in subject(message)
    for secret in ("My private reasons.", "For the author.", hearing.author.display_name):
        assert secret not in text_in(message)
    client.force_login(reporter)
    assert "that you reported is published again" in text_of(client.get("/account/notices/"))


def test_what_is_moot_is_not_told(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    deliver()
    hearing.decide(Move.RESTORE)  # told ten minutes later
    assert Notice.objects.unsettled().filter(kind="appeal").count() == 1
    ask_again = hearing.decide(Move.REMOVE)
    assert ask_again.pk
    withdrawn = make_hearing()
    theirs = withdrawn.appeal()
    ask(theirs, "About whom?", by=withdrawn.second)
    withdraw(theirs, by=withdrawn.author)
    with later(hours=1):
        deliver()
    assert not [m for m in mail_to(withdrawn.author.email) if "asks you" in subject(m)]
    made.refresh_from_db()
    assert made.outcome == "reversed"
    assert Letter.objects.filter(user=hearing.author, sent_at__isnull=False).exists()


def test_a_list_of_notices_asks_as_often_for_many(
    client: Client, make_hearing: Make, make_statement: Any, make_user: Make
) -> None:
    author = make_user()

    def add() -> None:
        hearing = make_hearing(author=author)
        make_statement(newest(hearing.comment))
        decide_appeal(hearing.appeal(), True, by=hearing.second, answer="Yes.")

    def asked() -> int:
        client.get("/account/notices/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/account/notices/")
        return len(queries)

    add()
    client.force_login(author)
    few = asked()
    for _number in range(4):
        add()
    assert asked() == few

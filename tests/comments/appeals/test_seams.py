"""Where appeals meet what stands around them: statements, letters, reports, other decisions."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.adopting import adopt
from comments.appeals.deciding import decide_appeal
from comments.appeals.making import appeal, ask
from comments.appeals.standing import Subject, why_not
from comments.models import Appeal, Decision, Move, Notice, Report, SanctionKind
from comments.reasons.waiting import state_what_waits
from comments.recommending import Person
from comments.report_links import path_of
from comments.reporting import report
from comments.sanctions import Target, sanction
from comments.undoing import undo
from portal.forgetting import forget_old
from tests.comments.appeals.conftest import newest
from tests.comments.mailing import deliver, keep_mail_in_files, later, mail_to, subject, text_in
from tests.comments.reading import SAME_ORIGIN, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db


def test_what_waited_for_long_can_be_appealed_for_as_long_as_its_statement_says(
    make_hearing: Make,
) -> None:
    hearing = make_hearing(None, status="held")
    with later(days=40):
        assert state_what_waits() == 1
    decision = Decision.objects.select_related("comment").get(pk=newest(hearing.comment).pk)
    last = decision.statement.appeal_until
    assert not why_not(Subject(decision), by=hearing.author, now=last)
    assert why_not(Subject(decision), by=hearing.author, now=last + timedelta(seconds=1))


def test_a_question_that_was_not_told_yet_makes_no_outcome_twice(
    make_hearing: Make, settings: Any, tmp_path: Path
) -> None:
    keep_mail_in_files(settings, tmp_path / "mail")
    settings.LETTER_GAP_SECONDS = settings.DECISION_MAIL_SECONDS = 0
    hearing = make_hearing()
    made = hearing.appeal()
    deliver()
    ask(made, "About whom?", by=hearing.second)
    decide_appeal(made, True, by=hearing.second, answer="You are right.")
    deliver()
    last = mail_to(hearing.author.email)[-1]
    assert subject(last) == "Your appeal was successful"
    assert text_in(last).count("Your comment is published, in its place.") == 1


def test_a_reporter_reads_of_no_removal_where_only_the_dismissal_was_taken_back(
    client: Client, make_dismissed: Make, settings: Any, tmp_path: Path
) -> None:
    keep_mail_in_files(settings, tmp_path / "mail")
    settings.LETTER_GAP_SECONDS = 0
    hearing, said = make_dismissed()
    decision = Subject.of_report(said).decision
    appeal(decision=decision, by=said.user, text="Again.", report=said)
    undo(newest(hearing.comment).act, by=hearing.first)
    assert hearing.status() == "published"
    with later(minutes=11):
        deliver()
    told = " ".join(text_in(message) for message in mail_to(said.user.email))
    assert "is not to be read any more" not in told
    client.force_login(said.user)
    assert "is not to be read any more" not in text_of(client.get(f"{path_of(said)}appeal/"))


def test_who_is_to_be_told_of_an_open_appeal_is_not_forgotten(
    make_hearing: Make, settings: Any
) -> None:
    hearing = make_hearing(None)
    said = report(
        hearing.comment, by=Person(), text="Rude.", address="a", email="odile@example.org"
    ).report
    hearing.decide(Move.KEEP)
    said = Report.objects.select_related("case").get(pk=said.pk)
    path = path_of(said)
    with later(days=settings.COMMENT_EVIDENCE_DAYS - 20):
        made = appeal(decision=Subject.of_report(said).decision, by=None, text="A.", report=said)
    with later(days=settings.COMMENT_EVIDENCE_DAYS + 1):
        forget_old()
        said.refresh_from_db()
        assert (said.email, path_of(said)) == ("odile@example.org", path)
        decide_appeal(made.appeal, False, by=hearing.second, answer="It is rude and allowed.")
        forget_old()
        assert Report.objects.get(pk=said.pk).email, "its mail is on its way"
    with later(days=settings.COMMENT_EVIDENCE_DAYS + 9):
        forget_old()
    said.refresh_from_db()
    assert (said.email, said.token_hash) == ("", "")


def test_a_guests_sanction_is_read_and_appealed_by_who_has_an_account_since(
    client: Client, make_user: Make, make_comment: Make, settings: Any, tmp_path: Path
) -> None:
    keep_mail_in_files(settings, tmp_path / "mail")
    comment = make_comment(author=None, guest_email="odile@example.org")
    by, second = make_user("Moderators"), make_user("Moderators")
    target = Target(email="odile@example.org")
    row = sanction(target, SanctionKind.BAN, by=by, reason="Rude.", comment=comment)
    odile, stranger = make_user(email="odile@example.org"), make_user()
    adopt(odile, ["odile@example.org"])
    with later(minutes=11):
        deliver()
    [mail] = mail_to("odile@example.org")
    page = f"/account/reasons/{row.statement.number}/"
    assert page in text_in(mail)
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    assert why_not(Subject(sanction=row), by=stranger)
    client.force_login(odile)
    assert client.get(page).status_code == 200
    way = reverse("sanction_appeal", args=[row.statement.number])
    assert client.post(way, {"text": "It was irony."}, headers=SAME_ORIGIN).status_code == 303
    made = Appeal.objects.get(sanction=row)
    decide_appeal(made, True, by=second, answer="You are right.")
    assert "Your appeal was successful" in text_of(client.get(way))


def test_a_guests_appeal_against_a_sanction_is_the_accounts_that_takes_over_the_comment(
    client: Client, make_user: Make, make_comment: Make
) -> None:
    comment = make_comment(author=None, guest_email="odile@example.org")
    by, second = make_user("Moderators"), make_user("Moderators")
    target = Target(email="odile@example.org")
    row = sanction(target, SanctionKind.BAN, by=by, reason="Rude.", comment=comment)
    made = appeal(sanction=row, by=None, text="It was irony.", comment=comment).appeal
    odile = make_user(email="odile@example.org")
    adopt(odile, ["odile@example.org"])
    made = Appeal.objects.get(pk=made.pk)
    decide_appeal(made, False, by=second, answer="It was no irony.")
    assert Notice.objects.filter(kind="appeal", user=odile).count() == 1
    client.force_login(odile)
    said = text_of(client.get(reverse("sanction_appeal", args=[row.statement.number])))
    assert "It was irony." in said
    assert "It was no irony." in said


@pytest.mark.parametrize("is_told", [False, True])
def test_a_question_outlives_an_end_that_was_taken_back(is_told: bool, make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    ask(made, "About whom?", by=hearing.second)
    act = hearing.decide(Move.RESTORE).act
    told = Notice.objects.filter(kind="appeal", user=hearing.author)
    assert told.count() == 2
    if is_told:
        told.update(settled_at=timezone.now())
    undo(act, by=hearing.first)
    [question] = told
    assert made.messages.count() == 1
    assert question.made_at < Decision.objects.get(act=act).decided_at

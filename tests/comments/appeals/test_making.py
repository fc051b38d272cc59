"""Who may appeal what and until when; one appeal a decision; talking about it, taking it back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments.appeals.making import AppealRefused, appeal, ask, makes, say, withdraw
from comments.appeals.standing import Subject, why_not
from comments.erasing import erase
from comments.legal_holds import must_stay
from comments.models import Appeal, Comment, Decision, Move, Notice, Sanction
from comments.reasons.deadline import appeal_until
from comments.sanctions import Target, lift, sanction
from comments.undoing import undo
from tests.comments.appeals.conftest import newest
from tests.making import Make

pytestmark = pytest.mark.django_db


def put(target: Target, kind: str, by: Any, **how: Any) -> Sanction:
    end = None if kind in {"warning", "ban"} else timezone.now() + timedelta(days=7)
    return sanction(target, kind, by=by, reason="Insults.", **{"ends_at": end} | how)  # type: ignore[arg-type]


@pytest.mark.parametrize("move", [Move.REMOVE, Move.REJECT, Move.HOLD])
def test_an_author_appeals_what_keeps_their_comment_from_readers(
    move: Move, make_hearing: Make
) -> None:
    hearing = make_hearing(move)
    made = hearing.appeal(text="  It was irony.  ")
    assert (made.comment, made.user) == (hearing.comment, hearing.author)
    assert made.decision == newest(hearing.comment)
    assert (made.text, made.closed_at, made.outcome) == ("It was irony.", None, "")


def test_a_guest_appeals_by_their_link(make_hearing: Make) -> None:
    hearing = make_hearing(author=None)
    assert hearing.appeal(by=None).user is None


def test_nobody_appeals_for_somebody_else(make_hearing: Make, make_user: Make) -> None:
    accounts, guests = make_hearing(), make_hearing(author=None)
    for hearing, by in [(accounts, make_user()), (accounts, None), (guests, make_user())]:
        with pytest.raises(AppealRefused, match="Only whoever"):
            hearing.appeal(by=by)


def test_an_appeal_says_why(make_hearing: Make) -> None:
    with pytest.raises(AppealRefused, match="Please write why"):
        make_hearing().appeal(text=" \n ")


def test_a_second_appeal_changes_nothing_and_gives_the_first(make_hearing: Make) -> None:
    hearing = make_hearing()
    first = hearing.appeal()
    again = appeal(decision=newest(hearing.comment), by=hearing.author, text="Once more.")
    assert (again.appeal, again.is_new) == (first, False)
    assert Appeal.objects.get().text == "It was irony."
    assert Notice.objects.filter(kind="appealed").count() == 1


def test_a_barred_person_appeals_all_the_same(make_hearing: Make) -> None:
    hearing = make_hearing()
    put(Target(hearing.author), "ban", hearing.first)
    assert hearing.appeal().pk


def test_what_was_taken_back_or_restored_is_not_appealed(make_hearing: Make) -> None:
    hearing = make_hearing()
    removal = newest(hearing.comment)
    undo(removal.act, by=hearing.first)
    with pytest.raises(AppealRefused, match="published again"):
        hearing.appeal(decision=removal)


def test_the_newest_decision_is_appealed_and_not_one_before_it(make_hearing: Make) -> None:
    hearing = make_hearing(Move.HOLD)
    hold = newest(hearing.comment)
    hearing.decide(Move.REMOVE)
    with pytest.raises(AppealRefused, match="Something else was decided"):
        hearing.appeal(decision=hold)
    assert hearing.appeal().decision.move == Move.REMOVE


def test_an_undo_that_brings_a_removal_back_is_appealed(make_hearing: Make) -> None:
    hearing = make_hearing()
    act = hearing.decide(Move.RESTORE).act
    undo(act, by=hearing.first)
    assert hearing.appeal().decision.move == Move.UNDO


@pytest.mark.parametrize("move", [Move.KEEP, None])
def test_what_keeps_nothing_from_readers_is_not_appealed(
    move: Move | None, make_hearing: Make
) -> None:
    with pytest.raises(AppealRefused, match="nothing to appeal"):
        make_hearing(move).appeal()


def test_what_waits_since_it_was_sent_is_appealed_once_it_has_a_statement(
    make_hearing: Make, make_statement: Any
) -> None:
    hearing = make_hearing(None, status="held")
    with pytest.raises(AppealRefused):
        hearing.appeal()
    make_statement(newest(hearing.comment))
    assert hearing.appeal().decision.move == Move.POST


def test_a_comment_that_its_author_deleted_is_appealed_until_its_words_are_erased(
    make_hearing: Make,
) -> None:
    hearing = make_hearing()
    removal = newest(hearing.comment)
    hearing.decide(Move.DELETE, by=hearing.author)
    subject = Subject(Decision.objects.select_related("comment").get(pk=removal.pk))
    assert not why_not(subject, by=hearing.author)
    erase([hearing.comment])
    with pytest.raises(AppealRefused, match="erased"):
        hearing.appeal(decision=removal)


def test_an_appeal_may_be_made_to_the_end_of_the_day_six_months_later(
    make_hearing: Make, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Tashkent"
    hearing = make_hearing()
    removal = Decision.objects.select_related("comment").get(pk=newest(hearing.comment).pk)
    removal.decided_at = datetime(2026, 8, 31, 20, tzinfo=UTC)  # already September there
    removal.statement.appeal_until = appeal_until(removal.decided_at)
    last = datetime(2027, 3, 1, 18, 59, 59, tzinfo=UTC)
    assert last < appeal_until(removal.decided_at) < last + timedelta(seconds=1)
    assert not why_not(Subject(removal), by=hearing.author, now=last)
    late = why_not(Subject(removal), by=hearing.author, now=last + timedelta(seconds=1))
    assert "ended on" in late


def test_a_newspaper_without_appeals_takes_none(make_hearing: Make, settings: Any) -> None:
    settings.COMMENT_APPEAL_MONTHS = 0
    with pytest.raises(AppealRefused, match="write to it"):
        make_hearing().appeal()


@pytest.mark.parametrize("kind", ["hold", "suspension", "ban"])
def test_somebody_under_a_sanction_appeals_it(
    kind: str, make_user: Make, make_comment: Make
) -> None:
    by, person = make_user("Moderators"), make_user()
    row = put(Target(person), kind, by)
    assert appeal(sanction=row, by=person, text="Not me.").appeal.sanction == row
    guests = make_comment(guest_email="odile@example.org")
    row = put(Target(email="Odile@example.org"), kind, by)
    with pytest.raises(AppealRefused, match="Only whoever"):
        appeal(sanction=row, by=None, text="Not me.", comment=make_comment())
    made = appeal(sanction=row, by=None, text="Not me.", comment=guests).appeal
    assert made.comment == guests


def test_warnings_networks_and_what_was_lifted_are_not_appealed(make_user: Make) -> None:
    by, person = make_user("Moderators"), make_user()
    warning = put(Target(person), "warning", by)
    network = put(Target(network="192.0.2.0/24"), "suspension", by)
    lifted = lift(put(Target(person), "ban", by), by=by, because="A mistake.")
    for row, who, why in [
        (warning, person, "warning"), (network, None, "network"), (lifted, person, "lifted"),
    ]:  # fmt: skip
        with pytest.raises(AppealRefused, match=why):
            appeal(sanction=row, by=who, text="Not me.")


def test_a_reporter_appeals_that_a_comment_was_let_stand(make_dismissed: Make) -> None:
    hearing, said = make_dismissed()
    decision = Subject.of_report(said).decision
    made = appeal(decision=decision, by=said.user, text="Read it again.", report=said).appeal
    assert (made.report, made.user, made.comment) == (said, said.user, hearing.comment)
    with pytest.raises(AppealRefused, match="nothing to appeal"):
        hearing.appeal(decision=decision)


def test_a_report_that_was_not_dismissed_is_not_appealed(
    make_dismissed: Make, make_user: Make
) -> None:
    hearing, said = make_dismissed()
    decision = Subject.of_report(said).decision
    with pytest.raises(AppealRefused, match="Only whoever"):
        appeal(decision=decision, by=make_user(), text="Read it again.", report=said)
    hearing.decide(Move.REMOVE)
    with pytest.raises(AppealRefused, match="not before readers"):
        appeal(decision=decision, by=said.user, text="Read it again.", report=said)


def test_an_open_case_has_nothing_to_appeal(make_dismissed: Make) -> None:
    hearing, said = make_dismissed()
    undo(newest(hearing.comment).act, by=hearing.first)
    said.case.refresh_from_db()
    assert Subject.of_report(said).decision is None
    assert "Nothing was decided" in why_not(Subject.of_report(said), by=said.user)


def test_the_database_keeps_one_appeal_a_decision(make_hearing: Make) -> None:
    made = make_hearing().appeal()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(decision=made.decision, comment=made.comment)


def test_an_appeal_is_taken_back_by_whoever_made_it(make_hearing: Make, make_user: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    with pytest.raises(AppealRefused, match="somebody else"):
        withdraw(made, by=make_user())
    ended = withdraw(made, by=hearing.author)
    assert (ended.outcome, ended.decided_by) == ("withdrawn", None)
    with pytest.raises(AppealRefused, match="closed"):
        withdraw(made, by=hearing.author)
    assert hearing.status() == "removed"


def test_house_and_author_talk_while_an_appeal_is_open(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    with pytest.raises(AppealRefused, match="You had a part"):
        ask(made, "What did you mean?", by=hearing.first)
    ask(made, "What did you mean?", by=hearing.second)
    say(made, "The weather.", by=hearing.author)
    assert [row.is_house for row in made.messages.all()] == [True, False]
    withdraw(made, by=hearing.author)
    for verb in (lambda: ask(made, "Oh?", by=hearing.second), lambda: say(made, "Oh.", by=None)):
        with pytest.raises(AppealRefused, match="closed"):
            verb()


def test_nobody_talks_without_an_end_nor_says_nothing(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    with pytest.raises(AppealRefused, match="write something"):
        say(made, "  ", by=hearing.author)
    for number in range(20):
        say(made, f"And number {number}.", by=hearing.author)
    with pytest.raises(AppealRefused, match="a lot"):
        say(made, "And another.", by=hearing.author)


def test_an_appeal_is_whoevers_who_made_it(make_hearing: Make, make_dismissed: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    assert makes(made, hearing.author)
    assert not makes(made, hearing.second)
    other, said = make_dismissed()
    theirs = appeal(
        decision=Subject.of_report(said).decision, by=said.user, text="Again.", report=said
    ).appeal
    assert makes(theirs, said.user, said)
    assert not makes(theirs, other.author)


def test_what_an_open_appeal_is_about_stays(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    assert list(must_stay(Comment.objects.all())) == [hearing.comment]
    hearing.decide(Move.DELETE, by=hearing.author)
    assert erase([hearing.comment]) == []
    withdraw(made, by=hearing.author)
    assert not must_stay(Comment.objects.all()).exists()
    assert erase([hearing.comment]) == [hearing.comment.pk]


def test_an_appeal_goes_with_its_comment_to_the_account_that_takes_it_over(
    make_hearing: Make, make_user: Make
) -> None:
    hearing, account = make_hearing(author=None), make_user()
    made = hearing.appeal(by=None)
    Comment.objects.filter(pk=hearing.comment.pk).update(author=account)
    made = Appeal.objects.get()
    assert makes(made, account)
    assert not makes(made, None)
    ask(made, "What did you mean?", by=hearing.second)
    assert Notice.objects.filter(kind="appeal", user=account).exists()
    hearing.comment = Comment.objects.get(pk=hearing.comment.pk)
    hearing.decide(Move.RESTORE)
    assert Notice.objects.filter(kind="appeal", user=account).count() == 2

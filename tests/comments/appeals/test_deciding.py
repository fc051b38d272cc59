"""Deciding appeals: who may, what follows, what is told, what cannot be taken back."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from comments import bulk
from comments.appeals.deciding import decide_appeal
from comments.appeals.making import AppealRefused, appeal
from comments.appeals.parties import may_decide, ruling_of, who_took_part
from comments.appeals.standing import Subject
from comments.desk.day_counts import counts
from comments.limits import Limits
from comments.models import Appeal, Decision, ModeratorScope, Move, Notice, Sanction, SanctionKind
from comments.recommending import Person
from comments.recount import drifts
from comments.reporting import report
from comments.sanctions import Target, lift, sanction
from comments.trust import trust_of
from comments.undoing import undo, undoable_acts
from tests.comments.appeals.conftest import Hearing, newest
from tests.making import Make

pytestmark = pytest.mark.django_db


def test_who_had_a_part_does_not_decide(make_hearing: Make, make_user: Make) -> None:
    hearing = make_hearing(None, author=make_user("Moderators"))
    reporter, approver = make_user("Moderators"), make_user("Moderators")
    report(hearing.comment, by=Person(reporter), text="An insult.")
    hearing.decide(Move.KEEP, by=approver)
    hearing.decide(Move.REMOVE)
    made = hearing.appeal()
    for user in (hearing.author, reporter, approver, hearing.first):
        assert user in who_took_part(made)
        assert not may_decide(user, made)
        with pytest.raises(AppealRefused, match="You had a part"):
            decide_appeal(made, False, by=user, answer="No.")
    assert may_decide(hearing.second, made)


def test_a_moderator_who_wrote_or_reported_as_a_guest_had_a_part(
    make_hearing: Make, make_user: Make
) -> None:
    writer = make_user("Moderators", email="writer@example.org")
    hearing = make_hearing(author=None, guest_email="writer@example.org")
    assert not may_decide(writer, hearing.appeal(by=None))


def test_a_stranger_keeps_no_moderator_from_deciding_by_typing_their_address(
    make_hearing: Make,
) -> None:
    hearing = make_hearing(None)
    email = hearing.second.email
    report(hearing.comment, by=Person(), address="far", email=email, text="Look.", language="en")
    hearing.decide(Move.REMOVE)
    assert may_decide(hearing.second, hearing.appeal())


def test_readers_and_limited_moderators_do_not_decide(
    make_hearing: Make, make_user: Make, make_section: Make
) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    scope = ModeratorScope.objects.create(moderator=hearing.second)
    scope.sections.add(make_section("sport", "Sport"))
    assert "outside" in ruling_of(hearing.second, made).reason
    for nobody in (make_user(), make_user("Reporters")):
        assert not may_decide(nobody, made)


@pytest.mark.parametrize("move", [Move.REMOVE, Move.REJECT, Move.HOLD])
def test_a_comment_comes_back_when_its_author_is_right(move: Move, make_hearing: Make) -> None:
    hearing = make_hearing(move)
    made = decide_appeal(hearing.appeal(), True, by=hearing.second, answer="You are right.")
    assert hearing.status() == "published"
    decision = newest(hearing.comment)
    assert decision.move == (Move.APPROVE if move == Move.HOLD else Move.RESTORE)
    assert (decision.started_by, decision.actor) == ("appeal", hearing.second)
    assert (decision.act, decision.alone) == (made.act, False)
    assert (made.outcome, made.decided_by, made.alone) == ("reversed", hearing.second, False)
    assert made.closed_at is not None


def test_an_upheld_decision_is_a_decision_too(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    with pytest.raises(AppealRefused, match="why the decision stands"):
        decide_appeal(made, False, by=hearing.second, answer="")
    made = decide_appeal(made, False, by=hearing.second, answer="It is an insult all the same.")
    decision = newest(hearing.comment)
    assert (decision.move, decision.started_by) == (Move.UPHOLD, "appeal")
    assert (decision.status_after, decision.rule) == ("removed", hearing.rule)
    assert (made.outcome, made.answer) == ("upheld", "It is an insult all the same.")
    assert hearing.status() == "removed"


def test_an_appeal_is_decided_once_and_the_same_press_twice_is_one(make_hearing: Make) -> None:
    hearing = make_hearing()
    made, act = hearing.appeal(), uuid.uuid4()
    for _press in range(2):
        decide_appeal(made, True, by=hearing.second, answer="Yes.", act=act)
    assert Decision.objects.filter(act=act).count() == 1
    with pytest.raises(AppealRefused, match="closed"):
        decide_appeal(made, False, by=hearing.second, answer="No.")


def test_a_decision_is_about_the_text_that_was_read(make_hearing: Make) -> None:
    hearing = make_hearing(Move.HOLD)
    with pytest.raises(AppealRefused, match="changed after you read"):
        decide_appeal(hearing.appeal(), True, by=hearing.second, answer="", seen=7)
    assert hearing.status() == "held"
    assert Appeal.objects.get().closed_at is None


def test_a_reporter_who_is_right_has_the_comment_removed(
    make_dismissed: Make, make_rule: Make
) -> None:
    hearing, said = make_dismissed()
    made = appeal(
        decision=Subject.of_report(said).decision, by=said.user, text="Again.", report=said
    ).appeal
    with pytest.raises(AppealRefused, match="choose the rule"):
        decide_appeal(made, True, by=hearing.second, answer="")
    decide_appeal(made, True, by=hearing.second, answer="", rule=make_rule("5", "Hate"))
    decision = newest(hearing.comment)
    assert (decision.move, decision.started_by, decision.rule.code) == ("remove", "appeal", "5")
    assert hearing.status() == "removed"
    assert hearing.appeal(decision=decision).pk  # its author may object to that in turn


def test_a_reporter_who_is_not_right_changes_nothing(make_dismissed: Make) -> None:
    hearing, said = make_dismissed()
    made = appeal(
        decision=Subject.of_report(said).decision, by=said.user, text="Again.", report=said
    ).appeal
    decide_appeal(made, False, by=hearing.second, answer="It is rude and allowed.")
    assert hearing.status() == "published"
    assert newest(hearing.comment).move == Move.UPHOLD


def test_what_was_published_on_appeal_is_not_appealed_by_a_reporter(
    make_hearing: Make, make_user: Make
) -> None:
    hearing, reporter = make_hearing(None), make_user()
    said = report(hearing.comment, by=Person(reporter), text="An insult.").report
    hearing.decide(Move.HOLD)
    decide_appeal(hearing.appeal(), True, by=hearing.second, answer="Yes.")
    said.case.refresh_from_db()
    with pytest.raises(AppealRefused, match="not appealed once more"):
        appeal(decision=Subject.of_report(said).decision, by=reporter, text="No!", report=said)


def test_a_deleted_comment_does_not_return_and_the_record_says_that_it_was_wrong(
    make_hearing: Make,
) -> None:
    hearing = make_hearing()
    removal, made = newest(hearing.comment), hearing.appeal()
    hearing.decide(Move.DELETE, by=hearing.author)
    decide_appeal(made, True, by=hearing.second, answer="Yes.")
    assert hearing.status() == "deleted"
    decision = newest(hearing.comment)
    assert (decision.move, decision.reverses, decision.status_after) == ("undo", removal, "deleted")
    assert not drifts()


def put(person: Any, by: Any, kind: str = "ban", **how: Any) -> Sanction:
    return sanction(Target(person), SanctionKind(kind), by=by, reason="Insults.", **how)


def test_a_sanction_that_was_wrong_is_lifted(make_user: Make, make_hearing: Make) -> None:
    hearing = make_hearing()
    third = make_user("Moderators")
    row = put(hearing.author, third, comment=hearing.comment)
    made = appeal(sanction=row, by=hearing.author, text="It was not I.").appeal
    for user in (third, hearing.first):  # who put it, and who judged the comment for which
        with pytest.raises(AppealRefused, match="You had a part"):
            decide_appeal(made, True, by=user, answer="")
    decide_appeal(made, True, by=hearing.second, answer="Yes.")
    row.refresh_from_db()
    assert row.lifted_by == hearing.second
    assert not Sanction.objects.in_force().exists()


def test_a_sanction_that_is_over_is_reversed_in_the_record(make_user: Make) -> None:
    person, by, second = make_user(), make_user("Moderators"), make_user("Moderators")
    row = put(person, by, "suspension", ends_at=timezone.now() + timedelta(days=1))
    Sanction.objects.filter(pk=row.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    decide_appeal(appeal(sanction=row, by=person, text="No.").appeal, True, by=second, answer="")
    row.refresh_from_db()
    assert row.lifted_at is not None


def test_an_upheld_sanction_goes_on(make_user: Make) -> None:
    person, by, second = make_user(), make_user("Moderators"), make_user("Moderators")
    row = put(person, by)
    made = appeal(sanction=row, by=person, text="No.").appeal
    decide_appeal(made, False, by=second, answer="It is right.")
    assert Sanction.objects.in_force().get() == row


def test_where_nobody_else_is_there_an_administrator_decides_and_the_record_says_so(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    admin = make_user("Administrators")
    gone = make_user("Moderators", is_active=False)
    hearing = Hearing(make_comment(author=make_user()), admin, gone, make_rule())
    hearing.decide(Move.REMOVE)
    made = hearing.appeal()
    assert ruling_of(admin, made).alone
    helper = make_user("Moderators")
    assert "There are others" in ruling_of(admin, made).reason
    helper.groups.clear()
    made = decide_appeal(made, True, by=admin, answer="I was wrong.")
    assert made.alone
    assert newest(hearing.comment).alone


def test_a_moderator_never_decides_alone(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    only = make_user("Moderators")
    hearing = Hearing(make_comment(author=make_user()), only, only, make_rule())
    hearing.decide(Move.REMOVE)
    assert not may_decide(only, hearing.appeal())


def test_an_administrator_who_had_no_part_decides_like_anybody(
    make_hearing: Make, make_user: Make
) -> None:
    hearing, admin = make_hearing(), make_user("Administrators")
    assert not decide_appeal(hearing.appeal(), True, by=admin, answer="Yes.").alone


@pytest.mark.parametrize("reverse", [True, False])
def test_what_was_decided_on_appeal_is_not_undone(reverse: bool, make_hearing: Make) -> None:
    hearing = make_hearing()
    made = decide_appeal(hearing.appeal(), reverse, by=hearing.second, answer="So it is.")
    assert made.act not in [row.decision.act for row in undoable_acts(hearing.second)]
    assert "final" in undo(made.act, by=hearing.second).refusals[0].reason


def test_whoever_restores_a_comment_by_themselves_ends_the_appeal(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    restored = hearing.decide(Move.RESTORE)
    made.refresh_from_db()
    assert (made.outcome, made.decided_by, made.alone) == ("reversed", hearing.first, True)
    assert made.act == restored.act
    assert Notice.objects.filter(kind="appeal", user=hearing.author).count() == 1


def test_an_undo_of_what_is_appealed_ends_the_appeal_and_an_undo_of_that_opens_it(
    make_hearing: Make,
) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    act = hearing.decide(Move.RESTORE).act
    undo(act, by=hearing.first)
    made.refresh_from_db()
    assert (made.outcome, made.closed_at, made.act, made.alone) == ("", None, None, False)
    assert not Notice.objects.filter(kind="appeal").exists()
    other = make_hearing()
    made = other.appeal()
    undo(newest(other.comment).act, by=other.first)
    made.refresh_from_db()
    assert made.outcome == "reversed"


def test_a_removal_at_the_desk_ends_a_reporters_appeal(make_dismissed: Make) -> None:
    hearing, said = make_dismissed()
    decision = Subject.of_report(said).decision
    made = appeal(decision=decision, by=said.user, text="Again.", report=said).appeal
    hearing.decide(Move.HOLD)
    made.refresh_from_db()
    assert made.closed_at is None
    hearing.decide(Move.REMOVE)
    made.refresh_from_db()
    assert made.outcome == "reversed"


def test_other_decisions_leave_an_appeal_open(make_hearing: Make) -> None:
    hearing = make_hearing(Move.HOLD)
    made = hearing.appeal()
    hearing.decide(Move.REMOVE)
    made.refresh_from_db()
    assert made.closed_at is None
    decide_appeal(made, True, by=hearing.second, answer="Yes.")
    assert hearing.status() == "published"


def test_all_open_appeals_about_a_comment_end_when_it_is_back(make_hearing: Make) -> None:
    hearing = make_hearing(Move.HOLD)
    first = hearing.appeal()
    hearing.decide(Move.REMOVE)
    decide_appeal(hearing.appeal(), True, by=hearing.second, answer="Yes.")
    first.refresh_from_db()
    assert (first.outcome, first.decided_by) == ("reversed", hearing.second)


def test_a_sanction_that_is_lifted_ends_its_appeal(make_user: Make) -> None:
    person, by = make_user(), make_user("Moderators")
    row = put(person, by)
    made = appeal(sanction=row, by=person, text="No.").appeal
    lift(row, by=by, because="A mistake.")
    made.refresh_from_db()
    assert (made.outcome, made.decided_by, made.alone) == ("reversed", by, True)


def test_an_act_on_many_ends_appeals_too(make_hearing: Make) -> None:
    hearings = [make_hearing(), make_hearing()]
    for hearing in hearings:
        hearing.appeal()
    comments = type(hearings[0].comment).objects.filter(pk__in=[h.comment.pk for h in hearings])
    act = bulk.begin(comments, Move.RESTORE, by=hearings[0].first)
    bulk.carry_out(act.pk)
    assert set(Appeal.objects.values_list("outcome", flat=True)) == {"reversed"}


def test_trust_follows(make_hearing: Make, settings: Any) -> None:
    settings.COMMENT_TRUST_PUBLISHED = 1
    hearing, deleted = make_hearing(), make_hearing()

    def trust(of: Hearing) -> Any:
        return trust_of([of.author.pk])[of.author.pk]

    made, late = hearing.appeal(), deleted.appeal()
    assert trust(hearing).removed_lately == trust(deleted).removed_lately == 1
    deleted.decide(Move.DELETE, by=deleted.author)
    assert trust(deleted).removed_lately == 1
    decide_appeal(made, True, by=hearing.second, answer="Yes.")
    decide_appeal(late, True, by=deleted.second, answer="Yes.")
    assert trust(hearing).is_trusted
    assert trust(deleted).removed_lately == 0


def test_figures_follow(make_hearing: Make) -> None:
    def decided() -> dict[tuple[int | None, str], int]:
        end = timezone.now() + timedelta(days=1)
        found = counts("day", end - timedelta(days=3), end, Limits())
        return {(row.moderator, row.move): row.number for row in found if row.by == "moderator"}

    hearing, deleted = make_hearing(), make_hearing()
    made, late = hearing.appeal(), deleted.appeal()
    deleted.decide(Move.DELETE, by=deleted.author)
    assert decided()[deleted.first.pk, "remove"] == 1
    decide_appeal(made, True, by=hearing.second, answer="Yes.")
    decide_appeal(late, True, by=deleted.second, answer="Yes.")
    assert decided()[hearing.second.pk, "restore"] == 1
    assert (deleted.first.pk, "remove") not in decided()  # as an undone one it counts no more


def test_everybody_hears_of_it(make_hearing: Make, make_user: Make) -> None:
    hearing, reporter = make_hearing(None), make_user()
    report(hearing.comment, by=Person(reporter), text="An insult.")
    hearing.decide(Move.REMOVE)
    made = hearing.appeal()
    assert Notice.objects.get(kind="appealed").user == hearing.author
    decide_appeal(made, True, by=hearing.second, answer="Yes.")
    told = Notice.objects.filter(kind="appeal", appeal=made)
    assert {row.user for row in told} == {hearing.author, reporter}
    assert told.get(user=reporter).report.user == reporter
    assert not Notice.objects.filter(kind="decision", decision__move=Move.RESTORE).exists()


def test_the_author_hears_of_a_removal_on_a_reporters_appeal(
    make_dismissed: Make, make_rule: Make
) -> None:
    hearing, said = make_dismissed()
    decision = Subject.of_report(said).decision
    made = appeal(decision=decision, by=said.user, text="Again.", report=said).appeal
    decide_appeal(made, True, by=hearing.second, answer="", rule=make_rule())
    assert Notice.objects.get(kind="decision").user == hearing.author
    assert Notice.objects.get(kind="appeal").user == said.user

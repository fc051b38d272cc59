"""Several people at one appeal: real transactions in threads."""

import pytest

from comments.appeals.deciding import decide_appeal
from comments.appeals.making import AppealRefused, ask, withdraw
from comments.models import Appeal, Decision, Move, Sanction, SanctionKind
from comments.sanctions import SanctionRefused, Target, lift, sanction
from comments.undoing import undo
from tests.comments.appeals.conftest import newest
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_moderators_cannot_both_decide_an_appeal(make_hearing: Make, make_user: Make) -> None:
    hearing, third = make_hearing(), make_user("Moderators")
    made = hearing.appeal()
    with uncommitted(lambda: decide_appeal(made, True, by=hearing.second, answer="Yes.")) as commit:
        other = InThread(lambda: decide_appeal(made, False, by=third, answer="No."))
        assert other.is_blocked()
        commit()
        with pytest.raises(AppealRefused, match="closed"):
            other.result()
    assert hearing.status() == "published"
    assert Decision.objects.filter(started_by="appeal").count() == 1
    assert Appeal.objects.get().outcome == "reversed"


def test_a_decision_is_appealed_once_however_fast_one_presses(make_hearing: Make) -> None:
    hearing = make_hearing()
    with uncommitted(hearing.appeal) as commit:
        other = InThread(lambda: hearing.appeal(text="Again."))
        assert other.is_blocked()
        first = commit()
        assert other.result() == first
    assert Appeal.objects.get().text == "It was irony."


def test_who_decides_about_the_comment_meanwhile_has_a_part_in_it(
    make_hearing: Make, make_user: Make
) -> None:
    hearing, third = make_hearing(Move.HOLD), make_user("Moderators")
    made = hearing.appeal()
    with uncommitted(lambda: hearing.decide(Move.REMOVE, by=third)) as commit:
        other = InThread(lambda: decide_appeal(made, True, by=third, answer="Yes."))
        assert other.is_blocked()
        commit()
        with pytest.raises(AppealRefused, match="You had a part"):
            other.result()


def test_an_appeal_waits_for_an_undo_and_then_has_nothing_to_object_to(
    make_hearing: Make,
) -> None:
    hearing = make_hearing()
    removal = newest(hearing.comment)
    with uncommitted(lambda: undo(removal.act, by=hearing.first)) as commit:
        other = InThread(lambda: hearing.appeal(decision=removal))
        assert other.is_blocked()
        commit()
        with pytest.raises(AppealRefused, match="published again"):
            other.result()


def test_an_undo_waits_for_an_appeal_and_then_ends_it(make_hearing: Make) -> None:
    hearing = make_hearing()
    removal = newest(hearing.comment)
    with uncommitted(hearing.appeal) as commit:
        other = InThread(lambda: undo(removal.act, by=hearing.first))
        assert other.is_blocked()
        commit()
        assert not other.result().refusals
    assert Appeal.objects.get().outcome == "reversed"


def test_an_appeal_is_not_taken_back_behind_its_decision(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    with uncommitted(lambda: decide_appeal(made, True, by=hearing.second, answer="Yes.")) as commit:
        others = [
            InThread(lambda: withdraw(made, by=hearing.author)),
            InThread(lambda: ask(made, "About whom?", by=hearing.second)),
        ]
        assert all(other.is_blocked() for other in others)
        commit()
        for other in others:
            with pytest.raises(AppealRefused, match="closed"):
                other.result()


def test_a_sanction_is_lifted_once(make_user: Make, make_hearing: Make) -> None:
    hearing, person = make_hearing(), make_user()
    row = sanction(Target(person), SanctionKind.BAN, by=hearing.first, reason="Spam.")
    made = hearing.appeal(decision=None, sanction=row, by=person)
    with uncommitted(lambda: decide_appeal(made, True, by=hearing.second, answer="Yes.")) as commit:
        other = InThread(lambda: lift(row, by=hearing.first, because="A mistake."))
        assert other.is_blocked()
        commit()
        with pytest.raises(SanctionRefused):
            other.result()
    assert Sanction.objects.get().lifted_by == hearing.second
    made.refresh_from_db()
    assert made.decided_by == hearing.second

"""Undoing: what a moderator takes back, what stays as it is, and which acts are offered for it."""

import uuid

import pytest

from comments.models import Comment, Move, Rule, Status
from comments.moderation import allowed_moves, decide
from comments.undoing import undo, undoable_acts
from tests.making import Make


@pytest.fixture
def rule(make_rule: Make) -> Rule:
    return make_rule()


def test_a_restoring_is_not_undone_once_readers_have_answered(
    make_comment: Make, moderator: object
) -> None:
    """Rejected anew it would take the answers out of the thread, which still counts them."""
    comment, alone = make_comment(status=Status.REJECTED), make_comment(status=Status.REJECTED)
    act = decide([comment, alone], Move.RESTORE, by=moderator).act
    answer = make_comment(parent=Comment.objects.get(pk=comment.pk))
    [refusal] = undo(act, by=moderator).refusals
    assert refusal.comment == comment
    assert "so that a tombstone stays" in refusal.reason
    comment.refresh_from_db()
    alone.refresh_from_db()
    answer.refresh_from_db()
    assert (comment.status, comment.shown, answer.shown) == (Status.PUBLISHED, True, True)
    assert alone.status == Status.REJECTED


def test_undo_leaves_alone_what_somebody_decided_about_since(
    make_comment: Make, make_user: Make, moderator: object, rule: Rule
) -> None:
    first, second = make_comment(status=Status.HELD), make_comment(status=Status.HELD)
    act = decide([first, second], Move.APPROVE, by=moderator).act
    decide([first], Move.REMOVE, by=make_user("Moderators"), rule=rule)
    outcome = undo(act, by=moderator)
    assert [refusal.comment.pk for refusal in outcome.refusals] == [first.pk]
    assert "decided about this comment since" in outcome.refusals[0].reason
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (Status.REMOVED, Status.HELD)


def test_an_undo_is_not_undone(make_comment: Make, moderator: object) -> None:
    comment = make_comment(status=Status.HELD)
    act = undo(decide([comment], Move.APPROVE, by=moderator).act, by=moderator).act
    assert len(undo(act, by=moderator).refusals) == 1
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_being_posted_is_not_undone(make_comment: Make, moderator: object) -> None:
    comment = make_comment(status=Status.HELD)
    outcome = undo(comment.decisions.get().act, by=moderator)
    assert not outcome.decisions
    assert not outcome.refusals


def test_what_its_author_deleted_nobody_brings_back(
    make_comment: Make, make_user: Make, moderator: object
) -> None:
    author = make_user("Moderators")
    comment = make_comment(author=author, guest_name="", guest_email="")
    act = decide([comment], Move.DELETE, by=author).act
    assert undoable_acts(author) == []
    outcome = undo(act, by=moderator)
    assert not outcome.decisions
    comment.refresh_from_db()
    assert comment.status == Status.DELETED


def test_approving_by_mistake_twice_still_lets_a_comment_be_rejected(
    make_comment: Make, moderator: object, rule: Rule
) -> None:
    """An undone approval was no publication, however often it happened."""
    comment = make_comment(status=Status.HELD)
    for _ in range(2):
        undo(decide([comment], Move.APPROVE, by=moderator).act, by=moderator)
    assert not decide([comment], Move.REJECT, by=moderator, rule=rule).refusals


def test_undoing_a_second_publication_keeps_that_readers_saw_the_first(
    make_comment: Make, moderator: object, rule: Rule
) -> None:
    comment = make_comment()
    decide([comment], Move.HOLD, by=moderator)
    undo(decide([comment], Move.APPROVE, by=moderator).act, by=moderator)
    comment.refresh_from_db()
    assert allowed_moves(comment) == [Move.APPROVE, Move.REMOVE]


def test_undoing_a_publication_that_was_answered_keeps_that_readers_saw_it(
    make_comment: Make, moderator: object
) -> None:
    comment = make_comment(status=Status.HELD)
    act = decide([comment], Move.APPROVE, by=moderator).act
    make_comment(parent=comment, status=Status.HELD)
    undo(act, by=moderator)
    comment.refresh_from_db()
    assert allowed_moves(comment) == [Move.APPROVE, Move.REMOVE]


def test_the_last_ten_acts_of_a_moderator_are_offered_for_undo_while_nothing_came_after_them(
    make_comment: Make, make_user: Make, moderator: object, rule: Rule
) -> None:
    def offered() -> list[uuid.UUID]:
        return [undoable.decision.act for undoable in undoable_acts(moderator)]

    assert offered() == []
    held = [make_comment(status=Status.HELD) for _ in range(12)]
    acts = [decide([comment], Move.APPROVE, by=moderator).act for comment in held]
    acts.append(decide(held[:2], Move.REMOVE, by=moderator, rule=rule).act)
    assert offered() == acts[:2:-1]
    assert undoable_acts(moderator)[0].number == 2
    assert undoable_acts(make_user("Moderators")) == []
    undo(acts[-1], by=moderator)
    assert acts[-1] not in offered(), "it is undone"
    decide([held[11]], Move.REMOVE, by=make_user("Moderators"), rule=rule)
    assert acts[11] not in offered(), "somebody else decided since"
    assert acts[10] in offered()


def test_an_undo_that_is_sent_twice_is_answered_with_what_it_did(
    make_comment: Make, moderator: object
) -> None:
    comment = make_comment(status=Status.HELD)
    act = decide([comment], Move.APPROVE, by=moderator).act
    first, second = undo(act, by=moderator), undo(act, by=moderator)
    assert (first.repeated, second.repeated) == (False, True)
    assert second.decisions == first.decisions
    assert comment.decisions.filter(move=Move.UNDO).count() == 1

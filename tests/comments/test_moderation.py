"""The moves of a comment."""

import pytest
from django.db.utils import DatabaseError

from comments.models import Decision, Discussion, Move, Status
from comments.moderation import MOVES, decide, undo
from tests.making import Make


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("move", [m for m in Move.values if m not in {Move.POST, Move.UNDO}])
def test_every_state_and_move(
    status: str, move: str, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    """The whole table: a move is made where MOVES has it, refused in words elsewhere."""
    comment = make_comment(status=status)
    decisions = comment.decisions.count()
    outcome = decide([comment], Move(move), by=make_user("Moderators"), rule=make_rule())
    comment.refresh_from_db()
    never_seen = (status, move) == (Status.HELD, Move.REMOVE)
    if (status, move) in MOVES and not never_seen:
        assert not outcome.refusals
        assert comment.status == MOVES[status, move]
        assert comment.decisions.count() == decisions + 1
    else:
        assert comment.status == status
        assert len(outcome.refusals[0].reason) > 20
        assert comment.decisions.count() == decisions


def test_the_database_refuses_to_change_a_decision(make_comment: Make) -> None:
    """Whoever holds the connection: records are only added to."""
    comment = make_comment()
    with pytest.raises(DatabaseError, match="permission denied"):
        Decision.objects.filter(comment=comment).update(note="nothing happened")


def test_undo_restores_the_state_before(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    moderator = make_user("Moderators")
    comment = make_comment()
    act = decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act
    undo(act, by=moderator)
    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED
    assert Discussion.objects.get(story=comment.story_id).comment_count == 1

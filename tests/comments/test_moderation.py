"""The moves of a comment: which there are, what each is for, what follows from them."""

import uuid
from itertools import product

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from comments.models import Comment, Decision, Discussion, Move, Rule, Status
from comments.moderation import MOVES, allowed_moves, decide
from comments.undoing import undo
from tests.making import Make

ELSEWHERE = {Move.POST, Move.EDIT, Move.UNDO}  # moves with verbs of their own
VERBS = [Move(move) for move in Move.values if move not in ELSEWHERE]
SEEN, UNSEEN = True, False
# Every state, told apart by whether readers have seen the comment, and every move.
TABLE: dict[tuple[str, bool], dict[Move, Status]] = {
    (Status.HELD, UNSEEN): {
        Move.APPROVE: Status.PUBLISHED,
        Move.REJECT: Status.REJECTED,
        Move.DELETE: Status.DELETED,
    },
    (Status.HELD, SEEN): {
        Move.APPROVE: Status.PUBLISHED,
        Move.REMOVE: Status.REMOVED,
        Move.DELETE: Status.DELETED,
    },
    (Status.PUBLISHED, SEEN): {
        Move.REMOVE: Status.REMOVED,
        Move.HOLD: Status.HELD,
        Move.KEEP: Status.PUBLISHED,
        Move.DELETE: Status.DELETED,
    },
    (Status.REMOVED, SEEN): {Move.RESTORE: Status.PUBLISHED, Move.DELETE: Status.DELETED},
    (Status.REJECTED, UNSEEN): {Move.RESTORE: Status.PUBLISHED, Move.DELETE: Status.DELETED},
    (Status.DELETED, SEEN): {},
}
for (_status, _seen), _moves in TABLE.items():
    _moves[Move.UPHOLD] = Status(_status)  # an appeal that changes nothing, whatever stands there
CELLS = [(status, seen, move) for (status, seen), move in product(TABLE, VERBS)]


@pytest.fixture
def rule(make_rule: Make) -> Rule:
    return make_rule()


@pytest.fixture
def comment_in(make_comment: Make, moderator: object) -> Make:
    """Make a comment in a state that readers have seen, or have not."""

    def make(status: str, seen: bool) -> Comment:
        if (status, seen) == (Status.HELD, SEEN):
            comment = make_comment()
            decide([comment], Move.HOLD, by=moderator)
            comment.refresh_from_db()
            return comment
        return make_comment(status=status)

    return make


def comment_count(comment: Comment) -> int:
    return Discussion.objects.get(story=comment.story_id).comment_count


def test_the_table_of_this_test_is_the_table_of_moves() -> None:
    assert {(status, move) for (status, _seen), row in TABLE.items() for move in row} == set(MOVES)
    assert all(
        MOVES[status, move] == to for (status, _), row in TABLE.items() for move, to in row.items()
    )


@pytest.mark.parametrize(("status", "seen", "move"), CELLS)
def test_every_state_and_move(
    status: str, seen: bool, move: Move, comment_in: Make, moderator: object, rule: Rule
) -> None:
    comment = comment_in(status, seen)
    before, counted = comment.decisions.count(), comment_count(comment)
    outcome = decide([comment], move, by=moderator, rule=rule, note="Read twice.")
    comment.refresh_from_db()
    if move not in TABLE[status, seen]:
        assert comment.status == status
        assert [refusal.comment.pk for refusal in outcome.refusals] == [comment.pk]
        assert len(outcome.refusals[0].reason) > 20
        assert (comment.decisions.count(), comment_count(comment)) == (before, counted)
        return
    assert not outcome.refusals
    assert comment.status == TABLE[status, seen][move]
    decision = comment.decisions.get(act=outcome.act)
    assert (decision.move, decision.status_before, decision.status_after) == (
        move,
        status,
        comment.status,
    )
    assert (decision.actor, decision.rule, decision.note) == (moderator, rule, "Read twice.")
    assert decision.story_id == comment.story_id
    assert comment.decisions.count() == before + 1


@pytest.mark.parametrize(
    ("status", "seen", "move"),
    [cell for cell in CELLS if cell[2] in TABLE[cell[0], cell[1]] and cell[2] != Move.DELETE],
)
def test_every_move_of_a_moderator_can_be_undone(
    status: str, seen: bool, move: Move, comment_in: Make, moderator: object, rule: Rule
) -> None:
    comment = comment_in(status, seen)
    state = Comment.objects.values("status", "shown", "thread_size", "published_at")
    before, counted = state.get(pk=comment.pk), comment_count(comment)
    act = decide([comment], move, by=moderator, rule=rule).act
    outcome = undo(act, by=moderator)
    assert not outcome.refusals
    assert (state.get(pk=comment.pk), comment_count(comment)) == (before, counted)
    decision = comment.decisions.order_by("-pk")[0]
    assert (decision.move, decision.reverses.act, decision.actor) == (Move.UNDO, act, moderator)


@pytest.mark.parametrize(("status", "seen"), TABLE)
def test_the_moves_offered_are_the_moves_that_work(
    status: str, seen: bool, comment_in: Make
) -> None:
    offered = set(allowed_moves(comment_in(status, seen)))
    assert offered == set(TABLE[status, seen]) - {Move.DELETE, Move.UPHOLD}


# --- Why each move exists -----------------------------------------------------------------------


def test_a_held_comment_is_approved_so_that_readers_see_it(
    make_comment: Make, moderator: object
) -> None:
    comment = make_comment(status=Status.HELD)
    decide([comment], Move.APPROVE, by=moderator)
    comment.refresh_from_db()
    assert comment.shown
    assert comment.published_at is not None
    assert comment_count(comment) == 1


def test_a_held_comment_is_rejected_without_a_trace_because_nobody_saw_it(
    make_comment: Make, moderator: object, rule: Rule
) -> None:
    comment = make_comment(status=Status.HELD)
    decide([comment], Move.REJECT, by=moderator, rule=rule)
    comment.refresh_from_db()
    assert not comment.shown
    assert comment_count(comment) == 0


def test_a_comment_that_readers_saw_and_that_waits_again_is_removed_so_that_a_tombstone_stays(
    comment_in: Make, moderator: object, rule: Rule
) -> None:
    comment = comment_in(Status.HELD, SEEN)
    refusal = decide([comment], Move.REJECT, by=moderator, rule=rule).refusals[0]
    assert "tombstone" in refusal.reason
    decide([comment], Move.REMOVE, by=moderator, rule=rule)
    comment.refresh_from_db()
    assert comment.shown
    assert comment_count(comment) == 1


def test_a_published_comment_is_removed_and_its_tombstone_still_counts(
    make_comment: Make, moderator: object, rule: Rule
) -> None:
    comment = make_comment()
    decide([comment], Move.REMOVE, by=moderator, rule=rule)
    comment.refresh_from_db()
    assert comment.shown
    assert comment_count(comment) == 1


def test_a_published_comment_is_sent_back_to_waiting_for_a_second_look(
    make_comment: Make, moderator: object
) -> None:
    comment = make_comment()
    decide([comment], Move.HOLD, by=moderator)
    comment.refresh_from_db()
    assert not comment.shown
    assert comment.published_at is not None
    assert comment_count(comment) == 0


def test_a_comment_under_review_keeps_its_place_while_answers_stand_below_it(
    make_comment: Make, moderator: object
) -> None:
    comment = make_comment()
    make_comment(parent=comment)
    decide([comment], Move.HOLD, by=moderator)
    comment.refresh_from_db()
    assert comment.shown


def test_a_removed_comment_is_restored_on_second_thought(
    make_comment: Make, moderator: object
) -> None:
    comment = make_comment(status=Status.REMOVED)
    decide([comment], Move.RESTORE, by=moderator)
    comment.refresh_from_db()
    assert comment.is_readable
    assert comment_count(comment) == 1


def test_a_rejected_comment_is_restored_and_then_first_seen(
    make_comment: Make, moderator: object
) -> None:
    comment = make_comment(status=Status.REJECTED)
    decide([comment], Move.RESTORE, by=moderator)
    comment.refresh_from_db()
    assert comment.is_readable
    assert comment.published_at is not None


@pytest.mark.parametrize("status", [s for s in Status if s != Status.DELETED])
def test_an_author_deletes_a_comment_of_theirs_from_any_state(
    status: Status, make_comment: Make, make_user: Make
) -> None:
    author = make_user()
    comment = make_comment(status=status, author=author, guest_name="", guest_email="")
    decide([comment], Move.DELETE, by=author)
    comment.refresh_from_db()
    assert comment.status == Status.DELETED
    assert comment.decisions.order_by("-pk")[0].started_by == "author"
    assert comment_count(comment) == 0


def test_a_deleted_comment_that_was_answered_leaves_its_place(
    make_comment: Make, moderator: object, rule: Rule
) -> None:
    comment = make_comment()
    reply = make_comment(parent=comment)
    decide([comment], Move.DELETE, by=None)
    comment.refresh_from_db()
    assert comment.shown
    decide([reply], Move.DELETE, by=None)
    comment.refresh_from_db()
    assert not comment.shown


# --- What every move keeps to -------------------------------------------------------------------


@pytest.mark.parametrize("move", [Move.REJECT, Move.REMOVE])
def test_no_removal_without_a_rule(move: Move, make_comment: Make, moderator: object) -> None:
    comment = make_comment(status=Status.HELD)
    with pytest.raises(ValueError, match="names a rule"):
        decide([comment], move, by=moderator)
    with pytest.raises(DatabaseError, match="removal_names_a_rule"), transaction.atomic():
        Decision.objects.create(
            comment=comment,
            story_id=comment.story_id,
            revision=1,
            move=move,
            status_after=Status.REMOVED,
            act=uuid.uuid4(),
        )


@pytest.mark.parametrize("change", [{"note": "nothing happened"}, None], ids=["change", "delete"])
def test_the_database_refuses_to_change_or_delete_a_decision(
    change: dict[str, str] | None, make_comment: Make
) -> None:
    decisions = Decision.objects.filter(comment=make_comment())
    with pytest.raises(DatabaseError, match="permission denied"):
        decisions.update(**change) if change else decisions._raw_delete("default")


def test_a_moderator_decides_on_the_text_that_they_read(
    make_comment: Make, moderator: object
) -> None:
    comment = make_comment(status=Status.HELD)
    Comment.objects.filter(pk=comment.pk).update(body="Something else.", revision=2)
    refused = decide([comment], Move.APPROVE, by=moderator, seen={comment.pk: 1}).refusals
    assert "changed after you read it" in refused[0].reason
    outcome = decide([comment], Move.APPROVE, by=moderator, seen={comment.pk: 2})
    assert [decision.revision for decision in outcome.decisions] == [2]


def test_many_are_one_act_and_what_is_refused_holds_up_nobody_else(
    make_comment: Make, make_article: Make, moderator: object
) -> None:
    article = make_article()
    held = [make_comment(article, status=Status.HELD) for _ in range(3)]
    held.append(make_comment(status=Status.HELD))
    published = make_comment(article)
    outcome = decide([*held, published], Move.APPROVE, by=moderator)
    assert {d.comment_id for d in outcome.decisions} == {comment.pk for comment in held}
    assert {d.act for d in outcome.decisions} == {outcome.act}
    assert [refusal.comment.pk for refusal in outcome.refusals] == [published.pk]
    assert comment_count(published) == 4
    assert comment_count(held[-1]) == 1
    undone = undo(outcome.act, by=moderator)
    assert len(undone.decisions) == 4
    assert comment_count(published) == 1

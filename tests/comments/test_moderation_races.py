"""Several moderators at once: real transactions in threads, and counts against a recount."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.models import Comment, Decision, Discussion, Move, Status
from comments.models.comments import COUNTED
from comments.moderation import allowed_moves, decide
from comments.undoing import undo
from tests.making import Make

WAIT = 10  # seconds after which a thread counts as stuck
BLOCKED = 0.4  # seconds in which somebody who need not wait would long have finished


class InThread:
    """A function on its own thread and connection; `result` gives what it returned or raises."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self.answer: Any = None
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._run, args=[work], daemon=True)
        self.thread.start()

    def _run(self, work: Callable[[], Any]) -> None:
        try:
            self.answer = work()
        except BaseException as error:  # noqa: BLE001 (raised again where the result is read)
            self.error = error
        finally:
            connection.close()

    def is_blocked(self) -> bool:
        self.thread.join(BLOCKED)
        return self.thread.is_alive()

    def result(self, within: float = WAIT) -> Any:
        self.thread.join(within)
        assert not self.thread.is_alive(), "the thread waits for ever"
        if self.error:
            raise self.error
        return self.answer


@contextmanager
def uncommitted(work: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
    """Do work in another transaction and hold it open; call what is given to commit it."""
    done, commit = threading.Event(), threading.Event()

    def hold() -> Any:
        with transaction.atomic():
            try:
                answer = work()
            finally:
                done.set()
            assert commit.wait(WAIT)
        return answer

    thread = InThread(hold)
    assert done.wait(WAIT)
    try:
        yield lambda: (commit.set(), thread.result())[1]
    finally:
        commit.set()
        thread.thread.join(WAIT)


def recount(story_id: int) -> tuple[int, dict[int, bool], dict[int, int]]:
    """Work out from the states alone: the count, who stands in the thread, the roots' sizes."""
    rows = list(Comment.objects.on(story_id).order_by("-pk"))
    shown: dict[int, bool] = {}
    for row in rows:  # answers have higher ids, so they come before what they answer
        below = any(shown[other.pk] for other in rows if other.parent_id == row.pk)
        shown[row.pk] = row.status in COUNTED or (below and row.status != Status.REJECTED)
    sizes = {
        root.pk: sum(shown[row.pk] for row in rows if row.root_id == root.pk)
        for root in rows
        if root.parent_id is None
    }
    return sum(row.status in COUNTED for row in rows), shown, sizes


def written(story_id: int) -> tuple[int, dict[int, bool], dict[int, int]]:
    """Read the same from the columns that moderation writes."""
    rows = Comment.objects.on(story_id)
    return (
        Discussion.objects.get(story=story_id).comment_count,
        dict(rows.values_list("pk", "shown")),
        dict(rows.filter(parent=None).values_list("pk", "thread_size")),
    )


@pytest.mark.django_db(transaction=True)
def test_two_moderators_cannot_both_decide(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment = make_comment(status=Status.HELD)
    first, second, rule = make_user("Moderators"), make_user("Moderators"), make_rule()
    with uncommitted(lambda: decide([comment], Move.APPROVE, by=first)) as commit:
        other = InThread(lambda: decide([comment], Move.REJECT, by=second, rule=rule))
        assert other.is_blocked()
        commit()
        outcome = other.result()
    assert not outcome.decisions
    assert "published" in outcome.refusals[0].reason
    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED
    assert comment.decisions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_decision_is_not_undone_behind_a_later_one(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment = make_comment(status=Status.HELD)
    first, second, rule = make_user("Moderators"), make_user("Moderators"), make_rule()
    act = decide([comment], Move.APPROVE, by=first).act
    with uncommitted(lambda: decide([comment], Move.REMOVE, by=second, rule=rule)) as commit:
        other = InThread(lambda: undo(act, by=first))
        assert other.is_blocked()
        commit()
        outcome = other.result()
    assert len(outcome.refusals) == 1
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED


@pytest.mark.django_db(transaction=True)
def test_a_decision_waits_for_an_undo_and_then_meets_the_state_before(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment = make_comment(status=Status.HELD)
    first, second, rule = make_user("Moderators"), make_user("Moderators"), make_rule()
    act = decide([comment], Move.APPROVE, by=first).act
    with uncommitted(lambda: undo(act, by=first)) as commit:
        other = InThread(lambda: decide([comment], Move.REMOVE, by=second, rule=rule))
        assert other.is_blocked()
        commit()
        outcome = other.result()
    assert len(outcome.refusals) == 1
    comment.refresh_from_db()
    assert comment.status == Status.HELD


@pytest.mark.django_db(transaction=True)
def test_an_undo_pressed_twice_happens_once(make_comment: Make, make_user: Make) -> None:
    comment, moderator = make_comment(status=Status.HELD), make_user("Moderators")
    act = decide([comment], Move.APPROVE, by=moderator).act
    with uncommitted(lambda: undo(act, by=moderator)) as commit:
        other = InThread(lambda: undo(act, by=moderator))
        assert other.is_blocked()
        commit()
        assert other.result().repeated
    assert Decision.objects.filter(comment=comment, move=Move.UNDO).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_deleted_comment_stays_for_an_answer_that_is_approved_while_the_other_goes(
    make_comment: Make,
) -> None:
    """Whether it stands depends on its answers, so one discussion's moves wait for each other."""
    deleted = make_comment()
    first, second = make_comment(parent=deleted), make_comment(parent=deleted, status=Status.HELD)
    decide([deleted], Move.DELETE, by=None)
    with uncommitted(lambda: decide([first], Move.DELETE, by=None)) as commit:
        other = InThread(lambda: decide([second], Move.APPROVE, by=None))
        assert other.is_blocked()
        commit()
        other.result()
    assert written(deleted.story_id) == recount(deleted.story_id)
    deleted.refresh_from_db()
    assert (deleted.shown, deleted.thread_size) == (True, 1)


@pytest.mark.django_db(transaction=True)
def test_readers_can_answer_a_comment_while_it_is_decided_about(
    make_comment: Make, make_user: Make
) -> None:
    """The lock leaves the key alone, so a reply's foreign key need not wait for a moderator."""
    comment, moderator = make_comment(), make_user("Moderators")
    with uncommitted(lambda: decide([comment], Move.HOLD, by=moderator)):
        reply = InThread(lambda: make_comment(parent=comment, status=Status.HELD)).result()
    assert reply.parent_id == comment.pk


@pytest.mark.django_db(transaction=True)
def test_twenty_approvals_at_once_are_all_counted(
    make_comment: Make, make_article: Make, make_user: Make
) -> None:
    article, moderator = make_article(), make_user("Moderators")
    root = make_comment(article)
    held = [make_comment(parent=root, status=Status.HELD) for _ in range(20)]
    together = threading.Barrier(len(held))

    def approve(comment: Comment) -> None:
        together.wait(WAIT)
        decide([comment], Move.APPROVE, by=moderator)

    for thread in [InThread(lambda comment=comment: approve(comment)) for comment in held]:
        thread.result()
    assert written(article.story_id) == recount(article.story_id)
    assert Discussion.objects.get(story=article.story_id).comment_count == 21


@pytest.mark.django_db(transaction=True)
def test_a_moderator_does_not_approve_a_text_that_is_being_changed(
    make_comment: Make, make_user: Make
) -> None:
    """The row is locked before its revision is compared, whoever else writes to it."""
    comment, moderator = make_comment(status=Status.HELD), make_user("Moderators")

    def edit() -> int:
        return Comment.objects.filter(pk=comment.pk).update(body="Something else.", revision=2)

    with uncommitted(edit) as commit:
        seen = {comment.pk: comment.revision}
        other = InThread(lambda: decide([comment], Move.APPROVE, by=moderator, seen=seen))
        assert other.is_blocked()
        commit()
        assert "changed after you read it" in other.result().refusals[0].reason


@pytest.mark.django_db(transaction=True)
def test_moves_up_and_down_one_thread_do_not_lock_each_other_out(
    make_comment: Make, make_article: Make, make_user: Make
) -> None:
    """A move writes to the comments above it too, so it locks the discussion before any."""
    article, moderator = make_article(), make_user("Moderators")
    under_review = [make_comment(article) for _ in range(12)]
    replies = [make_comment(parent=comment) for comment in under_review]
    decide(under_review, Move.HOLD, by=moderator)
    together = threading.Barrier(24)

    def move(comment: Comment, move: Move) -> None:
        together.wait(WAIT)
        decide([comment], move, by=moderator)

    threads = [InThread(lambda c=c: move(c, Move.APPROVE)) for c in under_review]
    threads += [InThread(lambda c=c: move(c, Move.DELETE)) for c in replies]
    for thread in threads:
        thread.result()
    assert written(article.story_id) == recount(article.story_id)


@pytest.mark.django_db(transaction=True)
def test_two_acts_over_the_same_comments_in_either_order_do_not_lock_each_other_out(
    make_comment: Make, make_user: Make
) -> None:
    """All verbs lock in the order of ids, whatever order they are given."""
    moderator = make_user("Moderators")
    held = [make_comment(status=Status.HELD) for _ in range(8)]
    together = threading.Barrier(2)

    def approve(comments: list[Comment]) -> int:
        together.wait(WAIT)
        return len(decide(comments, Move.APPROVE, by=moderator).decisions)

    threads = [InThread(lambda: approve(held)), InThread(lambda: approve(held[::-1]))]
    assert sorted(thread.result() for thread in threads) == [0, 8]


# --- Counts agree with a recount, whatever happens ----------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "move", "move", "many", "delete", "undo", "reply"]),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=14,
)


def take(step: tuple[str, int, int], tree: list[Comment], acts: list[Any], tools: Any) -> None:
    """Do one step: a move that is allowed, the same move for many, an undo, a new answer."""
    kind, one, other = step
    make_comment, moderator, rule = tools
    comment = Comment.objects.get(pk=tree[one % len(tree)].pk)
    if kind == "undo":
        if acts:
            acts.append(undo(acts[one % len(acts)], by=moderator).act)
    elif kind == "reply":
        if comment.is_readable:
            status = [Status.HELD, Status.PUBLISHED][other % 2]
            tree.append(make_comment(parent=comment, status=status))
    elif kind == "delete":
        acts.append(decide([comment], Move.DELETE, by=None).act)
    elif moves := allowed_moves(comment):
        chosen = [row for row in tree if row.pk % 2 == other % 2] if kind == "many" else [comment]
        move = moves[other % len(moves)]
        acts.append(decide(chosen, move, by=moderator, rule=rule).act)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(shape=st.lists(st.integers(0, 99), min_size=2, max_size=5), steps=STEPS)
def test_counts_agree_with_a_recount_after_any_moves_and_undos(
    shape: list[int],
    steps: list[tuple[str, int, int]],
    make_comment: Make,
    make_user: Make,
    make_rule: Make,
) -> None:
    with transaction.atomic():
        tree = [make_comment()]
        for parent in shape:
            tree.append(make_comment(parent=tree[parent % len(tree)]))
        acts: list[Any] = []
        tools = (make_comment, make_user("Moderators"), make_rule())
        for step in steps:
            take(step, tree, acts, tools)
            story = tree[0].story_id
            assert written(story) == recount(story), step
        unseen = Comment.objects.on(tree[0].story_id).filter(published_at=None)
        assert not unseen.filter(status__in=COUNTED).exists()
        transaction.set_rollback(True)


def test_the_recount_of_this_test_sees_a_wrong_count(make_comment: Make, make_rule: Make) -> None:
    """The oracle is not the code under test: it knows a tombstone and an unseen comment."""
    root: Comment = make_comment()
    make_comment(parent=root, status=Status.HELD)
    decide([make_comment(parent=root)], Move.REMOVE, by=None, rule=make_rule())
    count, shown, sizes = recount(root.story_id)
    assert (count, sum(shown.values()), sizes) == (2, 2, {root.pk: 1})
    assert written(root.story_id) == (count, shown, sizes)

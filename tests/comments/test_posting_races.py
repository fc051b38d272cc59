"""Answers posted while moderators decide: real transactions in threads."""

import uuid

import pytest

from comments.models import Comment, Discussion, Move, Status
from comments.moderation import decide, undo
from comments.posting import PostRefused, Writer, post
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

GUEST = Writer(guest_name="Odile", guest_email="odile@example.org")


def answer(parent: Comment, by: Writer = GUEST) -> Comment:
    return post(
        parent.article, "That is not fair to lamps.", by=by, submission=uuid.uuid4(), parent=parent
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_staff", [False, True])
def test_nobody_answers_a_comment_whose_approval_is_being_undone(
    by_staff: bool, make_comment: Make, make_user: Make
) -> None:
    """Else the answer would hang below a comment that can then be rejected, out of sight."""
    parent = make_comment(status=Status.HELD)
    moderator = make_user("Moderators")
    writer = Writer(author=make_user("Editors")) if by_staff else GUEST
    act = decide([parent], Move.APPROVE, by=moderator).act
    parent.refresh_from_db()
    with uncommitted(lambda: undo(act, by=moderator)) as commit:
        other = InThread(lambda: answer(parent, writer))
        assert other.is_blocked()
        commit()
        with pytest.raises(PostRefused, match="no longer there"):
            other.result()
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_answer_one_comment_at_once(make_comment: Make, make_user: Make) -> None:
    """Answers that wait do not wait for each other, and published ones never deadlock."""
    parent = make_comment()
    with uncommitted(lambda: answer(parent)) as commit:
        other = Writer(guest_name="B", guest_email="b@example.org")
        assert InThread(lambda: answer(parent, other)).result().pk  # while the first is not in
        commit()
    writers = [
        Writer(author=make_user("Editors"))
        if number % 2
        else Writer(guest_name=f"Reader {number}", guest_email=f"r{number}@example.org")
        for number in range(16)
    ]
    for thread in [InThread(lambda writer=writer: answer(parent, writer)) for writer in writers]:
        thread.result()
    parent.refresh_from_db()
    assert parent.replies.count() == 18
    assert parent.thread_size == 8
    assert Discussion.objects.get(story=parent.story_id).comment_count == 9

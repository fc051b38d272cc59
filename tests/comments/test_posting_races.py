"""Answers posted while moderators decide: real transactions in threads."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from comments.models import Comment, Decision, Discussion, Move, Status
from comments.moderation import decide
from comments.posting import PostRefused, Writer, post
from comments.undoing import undo
from tests.comments.test_moderation_races import InThread, recount, uncommitted, written
from tests.making import Make

READERS = 64
LONG = 120  # seconds: they take turns on one processor of a busy machine
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


@pytest.mark.django_db(transaction=True)
def test_sixty_four_people_answer_one_comment_while_a_moderator_decides(
    make_comment: Make, make_user: Make
) -> None:
    """Guests, whose answers wait, and the newsroom, whose answers are published at once."""
    parent = make_comment()
    held = [make_comment(parent=parent, status=Status.HELD) for _ in range(6)]
    moderator = make_user("Moderators")
    staff = [Writer(author=make_user("Editors"), address=f"s{n}") for n in range(READERS // 2)]
    guests = [
        Writer(guest_name=f"Reader {n}", guest_email=f"r{n}@example.org", address=f"g{n}")
        for n in range(READERS // 2)
    ]
    together = threading.Barrier(READERS + 1)

    def moderate() -> None:
        together.wait(LONG)
        for _ in range(4):
            act = decide([*held, parent], Move.APPROVE, by=moderator).act
            undo(act, by=moderator)
        decide(held[::2], Move.APPROVE, by=moderator)

    def speak(by: Writer) -> Comment:
        together.wait(LONG)
        return answer(parent, by)

    talking = [InThread(lambda by=by: speak(by)) for by in [*staff, *guests]]
    deciding = InThread(moderate)
    made = [thread.result(LONG) for thread in talking]
    deciding.result(LONG)
    assert len({comment.path for comment in made}) == READERS
    assert written(parent.story_id) == recount(parent.story_id)
    parent.refresh_from_db()
    assert parent.thread_size == len(staff) + 3
    assert parent.replies.filter(status=Status.HELD).count() == len(guests) + 3
    assert Decision.objects.filter(comment__in=made, move=Move.POST).count() == READERS


@pytest.mark.django_db(transaction=True)
def test_an_answer_writes_to_no_other_comment_but_the_size_of_its_thread(
    make_comment: Make, make_user: Make
) -> None:
    """Nothing is numbered anew, wherever in the thread the answer goes."""
    root = make_comment()
    first = make_comment(parent=root)
    for parent in (first, first, root, make_comment(article=root.article)):
        make_comment(parent=parent)
    before = versions()
    assert changed(before, lambda: answer(first)) == set()
    assert changed(before, lambda: answer(first, Writer(author=make_user("Editors")))) == {root.pk}


def versions() -> dict[int, Any]:
    """Where each comment's row lies, and the transaction that wrote it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid, xmin::text FROM comments_comment")
        return {row[0]: row[1:] for row in cursor.fetchall()}


def changed(before: dict[int, Any], act: Callable[[], object]) -> set[int]:
    """Do something, and return which of the comments before it have been written to."""
    act()
    return {pk for pk, version in versions().items() if before.get(pk, version) != version}

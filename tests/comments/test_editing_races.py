"""Two hands at one comment: authors in two windows, and an author against a moderator."""

import pytest
from django.utils import timezone

from comments.editing import EditOutdated, EditRefused, delete
from comments.models import Comment, Move, Status
from comments.moderation import decide
from tests.comments.own_words import change, owner
from tests.comments.test_moderation_races import InThread, recount, uncommitted, written
from tests.making import Make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def comment(make_comment: Make, make_user: Make) -> Comment:
    author = make_user()
    return make_comment(author=author, guest_name="", guest_email="", submitted_at=timezone.now())


def state_of(comment: Comment) -> tuple[str, str, int]:
    comment.refresh_from_db()
    return comment.status, comment.body, comment.revision


def test_of_two_edits_at_once_one_wins_and_the_other_is_told(comment: Comment) -> None:
    with uncommitted(lambda: change(comment, "First.", seen=1)) as commit:
        other = InThread(lambda: change(comment, "Second.", seen=1))
        assert other.is_blocked()
        commit()
        with pytest.raises(EditOutdated):
            other.result()
    assert state_of(comment) == (Status.PUBLISHED, "First.", 2)
    assert comment.revisions.count() == 1


def test_the_same_edit_sent_twice_at_once_is_one(comment: Comment) -> None:
    with uncommitted(lambda: change(comment, "First.", seen=1)) as commit:
        other = InThread(lambda: change(comment, "First.", seen=1))
        assert other.is_blocked()
        commit()
        assert other.result().revision == 2
    assert comment.revisions.count() == 1


def test_an_edit_meets_a_removal_and_is_refused(
    comment: Comment, moderator: object, make_rule: Make
) -> None:
    rule = make_rule()
    with uncommitted(lambda: decide([comment], Move.REMOVE, by=moderator, rule=rule)) as commit:
        other = InThread(lambda: change(comment, "Nicer words.", seen=1))
        assert other.is_blocked()
        commit()
        with pytest.raises(EditRefused, match="removed"):
            other.result()
    assert state_of(comment)[0] == Status.REMOVED
    assert comment.revisions.count() == 0


def test_a_decision_meets_an_edit_and_is_refused(comment: Comment, moderator: object) -> None:
    with uncommitted(lambda: change(comment, "Other words.", seen=1)) as commit:
        other = InThread(lambda: decide([comment], Move.HOLD, by=moderator, seen={comment.pk: 1}))
        assert other.is_blocked()
        commit()
        outcome = other.result()
    assert "changed after you read it" in outcome.refusals[0].reason
    assert state_of(comment) == (Status.PUBLISHED, "Other words.", 2)


def test_an_edit_meets_its_deletion_and_is_refused(comment: Comment) -> None:
    with uncommitted(lambda: delete(comment, by=owner(comment))) as commit:
        other = InThread(lambda: change(comment, "Other words.", seen=1))
        assert other.is_blocked()
        commit()
        with pytest.raises(EditRefused, match="deleted"):
            other.result()
    assert state_of(comment)[0] == Status.DELETED


def test_two_comments_of_one_person_do_not_come_to_say_the_same(
    comment: Comment, make_comment: Make
) -> None:
    twin = make_comment(
        comment.article,
        author=comment.author,
        guest_name="",
        guest_email="",
        submitted_at=timezone.now(),
    )
    with uncommitted(lambda: change(comment, "The same.")) as commit:
        other = InThread(lambda: change(twin, "The same."))
        assert other.is_blocked()
        commit()
        with pytest.raises(EditRefused, match="already"):
            other.result()


def test_edits_and_deletions_at_once_leave_counts_right(make_comment: Make) -> None:
    """Guests' edits take comments out of the thread, while others delete theirs below."""
    root = make_comment(submitted_at=timezone.now())
    answers = [make_comment(parent=root, submitted_at=timezone.now()) for _ in range(8)]
    threads = [InThread(lambda c=c, n=n: change(c, f"New {n}.")) for n, c in enumerate(answers[:5])]
    threads += [InThread(lambda c=c: delete(c, by=owner(c))) for c in answers[4:]]
    threads.append(InThread(lambda: change(root, "New root.")))
    for thread in threads:
        thread.thread.join(20)
    errors = [thread.error for thread in threads if thread.error]
    assert all(isinstance(error, EditRefused) for error in errors)
    assert written(root.story_id) == recount(root.story_id)

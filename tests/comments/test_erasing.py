"""Words and personal data go when nobody needs them any more; rows and places stay."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from comments import tasks
from comments.editing import delete
from comments.erasing import erase, erase_what_is_over, forget_addresses
from comments.guest_links import new_link
from comments.models import (
    Comment,
    CommentRevision,
    Decision,
    GuestLink,
    Ignored,
    Move,
    Notice,
    Status,
    Subscription,
)
from comments.moderation import allowed_moves, decide
from comments.undoing import undo
from portal.database_roles import as_owner
from tests.comments.own_words import change, owner
from tests.comments.reading import address, text_of
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

SECRET = "Words that shall be forgotten."
GUEST = {"guest_name": "Gulbahor M.", "guest_email": "gulbahor@example.org"}


@pytest.fixture
def guests(make_comment: Make) -> Comment:
    """A guest's comment with everything that can hang on one; deleted and answered."""
    comment = make_comment(
        body=SECRET, address="a" * 64, network="b" * 64, submitted_at=timezone.now(), **GUEST
    )
    change(comment, f"{SECRET} Edited.")
    decide([comment], Move.APPROVE, by=None)
    answer = make_comment(parent=comment)
    new_link(comment)
    Subscription.objects.create(story=comment.story, comment=comment)
    Notice.objects.create(
        kind="answer", own_comment=comment, comment=answer, story_id=comment.story_id
    )
    return delete(comment, by=owner(comment))


def everywhere(words: str) -> list[str]:
    """The tables of the conversation in which words stand, whatever the column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("comments_"):
                sql = f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE %s"  # noqa: S608
                cursor.execute(sql, [f"%{words}%"])
                found += [table] if cursor.fetchone()[0] else []
    return found


@pytest.mark.django_db
def test_nothing_of_the_person_is_left_but_the_comment_s_place(guests: Comment) -> None:
    traces = (SECRET, "Gulbahor", "gulbahor@", "a" * 64, "b" * 64)
    assert all(everywhere(trace) for trace in traces)
    before = {"path", "anchor", "root_id", "parent_id", "status", "shown", "submitted_at"}
    kept = Comment.objects.values(*before).get(pk=guests.pk)
    decisions = Decision.objects.filter(comment=guests).count()
    assert erase([guests]) == [guests.pk]
    assert [trace for trace in traces if everywhere(trace)] == []
    for model in (CommentRevision, GuestLink):
        assert not model.objects.filter(comment=guests).exists()
    assert not Subscription.objects.exists()
    assert not Notice.objects.filter(own_comment=guests).exists()
    assert Comment.objects.values(*before).get(pk=guests.pk) == kept
    assert Decision.objects.filter(comment=guests).count() == decisions, "records stay"
    erased = Comment.objects.get(pk=guests.pk)
    assert erased.erased_at is not None
    assert erased.name == "A former reader"
    assert erase([guests]) == [], "once"
    call_command("recount", "--check")


@pytest.mark.django_db
def test_pages_show_a_tombstone_and_the_desk_says_that_the_words_are_gone(
    guests: Comment, as_moderator: Client
) -> None:
    erase([guests])
    article = guests.article
    for page in (
        article.get_absolute_url(),
        address("discussion", article),
        address("comment", article, pk=guests.pk),
    ):
        assert "Deleted by its author." in text_of(Client().get(page))
    desk = as_moderator.get(f"/admin/comments/comment/waiting/?comment={guests.pk}")
    assert "The words of this comment were erased." in text_of(desk)
    for page in ("", f"{guests.pk}/change/"):
        assert as_moderator.get(f"/admin/comments/comment/{page}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("status", Status)
def test_what_readers_can_read_or_what_waits_is_not_erased(
    status: Status, make_comment: Make
) -> None:
    comment = make_comment(status=status)
    expected = [comment.pk] if status not in {Status.PUBLISHED, Status.HELD} else []
    assert erase([comment]) == expected
    comment.refresh_from_db()
    assert bool(comment.body) == (not expected)


@pytest.mark.django_db
def test_nothing_is_decided_any_more_about_words_that_are_gone(
    make_comment: Make, moderator: object, make_rule: Make
) -> None:
    comment = make_comment()
    act = decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act
    erase([comment])
    comment.refresh_from_db()
    assert allowed_moves(comment) == []
    assert "erased" in undo(act, by=moderator).refusals[0].reason
    assert "erased" in decide([comment], Move.RESTORE, by=moderator).refusals[0].reason
    delete(comment, by=owner(comment))
    comment.refresh_from_db()
    assert comment.status == Status.DELETED


@pytest.mark.django_db
def test_an_account_stays_the_author_of_what_it_deleted(
    make_comment: Make, make_user: Make
) -> None:
    comment = make_comment(author=make_user(), guest_name="", guest_email="", body=SECRET)
    erase([delete(comment, by=owner(comment))])
    comment.refresh_from_db()
    assert (comment.author_id is not None, comment.body) == (True, "")


@pytest.mark.django_db
def test_whoever_ignored_a_guest_by_an_erased_comment_still_does(
    guests: Comment, make_comment: Make, make_user: Make
) -> None:
    other = make_comment(**GUEST)
    nobody = make_comment(guest_email="")
    first, second = make_user(), make_user()
    for user, comment in ((first, guests), (second, guests), (second, other)):
        Ignored.objects.create(user=user, comment=comment)
    erase([guests])
    assert set(Ignored.objects.values_list("user", "comment")) == {
        (first.pk, other.pk), (second.pk, other.pk),
    }  # fmt: skip
    erase([delete(other, by=owner(other))])
    assert not Ignored.objects.exists(), "there is nobody left to be ignored"
    other.refresh_from_db()
    assert set(Comment.objects.by_same_author(other)) == {other}
    assert set(Comment.objects.by_same_author(nobody)) == {nobody}


# --- When ---


def age(comment: Comment, days: float) -> None:
    """Let everything decided about a comment be so old, as the owner of the records can."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comments_decision DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE comments_decision SET decided_at = now() - %s * interval '1 day' "
            "WHERE comment_id = %s",
            [days, comment.pk],
        )
        cursor.execute("ALTER TABLE comments_decision ENABLE TRIGGER USER")


@pytest.fixture
def aged(transactional_db: None, make_comment: Make) -> Any:
    """Make a deleted comment about which nothing was decided for so many days."""

    def make(days: float, **fields: Any) -> Comment:
        comment = make_comment(status=Status.DELETED, **fields)
        with as_owner():
            age(comment, days)
        return comment

    return make


def test_deleted_words_are_erased_once_no_appeal_can_be_made(
    aged: Make, make_comment: Make, settings: Settings
) -> None:
    old, young = aged(200.01), aged(199.9)
    make_comment(submitted_at=timezone.now() - timedelta(days=900))
    tasks.erase_words(timestamp=0)
    assert set(Comment.objects.exclude(erased_at=None)) == {old}
    assert erase_what_is_over() == 0
    settings.COMMENT_EVIDENCE_DAYS = 100
    assert erase_what_is_over() == 1
    young.refresh_from_db()
    assert young.erased_at is not None


def test_any_number_is_erased_in_batches(aged: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comments.erasing.BATCH", 2)
    for _ in range(5):
        aged(300)
    assert erase_what_is_over() == 5


def test_erasing_waits_for_a_moderator_in_the_order_of_all_locks(aged: Make) -> None:
    comment = aged(300)
    neighbour = Comment.objects.select_related("article").get(pk=comment.pk)
    with uncommitted(lambda: decide([neighbour], Move.DELETE, by=None)) as commit:
        erasing = InThread(erase_what_is_over)
        assert erasing.is_blocked()
        commit()
        assert erasing.result() == 1


@pytest.mark.django_db
def test_where_a_comment_came_from_is_forgotten_after_a_while(
    make_comment: Make, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr("comments.erasing.BATCH", 2)
    now = timezone.now()
    old = [
        make_comment(address="x", network="y", submitted_at=now - timedelta(days=90, minutes=n))
        for n in range(1, 6)
    ]
    only_network = make_comment(network="y", submitted_at=now - timedelta(days=400))
    young = make_comment(address="x", network="y", submitted_at=now - timedelta(days=89))
    assert forget_addresses() == 6
    assert forget_addresses() == 0
    for comment in (*old, only_network):
        comment.refresh_from_db()
        assert (comment.address, comment.network, bool(comment.body)) == ("", "", True)
    young.refresh_from_db()
    assert (young.address, young.network) == ("x", "y")
    settings.COMMENT_ADDRESS_DAYS = 80
    tasks.forget_old_addresses(timestamp=0)
    young.refresh_from_db()
    assert young.address == ""

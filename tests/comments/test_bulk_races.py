"""Acts on many against single decisions and edits, with real transactions in threads."""

from typing import Any

import pytest
from django.db import connection, transaction

from comments import bulk
from comments.erasing import erase
from comments.models import BulkAct, Comment, Decision, Move, Status
from comments.moderation import decide, lock_comments
from tests.comments.test_moderation_races import InThread, recount, uncommitted, written
from tests.making import Make

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_act_on_many_waits_for_a_single_decision_and_leaves_that_comment_alone(
    make_comment: Make, make_article: Make, moderator: Any, make_user: Make, make_rule: Make
) -> None:
    article, other = make_article(), make_user("Moderators")
    held = [make_comment(article, status=Status.HELD) for _ in range(3)]
    act = bulk.begin(Comment.objects.all(), Move.REJECT, by=moderator, rule=make_rule())
    with uncommitted(lambda: decide([held[1]], Move.APPROVE, by=other)) as commit:
        job = InThread(lambda: bulk.carry_out(act.pk))
        assert job.is_blocked()
        commit()
        job.result()
    act.refresh_from_db()
    assert (act.done, act.refused) == (2, 1)
    held[1].refresh_from_db()
    assert held[1].status == Status.PUBLISHED
    assert recount(article.story_id) == written(article.story_id)


def test_a_decision_that_is_just_being_made_when_many_are_chosen_still_counts_as_later(
    make_comment: Make, moderator: Any, make_user: Make, make_rule: Make
) -> None:
    """Its id is lower than what was chosen by, and it is seen all the same."""
    comment, other = make_comment(), make_user("Moderators")
    rule = make_rule()
    with uncommitted(lambda: decide([comment], Move.KEEP, by=other)) as commit:
        act = bulk.begin(Comment.objects.all(), Move.REMOVE, by=moderator, rule=rule)
        commit()
    bulk.carry_out(act.pk)
    act.refresh_from_db()
    assert (act.done, act.refused) == (0, 1)


def test_an_act_on_many_sees_a_decision_for_which_it_had_to_wait(
    make_comment: Make, moderator: Any, make_user: Make, make_rule: Make
) -> None:
    """The comment's state is as it was, and its removal possible: only the record tells."""
    comment, other, rule = make_comment(), make_user("Moderators"), make_rule()
    act = bulk.begin(Comment.objects.all(), Move.REMOVE, by=moderator, rule=rule)
    with uncommitted(lambda: decide([comment], Move.KEEP, by=other)) as commit:
        job = InThread(lambda: bulk.carry_out(act.pk))
        assert job.is_blocked()
        commit()
        job.result()
    act.refresh_from_db()
    assert (act.done, act.refused) == (0, 1)
    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED


def test_a_single_decision_waits_for_a_batch_and_meets_what_it_did(
    make_comment: Make, moderator: Any, make_user: Make, make_rule: Make
) -> None:
    comment, rule = make_comment(status=Status.HELD), make_rule()
    act = bulk.begin(Comment.objects.all(), Move.REJECT, by=moderator, rule=rule)
    with uncommitted(lambda: bulk.carry_out(act.pk)) as commit:
        single = InThread(lambda: decide([comment], Move.APPROVE, by=make_user("Moderators")))
        assert single.is_blocked()
        commit()
        outcome = single.result()
    assert not outcome.decisions
    assert "rejected" in outcome.refusals[0].reason


def test_stopping_waits_for_the_batch_and_then_nothing_more_is_done(
    make_comment: Make, make_article: Make, moderator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    article = make_article()
    for _number in range(5):
        make_comment(article, status=Status.HELD)
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    with uncommitted(lambda: bulk.carry_out(act.pk, seconds=0)) as commit:
        stopping = InThread(lambda: bulk.stop(act))
        assert stopping.is_blocked()
        commit()
        stopping.result()
    bulk.carry_out(act.pk, seconds=60)
    act.refresh_from_db()
    assert (act.done, act.state) == (2, BulkAct.State.STOPPED)
    assert Decision.objects.filter(act=act.act).count() == 2
    assert recount(article.story_id) == written(article.story_id)


def test_two_workers_do_each_comment_of_an_act_once(
    make_comment: Make, make_article: Make, moderator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 3)
    article = make_article()
    for _number in range(12):
        make_comment(article, status=Status.HELD)
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    workers = [InThread(lambda: bulk.carry_out(act.pk, seconds=60)) for _ in range(2)]
    for worker in workers:
        worker.result()
    act.refresh_from_db()
    assert (act.done, act.refused, act.state) == (12, 0, BulkAct.State.DONE)
    assert Decision.objects.filter(act=act.act).count() == 12
    assert recount(article.story_id) == written(article.story_id)


def test_undoing_many_waits_for_a_newer_decision_and_leaves_that_comment_alone(
    make_comment: Make, make_article: Make, moderator: Any, make_user: Make, make_rule: Make
) -> None:
    article, other, rule = make_article(), make_user("Moderators"), make_rule()
    comments = [make_comment(article, status=Status.HELD) for _ in range(3)]
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    bulk.carry_out(act.pk)
    back = bulk.undo(act, by=moderator)
    with uncommitted(lambda: decide([comments[0]], Move.REMOVE, by=other, rule=rule)) as commit:
        job = InThread(lambda: bulk.carry_out(back.pk))
        assert job.is_blocked()
        commit()
        job.result()
    back.refresh_from_db()
    assert (back.done, back.refused) == (2, 1)
    comments[0].refresh_from_db()
    assert comments[0].status == Status.REMOVED
    assert recount(article.story_id) == written(article.story_id)


def test_only_one_of_two_undoes_an_act(make_comment: Make, moderator: Any) -> None:
    make_comment(status=Status.HELD)
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    bulk.carry_out(act.pk)
    with uncommitted(lambda: bulk.undo(act, by=moderator)) as commit:
        other = InThread(lambda: bulk.undo(act, by=moderator))
        assert other.is_blocked()
        commit()
        with pytest.raises(bulk.BulkRefused):
            other.result()
    assert BulkAct.objects.filter(undoes=act).count() == 1
    connection.close()


def test_erasing_waits_for_an_act_on_many_and_not_the_other_way_round(
    make_comment: Make, make_article: Make, moderator: Any
) -> None:
    """Both change the act and the comments: in one order, or each would wait for the other."""
    article = make_article()
    gone = make_comment(article, status=Status.DELETED)
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator, query="q=words")
    with transaction.atomic():
        bulk._lock(act.pk)  # as a batch begins
        erasing = InThread(lambda: erase([gone]))
        assert erasing.is_blocked()
        with transaction.atomic():
            lock_comments([gone.pk])  # as a batch goes on
    assert erasing.result() == [gone.pk]
    act.refresh_from_db()
    assert act.query == ""

"""One act on many comments: chosen, decided in batches by a job, stopped, undone once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from comments import bulk
from comments.bulk import BulkRefused
from comments.erasing import erase
from comments.models import (
    BulkAct,
    Comment,
    Decision,
    HandOut,
    ModeratorScope,
    Move,
    Notice,
    Status,
)
from comments.moderation import decide
from comments.undoing import undoable_acts
from portal.closing import Comments, close
from tests.making import Make
from tests.working import work

State = BulkAct.State


def states(comments: list[Comment]) -> list[str]:
    found = dict(Comment.objects.values_list("pk", "status"))
    return [found[comment.pk] for comment in comments]


def done(act: BulkAct) -> BulkAct:
    """Carry an act out to its end, and read it again."""
    bulk.carry_out(act.pk, seconds=60)
    act.refresh_from_db()
    return act


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)


@pytest.fixture
def held(make_comment: Make, make_article: Make) -> list[Comment]:
    """Five comments that wait, under two stories."""
    one, other = make_article(), make_article()
    return [make_comment(story, status=Status.HELD) for story in (one, other, one, other, one)]


@pytest.mark.usefixtures("small_batches")
def test_all_that_is_chosen_is_decided_as_one_recorded_act(
    held: list[Comment], moderator: Any, make_rule: Make
) -> None:
    rule = make_rule()
    act = bulk.begin(
        Comment.objects.all(), Move.REJECT, by=moderator, rule=rule, note="A wave.", query="q=wave"
    )
    assert (act.total, act.state, act.query) == (5, State.WAITING, "q=wave")
    assert set(states(held)) == {Status.HELD}
    act = done(act)
    assert (act.done, act.refused, act.state) == (5, 0, State.DONE)
    assert act.ended_at
    assert set(states(held)) == {Status.REJECTED}
    made = Decision.objects.filter(act=act.act)
    assert {(row.actor_id, row.rule_id, row.note) for row in made} == {
        (moderator.pk, rule.pk, "A wave.")
    }
    assert made.count() == 5
    assert not act.items.exists()


def test_the_job_is_in_the_queue_when_the_act_is(held: list[Comment], moderator: Any) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    job = ProcrastinateJob.objects.get(task_name=bulk.TASK)
    assert job.args == {"bulk_id": act.pk}
    task = app.tasks[bulk.TASK]
    assert task.name == bulk.TASK


@pytest.mark.usefixtures("small_batches")
def test_a_job_does_a_part_and_leaves_the_rest_to_the_next(
    held: list[Comment], moderator: Any
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    for decided, jobs, state in ((2, 2, State.RUNNING), (4, 3, State.RUNNING), (5, 3, State.DONE)):
        bulk.carry_out(act.pk, seconds=0)
        act.refresh_from_db()
        assert (act.done, act.state) == (decided, state)
        assert ProcrastinateJob.objects.filter(task_name=bulk.TASK).count() == jobs


def test_carrying_out_an_act_again_does_nothing(held: list[Comment], moderator: Any) -> None:
    act = done(bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator))
    done(act)
    assert Decision.objects.filter(act=act.act).count() == 5
    assert act.done == 5


def test_what_comes_after_the_choice_is_not_in_it(
    held: list[Comment], moderator: Any, make_comment: Make
) -> None:
    act = bulk.begin(Comment.objects.waiting(), Move.APPROVE, by=moderator)
    later = make_comment(status=Status.HELD)
    done(act)
    assert states([later]) == [Status.HELD]


def test_what_somebody_decided_meanwhile_stands(
    held: list[Comment], moderator: Any, make_user: Make, make_rule: Make
) -> None:
    """Even where the act could still change it: the one who looked at it alone was right."""
    published = held[0]
    decide([published], Move.APPROVE, by=moderator)
    chosen = Comment.objects.filter(pk__in=[published.pk, held[1].pk])
    act = bulk.begin(chosen, Move.REMOVE, by=moderator, rule=make_rule())
    decide([published], Move.KEEP, by=make_user("Moderators"))
    act = done(act)
    assert (act.done, act.refused) == (0, 2)
    assert states([published]) == [Status.PUBLISHED]
    reasons = dict(act.items.values_list("comment_id", "refused"))
    assert reasons[published.pk] == "Something else was decided about this comment since."
    assert "cannot be removed" in reasons[held[1].pk]


def test_a_text_that_was_changed_meanwhile_is_left_alone(
    held: list[Comment], moderator: Any
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    Comment.objects.filter(pk=held[2].pk).update(revision=2)
    act = done(act)
    assert (act.done, act.refused) == (4, 1)
    assert "changed" in act.items.get().refused


@pytest.mark.usefixtures("small_batches")
def test_an_act_that_is_stopped_does_no_more_until_it_goes_on(
    held: list[Comment], moderator: Any
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    bulk.carry_out(act.pk, seconds=0)
    bulk.stop(act)
    act = done(act)
    assert (act.done, act.state) == (2, State.STOPPED)
    with pytest.raises(BulkRefused):
        bulk.stop(act)
    bulk.go_on(act)
    assert done(act).done == 5
    assert act.state == State.DONE
    with pytest.raises(BulkRefused):
        bulk.go_on(act)


def test_one_undo_takes_the_whole_act_back_once(held: list[Comment], moderator: Any) -> None:
    act = done(bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator))
    assert set(states(held)) == {Status.PUBLISHED}
    back = done(bulk.undo(act, by=moderator))
    assert (back.total, back.done, back.move) == (5, 5, Move.UNDO)
    assert set(states(held)) == {Status.HELD}
    assert {row.published_at for row in Comment.objects.all()} == {None}
    assert set(Decision.objects.filter(act=back.act).values_list("move", flat=True)) == {Move.UNDO}
    for wrong in (act, back):
        with pytest.raises(BulkRefused):
            bulk.undo(wrong, by=moderator)


def test_an_undo_leaves_alone_what_was_decided_since(
    held: list[Comment], moderator: Any, make_rule: Make
) -> None:
    act = done(bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator))
    decide([held[0]], Move.REMOVE, by=moderator, rule=make_rule())
    back = done(bulk.undo(act, by=moderator))
    assert (back.done, back.refused) == (4, 1)
    assert states(held[:1]) == [Status.REMOVED]


@pytest.mark.usefixtures("small_batches")
def test_undoing_an_act_that_goes_on_stops_it_and_takes_back_its_part(
    held: list[Comment], moderator: Any
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    bulk.carry_out(act.pk, seconds=0)
    back = bulk.undo(act, by=moderator)
    assert (done(act).state, back.total) == (State.STOPPED, 2)
    done(back)
    assert set(states(held)) == {Status.HELD}
    with pytest.raises(BulkRefused):
        bulk.go_on(act)


def test_an_act_about_nothing_or_too_much_is_not_begun(
    held: list[Comment], moderator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BulkRefused, match="no such comment"):
        bulk.begin(Comment.objects.none(), Move.APPROVE, by=moderator)
    monkeypatch.setattr(bulk, "MOST", 4)
    with pytest.raises(BulkRefused, match="At most 4"):
        bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    with pytest.raises(ValueError, match="rule"):
        bulk.begin(Comment.objects.all(), Move.REMOVE, by=moderator)
    assert not BulkAct.objects.exists()


def test_somebody_who_may_not_moderate_any_more_decides_nothing(
    held: list[Comment], moderator: Any
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    moderator.groups.clear()
    assert done(act).state == State.STOPPED
    assert set(states(held)) == {Status.HELD}


def test_what_is_outside_new_limits_is_left_with_the_reason(
    held: list[Comment], moderator: Any
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    ModeratorScope.objects.create(moderator=moderator, languages=["ru"])
    act = done(act)
    assert act.refused == 5
    assert "outside" in act.items.first().refused


def test_the_desk_offers_to_undo_what_was_decided_there_and_not_an_act_on_many(
    held: list[Comment], moderator: Any
) -> None:
    single = decide([held[0]], Move.APPROVE, by=moderator)
    done(bulk.begin(Comment.objects.waiting(), Move.APPROVE, by=moderator))
    assert [row.decision.act for row in undoable_acts(moderator)] == [single.act]


def test_authors_are_told_of_an_act_on_many_as_of_any_other(
    make_comment: Make, moderator: Any, make_user: Make, make_rule: Make
) -> None:
    reader = make_user()
    make_comment(author=reader, guest_name="", guest_email="")
    done(bulk.begin(Comment.objects.all(), Move.REMOVE, by=moderator, rule=make_rule()))
    assert Notice.objects.filter(user=reader, kind=Notice.Kind.DECISION).count() == 1


@pytest.mark.usefixtures("small_batches")
def test_a_job_that_fails_again_and_again_stops_the_act_for_somebody_to_see(
    held: list[Comment], moderator: Any
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    bulk.give_up(act.pk)
    act.refresh_from_db()
    assert act.state == State.STOPPED


@pytest.mark.django_db(transaction=True)
def test_a_worker_carries_an_act_out(held: list[Comment], moderator: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    work()
    act.refresh_from_db()
    assert (act.state, act.done) == (State.DONE, 5)


# --- What is forgotten ----------------------------------------------------------------------------


def test_how_comments_were_chosen_is_forgotten_with_the_words_of_one_of_them(
    held: list[Comment], moderator: Any, make_rule: Make
) -> None:
    """The desk's address may quote them."""
    rule = make_rule()
    for chosen in (held[:2], held[2:]):
        ids = Comment.objects.filter(pk__in=[comment.pk for comment in chosen])
        act = bulk.begin(ids, Move.REJECT, by=moderator, rule=rule, query="q=these+words")
        done(act)
    erase([Comment.objects.get(pk=held[0].pk)])
    assert list(BulkAct.objects.order_by("pk").values_list("query", flat=True)) == [
        "",
        "q=these+words",
    ]


def test_how_comments_were_chosen_is_forgotten_with_the_account_of_their_author(
    make_comment: Make, make_user: Make, moderator: Any
) -> None:
    reader = make_user(email="anna@example.org")
    make_comment(author=reader, status=Status.HELD, guest_name="", guest_email="")
    act = done(
        bulk.begin(
            Comment.objects.all(), Move.APPROVE, by=moderator, query="author=anna%40example.org"
        )
    )
    close(reader, comments=Comments.KEEP)
    act.refresh_from_db()
    assert act.query == ""


def test_how_comments_were_chosen_is_forgotten_after_a_while(
    held: list[Comment], moderator: Any, settings: Any
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator, query="q=x")
    assert bulk.forget_old_queries() == 0
    old = act.made_at - timedelta(days=settings.COMMENT_ADDRESS_DAYS + 1)
    BulkAct.objects.filter(pk=act.pk).update(made_at=old)
    assert bulk.forget_old_queries() == 1


def test_limits_end_with_the_account(make_user: Make) -> None:
    person = make_user()
    ModeratorScope.objects.create(moderator=person, languages=["ru"])
    close(person, comments=Comments.KEEP)
    assert not ModeratorScope.objects.exists()


def test_a_card_that_was_decided_about_is_nobodys_any_more(
    held: list[Comment], moderator: Any, make_user: Make
) -> None:
    HandOut.objects.create(comment=held[0], moderator=make_user("Moderators"))
    done(bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator))
    assert not HandOut.objects.exists()

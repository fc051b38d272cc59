"""One act on many comments: chosen in a moment, decided by a job, undone by one more act.

Choosing writes down each comment with the text and the last decision that it had. The job then
decides in batches, each a transaction of its own, so that readers and other moderators never wait
long: what changed meanwhile, by whomever, is left as it is. A batch and how far it went commit
together, so that a job that was killed goes on where it stopped, and nothing is done twice.
"""

import time
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from comments import moderation, undoing
from comments.models import BulkAct, BulkItem, Comment, Decision, HandOut, Move, Rule
from comments.moderation import Outcome, lock_comments

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

MOST = 100_000  # comments of one act
BATCH = 100  # comments whose discussions one transaction holds
SLICE = 4.0  # seconds, after which the job lets others of its worker through and goes on
TASK = "comments.tasks.decide_about_many"
RIGHT = "comments.moderate_comment"
State = BulkAct.State
GOING_ON = (State.WAITING, State.RUNNING)

CHOOSE = """
INSERT INTO comments_bulkitem (bulk_id, comment_id, revision, latest, refused)
SELECT %s, chosen.id, chosen.revision, coalesce(
    (SELECT max(decision.id) FROM comments_decision AS decision
    WHERE decision.comment_id = chosen.id), 0), ''
FROM ({chosen}) AS chosen (id, story_id, revision) ORDER BY chosen.story_id, chosen.id
"""
CHOOSE_DECIDED = """
INSERT INTO comments_bulkitem (bulk_id, comment_id, revision, latest, refused)
SELECT %s, comment_id, revision, id, '' FROM comments_decision WHERE act = %s AND move <> 'undo'
ORDER BY story_id, comment_id
"""


class BulkRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The act was not begun, stopped or undone; the message says why, in the moderator's words."""


@transaction.atomic
def begin(
    chosen: "QuerySet[Comment]",
    move: Move,
    *,
    by: "_User",
    rule: Rule | None = None,
    note: str = "",
    query: str = "",
    shown: int = MOST,
) -> BulkAct:
    """Write down which comments are chosen, and put the job into the queue.

    `query` is the desk's address by which they were found, `shown` how many the moderator was told
    of. Raises BulkRefused for none, for more than that or for more than MOST, and ValueError when a
    removal or rejection names no rule.
    """
    if move in moderation.NEEDS_RULE and rule is None:
        raise ValueError("A removal or rejection names a rule of the policy.")
    bulk = BulkAct.objects.create(
        act=uuid.uuid4(), move=move, rule=rule, note=note, query=query[:2000], by=by
    )
    columns = chosen.order_by().values("pk", "story_id", "revision")[: MOST + 1]
    try:
        sql, values = columns.query.sql_with_params()
    except EmptyResultSet:
        raise BulkRefused(_none_left()) from None
    _choose(bulk, CHOOSE.format(chosen=sql), [bulk.pk, *values])
    if bulk.total > MOST:
        raise BulkRefused(too_many())
    if bulk.total > shown:
        raise BulkRefused(_("More comments match by now than you were shown. Look again."))
    return bulk


def too_many() -> str:
    """Say how many comments one act can be about."""
    return _("At most %(most)d comments can be decided about in one act. Narrow the choice.") % {
        "most": MOST
    }


@transaction.atomic
def stop(bulk: BulkAct) -> BulkAct:
    """Let an act do no more than it has done by now. Raises BulkRefused for one that has ended."""
    locked = _lock(bulk.pk)
    if locked.state not in GOING_ON:
        raise BulkRefused(_("This act has ended already."))
    return _end(locked, State.STOPPED)


@transaction.atomic
def go_on(bulk: BulkAct) -> BulkAct:
    """Let an act that was stopped do the rest. Raises BulkRefused for any other, or one undone."""
    locked = _lock(bulk.pk)
    if locked.state != State.STOPPED or BulkAct.objects.filter(undoes=locked).exists():
        raise BulkRefused(_("Only an act that was stopped, and not undone, can go on."))
    locked.state, locked.ended_at = State.WAITING, None
    locked.save(update_fields=["state", "ended_at"])
    _put_into_queue(locked.pk)
    return locked


@transaction.atomic
def undo(bulk: BulkAct, *, by: "_User") -> BulkAct:
    """Take an act back, as an act of its own that a job carries out; one that goes on stops first.

    Raises BulkRefused for one that is undone already, that has decided nothing, or is an undo.
    """
    locked = _lock(bulk.pk)
    if locked.move == Move.UNDO:
        raise BulkRefused(_("What was undone is decided about anew."))
    if BulkAct.objects.filter(undoes=locked).exists():
        raise BulkRefused(_("This act is undone already."))
    if locked.state in GOING_ON:
        _end(locked, State.STOPPED)
    back = BulkAct.objects.create(
        act=uuid.uuid4(), move=Move.UNDO, by=by, undoes=locked, query=locked.query
    )
    _choose(back, CHOOSE_DECIDED, [back.pk, locked.act])
    return back


def carry_out(bulk_id: int, *, seconds: float = SLICE) -> None:
    """Do an act, or for so many seconds a part of it; then a job for the rest is in the queue."""
    end, more = time.monotonic() + seconds, True
    while more:
        is_last = time.monotonic() >= end
        more = _batch(bulk_id, is_last=is_last) and not is_last


def forget_queries(comments: QuerySet[Comment]) -> None:
    """Forget how acts on some comments chose them: words or an address may be quoted there."""
    named = BulkAct.objects.exclude(query="")
    acts = Decision.objects.filter(comment__in=comments.values("pk")).values("act")
    left = BulkItem.objects.filter(comment__in=comments.values("pk")).values("bulk")
    named.filter(Q(act__in=acts) | Q(pk__in=left)).update(query="")


def forget_old_queries() -> int:
    """Forget those of acts that are older than COMMENT_ADDRESS_DAYS; return how many."""
    until = timezone.now() - timedelta(days=settings.COMMENT_ADDRESS_DAYS)
    return BulkAct.objects.exclude(query="").filter(made_at__lt=until).update(query="")


@transaction.atomic
def give_up(bulk_id: int) -> None:
    """Stop an act whose job has failed too often: a moderator sees it, and may let it go on."""
    locked = _lock(bulk_id)
    if locked.state in GOING_ON:
        _end(locked, State.STOPPED)


@transaction.atomic
def _batch(bulk_id: int, *, is_last: bool) -> bool:
    """Decide about some of the comments that are left; return whether there are more.

    Whoever stops the act waits for this, and then nothing more happens.
    """
    bulk = _lock(bulk_id)
    if bulk.state not in GOING_ON:
        return False
    if not (bulk.by.is_active and bulk.by.has_perm(RIGHT)):
        _end(bulk, State.STOPPED)
        return False
    items = list(bulk.items.filter(refused="").order_by("pk")[:BATCH])
    with translation.override(getattr(bulk.by, "language", "") or settings.LANGUAGE_CODE):
        refused = _decide(bulk, items)
    decided = [item for item in items if item.comment_id not in refused]
    bulk.items.filter(pk__in=[item.pk for item in decided]).delete()
    HandOut.objects.filter(comment__in=[item.comment_id for item in decided]).delete()
    for item in items:
        item.refused = refused.get(item.comment_id, "")
    BulkItem.objects.bulk_update([item for item in items if item.refused], ["refused"])
    bulk.done += len(items) - len(refused)
    bulk.refused += len(refused)
    if is_over := len(items) < BATCH:
        _end(bulk, State.DONE)
    else:
        bulk.state = State.RUNNING
        bulk.save(update_fields=["state", "done", "refused"])
        if is_last:
            _put_into_queue(bulk_id)
    return not is_over


def _decide(bulk: BulkAct, items: list[BulkItem]) -> dict[int, str]:
    """Decide about some comments; return which were left as they are, by their ids, and why."""
    ids = [item.comment_id for item in items]
    if bulk.undoes:
        return _reasons(undoing.undo(bulk.undoes.act, by=bulk.by, among=ids, part_of=bulk.act))
    locked, latest = {row.pk: row for row in lock_comments(ids)}, _latest(ids)
    since = {
        item.comment_id
        for item in items
        if latest.get(item.comment_id, 0) != item.latest
        and locked[item.comment_id].revision == item.revision
    }
    outcome = moderation.decide(
        [comment for pk, comment in locked.items() if pk not in since],
        Move(bulk.move),
        by=bulk.by,
        rule=bulk.rule,
        note=bulk.note,
        seen={item.comment_id: item.revision for item in items},
        part_of=bulk.act,
    )
    reason = _("Something else was decided about this comment since.")
    return _reasons(outcome) | dict.fromkeys(since, reason)


def _reasons(outcome: Outcome) -> dict[int, str]:
    return {refusal.comment.pk: refusal.reason[:300] for refusal in outcome.refusals}


def _latest(ids: list[int]) -> dict[int, int]:
    """Return the last decision about each comment, behind the comments' locks."""
    decisions = Decision.objects.filter(comment__in=ids).order_by()
    return dict(decisions.values_list("comment_id").annotate(Max("pk")))


def _lock(bulk_id: int) -> BulkAct:
    acts = BulkAct.objects.select_related("by", "rule", "undoes")
    return acts.select_for_update(no_key=True, of=("self",)).get(pk=bulk_id)


def _choose(bulk: BulkAct, sql: str, values: list[Any]) -> None:
    """Write down the comments of a new act, and put its job into the queue."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        bulk.total = cursor.rowcount
    if not bulk.total:
        raise BulkRefused(_none_left())
    bulk.save(update_fields=["total"])
    _put_into_queue(bulk.pk)


def _none_left() -> str:
    return _("There is no such comment any more: nothing was begun.")


def _end(bulk: BulkAct, state: BulkAct.State) -> BulkAct:
    bulk.state, bulk.ended_at = state, timezone.now()
    bulk.save(update_fields=["state", "ended_at", "done", "refused"])
    return bulk


def _put_into_queue(bulk_id: int) -> None:
    app.configure_task(TASK, lock=f"bulk {bulk_id}").defer(bulk_id=bulk_id)

"""Taking back what was decided: which acts can be undone, and undoing one.

An undo is a decision like others, so it is recorded and never forgets what it reverses. The state
is written by comments.moderation.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from comments import limits
from comments.models import Comment, Decision, Move, Status
from comments.moderation import (
    AUTHORS_MOVES,
    Outcome,
    Refusal,
    carried_out,
    carry_out,
    erased_in_words,
    lock_comments,
    seen_in_words,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

LAST = 10  # acts that are offered to be taken back
LOOKED_AT = 400  # decisions in which these are looked for: an act at the desk has 100 at most
LAST_ACTS = """
WITH mine AS (
    SELECT id, act, comment_id, move FROM comments_decision
    WHERE actor_id = %(by)s AND move <> ALL(%(authors)s) AND started_by <> 'appeal'
    ORDER BY id DESC LIMIT %(looked_at)s
), acts AS (
    SELECT act, max(id) AS newest, count(*) AS number FROM mine WHERE move <> 'undo' GROUP BY act
)
SELECT acts.newest, acts.number FROM acts JOIN comments_decision AS last ON last.id = acts.newest
WHERE NOT EXISTS (
    SELECT FROM comments_decision AS newer
    WHERE newer.comment_id = last.comment_id AND newer.id > last.id
) AND NOT EXISTS (SELECT FROM comments_bulkact AS bulk WHERE bulk.act = acts.act)
ORDER BY acts.newest DESC LIMIT %(last)s
"""


@dataclass(frozen=True)
class Undoable:
    """An act that can still be taken back: one of its decisions, and how many it made."""

    decision: Decision
    number: int


@transaction.atomic
def undo(
    act: uuid.UUID,
    *,
    by: "_User",
    among: Iterable[int] | None = None,
    part_of: uuid.UUID | None = None,
) -> Outcome:
    """Reverse an act: each comment returns to the state before it, and that is recorded too.

    A comment about which something was decided since is left alone and reported, and so is one
    whose words were erased, which was decided on appeal, which is outside the limits of `by`, or
    which would be rejected again although it was answered. What its author did is no act of the
    house's. The undo's own id follows from the act's, so that one that is sent twice is answered
    with what it did. `among` limits it to some comments, by their ids, and `part_of` is then the id
    that all parts have as one act (comments.bulk).
    """
    own = part_of or _undo_of(act)
    if part_of is None and (done := carried_out(own)):
        return done
    outcome = Outcome(own)
    acts = Decision.objects.filter(act=act).exclude(move__in=AUTHORS_MOVES)
    if among is not None:
        acts = acts.filter(comment__in=list(among))
    made = {decision.comment_id: decision for decision in acts}
    comments = lock_comments(list(made))
    newest, beyond = _newest_decisions(list(made)), limits.outside(comments, by)
    answered = _answered([row.comment_id for row in acts if row.status_before == Status.REJECTED])
    for comment in comments:
        made_then = made[comment.pk]
        if comment.pk in beyond:
            outcome.refusals.append(Refusal(comment, limits.outside_in_words()))
            continue
        if newest[comment.pk] != made_then.pk or made_then.move == Move.UNDO:
            reason = _("Something else was decided about this comment since.")
            outcome.refusals.append(Refusal(comment, reason))
            continue
        if made_then.started_by == "appeal":
            reason = _("This was decided on appeal: that is final.")
            outcome.refusals.append(Refusal(comment, reason))
            continue
        if comment.erased_at:
            outcome.refusals.append(Refusal(comment, erased_in_words()))
            continue
        if comment.pk in answered:
            outcome.refusals.append(Refusal(comment, seen_in_words()))
            continue
        decision = Decision(
            comment=comment,
            move=Move.UNDO,
            status_after=made_then.status_before,
            reverses=made_then,
            actor=by,
            act=outcome.act,
        )
        outcome.decisions.append(decision)
    carry_out(outcome.decisions)
    return outcome


def _undo_of(act: uuid.UUID) -> uuid.UUID:
    return uuid.uuid5(act, "undone")


def may_undo(act: uuid.UUID, by: "_User") -> bool:
    """Whether somebody is offered to take this act back, or has just done so."""
    if any(undoable.decision.act == act for undoable in undoable_acts(by)):
        return True
    return Decision.objects.filter(act=_undo_of(act), actor=by).exists()


def _newest_decisions(ids: list[int]) -> dict[int, int]:
    """Return the id of the latest decision about each comment."""
    decisions = Decision.objects.filter(comment__in=ids).order_by()
    return dict(decisions.values_list("comment_id").annotate(Max("pk")))


def _answered(ids: list[int]) -> set[int]:
    """Return which comments were answered: rejected anew, they would take the answers with them.

    Behind the comments' locks, for which an answer that is being posted is waited for.
    """
    return set(Comment.objects.filter(parent__in=ids).values_list("parent_id", flat=True))


def undoable_acts(by: "_User", last: int = LAST) -> list[Undoable]:
    """Return the latest acts that this person can still take back, newest first.

    Acts on many thousands have a page of their own for that.
    """
    asked: Any = {
        "by": by.pk,
        "authors": sorted(AUTHORS_MOVES),
        "last": last,
        "looked_at": LOOKED_AT,
    }
    with connection.cursor() as cursor:
        cursor.execute(LAST_ACTS, asked)
        numbers = dict(cursor.fetchall())
    if not numbers:
        return []
    found = Decision.objects.filter(pk__in=numbers).select_related("comment__author", "rule")
    return [Undoable(row, numbers[row.pk]) for row in found.order_by("-pk")]

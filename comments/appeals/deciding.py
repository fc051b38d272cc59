"""Deciding an appeal: the decision stands or is reversed, by somebody who had no part in it.

What follows is done in the same transaction by the verbs that always do it: a comment is restored,
approved or removed by comments.moderation, a sanction lifted by comments.sanctions. It is final:
comments.undoing takes nothing back that was decided on appeal.
"""

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.appeals import telling
from comments.appeals.making import AppealRefused, lock_open
from comments.appeals.parties import ruling_of
from comments.models import (
    Appeal,
    AppealOutcome,
    Comment,
    Decision,
    Move,
    Rule,
    Sanction,
    Status,
)
from comments.moderation import carry_out, decide, lock_comments
from comments.sanctions import lift

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

BACK = {Status.HELD: Move.APPROVE, Status.REMOVED: Move.RESTORE, Status.REJECTED: Move.RESTORE}


@transaction.atomic
def decide_appeal(
    appeal: Appeal,
    reverse: bool,
    *,
    by: "_User",
    answer: str,
    rule: Rule | None = None,
    seen: int | None = None,
    act: uuid.UUID | None = None,
) -> Appeal:
    """Decide an appeal, do what follows, and tell those whom it concerns; return it as it is then.

    `answer` is told to them, and needed where the decision stands. `rule` is the one under which a
    comment is removed when a reporter is right; `seen` the revision of the comment that was read.
    `act` is the id that it is to have: sent again it changes nothing more. Raises AppealRefused
    where `by` may not (comments.appeals.parties), the appeal is closed, or the comment was changed.
    """
    act = act or uuid.uuid4()
    comment = _lock_what_is_appealed(appeal)
    done = Appeal.objects.filter(pk=appeal.pk, act=act, decided_by=by).first()
    if done:
        return done
    locked = lock_open(appeal)
    ruling = ruling_of(by, locked)
    if not ruling.may:
        raise AppealRefused(ruling.reason)
    _check(locked, reverse, answer, rule, comment, seen)
    # Closed before what follows from it is done: that ends whatever else is open about it.
    locked.closed_at, locked.decided_by, locked.alone = timezone.now(), by, ruling.alone
    locked.outcome = AppealOutcome.REVERSED if reverse else AppealOutcome.UPHELD
    locked.answer, locked.act = answer.strip(), act
    locked.save(update_fields=["closed_at", "decided_by", "alone", "outcome", "answer", "act"])
    if locked.sanction:
        _follow_sanction(locked, locked.sanction)
    elif comment:
        _follow_comment(locked, comment, rule)
    telling.tell_outcome(locked)
    return locked


def move_on_reversal(appeal: Appeal, comment: Comment) -> Move | None:
    """Return what is done to a comment when an appeal about it succeeds; None: nothing is left."""
    if appeal.report_id is None:
        return BACK.get(Status(comment.status))
    if comment.status not in {Status.PUBLISHED, Status.HELD}:
        return None
    return Move.REMOVE if comment.published_at else Move.REJECT


def _lock_what_is_appealed(appeal: Appeal) -> Comment | None:
    if appeal.sanction_id:
        list(Sanction.objects.select_for_update(no_key=True).filter(pk=appeal.sanction_id))
        return None
    return lock_comments([appeal.comment_id or 0])[0]


def _check(
    appeal: Appeal,
    reverse: bool,
    answer: str,
    rule: Rule | None,
    comment: Comment | None,
    seen: int | None,
) -> None:
    if not reverse and not answer.strip():
        raise AppealRefused(_("Please write why the decision stands: whoever appeals reads it."))
    if comment is None:
        return
    if seen is not None and seen != comment.revision:
        raise AppealRefused(_("The text was changed after you read it. Read it again."))
    moves = move_on_reversal(appeal, comment)
    if reverse and moves in {Move.REMOVE, Move.REJECT} and rule is None:
        raise AppealRefused(_("Please choose the rule under which the comment is removed."))


def _follow_sanction(appeal: Appeal, row: Sanction) -> None:
    """Lift the sanction, also one that has ended by itself: it was wrong from the beginning."""
    if appeal.outcome == AppealOutcome.REVERSED and row.lifted_at is None:
        assert appeal.decided_by is not None  # noqa: S101 (set above)
        lift(row, by=appeal.decided_by, because=_("On appeal"), on_appeal=True)


def _follow_comment(appeal: Appeal, comment: Comment, rule: Rule | None) -> None:
    appealed = appeal.decision
    assert appealed is not None  # noqa: S101 (the database holds it)
    is_reversed = appeal.outcome == AppealOutcome.REVERSED
    move = move_on_reversal(appeal, comment) if is_reversed else Move.UPHOLD
    if move is None:
        _record_reversal(appeal, comment, appealed)
        return
    named = rule if move in {Move.REMOVE, Move.REJECT} else None
    outcome = decide(
        [comment],
        move,
        by=appeal.decided_by,
        rule=appealed.rule if move == Move.UPHOLD else named,
        started_by="appeal",
        alone=appeal.alone,
        part_of=appeal.act,
    )
    if outcome.refusals:
        raise AppealRefused(outcome.refusals[0].reason)


def _record_reversal(appeal: Appeal, comment: Comment, appealed: Decision) -> None:
    """Record that a decision was wrong of which nothing is left to take back.

    Its author has deleted the comment meanwhile: that does not return. Where a reporter was right
    and the comment is gone already, the decision by which it went is the record.
    """
    if appeal.report_id or Decision.objects.filter(reverses=appealed).exists():
        return
    reversal = Decision(
        comment=comment,
        move=Move.UNDO,
        status_after=comment.status,
        reverses=appealed,
        actor=appeal.decided_by,
        started_by="appeal",
        alone=appeal.alone,
        act=appeal.act or uuid.uuid4(),
    )
    carry_out([reversal])

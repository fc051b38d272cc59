"""The moves of a comment: the only code that changes its status, and the record of it.

Each verb works on a set of comments; one comment is a set of one. In one transaction it locks
the discussions and the comments, checks each move against MOVES, writes the status and what
follows from it (whether it is shown, the counts), and adds a Decision for each.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comments.models import Comment, Decision, Discussion, Move, Rule, Status
from comments.models.comments import COUNTED

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

# (state, move) → state. What readers have seen leaves a tombstone: a comment that was published
# before and now waits is removed, not rejected; `_refuses` holds that.
MOVES: Mapping[tuple[str, str], Status] = {
    (Status.HELD, Move.APPROVE): Status.PUBLISHED,
    (Status.HELD, Move.REJECT): Status.REJECTED,
    (Status.HELD, Move.REMOVE): Status.REMOVED,
    (Status.HELD, Move.DELETE): Status.DELETED,
    (Status.PUBLISHED, Move.REMOVE): Status.REMOVED,
    (Status.PUBLISHED, Move.HOLD): Status.HELD,
    (Status.PUBLISHED, Move.DELETE): Status.DELETED,
    (Status.REMOVED, Move.RESTORE): Status.PUBLISHED,
    (Status.REMOVED, Move.DELETE): Status.DELETED,
    (Status.REJECTED, Move.RESTORE): Status.PUBLISHED,
    (Status.REJECTED, Move.DELETE): Status.DELETED,
}
NEEDS_RULE = {Move.REJECT, Move.REMOVE}
IN_WORDS = {
    Move.HOLD: gettext_noop("A comment that is %(status)s cannot be sent back to waiting."),
    Move.APPROVE: gettext_noop("A comment that is %(status)s cannot be approved."),
    Move.REJECT: gettext_noop("A comment that is %(status)s cannot be rejected."),
    Move.REMOVE: gettext_noop("A comment that is %(status)s cannot be removed."),
    Move.RESTORE: gettext_noop("A comment that is %(status)s cannot be restored."),
    Move.DELETE: gettext_noop("A comment that is %(status)s cannot be deleted."),
}


@dataclass(frozen=True)
class Refusal:
    """A comment that was left as it is, and why, in the reader's language."""

    comment: Comment
    reason: str


@dataclass
class Outcome:
    """What an act did: its id (for undo), the decisions made, and what was refused."""

    act: uuid.UUID
    decisions: list[Decision] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def allowed_moves(comment: Comment) -> list[Move]:
    """Return the moves that a moderator can make from the comment's present state."""
    moves = [Move.APPROVE, Move.REJECT, Move.REMOVE, Move.HOLD, Move.RESTORE]
    return [move for move in moves if not _refuses(comment, move)]


@transaction.atomic
def decide(
    comments: Iterable[Comment],
    move: Move,
    *,
    by: "_User | None",
    rule: Rule | None = None,
    note: str = "",
    seen: Mapping[int, int] | None = None,
) -> Outcome:
    """Move comments to the state that `move` leads to, and record who, when and why.

    `seen` maps a comment's id to the revision that the moderator read; where it is given and
    the text has changed since, that comment is refused. Refusals are reported in the outcome,
    the others go through. Raises ValueError when a removal or rejection names no rule.
    """
    if move in NEEDS_RULE and rule is None:
        raise ValueError("A removal or rejection names a rule of the policy.")
    outcome = Outcome(uuid.uuid4())
    for comment in _lock([comment.pk for comment in comments]):
        reason = _refuses(comment, move)
        if seen is not None and seen.get(comment.pk, comment.revision) != comment.revision:
            reason = _("The text was changed after you read it. Read it again.")
        if reason:
            outcome.refusals.append(Refusal(comment, reason))
            continue
        decision = Decision(
            comment=comment,
            move=move,
            status_after=MOVES[comment.status, move],
            rule=rule,
            note=note,
            actor=by,
            started_by="author" if move == Move.DELETE else "house",
            act=outcome.act,
        )
        outcome.decisions.append(_carry_out(decision))
    return outcome


@transaction.atomic
def undo(act: uuid.UUID, *, by: "_User") -> Outcome:
    """Reverse an act: each comment returns to the state before it, and that is recorded too.

    A comment about which something was decided since is left alone and reported.
    """
    outcome = Outcome(uuid.uuid4())
    made = {d.comment_id: d for d in Decision.objects.filter(act=act).exclude(move=Move.POST)}
    for comment in _lock(list(made)):
        done = made[comment.pk]
        newest = comment.decisions.order_by("-pk").values_list("pk", flat=True).first()
        if newest != done.pk or done.move == Move.UNDO:
            reason = _("Something else was decided about this comment since.")
            outcome.refusals.append(Refusal(comment, reason))
            continue
        decision = Decision(
            comment=comment,
            move=Move.UNDO,
            status_after=done.status_before,
            reverses=done,
            actor=by,
            act=outcome.act,
        )
        outcome.decisions.append(_carry_out(decision))
    return outcome


def undoable_act(by: "_User") -> Decision | None:
    """Return a decision of the latest act that this person can still undo, or None."""
    latest = (
        Decision.objects.filter(actor=by)
        .exclude(move=Move.POST)
        .select_related("comment")
        .order_by("-pk")
        .first()
    )
    if latest is None or latest.move == Move.UNDO:
        return None
    newer = Decision.objects.filter(comment=latest.comment_id, pk__gt=latest.pk)
    return None if newer.exists() else latest


def record_posted(comment: Comment, status: Status, *, phase: str, note: str) -> Decision:
    """Settle the state in which a new comment starts; part of the transaction that adds it.

    `phase` and `note` name the screening phase that held it, and why ("" where none did).
    """
    if status == Status.PUBLISHED:
        Discussion.objects.of(comment.story_id)
        comment = _lock([comment.pk])[0]
    decision = Decision(
        comment=comment,
        move=Move.POST,
        status_after=status,
        actor=comment.author,
        phase=phase,
        note=note,
        automated=bool(phase),
        started_by="author",
        act=uuid.uuid4(),
    )
    return _carry_out(decision, before="")


def lock_discussions(stories: Iterable[int]) -> None:
    """Lock stories' discussions in the order of their ids until the transaction ends.

    Whoever writes to more than one comment holds their discussions first. NO KEY locks let readers
    reply meanwhile: their foreign keys only need the key to stay.
    """
    discussions = Discussion.objects.filter(story_id__in=stories).order_by("story_id")
    list(discussions.select_for_update(no_key=True).values_list("pk"))


def _lock(ids: list[int]) -> list[Comment]:
    """Lock the discussions first, then the comments, each in the order of their ids.

    Every verb takes the same order, so two of them cannot wait for each other.
    """
    lock_discussions(Comment.objects.filter(pk__in=ids).values_list("story_id", flat=True))
    return list(
        Comment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("author")
        .filter(pk__in=ids)
        .order_by("pk")
    )


def _refuses(comment: Comment, move: Move) -> str:
    """Return why the move is not possible now, in words, or "" where it is."""
    possible = (comment.status, move) in MOVES
    if possible and comment.status == Status.HELD and move in NEEDS_RULE:
        if comment.published_at and move == Move.REJECT:
            return _("Readers have seen this comment: remove it, so that a tombstone stays.")
        possible = bool(comment.published_at) or move == Move.REJECT
    if possible:
        return ""
    return _(IN_WORDS[move]) % {"status": comment.get_status_display()}


def _carry_out(decision: Decision, before: str | None = None) -> Decision:
    """Write the status that a decision leads to, what follows from it, and the decision."""
    comment = decision.comment
    old, new = comment.status, decision.status_after
    decision.story_id, decision.revision = comment.story_id, comment.revision
    decision.status_before = old if before is None else before
    comment.status = new
    if new == Status.PUBLISHED and comment.published_at is None:
        comment.published_at = timezone.now()
    elif _was_first_publication(decision) and not comment.replies.exists():
        comment.published_at = None
    comment.save(update_fields=["status", "published_at"])
    counted = (new in COUNTED) - (old in COUNTED)
    if counted:
        Discussion.objects.filter(story_id=comment.story_id).update(
            comment_count=F("comment_count") + counted
        )
    _settle_shown(comment)
    decision.save()
    return decision


def _was_first_publication(decision: Decision) -> bool:
    """Whether a decision undoes the very one that first published the comment.

    An earlier publication that was itself undone does not count: it was taken back as well.
    """
    done = decision.reverses
    return (
        done is not None
        and done.status_after == Status.PUBLISHED
        and not done.comment.decisions.filter(
            pk__lt=done.pk, status_after=Status.PUBLISHED, reversed_by=None
        ).exists()
    )


def _settle_shown(comment: Comment | None) -> None:
    """Write whether a comment stands in the thread, and so up the thread as far as it matters."""
    while comment is not None:
        shown = _stands_in_thread(comment)
        if shown == comment.shown:
            return
        comment.shown = shown
        comment.save(update_fields=["shown"])
        if comment.root_id:
            change = 1 if shown else -1
            Comment.objects.filter(pk=comment.root_id).update(thread_size=F("thread_size") + change)
        comment = comment.parent


def _stands_in_thread(comment: Comment) -> bool:
    if comment.status in COUNTED:
        return True
    if comment.status == Status.REJECTED:
        return False
    return comment.replies.filter(shown=True).exists()

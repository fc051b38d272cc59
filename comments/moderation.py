"""The moves of a comment: the only code that changes its status, and the record of it.

Each verb works on a set of comments; one comment is a set of one. In one transaction it locks
the discussions and the comments, checks each move against MOVES, writes the status and what
follows from it (whether it is shown, the counts), and adds a Decision for each. Being posted, being
edited and being taken back are moves as well, made by comments.posting, comments.editing and
comments.undoing: what leads to them is theirs, the state is written here.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comments import cases, limits, notices, settling
from comments.appeals import overtaken
from comments.models import BulkAct, Comment, Decision, Discussion, Move, Rule, Status
from comments.models.comments import COUNTED
from comments.reasons import arising
from comments.settling import Statement
from comments.turns import wait_for_turn

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
    (Status.PUBLISHED, Move.KEEP): Status.PUBLISHED,
    (Status.PUBLISHED, Move.DELETE): Status.DELETED,
    (Status.REMOVED, Move.RESTORE): Status.PUBLISHED,
    (Status.REMOVED, Move.DELETE): Status.DELETED,
    (Status.REJECTED, Move.RESTORE): Status.PUBLISHED,
    (Status.REJECTED, Move.DELETE): Status.DELETED,
    # An appeal that changes nothing is a decision as well; its author may have deleted meanwhile.
    **{(status, Move.UPHOLD): status for status in Status},
}
# What its author's edit leads to, where screening lets the new text pass and where it holds it.
EDITS: Mapping[str, tuple[Status, Status]] = {
    Status.HELD: (Status.HELD, Status.HELD),
    Status.PUBLISHED: (Status.PUBLISHED, Status.HELD),
}
NEEDS_RULE = {Move.REJECT, Move.REMOVE}
# What authors do with their own words. Nobody in the house takes it back: a text that was deleted
# does not return before readers, nor one that was replaced.
AUTHORS_MOVES = {Move.POST, Move.EDIT, Move.DELETE}
IN_WORDS = {
    Move.HOLD: gettext_noop("A comment that is %(status)s cannot be sent back to waiting."),
    Move.APPROVE: gettext_noop("A comment that is %(status)s cannot be approved."),
    Move.REJECT: gettext_noop("A comment that is %(status)s cannot be rejected."),
    Move.REMOVE: gettext_noop("A comment that is %(status)s cannot be removed."),
    Move.RESTORE: gettext_noop("A comment that is %(status)s cannot be restored."),
    Move.KEEP: gettext_noop("A comment that is %(status)s cannot be kept as it is."),
    Move.UPHOLD: gettext_noop("A comment that is %(status)s cannot be appealed about."),
    Move.EDIT: gettext_noop("A comment that is %(status)s cannot be changed."),
    Move.DELETE: gettext_noop("A comment that is %(status)s cannot be deleted."),
}


class ActIsAnothers(ValueError):  # noqa: N818 (a refusal is an answer, not an error)
    """An act's id is sent by somebody whose single act it is not."""


@dataclass(frozen=True)
class Refusal:
    """A comment that was left as it is, and why, in the reader's language."""

    comment: Comment
    reason: str


@dataclass
class Outcome:
    """What an act did: its id (for undo), the decisions made, and what was refused.

    `repeated` says that it had been carried out already, and was not once more.
    """

    act: uuid.UUID
    decisions: list[Decision] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    repeated: bool = False


def allowed_moves(comment: Comment) -> list[Move]:
    """Return the moves that a moderator can make from the comment's present state."""
    moves = [Move.APPROVE, Move.REJECT, Move.REMOVE, Move.HOLD, Move.RESTORE, Move.KEEP]
    return [move for move in moves if _is_possible(comment, move)]


@transaction.atomic
def decide(
    comments: Iterable[Comment],
    move: Move,
    *,
    by: "_User | None",
    rule: Rule | None = None,
    note: str = "",
    seen: Mapping[int, int] | None = None,
    started_by: str = "",
    automated: bool = False,
    phase: str = "",
    act: uuid.UUID | None = None,
    part_of: uuid.UUID | None = None,
    alone: bool = False,
) -> Outcome:
    """Move comments to the state that `move` leads to, and record who, when and why.

    `seen` maps a comment's id to the revision that the moderator read; where it is given and
    the text has changed since, that comment is refused. Refusals are reported in the outcome,
    the others go through. `started_by` says who asked for it where that is neither the author
    (who alone deletes) nor the house: without it a report or notice that is open. `automated` says
    that nobody looked, `phase` what did instead. `act` is the id that the act is to have: the same
    one sent again is answered with what it did, and does nothing more; `part_of` is that of an act
    of which others do the rest (comments.bulk, comments.appeals). `alone` is of an appeal which
    somebody decides who had a part in it. What is outside the limits of `by` is refused. Raises
    ValueError when a removal or rejection names no rule, and ActIsAnothers.
    """
    if move in NEEDS_RULE and rule is None:
        raise ValueError("A removal or rejection names a rule of the policy.")
    if act and (done := carried_out(act, by=by)):
        return done
    outcome = Outcome(act or part_of or uuid.uuid4())
    locked = lock_comments([comment.pk for comment in comments])
    beyond = limits.outside(locked, by) if by and move not in AUTHORS_MOVES else set()
    started = cases.started(comment.pk for comment in locked)
    for comment in locked:
        reason = _refuses(comment, move)
        if seen is not None and seen.get(comment.pk, comment.revision) != comment.revision:
            reason = _("The text was changed after you read it. Read it again.")
        if comment.pk in beyond:
            reason = limits.outside_in_words()
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
            started_by=started_by or _started_by(move, started.get(comment.pk, "house")),
            automated=automated,
            phase=phase,
            alone=alone,
            act=outcome.act,
        )
        outcome.decisions.append(decision)
    carry_out(outcome.decisions)
    return outcome


def carried_out(act: uuid.UUID, *, by: "_User | None" = None) -> Outcome | None:
    """Return what an act has done already; whoever sends the same one meanwhile waits for it.

    Raises ActIsAnothers where `by` is given and has not done it, or it is one on many comments:
    histories show the ids of acts, and what an act was about may be outside somebody's limits.
    """
    wait_for_turn(f"act {act}")
    made = list(Decision.objects.filter(act=act).select_related("comment__author", "rule"))
    if not made:
        return None
    is_theirs = by is None or all(row.actor_id == by.pk for row in made)
    if not is_theirs or (by and BulkAct.objects.filter(act=act).exists()):
        raise ActIsAnothers("This act is not theirs to repeat.")
    return Outcome(act, made, repeated=True)


def _started_by(move: Move, otherwise: str) -> str:
    return "author" if move == Move.DELETE else otherwise


def add_posted(
    comment: Comment,
    status: Status,
    *,
    phase: str = "",
    note: str = "",
    also: Sequence[Statement] = (),
) -> Decision:
    """Add a new comment in the state in which it starts, and the record of that.

    Part of the transaction that takes the comment, which knows that the discussion exists and has
    locked what is answered. `phase` and `note` name the screening phase that held it, and why (""
    where none did). `also` goes in the same message, behind the comment's row.
    """
    decision = Decision(
        comment=comment,
        move=Move.POST,
        status_after=status,
        actor_id=comment.author_id,
        phase=phase,
        note=note,
        automated=bool(phase),
        started_by="author",
        act=uuid.uuid4(),
    )
    carry_out([decision], is_new=True, also=also)
    return decision


def add_edited(
    comment: Comment,
    *,
    by: "_User | None",
    phase: str = "",
    note: str = "",
    also: Sequence[Statement] = (),
) -> Decision:
    """Record that its author has changed a comment, in the state that follows from screening.

    Part of the transaction that changes the text: it has locked the comment (lock_comments), whose
    `revision` is the new one already. `phase` and `note` name the screening phase that held the new
    text, and why; "" where none did. `also` goes in the same message.
    """
    passed, held = EDITS[comment.status]
    decision = Decision(
        comment=comment,
        move=Move.EDIT,
        status_after=held if phase else passed,
        actor=by,
        phase=phase,
        note=note,
        automated=bool(phase),
        started_by="author",
        act=uuid.uuid4(),
    )
    carry_out([decision], also=also)
    return decision


def lock_discussions(stories: Iterable[int]) -> None:
    """Lock stories' discussions in the order of their ids until the transaction ends.

    Whoever writes to more than one comment holds their discussions first. NO KEY locks let readers
    reply meanwhile: their foreign keys only need the key to stay.
    """
    discussions = Discussion.objects.filter(story_id__in=stories).order_by("story_id")
    list(discussions.select_for_update(no_key=True).values_list("pk"))


def lock_comments(ids: list[int]) -> list[Comment]:
    """Lock the discussions first, then the comments, each in the order of their ids; read them.

    Every verb takes the same order, so two of them cannot wait for each other.
    """
    lock_discussions(Comment.objects.filter(pk__in=ids).values_list("story_id", flat=True))
    return list(
        Comment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("author")
        .filter(pk__in=ids)
        .order_by("pk")
    )


def _is_possible(comment: Comment, move: Move) -> bool:
    """Whether a move can be made now: of what waits, what readers have seen leaves a tombstone."""
    if move != Move.DELETE and (comment.erased_at or comment.unconfirmed):
        return False
    if (comment.status, move) not in MOVES:
        return False
    if comment.status == Status.HELD and move in NEEDS_RULE:
        return bool(comment.published_at) == (move == Move.REMOVE)
    return True


def _refuses(comment: Comment, move: Move) -> str:
    """Return why the move is not possible now, in words, or "" where it is."""
    if _is_possible(comment, move):
        return ""
    if comment.erased_at and move != Move.DELETE:
        return erased_in_words()
    if comment.unconfirmed and move != Move.DELETE:
        return _("This comment waits for its guest to confirm the e-mail address.")
    if comment.status == Status.HELD and comment.published_at and move == Move.REJECT:
        return seen_in_words()
    return refused_in_words(comment, move)


def refused_in_words(comment: Comment, move: Move) -> str:
    """Say that a move cannot be made from the comment's present state, in the reader's language."""
    return _(IN_WORDS[move]) % {"status": comment.get_status_display()}


def seen_in_words() -> str:
    """Say that a comment cannot vanish from its thread any more, in the reader's language."""
    return _("Readers have seen this comment: remove it, so that a tombstone stays.")


def erased_in_words() -> str:
    """Say that there is nothing left to decide about, in the reader's language."""
    return _("The words of this comment were erased: there is nothing left to decide about.")


def carry_out(
    decisions: list[Decision], *, is_new: bool = False, also: Sequence[Statement] = ()
) -> None:
    """Write the states that decisions lead to, what follows from them, and the decisions.

    The comment of a new one is added in its state, so that readers' pages change once or not at
    all; a comment that starts as held changes nothing else.
    """
    if not decisions:
        return
    now, more = timezone.now(), Counter[int]()
    taken_back = _first_publications([d.reverses for d in decisions if d.reverses])
    for decision in decisions:
        comment, new = decision.comment, decision.status_after
        decision.story_id, decision.revision = comment.story_id, comment.revision
        decision.status_before, decision.decided_at = "" if is_new else comment.status, now
        more[comment.story_id] += (new in COUNTED) - (comment.status in COUNTED)
        comment.status = new
        if new == Status.HELD and decision.move != Move.UNDO:
            comment.held_by = decision.phase or (
                comment.held_by if decision.move == Move.EDIT else ""
            )
        if new == Status.PUBLISHED and comment.published_at is None:
            comment.published_at = now
        elif comment.pk in taken_back:
            comment.published_at = None
    _write(decisions, more, is_new=is_new, also=also)


def _write(
    decisions: list[Decision], more: Counter[int], *, is_new: bool, also: Sequence[Statement]
) -> None:
    """Write it all in one message. Discussions come first, in the order of all locks."""
    changed = [decision.comment for decision in decisions]
    starts_unseen = is_new and decisions[0].status_after not in COUNTED
    moved = [] if starts_unseen else settling.settle_shown(changed)
    others = changed + moved
    statements = settling.counts(more)
    if is_new:
        statements.append(settling.new_rows(changed))
        others = [comment for comment in moved if comment not in changed]
    if others:
        statements.append(settling.states(others))
    statements += settling.thread_sizes(moved)
    statements += cases.settled(decisions, decisions[0].decided_at)
    statements += overtaken.settled(decisions, decisions[0].decided_at)
    told = [*arising.arise(decisions), *notices.arise(decisions)]
    settling.write(statements, decisions, [*told, *also], keeps_plans=is_new)


def _first_publications(undone: list[Decision]) -> set[int]:
    """Return the comments that readers have not seen, once these decisions are taken back.

    They were first published by the very decision that is undone, and nobody has answered. An
    earlier publication that was itself undone does not count: it was taken back as well.
    """
    publications = [done.pk for done in undone if done.status_after == Status.PUBLISHED]
    if not publications:
        return set()
    earlier = Decision.objects.filter(
        comment=OuterRef("comment"),
        pk__lt=OuterRef("pk"),
        status_after=Status.PUBLISHED,
        reversed_by=None,
    )
    answers = Comment.objects.filter(parent=OuterRef("comment"))
    first = Decision.objects.filter(~Exists(earlier), ~Exists(answers), pk__in=publications)
    return set(first.values_list("comment_id", flat=True))

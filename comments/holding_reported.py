"""Holding what enough reports are about, until a moderator has looked: COMMENT_REPORTS_HOLD.

Off by default. It is a decision like others, recorded as a machine's, and made once a text: what a
moderator has let stand, or taken out of such a hold, stays until its author changes it.
"""

from django.conf import settings
from django.db.models import Q

from comments.models import Case, Comment, Decision, Move, Status
from comments.moderation import decide

PHASE = "reports"
LOOKED_AT = {Move.APPROVE, Move.RESTORE, Move.KEEP}


def is_at_all() -> bool:
    """Whether reports hold anything in this house."""
    return settings.COMMENT_REPORTS_HOLD > 0


def hold_where_enough(comment: Comment, case: Case) -> bool:
    """Hold a comment whose case weighs enough; return whether it was held.

    The caller has locked the discussion and the comment.
    """
    if not is_at_all() or case.weight < settings.COMMENT_REPORTS_HOLD:
        return False
    if comment.status != Status.PUBLISHED or _was_looked_at(comment):
        return False
    decided = decide(
        [comment],
        Move.HOLD,
        by=None,
        automated=True,
        phase=PHASE,
        started_by="notice" if case.is_legal else "report",
    )
    return bool(decided.decisions)


def was_approved(comment: Comment) -> bool:
    """Whether a moderator has read the text that stands there now, and let it stand."""
    decisions = Decision.objects.filter(comment=comment, revision=comment.revision)
    looked_at = decisions.filter(
        move__in=LOOKED_AT, status_after=Status.PUBLISHED, automated=False, reversed_by=None
    )
    return looked_at.exclude(actor=None).exists()


def _was_looked_at(comment: Comment) -> bool:
    """Whether this text was held by reports already, or a moderator has let it stand."""
    held = Q(phase=PHASE, move=Move.HOLD, revision=comment.revision)
    return Decision.objects.filter(held, comment=comment).exists() or was_approved(comment)

"""Cases: how reports of a comment end with the house's next decision about it, and begin again.

For comments.moderation alone, which holds the comments' locks. Reporting is comments.reporting.
"""

from collections.abc import Iterable
from datetime import datetime

from comments.models import Case, Decision, Move
from comments.settling import Statement

CLOSE = """
UPDATE comments_case SET closed_at = %s, closing_act = %s
WHERE closed_at IS NULL AND comment_id = ANY(%s)
"""
# Where it was reported again since, the new case has taken its place.
OPEN_AGAIN = """
UPDATE comments_case AS closed SET closed_at = NULL, closing_act = NULL
FROM unnest(%s::uuid[], %s::bigint[]) AS undone (act, comment_id)
WHERE closed.closing_act = undone.act AND closed.comment_id = undone.comment_id AND NOT EXISTS (
    SELECT FROM comments_case AS other
    WHERE other.comment_id = closed.comment_id AND other.closed_at IS NULL
)
"""
DECIDED = {Move.APPROVE, Move.REJECT, Move.REMOVE, Move.RESTORE, Move.KEEP, Move.DELETE}


def reported(comments: Iterable[int]) -> set[int]:
    """Return which of these comments, by their ids, have an open case."""
    cases = Case.objects.filter(comment__in=list(comments), closed_at=None)
    return set(cases.values_list("comment_id", flat=True))


def settled(decisions: list[Decision], now: datetime) -> list[Statement]:
    """Return what closes the cases that decisions end, and opens those whose end is undone.

    A comment that goes back to waiting keeps its case, and so does one that its author changes.
    """
    statements: list[Statement] = []
    if ended := [row.comment_id for row in decisions if row.move in DECIDED]:
        statements.append((CLOSE, [now, decisions[0].act, ended]))
    # On appeal a decision is undone in the record alone, where its author has deleted the comment.
    if undone := [r.reverses for r in decisions if r.reverses and r.started_by != "appeal"]:
        acts, comments = [row.act for row in undone], [row.comment_id for row in undone]
        statements.append((OPEN_AGAIN, [acts, comments]))
    return statements

"""Cases: how reports of a comment end with the house's next decision about it, and begin again.

Whoever has reported and can be reached is told the outcome (comments.report_words), unless they
have decided it themselves. For comments.moderation alone, which holds the comments' locks.
Reporting is comments.reporting.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

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
# What was not told yet is told of this end instead; a new one is told to whom nothing waits.
TOLD_LATER = """
UPDATE comments_notice AS notice SET made_at = %s, due_at = %s
FROM comments_report AS report JOIN comments_case AS closed ON closed.id = report.case_id
WHERE closed.closing_act = %s AND closed.comment_id = ANY(%s)
    AND notice.report_id = report.id AND notice.kind = 'outcome' AND notice.settled_at IS NULL
"""
TOLD = """
INSERT INTO comments_notice (kind, user_id, story_id, report_id, made_at, due_at)
SELECT 'outcome', report.user_id, report.story_id, report.id, %s, %s
FROM comments_report AS report JOIN comments_case AS closed ON closed.id = report.case_id
WHERE closed.closing_act = %s AND closed.comment_id = ANY(%s)
    AND (report.email <> '' OR report.user_id <> coalesce(%s::bigint, 0)) AND NOT EXISTS (
        SELECT FROM comments_notice AS waiting
        WHERE waiting.report_id = report.id AND waiting.kind = 'outcome'
            AND waiting.settled_at IS NULL
    )
"""
DECIDED = {Move.APPROVE, Move.REJECT, Move.REMOVE, Move.RESTORE, Move.KEEP, Move.DELETE}


def started(comments: Iterable[int]) -> dict[int, str]:
    """Return what a decision about these comments starts with, by the ids of those with a case.

    "notice" where somebody has given notice of illegal content, else "report".
    """
    cases = Case.objects.filter(comment__in=list(comments), closed_at=None)
    found = cases.values_list("comment_id", "is_legal")
    return {comment: "notice" if is_legal else "report" for comment, is_legal in found}


def settled(decisions: list[Decision], now: datetime) -> list[Statement]:
    """Return what closes the cases that decisions end, and opens those whose end is undone.

    A comment that goes back to waiting keeps its case, and so does one that its author changes.
    """
    statements: list[Statement] = []
    if ended := [row.comment_id for row in decisions if row.move in DECIDED]:
        statements += _ended(decisions[0], ended, now)
    # On appeal a decision is undone in the record alone, where its author has deleted the comment.
    if undone := [r.reverses for r in decisions if r.reverses and r.started_by != "appeal"]:
        acts, comments = [row.act for row in undone], [row.comment_id for row in undone]
        statements.append((OPEN_AGAIN, [acts, comments]))
    return statements


def _ended(first: Decision, comments: list[int], now: datetime) -> list[Statement]:
    """Close cases by the act of a decision, and tell the reporters once an undo is too late."""
    due = now + timedelta(seconds=settings.DECISION_MAIL_SECONDS)
    return [
        (CLOSE, [now, first.act, comments]),
        (TOLD_LATER, [now, due, first.act, comments]),
        (TOLD, [now, due, first.act, comments, first.actor_id]),
    ]

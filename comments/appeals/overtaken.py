"""How open appeals end without being heard: the house does what was asked for by itself.

For comments.moderation alone, in the message of its decisions, behind the comments' locks. Whoever
takes their decision back, or restores a comment at the desk, gives its author what they asked for:
the appeal ends as reversed, by that person, and who made it is told. Taken back in turn, it is open
again. A program ends none.
"""

from datetime import datetime, timedelta

from django.conf import settings

from comments.models import Decision, Move, Status
from comments.settling import Statement

CLOSE = """
WITH closed AS (
    UPDATE comments_appeal AS appeal
    SET closed_at = %s, outcome = 'reversed', act = %s, decided_by_id = %s,
        alone = appeal.user_id IS NOT DISTINCT FROM %s OR EXISTS (
            SELECT FROM comments_decision AS earlier
            WHERE earlier.comment_id = appeal.comment_id AND earlier.actor_id = %s)
    WHERE closed_at IS NULL AND decision_id IS NOT NULL AND (
        (report_id IS NULL AND comment_id = ANY(%s)) OR (report_id IS NOT NULL
        AND comment_id = ANY(%s)) OR decision_id = ANY(%s))
    RETURNING id, user_id, comment_id, report_id
)
INSERT INTO comments_notice (kind, user_id, own_comment_id, story_id, appeal_id, report_id,
    made_at, due_at)
SELECT 'appeal', told.user_id,
    CASE WHEN told.user_id IS NULL AND closed.report_id IS NULL THEN said.id END,
    said.story_id, closed.id, closed.report_id, %s, %s
FROM closed JOIN comments_comment AS said ON said.id = closed.comment_id
    LEFT JOIN comments_report AS report ON report.id = closed.report_id
    CROSS JOIN LATERAL (SELECT CASE WHEN closed.report_id IS NULL THEN said.author_id
        ELSE closed.user_id END AS user_id) AS told
WHERE told.user_id IS NOT NULL OR report.email <> ''
    OR (closed.report_id IS NULL AND said.author_id IS NULL AND said.guest_email <> '')
"""
# Of its end there is nothing to tell any more, and nothing to read; a question is asked still.
OPEN_AGAIN = """
WITH again AS (
    UPDATE comments_appeal AS appeal
    SET closed_at = NULL, outcome = '', act = NULL, decided_by_id = NULL, alone = false
    FROM unnest(%s::uuid[], %s::bigint[]) AS undone (act, comment_id)
        JOIN comments_appeal AS was USING (act, comment_id)
    WHERE appeal.id = was.id
    RETURNING appeal.id, was.closed_at
)
DELETE FROM comments_notice AS notice USING again
WHERE notice.appeal_id = again.id AND kind = 'appeal' AND notice.made_at = again.closed_at
"""
ENDING = {Move.APPROVE, Move.RESTORE, Move.REMOVE, Move.REJECT, Move.UNDO}


def settled(decisions: list[Decision], now: datetime) -> list[Statement]:
    """Return what closes the appeals that decisions overtake, and opens those they closed again."""
    ending = [row for row in decisions if row.move in ENDING and row.status_before]
    if not ending:
        return []
    undone = [row.reverses for row in ending if row.reverses and row.started_by != "appeal"]
    statements: list[Statement] = []
    if undone:
        acts, comments = [row.act for row in undone], [row.comment_id for row in undone]
        statements.append((OPEN_AGAIN, [acts, comments]))
    first = ending[0]
    if first.actor_id is None:
        return statements
    back = [row.comment_id for row in ending if row.status_after == Status.PUBLISHED]
    gone = [
        row.comment_id for row in ending if row.status_after in {Status.REMOVED, Status.REJECTED}
    ]
    due = now + timedelta(seconds=settings.DECISION_MAIL_SECONDS)
    by, about = first.actor_id, [row.pk for row in undone]
    closing = [now, first.act, by, by, by, back, gone, about, now, due]
    return [*statements, (CLOSE, closing)]

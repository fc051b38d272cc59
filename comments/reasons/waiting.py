"""Statements of reasons to those whose comments have waited for long: a restriction by then.

A comment waits from the decision that brought it there; an edit while it waits, or an undo of what
kept it waiting, begins nothing new. Whoever waits gets one statement for that. What waited on the
newspaper's former site is left out.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from comments.reasons.deadline import appeal_until

BATCH = 500
MOST_ROUNDS = 200
# Of what waits, the decision by which it does; of one whose undo let it wait again, that undo: its
# notice has been put aside (comments.letters), and is told now.
STATE = """
WITH waiting AS (
    SELECT comment.id, comment.author_id, comment.story_id, held.id AS decision_id,
        CASE WHEN comment.author_id IS NULL THEN comment.language
            ELSE coalesce(account.language, '') END AS language
    FROM comments_comment AS comment
    LEFT JOIN {accounts} AS account ON account.id = comment.author_id
    CROSS JOIN LATERAL (
        SELECT id, decided_at FROM comments_decision
        WHERE comment_id = comment.id AND status_after = 'held' AND status_before <> 'held'
        ORDER BY id DESC LIMIT 1
    ) AS held
    WHERE comment.status = 'held' AND NOT comment.unconfirmed AND comment.erased_at IS NULL
        AND comment.submitted_at < %(before)s AND held.decided_at < %(before)s
        AND comment.origin = 'form'
        AND (comment.author_id IS NOT NULL OR comment.guest_email <> '')
        AND NOT EXISTS (
            SELECT FROM comments_statementofreasons WHERE decision_id = held.id)
    ORDER BY comment.submitted_at, comment.id LIMIT {batch}
    FOR NO KEY UPDATE OF comment SKIP LOCKED
), stated AS (
    INSERT INTO comments_statementofreasons
        (number, decision_id, comment_id, measure, language, policy_id, is_sent, made_at,
         appeal_until)
    SELECT gen_random_uuid(), decision_id, id, 'held',
        CASE WHEN language = ANY(%(languages)s) THEN language ELSE %(language)s END,
        (SELECT id FROM comments_policyversion ORDER BY number DESC LIMIT 1), TRUE,
        %(now)s, %(until)s
    FROM waiting
    ON CONFLICT DO NOTHING
    RETURNING decision_id
)
INSERT INTO comments_notice (kind, user_id, own_comment_id, comment_id, story_id, decision_id,
    made_at, due_at)
SELECT 'decision', author_id, CASE WHEN author_id IS NULL THEN id END, id, story_id,
    waiting.decision_id, %(now)s, %(now)s
FROM waiting JOIN stated ON stated.decision_id = waiting.decision_id
WHERE TRUE
ON CONFLICT (decision_id) WHERE decision_id IS NOT NULL
    DO UPDATE SET settled_at = NULL, letter_id = NULL, read_at = NULL, due_at = EXCLUDED.due_at
RETURNING 1
"""


def state_what_waits() -> int:
    """Give a statement, and a notice, to each author whose comment waits for too long.

    Returns how many. COMMENT_HOLD_REASONS_HOURS says how long that is, from the decision that holds
    it. What somebody decides about at this moment is left to the next time.
    """
    number = 0
    for _round in range(MOST_ROUNDS):
        stated = _state(timezone.now())
        number += stated
        if stated < BATCH:
            break
    return number


@transaction.atomic
def _state(now: datetime) -> int:
    values: dict[str, Any] = {
        "before": now - timedelta(hours=settings.COMMENT_HOLD_REASONS_HOURS),
        "now": now,
        "until": appeal_until(now),
        "languages": list(dict(settings.LANGUAGES)),
        "language": settings.LANGUAGE_CODE,
    }
    sql = STATE.format(accounts=get_user_model()._meta.db_table, batch=BATCH)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return len(cursor.fetchall())

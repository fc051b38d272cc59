"""How many comments are in which queue: read from counted rows, which are folded now and then.

The rows are written by triggers (comments.models.QueueCount): a row of its own a change. Reading
adds them up, so it is right whether they were folded or not.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from comments.limits import Limits
from comments.models import Status

COUNTS = """
SELECT state, held_by, sum(number) FROM comments_queuecount AS queue
WHERE {queue} GROUP BY state, held_by
UNION ALL
SELECT 'reported', '', count(*) FROM comments_case AS reported
    JOIN comments_comment AS comment ON comment.id = reported.comment_id
    JOIN articles_article AS article ON article.id = comment.article_id
WHERE closed_at IS NULL AND {comment}
UNION ALL
SELECT 'mine', '', count(*) FROM comments_handout AS mine
    JOIN comments_comment AS comment ON comment.id = mine.comment_id
WHERE mine.moderator_id = %(by)s AND (mine.until IS NULL OR mine.until > %(now)s)
    AND (comment.status = 'held' OR EXISTS (
        SELECT FROM comments_case WHERE comment_id = comment.id AND closed_at IS NULL))
UNION ALL
SELECT 'appeals', '', count(*) FROM comments_appeal AS appeal
    LEFT JOIN comments_sanction AS sanction ON sanction.id = appeal.sanction_id
    LEFT JOIN comments_comment AS comment ON comment.id =
        CASE WHEN appeal.sanction_id IS NULL THEN appeal.comment_id ELSE sanction.comment_id END
    LEFT JOIN articles_article AS article ON article.id = comment.article_id
WHERE appeal.closed_at IS NULL AND (comment.id IS NULL OR {comment})
UNION ALL
SELECT 'done', '', count(DISTINCT act) FROM comments_decision AS done
WHERE actor_id = %(by)s AND decided_at >= %(today)s
    AND move IN ('approve', 'reject', 'remove', 'restore', 'hold', 'keep')
    AND NOT EXISTS (SELECT FROM comments_decision AS undo WHERE undo.reverses_id = done.id)
"""
FOLD = """
WITH many AS (
    SELECT section_id, language, state, held_by FROM comments_queuecount
    GROUP BY 1, 2, 3, 4 HAVING count(*) > 1 OR sum(number) = 0
), gone AS (
    DELETE FROM comments_queuecount AS queue USING many
    WHERE queue.section_id IS NOT DISTINCT FROM many.section_id
        AND (queue.language, queue.state, queue.held_by)
            = (many.language, many.state, many.held_by)
    RETURNING queue.section_id, queue.language, queue.state, queue.held_by, queue.number
)
INSERT INTO comments_queuecount (section_id, language, state, held_by, number)
SELECT section_id, language, state, held_by, sum(number) FROM gone
GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0
"""


@dataclass
class Counts:
    """The sizes of the queues that one moderator sees. `phases` are those that hold something.

    `done` is how often this moderator has decided today, `appeals` are the open ones.
    """

    states: Counter[str] = field(default_factory=Counter)
    phases: dict[str, int] = field(default_factory=dict)
    reported: int = 0
    mine: int = 0
    done: int = 0
    appeals: int = 0

    @property
    def waiting(self) -> int:
        """How many wait for a moderator."""
        return self.states[Status.HELD]

    @property
    def held_by_phases(self) -> int:
        """How many of these a phase of screening holds."""
        return sum(self.phases.values())


def counts(by: Any, limits: Limits) -> Counts:
    """Read all sizes within a moderator's limits, in one statement."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    asked = {"by": by.pk, "now": timezone.now(), "today": today, **limits.asked}
    sql = COUNTS.format(
        queue=limits.sql("queue.section_id", "queue.language"),
        comment=limits.sql("article.section_id", "comment.language"),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return _read(cursor.fetchall())


def _read(rows: list[tuple[str, str, int]]) -> Counts:
    found = Counts()
    for state, held_by, number in rows:
        if state in {"reported", "mine", "done", "appeals"}:
            setattr(found, state, int(number))
            continue
        found.states[state] += int(number)
        if state == Status.HELD and held_by and number:
            found.phases[held_by] = int(number)
    return found


def fold() -> None:
    """Make the rows of each key one. Who reads meanwhile sees the ones or the other."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD)

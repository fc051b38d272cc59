"""Ranks of roots in the order "most discussed", frozen by a periodic job.

Keyset pages over an order that changes under the reader would skip and repeat; so the order is
written down every few minutes, and what came since stands behind it.
"""

from django.db import connection
from procrastinate.contrib.django import app

FREEZE = """
UPDATE comments_comment AS c SET discussed_rank = ranked.rank
FROM (
    SELECT id, row_number() OVER (
        PARTITION BY story_id ORDER BY thread_size DESC, path
    ) AS rank
    FROM comments_comment
    WHERE parent_id IS NULL AND shown AND story_id IN (
        SELECT DISTINCT story_id FROM comments_decision
        WHERE decided_at > now() - %s * interval '1 second'
    )
) AS ranked
WHERE c.id = ranked.id AND c.discussed_rank <> ranked.rank
"""
EVERY_MINUTES = 5


def freeze(seconds: int = EVERY_MINUTES * 60 * 3) -> int:
    """Write the ranks of stories in which something was decided in the last `seconds`.

    Returns how many roots changed their rank.
    """
    with connection.cursor() as cursor:
        cursor.execute(FREEZE, [seconds])
        return cursor.rowcount


@app.periodic(cron=f"*/{EVERY_MINUTES} * * * *")
@app.task(queueing_lock="freeze_ranks", pass_context=False)
def freeze_ranks(timestamp: int) -> None:
    """Periodic job: freeze the ranks of what moved lately."""
    freeze()

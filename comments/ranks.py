"""Ranks of roots in the order "most discussed", frozen by a periodic job (comments.tasks).

Keyset pages over an order that changes under the reader would skip and repeat; so the order is
written down every few minutes, and what came since stands behind it.
"""

from django.db import connection

EVERY_MINUTES = 5
LATELY = EVERY_MINUTES * 60 * 3  # seconds; a run that was missed is made up for by the next
FREEZE = """
UPDATE comments_comment AS c SET discussed_rank = ranked.rank
FROM (
    SELECT id, row_number() OVER (
        PARTITION BY story_id ORDER BY thread_size DESC, path
    ) AS rank
    FROM comments_comment
    WHERE parent_id IS NULL AND shown AND (%(seconds)s::int IS NULL OR story_id IN (
        SELECT DISTINCT story_id FROM comments_decision
        WHERE decided_at > now() - %(seconds)s::int * interval '1 second'
    ))
) AS ranked
WHERE c.id = ranked.id AND c.discussed_rank <> ranked.rank
"""


def freeze(seconds: int | None = LATELY) -> int:
    """Write the ranks of stories in which something was decided in the last `seconds`.

    None ranks every story. Returns how many roots changed their rank.
    """
    with connection.cursor() as cursor:
        cursor.execute(FREEZE, {"seconds": seconds})
        return cursor.rowcount

"""Ranks of roots in the orders "most recommended" and "most discussed", frozen by a periodic job.

Keyset pages over an order that changes under the reader would skip and repeat; so the order is
written down every few minutes (comments.tasks), and what came since stands behind it. A rank says
how many answers the thread had by then, or how many people recommended its root, the other way
round; threads of one rank stand in the order of their paths. So a thread that grows changes its own
rank and nobody else's.
"""

from collections.abc import Iterator
from itertools import islice

from django.db import connection, transaction

from articles.purging import purge, talk
from comments.models.comments import UNRANKED
from comments.moderation import lock_discussions

EVERY_MINUTES = 5
LATELY = EVERY_MINUTES * 60 * 3  # seconds; a run that was missed is made up for by the next
BATCH = 1000  # roots written in one transaction: moderators wait for a few hundredths of a second
# A thread's size never changes without a decision about one of its comments. A recommendation that
# was taken back has left nothing to find it by: the next one on that comment, or the night, sees to
# it. As an array they are found first and the roots by their ids, whatever PostgreSQL thinks of the
# table.
MOVED_LATELY = """root.id = ANY(ARRAY(
    SELECT coalesce(comment.root_id, comment.id)
    FROM comments_decision AS decision JOIN comments_comment AS comment
        ON comment.id = decision.comment_id
    WHERE decision.decided_at > now() - %(seconds)s * interval '1 second'
    UNION SELECT comment_id FROM comments_recommendation
    WHERE made_at > now() - %(seconds)s * interval '1 second'
))"""
IS_STALE = """root.parent_id IS NULL AND root.shown
    AND (root.discussed_rank, root.recommended_rank)
        <> (%(first)s - root.thread_size, %(first)s - root.recommend_count)"""
STALE = f"""
SELECT root.story_id, root.id FROM comments_comment AS root
WHERE {IS_STALE} AND {{which}}
ORDER BY root.story_id, root.id
"""  # noqa: S608
WRITE = f"""
UPDATE comments_comment AS root SET discussed_rank = %(first)s - root.thread_size,
    recommended_rank = %(first)s - root.recommend_count
WHERE root.id = ANY(%(roots)s) AND {IS_STALE}
RETURNING root.story_id
"""  # noqa: S608


def freeze(seconds: int | None = LATELY) -> set[int]:
    """Write the ranks of threads in which somebody decided or recommended in the last `seconds`.

    None goes through all threads. Returns the ids of the stories whose order has changed. Batches
    are transactions of their own unless the caller has begun one.
    """
    changed: set[int] = set()
    for batch in _batches(_stale(seconds)):
        changed.update(_write(batch))
    return changed


def _stale(seconds: int | None) -> list[tuple[int, int]]:
    """Find the roots whose rank is not what it should be: pairs of story and root."""
    which = "true" if seconds is None else MOVED_LATELY
    with connection.cursor() as cursor:
        cursor.execute(STALE.format(which=which), {"first": UNRANKED - 1, "seconds": seconds})
        return cursor.fetchall()


def _batches(found: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    rest = iter(found)
    while batch := list(islice(rest, BATCH)):
        yield batch


@transaction.atomic
def _write(batch: list[tuple[int, int]]) -> list[int]:
    """Write a batch of ranks, locking in moderation's order; return the stories changed.

    No trigger tells of ranks, of which there are thousands; a story is told once.
    """
    lock_discussions({story for story, _root in batch})
    with connection.cursor() as cursor:
        roots = [root for _story, root in batch]
        cursor.execute(WRITE, {"first": UNRANKED - 1, "roots": roots})
        stories = [story for (story,) in cursor.fetchall()]
    purge(sorted({talk(story) for story in stories}))
    return stories

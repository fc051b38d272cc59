"""What the desk's counts must be, worked out from the comments themselves.

Triggers count in the statement that moves a comment, so nothing here should ever be found. The
search is one statement, which sees comments and counts at one moment. Mending adds the difference
as rows of its own, in that same statement: what is counted meanwhile is added beside it, and
nobody waits.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

from comments.turns import wait_for_turn

WRONG = """
SELECT section_id, language, state, held_by, sum(counted) AS counted, sum(there) AS there
FROM (
    SELECT section_id, language, state, held_by, number AS counted, 0 AS there
    FROM comments_queuecount
    UNION ALL
    SELECT article.section_id, comment.language,
        CASE WHEN comment.status = 'held' AND unconfirmed THEN 'unconfirmed'
            ELSE comment.status END,
        CASE WHEN comment.status = 'held' AND NOT unconfirmed THEN held_by ELSE '' END,
        0, 1
    FROM comments_comment AS comment
    JOIN articles_article AS article ON article.id = comment.article_id
) AS both_of_them
GROUP BY 1, 2, 3, 4 HAVING sum(counted) <> sum(there) ORDER BY 1, 2, 3, 4
"""
MEND = f"""
WITH wrong AS ({WRONG}), mended AS (
    INSERT INTO comments_queuecount (section_id, language, state, held_by, number)
    SELECT section_id, language, state, held_by, there - counted FROM wrong
)
SELECT * FROM wrong
"""  # noqa: S608 (nothing of it comes from outside)


class WrongQueue(NamedTuple):
    """A section, language and state of which more or fewer comments are counted than there are."""

    section_id: int | None
    language: str
    state: str
    held_by: str
    counted: int
    there: int

    def sentences(self) -> Iterator[str]:
        """Say what is wrong."""
        phase = f" by {self.held_by}" if self.held_by else ""
        yield (
            f"Comments that are {self.state}{phase} in section {self.section_id},"
            f" {self.language}: {self.counted} counted. There are {self.there}."
        )


def drifts() -> list[WrongQueue]:
    """Return the counts of the desk that are wrong."""
    with connection.cursor() as cursor:
        cursor.execute(WRONG)
        return [WrongQueue(*row) for row in cursor.fetchall()]


@transaction.atomic
def mend() -> list[WrongQueue]:
    """Put the counts right, and return what was wrong. Two at once would both add it."""
    wait_for_turn("mending the desk's counts")
    with connection.cursor() as cursor:
        cursor.execute(MEND)
        return [WrongQueue(*row) for row in cursor.fetchall()]

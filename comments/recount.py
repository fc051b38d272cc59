"""What the conversation's counts must be, worked out from states and recommendations alone.

Moderation and recommending change a count together with its cause, so nothing here should ever be
found. Each search is one statement, which sees the database at one moment: what is being decided
meanwhile is no drift. Mending holds the discussions, as moderation does, and recommended comments.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction

from comments.models import Comment, Discussion
from comments.moderation import lock_discussions

STORIES = 20  # mended in one transaction: moderators of these wait for it
# Published and removed comments stand in their threads; those that wait, or that their authors
# have deleted, only above one that stands. `standing` climbs from the answers up to these.
PLACES = """
WITH RECURSIVE standing (id, parent_id) AS (
    SELECT above.id, above.parent_id
    FROM comments_comment AS above JOIN comments_comment AS answer ON answer.parent_id = above.id
    WHERE above.status IN ('held', 'deleted') AND answer.status IN ('published', 'removed')
        AND {above}
    UNION
    SELECT above.id, above.parent_id
    FROM comments_comment AS above JOIN standing ON standing.parent_id = above.id
    WHERE above.status IN ('held', 'deleted')
), place AS (
    SELECT comment.id, comment.story_id, comment.root_id, comment.shown, comment.thread_size,
        comment.status IN ('published', 'removed') OR standing.id IS NOT NULL AS stands
    FROM comments_comment AS comment LEFT JOIN standing ON standing.id = comment.id
    WHERE {comment}
), thread AS (
    SELECT root_id AS id, count(*) AS size FROM place
    WHERE stands AND root_id IS NOT NULL GROUP BY root_id
)
SELECT place.story_id, place.id, shown, stands, thread_size, coalesce(size, 0)
FROM place LEFT JOIN thread ON thread.id = place.id
WHERE shown <> stands OR thread_size <> coalesce(size, 0)
ORDER BY place.story_id, place.id
"""
COUNTS = """
SELECT story_id, discussion.comment_count, coalesce(counted.comments, 0)
FROM (SELECT * FROM comments_discussion AS discussion WHERE {discussion}) AS discussion
FULL JOIN (
    SELECT story_id, count(*) AS comments FROM comments_comment AS comment
    WHERE status IN ('published', 'removed') AND {comment} GROUP BY story_id
) AS counted USING (story_id)
WHERE discussion.comment_count IS DISTINCT FROM coalesce(counted.comments, 0)
ORDER BY story_id
"""
WRITE_COUNTS = """
UPDATE comments_discussion AS discussion SET comment_count = comments
FROM unnest(%s::bigint[], %s::int[]) AS counted(story_id, comments)
WHERE discussion.story_id = counted.story_id
"""
RECOMMENDED = """
SELECT comment.story_id, comment.id, comment.recommend_count, coalesce(counted.people, 0)
FROM (SELECT * FROM comments_comment AS comment WHERE {comment}) AS comment
LEFT JOIN (
    SELECT comment_id, count(*) AS people FROM comments_recommendation AS recommendation
    WHERE {recommendation} GROUP BY comment_id
) AS counted ON counted.comment_id = comment.id
WHERE comment.recommend_count <> coalesce(counted.people, 0)
ORDER BY comment.story_id, comment.id
"""
WRITE_PLACES = """
UPDATE comments_comment AS comment SET shown = stands, thread_size = answers
FROM unnest(%s::bigint[], %s::boolean[], %s::int[]) AS place(id, stands, answers)
WHERE comment.id = place.id
"""


WRITE_RECOMMENDED = """
UPDATE comments_comment AS comment SET recommend_count = people
FROM unnest(%s::bigint[], %s::int[]) AS counted(id, people) WHERE comment.id = counted.id
"""


class WrongPlace(NamedTuple):
    """A comment of which `shown` or `thread_size` is not what it should be."""

    story_id: int
    comment_id: int
    shown: bool
    stands: bool
    thread_size: int
    answers: int

    def sentences(self) -> Iterator[str]:
        """Say what is wrong."""
        named = f"comment {self.comment_id} of story {self.story_id}"
        if self.shown != self.stands:
            yield f"The thread {'hides' if self.stands else 'shows'} {named}, which is wrong."
        if self.thread_size != self.answers:
            yield f"Answers counted below {named}: {self.thread_size}. There are {self.answers}."


class WrongCount(NamedTuple):
    """A discussion that counts other than it should; `counted` is None where there is none."""

    story_id: int
    counted: int | None
    comments: int

    def sentences(self) -> Iterator[str]:
        """Say what is wrong."""
        counted = "none, for want of a discussion" if self.counted is None else self.counted
        yield f"Comments counted under story {self.story_id}: {counted}. There are {self.comments}."


class WrongRecommendations(NamedTuple):
    """A comment that is said to be recommended by more or fewer people than it is."""

    story_id: int
    comment_id: int
    counted: int
    people: int

    def sentences(self) -> Iterator[str]:
        """Say what is wrong."""
        named = f"comment {self.comment_id} of story {self.story_id}"
        yield f"Recommendations counted of {named}: {self.counted}. There are {self.people}."


Wrong = WrongCount | WrongPlace | WrongRecommendations


def drifts(stories: list[int] | None = None) -> list[Wrong]:
    """Return the discussions and comments whose counts are wrong; None searches every story."""
    return [*_wrong_counts(stories), *_wrong_places(stories), *_wrongly_recommended(stories)]


def mend() -> Iterator[Wrong]:
    """Write the right counts, and give what was wrong; a few stories at a time.

    What came right meanwhile is left alone: each batch is looked at again behind its locks.
    """
    stories = sorted({wrong.story_id for wrong in drifts()})
    for begin in range(0, len(stories), STORIES):
        yield from _mend(stories[begin : begin + STORIES])


@transaction.atomic
def _mend(stories: list[int]) -> list[Wrong]:
    """Lock some stories' discussions as moderation does, look again, and write."""
    silent = [wrong for wrong in _wrong_counts(stories) if wrong.counted is None]
    Discussion.objects.bulk_create(
        [Discussion(story_id=wrong.story_id) for wrong in silent], ignore_conflicts=True
    )
    lock_discussions(stories)
    counts, places = _wrong_counts(stories), _wrong_places(stories)
    with connection.cursor() as cursor:
        right = [(wrong.story_id, wrong.comments) for wrong in counts]
        cursor.execute(WRITE_COUNTS, _columns(right, 2))
        written = [(wrong.comment_id, wrong.stands, wrong.answers) for wrong in places]
        cursor.execute(WRITE_PLACES, _columns(written, 3))
    return [*counts, *places, *_mend_recommended(stories)]


def _mend_recommended(stories: list[int]) -> list[WrongRecommendations]:
    """Lock the comments, which is what recommending does, look again, and write."""
    suspected = [wrong.comment_id for wrong in _wrongly_recommended(stories)]
    comments = Comment.objects.filter(pk__in=suspected).order_by("pk")
    list(comments.select_for_update(no_key=True).values_list("pk"))
    found = [wrong for wrong in _wrongly_recommended(stories) if wrong.comment_id in suspected]
    with connection.cursor() as cursor:
        right = [(wrong.comment_id, wrong.people) for wrong in found]
        cursor.execute(WRITE_RECOMMENDED, _columns(right, 2))
    return found


def _columns(rows: Sequence[tuple[int, ...]], number: int) -> list[list[int]]:
    """Turn rows into what unnest() takes."""
    return [[row[column] for row in rows] for column in range(number)]


def _wrong_counts(stories: list[int] | None = None) -> list[WrongCount]:
    return [WrongCount(*row) for row in _found(COUNTS, stories)]


def _wrong_places(stories: list[int] | None = None) -> list[WrongPlace]:
    return [WrongPlace(*row) for row in _found(PLACES, stories)]


def _wrongly_recommended(stories: list[int] | None = None) -> list[WrongRecommendations]:
    return [WrongRecommendations(*row) for row in _found(RECOMMENDED, stories)]


def _found(search: str, stories: list[int] | None) -> list[tuple[Any, ...]]:
    """Run a search, over some stories or (None) over all."""
    tables = ("above", "comment", "discussion", "recommendation")
    these = "true" if stories is None else "{}.story_id = ANY(%(stories)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            search.format(**{table: these.format(table) for table in tables}),
            {"stories": stories},
        )
        return cursor.fetchall()

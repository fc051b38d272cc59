"""The discussion of one story as rows: the invariants that posting and moderation keep."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from benchmarks.data import texts
from benchmarks.data.shape import is_removed
from comments.models import Status
from comments.models.comments import UNRANKED
from comments.paths import Place, place_for

LENGTHS = (180, 420, 95, 260, 610, 140, 330, 75, 205, 980, 150, 290, 60, 240)
COLUMNS = (
    "id", "story_id", "article_id", "parent_id", "root_id", "anchor", "path", "depth",
    "guest_name", "guest_email", "body", "language", "status", "submission", "submitted_at",
    "published_at", "shown", "thread_size", "discussed_rank", "recommended_rank",
)  # fmt: skip


@dataclass(frozen=True)
class Discussed:
    """A story with its article, how much is said under it, and from when on."""

    story: int
    article: int
    threads: Sequence[int]  # comments in each thread, its root included
    begins: datetime
    ends: datetime

    @property
    def count(self) -> int:
        """How many comments there are."""
        return sum(self.threads)


def rows_of(story: Discussed, first_id: int) -> Iterator[tuple[Any, ...]]:
    """Yield a row of COLUMNS for each comment of a story, in the order of their submission."""
    step = (story.ends - story.begins) / (story.count + 1)
    place = 0
    for thread, size in enumerate(story.threads):
        above: list[tuple[int, Place]] = []
        for number in range(size):
            comment = first_id + place
            at = _whole_seconds(story.begins + step * place)
            parent = _answered(thread, number)
            up_id, up = above[parent] if number else (None, None)
            where = place_for(comment, at, up, up_id)
            above.append((comment, where))
            yield (
                *(comment, story.story, story.article, up_id, above[0][0] if number else None),
                *(where.anchor, where.path, where.depth),
                *(texts.name(comment), f"reader{comment}@example.org"),
                texts.letter(comment, LENGTHS[place % len(LENGTHS)]),
                *("en", Status.REMOVED.value if is_removed(place) else Status.PUBLISHED.value),
                *(uuid.uuid4(), at, at, True),
                *((0, UNRANKED, UNRANKED) if number else (size - 1, UNRANKED - size, UNRANKED - 1)),
            )
            place += 1


def _answered(thread: int, number: int) -> int:
    """Which comment of its thread a comment answers: a chain in every second thread, else flat."""
    return number - 1 if thread % 2 == 0 and number < 6 else 0


def _whole_seconds(moment: datetime) -> datetime:
    return moment - timedelta(microseconds=moment.microsecond)

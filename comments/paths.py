"""The immutable path of a comment: where it stands in its thread, as a string that sorts.

A path is a run of segments, one a level. A segment is the second of submission and the
comment's id in fixed-width hexadecimal, so that paths sort as the thread is read: depth first,
oldest first. PostgreSQL's index rows end at 2,704 bytes, so a path is re-anchored every LEVELS
levels: the answers to a comment on the last level begin a new path under that comment's id.
"""

from dataclasses import dataclass
from datetime import datetime

LEVELS = 32
TIME_DIGITS, ID_DIGITS = 9, 11  # 16^9 s reach beyond the year 4000; 16^11 ids are 17 trillion
SEGMENT = TIME_DIGITS + ID_DIGITS
AFTER_ALL = "g"  # sorts behind every hexadecimal digit


@dataclass(frozen=True)
class Place:
    """Where a comment stands: below which anchor (a comment's id), and on which path there."""

    anchor: int
    path: str
    depth: int


def segment(comment_id: int, submitted_at: datetime) -> str:
    """Return the segment of one comment."""
    return f"{int(submitted_at.timestamp()):0{TIME_DIGITS}x}{comment_id:0{ID_DIGITS}x}"


def place_for(
    comment_id: int, submitted_at: datetime, parent: "Place | None", parent_id: int | None
) -> Place:
    """Return the place of a new comment under its parent, or of a root without one."""
    own = segment(comment_id, submitted_at)
    if parent is None or parent_id is None:
        return Place(comment_id, own, 0)
    if len(parent.path) >= LEVELS * SEGMENT:
        return Place(parent_id, own, parent.depth + 1)
    return Place(parent.anchor, parent.path + own, parent.depth + 1)


def ids_on(path: str) -> list[int]:
    """Return the ids of the comments on a path, from the anchor's side down to its own."""
    return [int(path[end - ID_DIGITS : end], 16) for end in range(SEGMENT, len(path) + 1, SEGMENT)]


def is_full(path: str) -> bool:
    """Whether answers below this path begin a new one."""
    return len(path) >= LEVELS * SEGMENT


def is_valid(path: str) -> bool:
    """Whether a string that came from an address can be a path."""
    return (
        0 < len(path) <= LEVELS * SEGMENT
        and len(path) % SEGMENT == 0
        and all(letter in "0123456789abcdef" for letter in path)
    )

"""The states of comments that come in with a past, written as comments.moderation writes others.

A part of comments.moderation in a module of its own: nobody is told of anything, and many come at
once. Each comment gets the record of how it began and, where the old site had decided against it,
the record of that.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from comments import settling
from comments.models import Comment, Decision, Move, Rule, Status
from comments.models.comments import COUNTED
from comments.moderation import MOVES, lock_discussions

# What was decided on the old site, as a move from the state in which a comment began.
DECIDED = {Status.REJECTED: (Status.HELD, Move.REJECT),
           Status.REMOVED: (Status.PUBLISHED, Move.REMOVE)}  # fmt: skip


@dataclass(frozen=True)
class Arrival:
    """A new comment with its place and its time, and the state in which it is to stand.

    `note` says to moderators what the old site called that state.
    """

    comment: Comment
    status: Status
    note: str = ""


@transaction.atomic(savepoint=False)
def add_imported(arrivals: list[Arrival], *, rule: Rule | None = None) -> None:
    """Add comments of stories whose discussions exist, with the records of how they stand.

    What is answered comes before its answers, here or in an earlier call. `rule` is named by
    rejections and removals: ValueError where one is wanted and missing.
    """
    if not arrivals:
        return
    if rule is None and any(arrival.status in DECIDED for arrival in arrivals):
        raise ValueError("A removal or rejection names a rule of the policy.")
    acts, now = defaultdict[int, uuid.UUID](uuid.uuid4), timezone.now()
    lock_discussions({arrival.comment.story_id for arrival in arrivals})
    more, decisions = Counter[int](), []
    for arrival in arrivals:
        comment = arrival.comment
        comment.status = arrival.status
        if arrival.status in COUNTED:
            comment.published_at = comment.submitted_at
            more[comment.story_id] += 1
        decisions += _record(arrival, rule, acts[comment.story_id])
    for decision in decisions:
        decision.decided_at = now
    _write([arrival.comment for arrival in arrivals], decisions, more)


def _record(arrival: Arrival, rule: Rule | None, act: uuid.UUID) -> list[Decision]:
    """Return how a comment began, and what was decided about it."""
    comment, status = arrival.comment, arrival.status
    began, move = DECIDED.get(status, (status, None))
    about = {"comment": comment, "story_id": comment.story_id, "revision": comment.revision}
    records = [
        Decision(
            **about,
            move=Move.POST,
            status_after=began,
            started_by="author",
            act=act,
            note="" if move else arrival.note,
        )
    ]
    if move:
        records.append(
            Decision(
                **about,
                move=move,
                status_before=began,
                status_after=MOVES[began, move],
                rule=rule,
                note=arrival.note,
                act=act,
            )
        )
    return records


def _write(added: list[Comment], decisions: list[Decision], more: Counter[int]) -> None:
    """Write it all in the order of all locks; rows by COPY, which is what many of them want."""
    new = {comment.pk for comment in added}
    moved = settling.settle_shown(added)
    above = [comment for comment in moved if comment.pk not in new]
    with connection.cursor() as cursor:
        for sql, values in settling.counts(more):
            cursor.execute(sql, values)
        _copy(cursor, added)
        if above:
            cursor.execute(*settling.states(above))
        for sql, values in settling.thread_sizes(moved):
            cursor.execute(sql, values)
        _copy(cursor, decisions)


def _copy(cursor: Any, rows: Sequence[Comment | Decision]) -> None:
    """Add rows of one model; those without an id are given one by the database."""
    model = type(rows[0])
    fields = [f for f in model._meta.concrete_fields if rows[0].pk or not f.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    names = [field.attname for field in fields]
    with cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            values = (getattr(row, name) for name in names)
            copy.write_row([v.value if isinstance(v, Enum) else v for v in values])

"""Handing statements over: in batches, each statement once, whatever breaks off in between.

A row of StatementExport keeps a statement's puid before it is sent, and is marked once the database
has it. If it took a batch and its answer was lost, the next run hears that it knows these puids,
and marks them then: no statement is ever given under a second one. Rows are locked while their
batch is on its way, so two runs at once send each statement once.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from comments.models import StatementExport
from comments.transparency.database_client import (
    MOST,
    Answer,
    DatabaseClient,
    Unavailable,
)

WAITS = (2, 10, 60, 300)  # seconds before a batch is tried again
ALREADY = "It had this puid already."

Fields = dict[str, Any]


@dataclass
class Handed:
    """How it went: how many were taken now, how many the database had, and which it refused."""

    taken: int = 0
    already: int = 0
    refused: dict[str, str] = field(default_factory=dict)


def hand_over(
    statements: dict[int, Fields],
    client: DatabaseClient,
    *,
    tell: Callable[[str], None] = lambda _sentence: None,
) -> Handed:
    """Give the database the statements (by the key of their row) that it does not have yet.

    Those that it refuses are passed by, and the others of their batch given without them. Raises
    Unavailable when it does not answer after several tries, and Denied; what was taken until then
    is remembered.
    """
    handed = Handed()
    for batch in _batches(statements):
        _reserve(batch)
        _give(batch, client, handed, tell)
    return handed


def _batches(statements: dict[int, Fields]) -> Iterator[dict[int, Fields]]:
    known = StatementExport.objects.filter(statement__in=list(statements), taken_at__isnull=False)
    taken = set(known.values_list("statement_id", flat=True))
    left = [pk for pk in statements if pk not in taken]
    for start in range(0, len(left), MOST):
        yield {pk: statements[pk] for pk in left[start : start + MOST]}


def _reserve(batch: dict[int, Fields]) -> None:
    rows = [StatementExport(statement_id=pk, puid=fields["puid"]) for pk, fields in batch.items()]
    StatementExport.objects.bulk_create(rows, ignore_conflicts=True)


def _give(
    batch: dict[int, Fields], client: DatabaseClient, handed: Handed, tell: Callable[[str], None]
) -> None:
    tries, passed_by = 0, set[int]()
    while True:
        try:
            if not _give_once(batch, passed_by, client, handed):
                return
        except Unavailable as error:
            if tries == len(WAITS):
                raise
            wait = max(WAITS[tries], error.wait)
            tell(f"The database is not available: {error}. Trying again in {wait} seconds.")
            time.sleep(wait)
            tries += 1


@transaction.atomic
def _give_once(
    batch: dict[int, Fields], passed_by: set[int], client: DatabaseClient, handed: Handed
) -> bool:
    """Send what is left of a batch; return whether something of it is to be sent again."""
    rows = StatementExport.objects.select_for_update().filter(
        statement__in=set(batch) - passed_by, taken_at=None
    )
    waiting = list(rows.order_by("statement_id"))
    if not waiting:
        return False
    answer = client.post([batch[row.statement_id] for row in waiting])
    if answer.taken is not None:
        for row in waiting:
            _mark(row, answer.taken.get(row.puid, ""))
        handed.taken += len(waiting)
        return False
    return _note_refusals(waiting, answer, passed_by, handed)


def _note_refusals(
    waiting: list[StatementExport], answer: Answer, passed_by: set[int], handed: Handed
) -> bool:
    """Remember why a batch was refused; return whether the rest of it can be sent without them."""
    before = len(passed_by) + handed.already
    for place, row in enumerate(waiting):
        if row.puid in answer.known:
            _mark(row, ALREADY)
            handed.already += 1
        elif place in answer.refused:
            row.answer = answer.refused[place][:500]
            row.save(update_fields=["answer"])
            handed.refused[row.puid] = answer.refused[place]
            passed_by.add(row.statement_id)
    return len(passed_by) + handed.already > before


def _mark(row: StatementExport, answer: str) -> None:
    row.taken_at, row.answer = timezone.now(), answer[:500]
    row.save(update_fields=["taken_at", "answer"])

"""The one that writes the public log: what is not there yet is appended, by one at a time.

Decisions are not chained when they are made: two in one moment would wait for each other. Nor is
there a last one up to which all is there: ids are given in one order and committed in another. So
each time is asked which decisions have no entry. Those of a comment are committed in their order
(its row is locked), so whoever sees one sees those before it.
"""

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from comments.models import Decision, LogEntry
from comments.public_log import arising, chain, of_people
from comments.public_log.of_people import Happening
from comments.turns import wait_for_turn

TURN = "the public log"
BATCH = 1000  # decisions of one transaction
# How far back before the newest entry is looked each minute: no transaction goes on for so long,
# and no clock is so wrong. Each night everything is looked through all the same.
LATE = timedelta(days=1)


def append(*, now: datetime | None = None, thoroughly: bool = False) -> int:
    """Append what is not in the log yet, and return how many entries that were.

    Of sanctions, those whose day is over at `now`. `thoroughly` looks at all decisions there are.
    """
    now, after, appended = now or timezone.now(), 0, 0
    since = None if thoroughly else _since()
    while True:
        with transaction.atomic():
            wait_for_turn(TURN)
            decisions = list(arising.not_in_the_log(after=after, since=since)[:BATCH])
            is_last = len(decisions) < BATCH
            before = of_people.day_of(now)
            if not is_last:
                before = min(before, decisions[-1].decided_at)
            happenings = of_people.not_in_the_log(before)
            appended += len(
                LogEntry.objects.bulk_create(_entries(decisions, happenings), batch_size=BATCH)
            )
        if is_last:
            return appended
        after = decisions[-1].pk


def _since() -> datetime | None:
    """Return from when on decisions may be missing; None for an empty log: from the first on."""
    newest = LogEntry.objects.filter(decision_id__isnull=False).order_by("-at").first()
    return newest.at - LATE if newest else None


def _entries(decisions: list[Decision], happenings: list[Happening]) -> list[LogEntry]:
    """Make chained entries of decisions, in their order, and of sanctions' days among them."""
    standing = arising.Standing(decision.comment_id for decision in decisions)
    numbers = of_people.Numbers(happening.sanction.pk for happening in happenings)

    def unchained() -> Iterator[LogEntry]:
        causes: list[list[Decision | Happening]] = [[*decisions], [*happenings]]
        for cause in heapq.merge(*causes, key=_moment):
            made = (
                standing.entry_of(cause) if isinstance(cause, Decision) else numbers.entry_of(cause)
            )
            if made is not None:
                yield made

    entries = []
    for entry in chain.chained(unchained()):
        standing.take(entry)
        numbers.take(entry)
        entries.append(entry)
    return entries


def _moment(cause: Decision | Happening) -> datetime:
    return cause.decided_at if isinstance(cause, Decision) else cause.at

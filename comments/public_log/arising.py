"""What of a decision becomes an entry of the public log, and which entry it reverses.

Restrictions and reversals stand in the log: removing, rejecting, taking a comment that readers
could read back to waiting, restoring, undoing any of these, an appeal that changed nothing. What
merely lets a comment pass does not, but for the approval that ends such a waiting. What the old
site had decided about imported comments is no decision of this house.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from comments.importing import ORIGIN
from comments.models import Decision, LogEntry, Move, Status
from comments.models.public_log import RESTRICT_COMMENTS

Kind = LogEntry.Kind
ALWAYS = {
    Move.REMOVE: Kind.REMOVED,
    Move.REJECT: Kind.REJECTED,
    Move.HOLD: Kind.HELD,
    Move.RESTORE: Kind.RESTORED,
    Move.UPHOLD: Kind.UPHELD,
}
LOGGED = [*ALWAYS, Move.APPROVE, Move.UNDO]


def not_in_the_log(*, after: int = 0, since: datetime | None = None) -> "QuerySet[Decision]":
    """Return decisions that may belong into the log and are not there, in their order.

    Those with a larger id than `after`, and since a moment where one is given. Whether an approval
    belongs there is known once those before it are (Standing).
    """
    taken_from_readers = Decision.objects.filter(
        comment=OuterRef("comment"),
        pk__lt=OuterRef("pk"),
        move__in=[Move.HOLD, Move.UNDO],
        status_before=Status.PUBLISHED,
        status_after=Status.HELD,
    ).order_by()
    of_the_old_site = Q(
        comment__origin=ORIGIN, actor=None, automated=False, move__in=[Move.REJECT, Move.REMOVE]
    )
    found = Decision.objects.filter(
        Q(move__in=list(ALWAYS))
        | (Q(move=Move.UNDO) & ~Q(status_before=F("status_after")))
        | (Q(move=Move.APPROVE) & Exists(taken_from_readers)),
        ~Exists(LogEntry.objects.order_by().filter(decision_id=OuterRef("pk"))),
        pk__gt=after,
    ).exclude(of_the_old_site)
    if since:
        found = found.filter(decided_at__gte=since)
    return found.select_related("comment", "rule").order_by("pk")


class Standing:
    """Which restrictions of comments stand, as the log tells it up to here.

    Of each comment there is a pile: a removal lies on the hold before it. Restoring clears it, and
    an undo brings back the pile that was there before what it takes back.
    """

    def __init__(self, comments: Iterable[int]) -> None:
        self.piles: dict[int, tuple[int, ...]] = defaultdict(tuple)
        self.before: dict[int, tuple[int, ...]] = {}
        self.numbers: dict[int, int] = {}
        for entry in _of_comments(comments):
            self.take(entry)

    def take(self, entry: LogEntry) -> None:
        """Reckon with an entry that has its number."""
        comment, number = entry.comment_id, entry.number
        if comment is None or entry.decision_id is None:
            return
        pile = self.before[number] = self.piles[comment]
        self.numbers[entry.decision_id] = number
        if entry.kind in RESTRICT_COMMENTS:
            self.piles[comment] = (*pile, number)
        elif entry.kind == Kind.RESTORED:
            self.piles[comment] = ()
        elif entry.kind == Kind.UNDONE and entry.reverses:
            self.piles[comment] = self.before.get(entry.reverses, ())

    def entry_of(self, decision: Decision) -> LogEntry | None:
        """Return the entry of a decision, without a number yet; None where it gets none."""
        pile = self.piles[decision.comment_id]
        newest = pile[-1] if pile else None
        if decision.move == Move.APPROVE:
            return _entry(decision, Kind.RESTORED, newest) if newest else None
        if decision.move == Move.UNDO:
            undone = self.numbers.get(decision.reverses_id or 0)
            goes_back = decision.status_before == Status.PUBLISHED and undone is None
            # A plain approval has no entry: taking it back takes a comment from its readers.
            return _entry(decision, Kind.HELD if goes_back else Kind.UNDONE, undone)
        kind = ALWAYS[Move(decision.move)]
        return _entry(decision, kind, newest if kind == Kind.RESTORED else None)


def _entry(decision: Decision, kind: LogEntry.Kind, reverses: int | None) -> LogEntry:
    return LogEntry(
        at=decision.decided_at,
        kind=kind.value,
        rule=decision.rule.code if decision.rule else "",
        automated=decision.automated,
        started_by=decision.started_by,
        alone=decision.alone,
        language=decision.comment.language,
        story_id=decision.story_id,
        comment_id=decision.comment_id,
        reverses=reverses,
        decision_id=decision.pk,
    )


def _of_comments(ids: Iterable[int]) -> Iterator[LogEntry]:
    """Give what the log says of comments, in its order; found by their decisions' ids."""
    decisions = Decision.objects.filter(comment__in=set(ids), move__in=LOGGED).order_by()
    entries = LogEntry.objects.filter(decision_id__in=decisions.values("pk"))
    yield from entries.order_by("number")

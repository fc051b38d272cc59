"""Whether entries of the log say what the house's own records say: an invented one has none.

The chain shows that the past was not changed; whoever adds to its end can chain what they invent.
"""

from comments.models import Decision, LogEntry, Move, Sanction, SanctionKind
from comments.public_log.arising import ALWAYS
from comments.public_log.chain import Break
from comments.public_log.of_people import KINDS

CHUNK = 2000
Kind = LogEntry.Kind
SAID_OF = {move: {kind.value} for move, kind in ALWAYS.items()} | {
    Move.APPROVE: {Kind.RESTORED.value},
    Move.UNDO: {Kind.UNDONE.value, Kind.HELD.value},
}
OF_A_DECISION = ("comment_id", "automated", "started_by", "alone")


def contradiction(*, begin: int = 1) -> Break | None:
    """Return the first entry from a number on that the records contradict, None without one."""
    number = begin - 1
    while True:
        later = LogEntry.objects.filter(number__gt=number).order_by("number")
        if not (entries := list(later[:CHUNK])):
            return None
        decisions = Decision.objects.in_bulk([e.decision_id for e in entries if e.decision_id])
        sanctions = Sanction.objects.in_bulk([e.sanction_id for e in entries if e.sanction_id])
        for entry in entries:
            if entry.decision_id:
                agrees = _is_of_decision(entry, decisions.get(entry.decision_id))
            else:
                agrees = _is_of_sanction(entry, sanctions.get(entry.sanction_id or 0))
            if not agrees:
                why = f"Entry {entry.number} says what no record of a decision or sanction says."
                return Break(entry.number, why)
        number = entries[-1].number


def _is_of_decision(entry: LogEntry, decision: Decision | None) -> bool:
    if decision is None or entry.at != decision.decided_at:
        return False
    same = all(getattr(entry, name) == getattr(decision, name) for name in OF_A_DECISION)
    return same and entry.kind in SAID_OF.get(Move(decision.move), ())


def _is_of_sanction(entry: LogEntry, sanction: Sanction | None) -> bool:
    if sanction is None or entry.comment_id or entry.story_id:
        return False
    if entry.kind == Kind.LIFTED:
        return sanction.lifted_at is not None
    put = KINDS.get(SanctionKind(sanction.kind))
    return put is not None and entry.kind in {put.value, Kind.UPHELD.value}

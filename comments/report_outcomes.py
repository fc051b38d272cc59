"""What became of a report: whether it waits, and how the house's decision about it stands now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comments.models import Decision, Report, Status

KNOWN = "_outcome"  # of a report in memory
OUT = {Status.REMOVED, Status.REJECTED}


class State(StrEnum):
    """How a report stands."""

    OPEN = "open"
    HELD = "held"  # nobody can read the comment until a moderator has looked at it
    REMOVED = "removed"
    KEPT = "kept"
    DELETED = "deleted"  # by its author


@dataclass(frozen=True)
class Outcome:
    """How a report stands, by which decision, and what the comment has become since then."""

    state: State
    decision: Decision | None = None
    since: str = ""  # "removed" or "restored", where something else was decided later

    @property
    def decided_at(self) -> datetime | None:
        """When it was decided, None while it is open."""
        return self.decision.decided_at if self.decision else None

    @property
    def is_dismissed(self) -> bool:
        """Whether the house left standing what was reported, and it still stands."""
        return self.state == State.KEPT and not self.since

    @property
    def by_machine(self) -> bool:
        """Whether nobody looked at it before it was decided."""
        return bool(self.decision and self.decision.automated)


def outcomes(reports: Iterable[Report]) -> dict[int, Outcome]:
    """Return the outcome of each report, by its id; one query, or three for rules.

    The reports are read with their case and comment.
    """
    rows = list(reports)
    closed = [row.case.closing_act for row in rows if row.case.closing_act]
    found = Decision.objects.filter(act__in=closed, comment__in={row.comment_id for row in rows})
    found = found.filter(reversed_by=None)  # else it was reported anew, and is still to be decided
    decisions = {}
    if closed:
        with_rules = found.select_related("rule").prefetch_related("rule__texts")
        decisions = {(row.act, row.comment_id): row for row in with_rules}
    found_now = {}
    for row in rows:
        found_now[row.pk] = _outcome(row, decisions.get(_ended_by(row)))  # type: ignore[arg-type]
        vars(row)[KNOWN] = found_now[row.pk]
    return found_now


def outcome_of(report: Report) -> Outcome:
    """Return the outcome of one report, as outcomes() has read it where that was asked before."""
    return vars(report).get(KNOWN) or outcomes([report])[report.pk]


def _ended_by(report: Report) -> tuple[object, int]:
    return report.case.closing_act, report.comment_id


def _outcome(report: Report, decision: Decision | None) -> Outcome:
    now = report.comment.status
    if decision is None:
        return Outcome(State.HELD if now == Status.HELD else State.OPEN)
    if decision.status_after in OUT:
        return Outcome(State.REMOVED, decision, "restored" if now == Status.PUBLISHED else "")
    if decision.status_after == Status.DELETED:
        return Outcome(State.DELETED, decision)
    return Outcome(State.KEPT, decision, "removed" if now in OUT else "")

"""What began a statement's decision, and what part software had in it."""

from comments.models import Decision, Move, StatementOfReasons, Status
from comments.transparency import vocabulary as words
from comments.transparency.rules_then import decisions_before, reasoned

REPORTS = "reports"  # the phase of what the weight of readers' reports holds: they have found it
SOURCES = {"notice": "SOURCE_ARTICLE_16", "report": "SOURCE_TYPE_OTHER_NOTIFICATION"}


def started_by(statement: StatementOfReasons) -> str:
    """Return "notice", "report" or "house": what began it.

    What a reporter's appeal has changed began with what was reported.
    """
    decision = reasoned(statement)
    if decision is None:
        return "house"
    if decision.started_by in SOURCES:
        return decision.started_by
    if decision.started_by == "appeal":
        cases = list(decision.comment.cases.all())
        if any(case.is_legal for case in cases):
            return "notice"
        return "report" if cases else "house"
    return "house"


def source_type(statement: StatementOfReasons) -> str:
    """Return that in the database's words."""
    return SOURCES.get(started_by(statement), words.VOLUNTARY)


def found_by(statement: StatementOfReasons) -> str:
    """Return the phase of screening that picked the text out; "" where a person did.

    A decision about what waits was led to it by what had held it.
    """
    decision = reasoned(statement)
    if decision is None:
        return ""
    phase = decision.phase
    if not phase and Status.HELD in {decision.status_before, decision.status_after}:
        phase = _held_by(decisions_before(decision))
    return "" if phase == REPORTS else phase


def automated_detection(statement: StatementOfReasons) -> str:
    """Return "Yes" where software picked it out."""
    return "Yes" if found_by(statement) else "No"


def automated_decision(statement: StatementOfReasons) -> str:
    """Return whether a person decided. Of sanctions one always did."""
    decision = reasoned(statement)
    return words.FULLY if decision is not None and decision.automated else words.BY_A_PERSON


def _held_by(before: list[Decision]) -> str:
    for row in before:
        if row.status_after == Status.HELD and row.move != Move.UNDO:
            return row.phase
    return ""

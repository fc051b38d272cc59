"""What began a statement's decision, and what part software had in it."""

from comments.models import Decision, StatementOfReasons, Status
from comments.transparency import vocabulary as words
from comments.transparency.rules_then import decisions_before

# Phases that look at who writes, or at how many have reported it, and not at what is said.
BLIND = {"new_author", "sanctions", "reports"}
SOURCES = {"notice": "SOURCE_ARTICLE_16", "report": "SOURCE_TYPE_OTHER_NOTIFICATION"}


def started_by(statement: StatementOfReasons) -> str:
    """Return "notice", "report" or "house": what began it.

    What a reporter's appeal has changed began with what was reported.
    """
    decision = statement.decision
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
    """Return the phase of screening that found the text; "" where a person did.

    A decision about what waits was led to it by what had held it.
    """
    decision = statement.decision
    if decision is None:
        return ""
    phase = decision.phase
    if not phase and decision.status_before == Status.HELD:
        phase = _held_by(decisions_before(decision))
    return "" if phase in BLIND else phase


def automated_detection(statement: StatementOfReasons) -> str:
    """Return "Yes" where software found it."""
    return "Yes" if found_by(statement) else "No"


def automated_decision(statement: StatementOfReasons) -> str:
    """Return whether a person decided. Of sanctions one always did."""
    decision = statement.decision
    return words.FULLY if decision is not None and decision.automated else words.BY_A_PERSON


def _held_by(before: list[Decision]) -> str:
    for row in before:
        if row.status_after == Status.HELD and row.status_before != Status.HELD:
            return row.phase
    return ""

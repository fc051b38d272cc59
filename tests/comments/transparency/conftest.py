"""Makers of decisions, sanctions and their statements of reasons, as the house writes them."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from comments.models import (
    Comment,
    Decision,
    Measure,
    Move,
    Sanction,
    StatementOfReasons,
    Status,
)
from tests.making import Make

AFTER = {
    Move.REMOVE: Status.REMOVED,
    Move.REJECT: Status.REJECTED,
    Move.HOLD: Status.HELD,
    Move.POST: Status.HELD,
    Move.RESTORE: Status.PUBLISHED,
    Move.UNDO: Status.REMOVED,
}
OF_STATES = {
    Status.REMOVED: Measure.REMOVED,
    Status.REJECTED: Measure.REJECTED,
    Status.HELD: Measure.HELD,
}
OF_SANCTIONS = {
    "hold": Measure.ALL_HELD,
    "suspension": Measure.SUSPENDED,
    "ban": Measure.BANNED,
}
At = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Set the clock of the house."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_clock


@pytest.fixture
def make_decision(make_comment: Make, make_rule: Make) -> Make:
    """Make the bare record of a decision, of a comment of its own unless one is named."""

    def make(move: Move = Move.REMOVE, comment: Comment | None = None, **fields: Any) -> Decision:
        comment = comment or make_comment()
        if move in {Move.REMOVE, Move.REJECT}:
            fields.setdefault("rule", make_rule())
        fields.setdefault("status_before", Status.PUBLISHED)
        fields.setdefault("status_after", AFTER[move])
        fields.setdefault("revision", comment.revision)
        story = comment.story_id
        return Decision.objects.create(
            comment=comment, story_id=story, move=move, act=uuid.uuid4(), **fields
        )

    return make


@pytest.fixture
def make_statement(db: None, make_decision: Make) -> Make:
    """Make the statement of a decision or a sanction; of a removal where neither is named."""

    def make(of: Decision | Sanction | None = None, **fields: Any) -> StatementOfReasons:
        of = of or make_decision()
        if isinstance(of, Decision):
            own = {"decision": of, "measure": OF_STATES[Status(of.status_after)]}
            made_at = of.decided_at
        else:
            own = {"sanction": of, "measure": OF_SANCTIONS[of.kind]}
            made_at = of.begins_at
        common = {
            "comment": of.comment,
            "language": "en",
            "made_at": made_at,
            "appeal_until": made_at + timedelta(days=183),
        }
        return StatementOfReasons.objects.create(**own | common | fields)

    return make

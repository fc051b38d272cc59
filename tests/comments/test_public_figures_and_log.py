"""The public figures agree with the public log, whatever was decided in whatever order."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.models import Comment, Decision, LogEntry, Move, Rule, Status
from comments.moderation import allowed_moves, decide
from comments.public_figures.counting import count_month
from comments.public_figures.keeping import this_month
from comments.undoing import undo
from tests.making import Make

sequencing = pytest.importorskip("comments.public_log.sequencing")
UNDO = "undo"
KINDS = ("removed", "rejected", "held", "restored")
steps = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 5)), max_size=8)


def step(comment: Comment, choice: int, by: Any, rule: Rule) -> None:
    """Do one of the things that a moderator can do now: a move, or taking the last one back."""
    comment.refresh_from_db()
    last = Decision.objects.filter(comment=comment).first()
    assert last
    can: list[Any] = [*allowed_moves(comment), *([UNDO] if last.move not in ("post", UNDO) else [])]
    move = can[choice % len(can)]
    if move == UNDO:
        undo(last.act, by=by)
    else:
        named = rule if move in (Move.REMOVE, Move.REJECT) else None
        decide([comment], move, by=by, rule=named)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_figures_count_what_the_log_shows_and_was_not_undone(
    steps: list[tuple[int, int]], make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comments = [make_comment(), make_comment(status=Status.HELD)]
    before = _of_the_log(), _of_the_figures()
    for place, choice in steps:
        step(comments[place], choice, moderator, make_rule())
    after = _of_the_log(), _of_the_figures()
    added = [_difference(now, then) for now, then in zip(after, before, strict=True)]
    assert added[0] == added[1]


def _of_the_log() -> Counter[str]:
    sequencing.append()
    undone = LogEntry.objects.filter(kind="undone").values("reverses")
    kept = LogEntry.objects.filter(kind__in=KINDS).exclude(number__in=undone)
    return Counter(kept.values_list("kind", flat=True))


def _of_the_figures() -> Counter[str]:
    return Counter(count_month(this_month()).by(0, "restriction"))


def _difference(now: Counter[str], then: Counter[str]) -> dict[str, int]:
    return {kind: now[kind] - then[kind] for kind in KINDS if now[kind] != then[kind]}

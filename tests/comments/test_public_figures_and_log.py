"""The public figures agree with the public log, whatever was decided in whatever order."""

from collections import Counter
from itertools import product
from typing import Any

import pytest

from comments.models import Comment, Decision, LogEntry, Move, Rule, Status
from comments.moderation import allowed_moves, decide
from comments.public_figures.counting import count_month
from comments.public_figures.keeping import this_month
from comments.public_log import sequencing
from comments.undoing import undo
from tests.making import Make

UNDO = "undo"
KINDS = ("removed", "rejected", "held", "restored")
CHOICES = 4  # as many things as a moderator can do at most, counting taking the last one back
STEPS = 3


def can_do(comment: Comment) -> list[Any]:
    """Return the moves that a moderator can make now, and whether the last one can be undone."""
    comment.refresh_from_db()
    last = Decision.objects.filter(comment=comment).first()
    assert last
    return [*allowed_moves(comment), *([UNDO] if last.move not in ("post", UNDO) else [])]


def do(comment: Comment, move: Any, by: Any, rule: Rule) -> None:
    """Make a move, or take the last one back."""
    if move == UNDO:
        last = Decision.objects.filter(comment=comment).first()
        assert last
        undo(last.act, by=by)
    else:
        named = rule if move in (Move.REMOVE, Move.REJECT) else None
        decide([comment], move, by=by, rule=named)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.HELD])
def test_figures_count_what_the_log_shows_and_was_not_undone(
    status: str, make_comment: Make, make_article: Make, make_rule: Make, moderator: Any
) -> None:
    """Everything that three acts can do to a comment, from both states in which it begins."""
    article, rule, done = make_article(), make_rule(), set()
    for choices in product(range(CHOICES), repeat=STEPS):
        comment, moves = make_comment(article, status=status), []
        for choice in choices:
            can = can_do(comment)
            assert len(can) <= CHOICES
            if choice < len(can):
                moves.append(can[choice])
                do(comment, can[choice], moderator, rule)
        done.add(tuple(moves))
    assert len(done) > 20
    sequencing.append()
    undone = LogEntry.objects.filter(kind="undone").values("reverses")
    kept = LogEntry.objects.filter(kind__in=KINDS).exclude(number__in=undone)
    figures = count_month(this_month()).by(0, "restriction")
    assert figures == Counter(kept.values_list("kind", flat=True))

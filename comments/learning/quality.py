"""How good a learned score is, on decisions that were made after those it was learned from.

The score above which it may hold is chosen on the first part of them; what is reported is how it
does on the last, which nothing was chosen by.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from comments.learning.decided import Decided

LEAST_TEXTS = 200  # decisions that are reported on
LEAST_OUT = 20  # of them, texts that were taken out: fewer say nothing
STEPS = [step / 100 for step in range(5, 100, 5)]


@dataclass(frozen=True)
class Figures:
    """What a model did on held-out decisions.

    `base` is the share of all texts that was taken out: the precision of holding everything.
    `threshold` is the score from which on it would hold; `precision` the share of those that were
    taken out, `recall` the share of those taken out that it would have held.
    """

    learned_from: int
    tried_on: int
    taken_out: int
    base: float
    threshold: float
    precision: float
    recall: float

    def as_json(self) -> dict[str, Any]:
        """Return them as they are kept."""
        return asdict(self)


def threshold(scores: list[float], out: list[bool]) -> float:
    """Return the lowest score from which on holding is precise enough; the highest where none."""
    wanted = settings.COMMENT_LEARN_PRECISION / 100
    for step in STEPS:
        precision, recall = precision_and_recall(scores, out, step)
        if recall and precision >= wanted:
            return step
    return STEPS[-1]


def precision_and_recall(
    scores: Iterable[float], out: list[bool], above: float
) -> tuple[float, float]:
    """Return the shares: of what is held, and of what was taken out; 0 where there is nothing."""
    held = [no for score, no in zip(scores, out, strict=True) if score >= above]
    return (sum(held) / len(held) if held else 0.0, sum(held) / sum(out) if any(out) else 0.0)


def figures(learned: Decided, tried: Decided, scores: list[float], above: float) -> Figures:
    """Return how scores did on decisions that nothing was chosen by."""
    precision, recall = precision_and_recall(scores, tried.taken_out, above)
    number, out = len(tried.texts), sum(tried.taken_out)
    return Figures(
        len(learned.texts),
        number,
        out,
        round(out / number, 3) if number else 0.0,
        above,
        round(precision, 3),
        round(recall, 3),
    )


def why_not(found: Figures) -> str:
    """Return why a model with these figures is not switched on, "" where it is good enough."""
    if found.tried_on < LEAST_TEXTS or found.taken_out < LEAST_OUT:
        return _(
            "Too few decisions to judge it by: %(texts)d, of which %(out)d took a comment out;"
            " %(least)d and %(least_out)d are needed."
        ) % {
            "texts": found.tried_on,
            "out": found.taken_out,
            "least": LEAST_TEXTS,
            "least_out": LEAST_OUT,
        }
    precision, recall = round(100 * found.precision), round(100 * found.recall)
    if precision < settings.COMMENT_LEARN_PRECISION or recall < settings.COMMENT_LEARN_RECALL:
        return _(
            "Not good enough: of what it would hold %(precision)d %% was taken out (at least"
            " %(least)d %%), and it would hold %(recall)d %% of all that was (at least"
            " %(least_recall)d %%)."
        ) % {
            "precision": precision,
            "least": settings.COMMENT_LEARN_PRECISION,
            "recall": recall,
            "least_recall": settings.COMMENT_LEARN_RECALL,
        }
    return ""

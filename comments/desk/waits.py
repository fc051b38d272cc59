"""How long comments waited, counted in steps of time, so that days can be added up.

A median of medians is none. A step is a quarter of a doubling: what is read from steps is off by a
tenth at most, which nobody sees in "3 hours", and a year of any newspaper is a few thousand rows.
"""

from collections.abc import Mapping
from itertools import accumulate

from django.utils.translation import gettext as _

STEPS = 4  # to a doubling
# Of an interval's seconds; less than a second is one, and what did not wait (NULL) has no step.
STEP = (
    "CASE WHEN {interval} IS NOT NULL THEN "
    f"floor({STEPS} * ln(greatest(extract(epoch FROM {{interval}})::float8, 1)) / ln(2::float8))"
    "::smallint END"
)
MINUTE, HOUR, DAY = 60, 3600, 86400


def seconds_of(step: int) -> float:
    """Return the middle of a step, in seconds."""
    return 2 ** ((step + 0.5) / STEPS)


def within_which(share: float, waits: Mapping[int, int]) -> float | None:
    """Return within how many seconds a share of them was decided: 0.5 is the median; None of none.

    `waits` has how many waited for each step.
    """
    total = sum(waits.values())
    steps = sorted(waits)
    for step, reached in zip(steps, accumulate(waits[step] for step in steps), strict=True):
        if reached >= share * total:
            return seconds_of(step)
    return None


def in_words(seconds: float | None) -> str:
    """Say how long, as one says it: "40 s", "12 min", "3.5 h", "2.1 d"; "–" for None."""
    if seconds is None:
        return "–"
    if seconds < MINUTE:
        return _("%(number)s s") % {"number": f"{seconds:.0f}"}
    if seconds < HOUR:
        return _("%(number)s min") % {"number": f"{seconds / MINUTE:.0f}"}
    if seconds < DAY:
        return _("%(number)s h") % {"number": f"{seconds / HOUR:.1f}"}
    return _("%(number)s d") % {"number": f"{seconds / DAY:.1f}"}

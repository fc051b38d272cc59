"""Patterns that moderators write between slashes: RE2, which takes time by the text's length alone.

RE2 knows no look-around and no references back, and that is why no pattern can run away. What it
refuses is refused when the list is saved, in our words and with the place marked.
"""

from typing import Any

import re2
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

LONGEST = 500  # characters
MEMORY = 1 << 20  # bytes that one pattern may take when it is compiled
PLACE = "▸"  # stands before what is refused
# What RE2 says, and what we say. "…" stands for the piece of the pattern.
REFUSALS = {
    "missing )": gettext_noop("a bracket is opened and not closed."),
    "unexpected )": gettext_noop("a bracket is closed that was not opened."),
    "missing ]": gettext_noop("a set of characters is opened and not closed."),
    "no argument for repetition operator": gettext_noop("there is nothing here to repeat."),
    "bad repetition operator": gettext_noop("a repetition cannot be repeated."),
    "invalid repetition size": gettext_noop("at most 1,000 repetitions can be asked for."),
    "invalid character class range": gettext_noop("no such set of characters is known."),
    "invalid escape sequence": gettext_noop(
        "this is not known after a backslash; references back to what was found are not either."
    ),
    "trailing \\": gettext_noop("a backslash stands alone at the end."),
    "invalid perl operator": gettext_noop(
        "this is not known in patterns here: nothing looks ahead or behind."
    ),
    "invalid named capture group": gettext_noop("this name of a group cannot be read."),
}


class PatternRefused(ValueError):  # noqa: N818 (a refusal is an answer)
    """A pattern cannot be taken. `place` is where in it, counted from 0; the message says why."""

    def __init__(self, reason: str, place: int) -> None:
        super().__init__(reason)
        self.place = place


def compile_pattern(pattern: str, *, memory: int = MEMORY) -> Any:
    """Return the compiled RE2 pattern; capitals make no difference. Raises PatternRefused."""
    if len(pattern) > LONGEST:
        raise PatternRefused(_("it is longer than %d characters.") % LONGEST, LONGEST)
    try:
        compiled = re2.compile(pattern, options(memory))
    except re2.error as error:
        raise _refused(pattern, _said(error)) from None
    if compiled.search(""):
        raise PatternRefused(_("it is found in every text, even an empty one."), 0)
    return compiled


def options(memory: int = MEMORY) -> Any:
    """Return how RE2 is asked to compile: capitals make no difference, nothing goes to its log."""
    chosen = re2.Options()
    chosen.case_sensitive, chosen.log_errors, chosen.max_mem = False, False, memory
    return chosen


def marked(text: str, place: int) -> str:
    """Return a text with the place in it marked."""
    return f"{text[:place]}{PLACE}{text[place:]}"


def _said(error: Exception) -> tuple[str, str]:
    """Return what RE2 says of a pattern: the kind of fault, and the piece at fault."""
    said = error.args[0]
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    kind, _colon, piece = text.partition(": ")
    return kind, piece


def _refused(pattern: str, said: tuple[str, str]) -> PatternRefused:
    kind, piece = said
    if kind in REFUSALS:
        return PatternRefused(_(REFUSALS[kind]), _place(pattern, kind, piece))
    if "too large" in kind:
        return PatternRefused(_("it takes too much memory: make it shorter."), 0)
    return PatternRefused(_("RE2 says: %s.") % ": ".join(filter(None, said)), 0)


def _place(pattern: str, kind: str, piece: str) -> int:
    """Return where the fault is: RE2 tells only the piece, which may stand in several places.

    It reads from the left, so the shortest beginning with the same fault ends with the piece.
    """
    if kind == "missing )":
        return len(pattern)
    if kind == "missing ]" or piece not in pattern:
        return max(pattern.rfind(piece), 0)
    for end in range(pattern.index(piece) + len(piece), len(pattern) + 1):
        try:
            re2.compile(pattern[:end], options())
        except re2.error as error:
            if _said(error) == (kind, piece):
                return pattern.rfind(piece, 0, end)
    return pattern.index(piece)

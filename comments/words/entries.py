"""The entries of a word list, one a line: what each stands for, and how it is compiled.

`word` is that whole word, `word*` and `*word` with any letters behind or before it, several words
are a phrase, in which a `*` of its own is any one word. `/pattern/` is RE2's. A line that begins
with `!` is a word that never counts, whatever other lines say; with `# ` begins a note.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Literal

import re2
from django.utils.translation import gettext as _

from comments.words.alike import script_of, written_as
from comments.words.folding import fold_letters
from comments.words.patterns import PatternRefused, compile_pattern, options

LONGEST = 200  # characters of a line
FULL = 4  # letters from which a doubled one is taken for a disguise: "annal" is no "anal" of 4
SIGN = "[ \\x01\\x02@$!|+*#]"  # OTHERS for RE2
REST = "[^ \\x01@$!|+]*"  # what a wildcard stands for: letters, covered and pulled apart ones too
JOINT = "[\\x01\\x02*#]?"
GAP = "[ \\x01\\x02@$!|+*#]+"
ENTRY_MEMORY = 8 << 20

Kind = Literal["words", "pattern", "never"]


class EntryRefused(ValueError):  # noqa: N818 (a refusal is an answer)
    """A line cannot be taken. `place` is where in it, counted from 0; the message says why."""

    def __init__(self, reason: str, place: int = 0) -> None:
        super().__init__(reason)
        self.place = place


@dataclass(frozen=True)
class Entry:
    """One line of a list: as it was written, and what it is without its marks."""

    text: str
    kind: Kind
    body: str

    @cached_property
    def words(self) -> list[str]:
        """Its words as they are looked for, wildcards kept."""
        return [fold_letters(word) for word in self.body.split()]

    @cached_property
    def letters(self) -> int:
        """How many letters it has itself."""
        return sum(letter != "*" for word in self.words for letter in word)

    @cached_property
    def scripts(self) -> frozenset[str]:
        """The scripts that it is written in."""
        return frozenset(map(script_of, "".join(self.words))) - {""}

    @cached_property
    def source(self) -> str:
        """The RE2 source that finds it in a folded text (a pattern: in a text as it is seen)."""
        if self.kind == "pattern":
            return f"(?i:{self.body})"
        return self._bounded(self._source(doubled=True))

    @cached_property
    def spelt_source(self) -> str:
        """The same for texts in which no letter is doubled that is single in the entry."""
        return self._bounded(self._source(doubled=False))

    def _bounded(self, source: str) -> str:
        """Return the source of what is a word of its own; digits may stand beside its letters."""
        first, last = self.words[0][0], self.words[-1][-1]
        before, behind = ("" if edge.isdigit() else "[0-9]*" for edge in (first, last))
        return f"{SIGN}{before}{source}{behind}{SIGN}"

    def looks_like(self, found: str) -> bool:
        """Whether letters of other scripts alone, without wildcards, look just like it."""
        return self._looks.fullmatch(found) is not None

    @cached_property
    def _looks(self) -> Any:
        return re2.compile(self._source(sounds=False, wild=False), options(ENTRY_MEMORY))

    def _source(self, *, doubled: bool = False, sounds: bool = True, wild: bool = True) -> str:
        words = [
            word_source(word, doubled=doubled, sounds=sounds, wild=wild) for word in self.words
        ]
        return GAP.join(words)


def word_source(word: str, *, doubled: bool, sounds: bool, wild: bool) -> str:
    """Return the source of one word; its letters, not what wildcards stand for, are in groups."""
    if word == "*":
        return f"[^{SIGN[1:]}+"
    runs = [(letter, len(list(run))) for letter, run in groupby(word)]
    source, is_open = "", False
    for place, (letter, number) in enumerate(runs):
        if letter == "*":
            source += (")" if is_open else "") + (REST if wild else "")
            is_open = False
            continue
        before, behind = runs[:place], runs[place + 1 :]
        masked = any(one != "*" for one, _n in before) and bool(behind)
        source += JOINT if is_open else "("
        source += _letter(letter, number, masked=masked, doubled=doubled, sounds=sounds)
        is_open = True
    return source + (")" if is_open else "")


def _letter(letter: str, number: int, *, masked: bool, doubled: bool, sounds: bool) -> str:
    """Return the source of a letter that stands `number` times in a row, or longer: "fuuuck".

    One that is `doubled` may make another word ("анналы"), three are nobody's spelling.
    """
    one = written_as(letter, sounds=sounds, masked=masked)
    if number > 1:
        return JOINT.join([one] * number) + f"{one}*"
    return f"{one}+" if doubled else f"{one}(?:{one}{one}+)?"


def read(text: str) -> list[Entry]:
    """Return the entries of a list, each once. Raises EntryRefused for a line that is none."""
    entries = [entry for line in text.splitlines() if (entry := read_line(line))]
    return list(dict.fromkeys(entries))


def read_line(line: str) -> Entry | None:
    """Return the entry of a line, None of an empty one or a note. Raises EntryRefused."""
    line = " ".join(line.split())
    if not line or line == "#" or line.startswith("# "):
        return None
    if len(line) > LONGEST and not line.startswith("/"):
        raise EntryRefused(_("it is longer than %d characters.") % LONGEST, LONGEST)
    if line.startswith("/"):
        return _pattern(line)
    if line.startswith("!"):
        return _checked(Entry(line, "never", line[1:].strip()))
    return _checked(Entry(line, "words", line))


def _pattern(line: str) -> Entry:
    if len(line) < 3 or not line.endswith("/"):
        raise EntryRefused(_("a pattern stands between two slashes."), len(line))
    try:
        compile_pattern(line[1:-1])
    except PatternRefused as refused:
        raise EntryRefused(str(refused), refused.place + 1) from None
    return Entry(line, "pattern", line[1:-1])


def _checked(entry: Entry) -> Entry:
    """Refuse what would be found in everything, or never."""
    if "**" in entry.text:
        raise EntryRefused(_("one * stands for any number of letters."), entry.text.index("**"))
    for word in entry.words:
        for place, letter in enumerate(word):
            if not (letter.isalnum() or letter == "*"):
                where = max(entry.text.find(letter), 0) if place < len(entry.text) else 0
                raise EntryRefused(_("a word is written in letters, digits and *."), where)
    if entry.letters < 2:
        raise EntryRefused(_("it has fewer than two letters of its own."), 0)
    if entry.kind == "never" and len(entry.words) > 1:
        raise EntryRefused(_("what never counts is one word."), entry.text.index(" "))
    return entry

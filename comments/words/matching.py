"""Finding the entries of word lists in a text: all at once by RE2, then each one that seems there.

RE2 tells which entries are in a text; a look at what they found settles whether it is a disguise
or something innocent that only looks like one: "455 people", "соскучился", "a s s e s s".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import re2

from comments.words.alike import MASK, script_of
from comments.words.entries import ENTRY_MEMORY, FULL, Entry, word_source
from comments.words.folding import INSIDE, OTHERS, SPACED, fold, seen
from comments.words.patterns import options

SET_MEMORY = 256 << 20  # bytes: 50,000 characters of entries take some tens of megabytes
AMOUNT = re.compile(r"\d{2,}[^\W\d]{1,3}")  # a number with its unit or ending: "45s", "100м"
ALONE = frozenset("aiouаиквоусяж")  # letters that are words by themselves
SHOWN = 60  # characters of what was found


@dataclass(frozen=True)
class Found:
    """An entry that was found, and how it is read in the text, without the disguise."""

    entry: Entry
    text: str


class Matcher:
    """Entries, compiled together once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        self._words = Together(entry for entry in entries if entry.kind == "words")
        self._patterns = Together(entry for entry in entries if entry.kind == "pattern")
        self._never = [
            re2.compile(
                word_source(entry.words[0], doubled=False, sounds=False, wild=True), options()
            )
            for entry in entries
            if entry.kind == "never"
        ]

    def find(self, *texts: str) -> list[Found]:
        """Return the entries that are in one of the texts, each once, in no order of meaning."""
        found: dict[Entry, Found] = {}
        for text in filter(None, texts):
            found |= {
                one.entry: one for one in chain(self._words_in(text), self._patterns_in(text))
            }
        return list(found.values())

    def _words_in(self, text: str) -> Iterator[Found]:
        if self._words:
            folded = fold(text)
            for entry in self._words.within(folded):
                if words := self._settled(entry, folded):
                    yield Found(entry, _readable(words))

    def _patterns_in(self, text: str) -> Iterator[Found]:
        if self._patterns:
            plain = seen(text)
            for entry in self._patterns.within(plain):
                match = compiled(entry.source).search(plain)
                yield Found(entry, _readable(match[0] if match else ""))

    def _settled(self, entry: Entry, folded: str) -> str:
        """Return what an entry really found, "" where everything is innocent."""
        start = 0
        while match := compiled(entry.source).search(folded, start):
            if _is_meant(entry, match, folded):
                word = _whole_word(match, folded)
                if not any(never.fullmatch(word) for never in self._never):
                    return match[0]
            start = match.start() + 1
        return ""


class Together:
    """Some entries as one set: RE2 reads a text once for all of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(dict.fromkeys(entries))
        self._set = re2.Set.SearchSet(options(SET_MEMORY))
        for entry in self._entries:
            self._set.Add(entry.source)
        if self._entries:
            self._set.Compile()

    def __bool__(self) -> bool:
        return bool(self._entries)

    def within(self, text: str) -> Iterator[Entry]:
        """Give the entries whose sources match a text."""
        for number in self._set.Match(text) or ():
            yield self._entries[number]


@lru_cache(maxsize=500)
def compiled(source: str) -> Any:
    """Return a source compiled by itself, to see where it matches."""
    return re2.compile(source, options(ENTRY_MEMORY))


def _is_meant(entry: Entry, match: Any, folded: str) -> bool:
    """Whether what an entry found is that word, plain or in disguise."""
    literal = "".join(filter(None, match.groups()))
    letters = literal.translate(NO_JOINTS)
    if letters == "".join(entry.words).replace("*", ""):
        return _run_is_meant(entry, match, folded)
    own = [letter for letter in letters if letter.isalpha() or letter == "@"]
    return (
        bool(own)
        and (SPACED not in literal or 2 * len(own) >= len(letters))
        and _uncovered(entry, letters)
        and not AMOUNT.fullmatch(_whole_word(match, folded))
        and _in_its_script(entry, match, letters)
        and _run_is_meant(entry, match, folded)
        and _doubled_is_meant(entry, match, folded, letters)
    )


EDGES = " -!|+*#"  # signs that end a sentence as often as they stand for a letter
DIGITS = "0123456789"
NO_JOINTS = str.maketrans("", "", INSIDE + SPACED + MASK)


def _uncovered(entry: Entry, letters: str) -> bool:
    """Whether enough of a word is left to read where the rest is covered by asterisks."""
    return len(letters) >= max(2, entry.letters / 3)


def _in_its_script(entry: Entry, match: Any, letters: str) -> bool:
    """Whether a word is written in the entry's own letters, at least in part.

    One of other letters alone is a word of another language, unless it looks just like the entry.
    """
    if not entry.scripts or any(script_of(letter) in entry.scripts for letter in letters):
        return True
    return not _wildcards_took(match, letters) and entry.looks_like(_region(match))


def _region(match: Any) -> str:
    """Return what an entry found from its first own letter to its last."""
    own = [match.span(number) for number in range(1, len(match.groups()) + 1)]
    start = match.start()
    return match[0][
        min(first for first, _end in own) - start : max(end for _first, end in own) - start
    ]


def _wildcards_took(match: Any, letters: str) -> bool:
    """Whether letters stand in a match that are none of the entry's; digits around it may."""
    everything = match[0][1:-1].translate(NO_JOINTS).replace(" ", "")
    return len(everything.strip(DIGITS)) > len(letters.strip(DIGITS))


def _run_is_meant(entry: Entry, match: Any, folded: str) -> bool:
    """Whether a word of letters that stand apart begins or ends where it may.

    "a s s e s s" holds no short word of the list; "f u c k y o u" holds a longer one.
    """
    if SPACED not in _region(match):
        return True
    start, end = match.start() + 1, match.end() - 1
    before = folded[:start].rsplit(" ", 1)[-1].replace(SPACED, "")
    behind = folded[end:].split(" ", 1)[0].replace(SPACED, "")
    if len(before) > 2 or set(before) - ALONE:
        return False
    return entry.letters >= FULL or not behind or behind in ALONE


def _doubled_is_meant(entry: Entry, match: Any, folded: str, letters: str) -> bool:
    """Whether letters that are doubled are a disguise, where any are: "аннал", no "анналы".

    They are in a word that is nothing else, in two places, and where letters are disguised besides.
    """
    if compiled(entry.spelt_source).match(folded, match.start()):
        return True
    if entry.letters >= FULL and not _wildcards_took(match, letters):
        return True
    extra = len(letters) - entry.letters
    return extra > 1 or any(script_of(letter) not in entry.scripts for letter in letters)


def _whole_word(match: Any, folded: str) -> str:
    """Return the word in which the first of a match's letters stand, as far as letters go."""
    start = end = max(match.start(), 0) + 1
    while end < len(folded) and folded[end] not in OTHERS:
        end += 1
    return folded[start:end]


def _readable(found: str) -> str:
    """Return what was found as people can read it."""
    return found.replace(SPACED, " ").replace(INSIDE, "-").strip(EDGES)[:SHOWN]

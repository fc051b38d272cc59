"""The word lists in force: compiled once a version in each process, and what they say of a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from comments.language_guess import guess
from comments.models import WordList
from comments.words.entries import EntryRefused, read_line
from comments.words.matching import Found, Matcher

# One value in whose every change a list was changed: asked with each comment, so it costs little.
IN_FORCE = """
SELECT coalesce(string_agg(concat_ws(' ', id, version, changed_at), ',' ORDER BY id), '')
FROM comments_wordlist WHERE in_force
"""


@dataclass(frozen=True)
class Hit:
    """A list of which something was found in a text."""

    words: WordList
    found: list[Found]


@dataclass(frozen=True)
class Compiled:
    """The lists in force as they are compiled, and the versions by which that is known."""

    key: str
    lists: tuple[tuple[WordList, Matcher], ...]

    def hits(self, *texts: str, languages: Iterable[str]) -> list[Hit]:
        """Return what is found in texts that may be in these languages; refusing lists first."""
        spoken = {"", *languages}
        hits = [
            Hit(words, found)
            for words, matcher in self.lists
            if words.language in spoken and (found := matcher.find(*texts))
        ]
        return sorted(hits, key=lambda hit: hit.words.says != WordList.Says.REFUSE)

    @property
    def versions(self) -> str:
        """Which lists in which versions these are: "3.1 7.12"."""
        return " ".join(f"{words.pk}.{words.version}" for words, _matcher in self.lists)


NOTHING = Compiled("", ())
_turn = Lock()
_known = NOTHING


def in_force(key: str) -> Compiled:
    """Return the lists in force; `key` is what IN_FORCE answers now."""
    global _known
    if not key:
        return NOTHING
    if _known.key != key:
        with _turn:
            if _known.key != key:
                lists = WordList.objects.filter(in_force=True).order_by("pk")
                _known = Compiled(key, tuple((words, matcher(words.entries)) for words in lists))
    return _known


def languages_of(body: str, chosen: str, page: str) -> set[str]:
    """Return the languages that a text may be in.

    As its author says, as the page speaks, and as it reads: whoever chooses another language does
    not get around a list.
    """
    return {chosen, page, guess(body, otherwise=page)}


@lru_cache(maxsize=50)
def matcher(entries: str) -> Matcher:
    """Return a list's entries compiled. What an older version took and this one refuses is left."""
    found = []
    for line in entries.splitlines():
        try:
            entry = read_line(line)
        except EntryRefused:
            continue
        if entry:
            found.append(entry)
    return Matcher(dict.fromkeys(found))

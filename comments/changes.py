"""What an edit changed: a comment's texts one after the other, word by word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

import regex

from comments.models import Comment, CommentRevision

# A word with the marks and joiners within it, or any other character as a reader sees it; and the
# space behind. Texts are compared by the words alone.
PIECES = regex.compile(r"([\w\p{M}\u200c\u200d'’ʻʼ]+|(?!\s)\X|(?=\s))(\s*)")
Piece = tuple[str, str]
Kind = Literal["same", "del", "ins"]


@dataclass(frozen=True)
class Part:
    """A run of text that stayed, went, or came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Version:
    """One text of a comment, since when it stood, and what it changed of the one before."""

    number: int
    since: datetime
    parts: list[Part]
    was_published: bool = True
    is_present: bool = False  # it is what the comment says now


def versions(comment: Comment, earlier: Iterable[CommentRevision]) -> list[Version]:
    """Return a comment's texts, oldest first: earlier ones by number, then the present one."""
    made: list[Version] = []
    before = None
    for text in earlier:
        parts = _told(before, text.body)
        made.append(Version(text.number, text.written_at, parts, text.was_published))
        before = text.body
    since = comment.edited_at or comment.submitted_at
    present = _told(before, comment.body)
    return [*made, Version(comment.revision, since, present, is_present=True)]


def _told(before: str | None, now: str) -> list[Part]:
    return [Part("same", now)] if before is None else difference(before, now)


def difference(before: str, now: str) -> list[Part]:
    """Return what of a text stayed, what went and what came, in reading order, word by word.

    Joined, "same" and "del" give the text before, "same" and "ins" the text now. Words that fill a
    text are taken for its filling (difflib's autojunk): the worst that anybody can write then costs
    a tenth of a second, and is told more coarsely.
    """
    old, new = PIECES.findall(before), PIECES.findall(now)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    words = [word for word, _space in old_middle], [word for word, _space in new_middle]
    parts = [Part("same", _text(old[:head]))]
    for tag, *ends in SequenceMatcher(None, *words).get_opcodes():
        gone, come = old_middle[ends[0] : ends[1]], new_middle[ends[2] : ends[3]]
        if tag == "equal":
            for one, other in zip(gone, come, strict=True):
                parts += [Part("same", one[0]), *_replaced(one[1], other[1])]
        else:
            parts += _replaced(_text(gone), _text(come))
    parts.append(Part("same", _text(old[len(old) - tail :])))
    return _joined(parts)


def _alike(one: Sequence[Piece], other: Sequence[Piece]) -> int:
    """Return with how many equal pieces two texts begin."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(f"{word}{space}" for word, space in pieces)


def _replaced(gone: str, come: str) -> list[Part]:
    """Tell that a text took another's place; the space behind both has stayed."""
    rest, kept = gone.rstrip(), ""
    if gone[len(rest) :] == come[len(come.rstrip()) :]:
        gone, come, kept = rest, come.rstrip(), gone[len(rest) :]
    return [Part("del", gone), Part("ins", come), Part("same", kept)]


def _joined(parts: list[Part]) -> list[Part]:
    """Make runs of one kind one part, and leave out what is empty."""
    runs = groupby((part for part in parts if part.text), key=lambda part: part.kind)
    return [Part(kind, "".join(part.text for part in run)) for kind, run in runs]

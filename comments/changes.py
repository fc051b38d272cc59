"""What an edit changed: a comment's texts one after the other, word by word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

import regex

from comments.models import Comment, CommentRevision

# Words with the marks and joiners within them; lines' ends; the space between words; any other
# character as a reader sees it.
PIECES = regex.compile(r"[\w\p{M}\u200c\u200d'’ʻʼ]+|\n+|[^\S\n]+|\X")
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
    milliseconds, and is told more coarsely.
    """
    old, new = PIECES.findall(before), PIECES.findall(now)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    parts = [Part("same", "".join(old[:head]))]
    for _tag, from_old, to_old, from_new, to_new in SequenceMatcher(
        str.isspace, *middle
    ).get_opcodes():
        gone, come = middle[0][from_old:to_old], middle[1][from_new:to_new]
        parts += _parts(gone, come)
    parts.append(Part("same", "".join(old[len(old) - tail :])))
    return [part for part in parts if part.text]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many equal pieces two texts begin."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _parts(gone: Sequence[str], come: Sequence[str]) -> list[Part]:
    if gone == come:
        return [Part("same", "".join(gone))]
    return [Part("del", "".join(gone)), Part("ins", "".join(come))]

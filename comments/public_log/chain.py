"""The chain of hashes: what each entry's hash is made of, and whether the log keeps to it.

The hash of an entry is the SHA-256 of its other columns as JSON: names in the order of the
alphabet, no spaces, letters as they are (UTF-8), the time in UTC with six digits of a second. One
of the columns is the hash of the entry before, so nothing can be changed without changing all that
follows. docs/public-log.md shows how anybody reckons it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from comments.models import LogEntry

BEFORE_ALL = "0" * 64  # what stands for the hash before the first entry
COLUMNS = (  # spelt out: a column that is added later must not change the hashes there are
    "number",
    "at",
    "kind",
    "rule",
    "automated",
    "started_by",
    "alone",
    "language",
    "story_id",
    "comment_id",
    "reverses",
    "decision_id",
    "sanction_id",
    "previous",
)
CHUNK = 2000


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the number of the entry, and a sentence that says why."""

    number: int
    why: str


@dataclass(frozen=True)
class Verdict:
    """What verifying found: how many entries hold, the last of them and its hash, and a break."""

    entries: int
    last: int
    hash: str
    broken: Break | None = None


def written(moment: datetime) -> str:
    """Write a time as it goes into a hash."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(entry: LogEntry) -> bytes:
    """Return what an entry's hash is made of."""
    values = {name: getattr(entry, name) for name in COLUMNS}
    values["at"] = written(entry.at)
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def hash_of(entry: LogEntry) -> str:
    """Return the hash that an entry must have."""
    return sha256(canonical(entry)).hexdigest()


def chained(entries: Iterable[LogEntry]) -> Iterator[LogEntry]:
    """Give new entries their numbers and hashes behind the last one there is, as they come.

    Within a transaction of whoever alone appends (comments.public_log.sequencing).
    """
    last = LogEntry.objects.order_by("-number").first()
    number, previous = (last.number, last.hash) if last else (0, BEFORE_ALL)
    for entry in entries:
        number += 1
        entry.number, entry.previous = number, previous
        entry.hash = previous = hash_of(entry)
        yield entry


def verify(*, begin: int = 1, known_hash: str = "") -> Verdict:
    """Read the log from an entry on and return whether the chain holds.

    `known_hash` is the hash of entry `begin` that somebody has kept. Without it, and for another
    than the first entry, the hash before that entry is taken as it is.
    """
    number, previous, read = begin - 1, BEFORE_ALL if begin == 1 else "", 0
    entries = LogEntry.objects.filter(number__gte=begin) if begin > 1 else LogEntry.objects.all()
    for entry in entries.order_by("number").iterator(chunk_size=CHUNK):
        why = _why_broken(entry, number + 1, previous)
        if not why and read == 0 and known_hash and entry.hash != known_hash:
            why = (
                f"Entry {entry.number} has the hash {entry.hash}, not the one that was kept:"
                " it was changed, or something before it was."
            )
        if why:
            return Verdict(read, number, previous, Break(entry.number, why))
        number, previous, read = entry.number, entry.hash, read + 1
    if read == 0 and (known_hash or begin > 1):
        last = LogEntry.objects.order_by("-number").first()
        ends = f"the log ends with entry {last.number}" if last else "the log is empty"
        return Verdict(0, 0, "", Break(begin, f"Entry {begin} is missing: {ends}."))
    return Verdict(read, number, previous)


def _why_broken(entry: LogEntry, number: int, previous: str) -> str:
    """Say why an entry does not follow the one before it, "" where it does."""
    if entry.number != number:
        return f"Entry {number} is missing: the next one there is has the number {entry.number}."
    if entry.hash != hash_of(entry):
        return f"Entry {number} was changed: its hash is not that of what it says."
    if previous and entry.previous != previous:
        return (
            f"Entry {number} does not follow entry {number - 1}: it names another hash before it."
            " Something was changed, inserted or put in another order."
        )
    return ""

"""What a worker keeps: bounded in bytes, emptied by tags, and trusted only under a lease.

The lease is what bounds staleness: the listener renews it each time the database has answered on
the connection that NOTIFY comes through, and a half-open socket renews nothing.
"""

import threading
import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from articles.purging import ALL, SOFT, SOFT_SECONDS
from portal.page_memory.flights import Flights

LEASE = 1.5  # seconds after the database's last sign of life during which memory may answer
GATHER = 0.1  # seconds: a page that changes very often is made anew no sooner than this …
LINGER = 0.1  # seconds: for so much longer it is given out, to those who would wait for the new one
OFTEN = 5  # … once it was made this many times …
OFTEN_WITHIN = 1.0  # … within so many seconds
OVERHEAD = 1500  # bytes of an entry besides what it holds: key, headers, their objects …
OVERHEAD_OF_A_TAG = 400  # … and for each of its tags
MAKINGS_REMEMBERED = 1000  # keys of which it is known when they were made
TAGS_REMEMBERED = 20_000  # purges that are remembered one by one, for pages that are being read


# Seconds that never go back and go on while the machine sleeps.
running_clock = partial(time.clock_gettime, getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Keepable(Protocol):
    """Something to keep. `on_growth` is called with the bytes it has grown by meanwhile."""

    size: int
    on_growth: Callable[[int], None] | None


@dataclass(slots=True)
class Reading:
    """When the reading of something from the database began; before its first query."""

    serial: int
    at: float


@dataclass(slots=True)
class Entry:
    """Something kept, the tags that empty it, and until when it is right by itself.

    `lingers` is until when it may be given out while it is made anew.
    """

    value: Any
    size: int
    tags: tuple[str, ...]
    made: float
    expires: float
    lingers: float = 0.0


@dataclass
class Counts:
    """What has happened since the worker started."""

    hits: int = 0
    misses: int = 0
    without_lease: int = 0  # asked for while nothing could be trusted
    stores: int = 0
    refused: int = 0  # made, but something that it shows had changed meanwhile
    evictions: int = 0
    purged: int = 0
    gathered: int = 0  # purges that waited for GATHER, since the page changes very often
    notifications: int = 0
    expired: int = 0


@dataclass
class _Purges:
    """Which tags were purged when, counted in serial numbers; old ones are forgotten together."""

    last: dict[str, int] = field(default_factory=dict)
    softened: dict[str, tuple[int, float]] = field(default_factory=dict)
    floor: int = 0  # readings that began before this cannot be judged any more

    def note(self, serial: int) -> None:
        if len(self.last) + len(self.softened) > TAGS_REMEMBERED:
            self.last.clear()
            self.softened.clear()
            self.floor = serial


class Memory:
    """Keeps values by key. Hits take no lock: each step of theirs is one step of the interpreter's.

    `clock` gives seconds that never go back. All of it may be called from any thread.
    """

    def __init__(self, limit: int, *, clock: Callable[[], float] = running_clock) -> None:
        self.limit = limit  # bytes
        self.bytes = 0
        self.counts = Counts()
        self.lease_until = float("-inf")
        self.clock = clock
        self.flights = Flights()
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._by_tag: defaultdict[str, set[Hashable]] = defaultdict(set)
        self._made: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._purges = _Purges()
        self._serial = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> Any | None:
        """Return what is kept under a key and can be trusted now, else None."""
        entry = self.find(key)
        return None if entry is None else entry.value

    def find(self, key: Hashable) -> Entry | None:
        """Return the entry of what is kept under a key and can be trusted now, else None."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        now = self.clock()
        if now > self.lease_until:
            self.counts.without_lease += 1
            return None
        if now >= entry.expires:
            self.counts.expired += 1
            return None
        try:
            self._entries.move_to_end(key)
        except KeyError:  # purged a moment ago
            return None
        return entry

    def under_way(self, key: Hashable) -> Any | None:
        """Return what somebody else is making under a key now, None where nobody is.

        It is waited for, unless it changes very often: then the one before is given out, or readers
        would wait for the database ten times a second.
        """
        if not self.flights.is_under_way(key):
            return None
        entry = self._entries.get(key)
        if entry is not None and self.clock() < min(entry.lingers, self.lease_until):
            return entry.value
        return self.get(key) if self.flights.wait_for(key) else None

    def begin(self) -> Reading:
        """Begin to read something from the database that is to be kept."""
        return Reading(self._serial, self.clock())

    def keep(
        self,
        key: Hashable,
        value: Keepable,
        *,
        tags: Iterable[str],
        reading: Reading,
        seconds: float | None = None,
        not_after: float = float("inf"),
    ) -> bool:
        """Keep a value, for `seconds` from now at the most; tell whether it was kept.

        It is not where one of its tags was purged since its reading began (it may show what was
        there before), or where it is larger than a tenth of the whole. `not_after`, a time of the
        clock, is the end of whatever it was made of.
        """
        tags = tuple(tags)
        size = value.size + OVERHEAD + OVERHEAD_OF_A_TAG * len(tags)
        with self._lock:
            now = self.clock()
            expires = min(not_after, now + seconds if seconds is not None else not_after)
            expires = min([expires, *self._softened_since(reading, tags)])
            lingers = 0.0
            if self._note_making(key, now) and self._changed_since(reading, tags):
                lingers = min(expires, reading.at + GATHER + LINGER)
                expires = min(expires, reading.at + GATHER)
            elif self._changed_since(reading, tags):
                expires = now
            if expires <= now or size > self.limit // 10:
                self.counts.refused += 1
                return False
            self._take(key, Entry(value, size, tags, reading.at, expires, lingers))
        return True

    def purge(self, told: str) -> None:
        """Empty what bears one of the tags, which stand apart by spaces, as they were told."""
        with self._lock:
            self._serial += 1
            self.counts.notifications += 1
            now = self.clock()
            for tag in told.split():
                if tag == ALL:
                    self._clear()
                elif tag.startswith(SOFT):
                    self._soften(tag[len(SOFT) :], now)
                else:
                    self._purges.last[tag] = self._serial
                    for key in list(self._by_tag.get(tag, ())):
                        self._purge(key, now)
            self._purges.note(self._serial)

    def clear(self) -> None:
        """Empty all of it: something may have changed that was not heard."""
        with self._lock:
            self._serial += 1
            self._clear()

    def renew(self, heard: float) -> None:
        """Renew the lease: at `heard` (of the clock) the database had told us everything."""
        self.lease_until = heard + LEASE

    def distrust(self) -> None:
        """Answer nothing any more until the lease is renewed."""
        self.lease_until = float("-inf")

    def lease_age(self) -> float:
        """Seconds since the database was last heard; infinite before the first time."""
        return self.clock() - (self.lease_until - LEASE)

    # --- Under the lock -----------------------------------------------------------------------
    def _take(self, key: Hashable, entry: Entry) -> None:
        self._forget(key)
        entry.value.on_growth = lambda more: self._grow(key, entry, more)
        for tag in entry.tags:
            self._by_tag[tag].add(key)
        self.bytes += entry.size
        self.counts.stores += 1
        self._entries[key] = entry
        self._evict()

    def _changed_since(self, reading: Reading, tags: tuple[str, ...]) -> bool:
        if reading.serial < self._purges.floor:
            return True
        last = self._purges.last
        return any(last.get(tag, 0) > reading.serial for tag in tags)

    def _softened_since(self, reading: Reading, tags: tuple[str, ...]) -> Iterable[float]:
        for tag in tags:
            serial, expires = self._purges.softened.get(tag, (0, 0.0))
            if serial > reading.serial:
                yield expires

    def _soften(self, tag: str, now: float) -> None:
        self._purges.softened[tag] = (self._serial, now + SOFT_SECONDS)
        for key in self._by_tag.get(tag, ()):
            entry = self._entries[key]
            entry.expires = min(entry.expires, now + SOFT_SECONDS)

    def _purge(self, key: Hashable, now: float) -> None:
        entry = self._entries[key]
        if now < entry.made + GATHER + LINGER and self._is_made_often(key):
            if not entry.lingers:
                entry.lingers = min(entry.expires, entry.made + GATHER + LINGER)
            entry.expires = min(entry.expires, entry.made + GATHER)
            self.counts.gathered += 1
            return
        self._forget(key)
        self.counts.purged += 1

    def _note_making(self, key: Hashable, now: float) -> bool:
        """Note that a key's value was made; tell whether it is made often."""
        times = self._made.setdefault(key, deque(maxlen=OFTEN))
        times.append(now)
        self._made.move_to_end(key)
        if len(self._made) > MAKINGS_REMEMBERED:
            self._made.popitem(last=False)
        return self._is_made_often(key)

    def _is_made_often(self, key: Hashable) -> bool:
        times = self._made.get(key)
        if times is None or len(times) < OFTEN:
            return False
        return times[-1] - times[0] < OFTEN_WITHIN

    def _clear(self) -> None:
        self.counts.purged += len(self._entries)
        for entry in self._entries.values():
            entry.value.on_growth = None
        self._entries.clear()
        self._by_tag.clear()
        self.bytes = 0
        self._purges.last.clear()
        self._purges.softened.clear()
        self._purges.floor = self._serial

    def _forget(self, key: Hashable) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._forgotten(key, entry)

    def _forgotten(self, key: Hashable, entry: Entry) -> None:
        entry.value.on_growth = None  # it leads back here: nothing would be freed for a long time
        self.bytes -= entry.size
        for tag in entry.tags:
            keys = self._by_tag[tag]
            keys.discard(key)
            if not keys:
                del self._by_tag[tag]

    def _evict(self) -> None:
        while self.bytes > self.limit and self._entries:
            # One step: hits move entries to the end at the same time, without the lock.
            self._forgotten(*self._entries.popitem(last=False))
            self.counts.evictions += 1

    def _grow(self, key: Hashable, entry: Entry, more: int) -> None:
        with self._lock:
            if self._entries.get(key) is entry:
                entry.size += more
                self.bytes += more
                self._evict()

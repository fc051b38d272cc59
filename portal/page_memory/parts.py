"""Finished parts of pages, kept in the same memory as pages for views that ask for them."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.page_memory.memory import Memory, Reading


@dataclass(slots=True, weakref_slot=True)
class Part:
    """A part, and how many bytes it takes."""

    value: Any
    size: int
    on_growth: Callable[[int], None] | None = None


class PartsKeeper:
    """Keeps what is made while one page is made: all of it was read since `reading` began."""

    def __init__(self, memory: Memory, reading: Reading) -> None:
        self.memory = memory
        self.reading = reading
        self.ends = float("inf")  # of the memory's clock: when the first of the parts used ends

    def get(self, key: Hashable) -> Any | None:
        """Return the part that is kept under a key and can be trusted now."""
        entry = self.memory.find(key)
        if entry is None:
            return None
        if entry.expires < self.ends:
            self.ends = entry.expires
        return entry.value.value

    def keep(
        self,
        key: Hashable,
        part: Any,
        *,
        size: int,
        tags: Iterable[str],
        until: datetime | None = None,
    ) -> None:
        """Keep a part, unless something that it shows changed while it was made."""
        seconds = (until - timezone.now()).total_seconds() if until else None
        kept = Part(part, size)
        self.memory.keep(
            key, kept, tags=tags, reading=self.reading, seconds=seconds, not_after=self.ends
        )

"""Making a page once, however many ask for it at the same moment: the others wait for it."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 2.0  # seconds after which somebody who waits goes their own way


class Flights:
    """Which pages are being made now."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, threading.Event] = {}
        self._lock = threading.Lock()

    @contextmanager
    def of(self, key: Hashable, look: Callable[[], Any]) -> Iterator[Any]:
        """Give what `look` finds, or None to whoever is to make it; the next ones wait meanwhile.

        They wait once, for PATIENCE seconds at the most: when the page could not be kept
        (something changed while it was read, or it is not one to keep), each makes it.
        """
        found = look()
        if found is None and (other := self._other_or_own(key)) is not None:
            other.wait(PATIENCE)
            yield look()
            return
        if found is not None:
            yield found
            return
        try:
            yield None
        finally:
            with self._lock:
                self._under_way.pop(key).set()

    def is_under_way(self, key: Hashable) -> bool:
        """Tell whether somebody makes a page now."""
        return key in self._under_way

    def wait_for(self, key: Hashable) -> bool:
        """Wait for whoever makes a page now; tell whether anybody did."""
        other = self._under_way.get(key)
        return other is not None and other.wait(PATIENCE)

    def _other_or_own(self, key: Hashable) -> threading.Event | None:
        """Return the flight that is under way, or begin one and return None."""
        with self._lock:
            other = self._under_way.get(key)
            if other is None:
                self._under_way[key] = threading.Event()
            return other

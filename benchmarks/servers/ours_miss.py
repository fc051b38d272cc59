"""Ours with a page memory that never has the page, so that every request is a miss.

The finished parts of a page are kept, as they are on a running site where somebody has just said
something; the page is read and joined anew. Requests for one page do not wait for one another here:
on a running site misses of one moment are for many pages, or made once.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.wsgi import get_wsgi_application

from portal.page_memory.layer import PageMemoryLayer
from portal.page_memory.memory import Memory


class OnlyParts(Memory):
    """Keeps parts of pages and no pages. Nothing changes while it is measured."""

    def get(self, key: Hashable) -> Any | None:
        """Return a part; a page is kept under its path and query."""
        is_page = isinstance(key, tuple) and len(key) == 2 and str(key[0]).startswith("/")
        return None if is_page else super().get(key)


class NobodyWaits:
    """Lets everybody make the page."""

    @contextmanager
    def of(self, _key: Hashable, look: Callable[[], Any]) -> Iterator[Any]:
        """Give what is found, which is nothing."""
        yield look()

    def is_under_way(self, _key: Hashable) -> bool:
        """Nobody is waited for."""
        return False


_memory = OnlyParts(64_000_000)
_memory.flights = NobodyWaits()  # type: ignore[assignment]
_memory.renew(float("inf"))
application = PageMemoryLayer(get_wsgi_application(), _memory, hosts=())

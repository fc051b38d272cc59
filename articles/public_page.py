"""Public pages: the mark of one, and what a view says of the page that it has made.

portal.public_pages acts on the mark, every app's addresses may bear it. What the view says (which
things the page shows, when it changes by itself) goes with the request to whoever keeps the page;
who keeps pages also keeps finished parts of them, which a view asks for before it makes them.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

View = Callable[..., HttpResponseBase]

PARAMETERS: set[str] = set()  # of addresses' queries, those that any public page reads
SHARED_SECONDS = 10  # how long a cache in front may answer for a list, or a page that is new
# How old an article is, and how long a cache in front may answer for its page from then on.
BY_AGE = [
    (timedelta(hours=1), 30),
    (timedelta(days=1), 120),
    (timedelta(days=7), 600),  # and no longer: a comment removed there shall be gone as well
]


@dataclass
class Shown:
    """What a page shows (purge tags), until when it is right by itself, and how it is shared."""

    tags: set[str] = field(default_factory=set)
    until: datetime | None = None
    shared_seconds: int = SHARED_SECONDS

    def copy(self) -> "Shown":
        """Return what has been said so far, to be said again of another page."""
        return replace(self, tags=set(self.tags))


class Keeper(Protocol):
    """Keeps finished parts of pages, under the same rules as pages."""

    def get(self, key: Hashable) -> Any | None:
        """Return the part that is kept under a key, None where it has to be made."""

    def keep(
        self,
        key: Hashable,
        part: Any,
        *,
        size: int,
        tags: Iterable[str],
        until: datetime | None = None,
    ) -> None:
        """Keep a part of `size` bytes that shows what the tags stand for, until a moment."""


class KeepsNothing:
    """Where nobody keeps pages, every part is made each time."""

    def get(self, key: Hashable) -> None:
        """There is nothing."""

    def keep(self, key: Hashable, part: Any, **_: Any) -> None:
        """Let go of it."""


def keeper_of(request: HttpRequest) -> Keeper:
    """Return who keeps the parts of the page that answers a request."""
    return getattr(request, "keeper", None) or KeepsNothing()


def public_page(view: View, *, reads: Iterable[str] = ()) -> View:
    """Mark a view as public: it answers everybody with the same bytes.

    `reads` names the parameters of the query that it reads; all others are dropped, so that an
    address with somebody's counting words behind it is the same page.
    """
    view.reads = frozenset(reads)  # type: ignore[attr-defined]
    PARAMETERS.update(reads)
    return view


def what_is_shown(request: HttpRequest) -> Shown:
    """Return what has been said so far of the page that answers a request."""
    shown: Shown | None = getattr(request, "shown", None)
    if shown is None:
        shown = request.shown = Shown()  # type: ignore[attr-defined]
    return shown


def shows(request: HttpRequest, *tags: str, until: datetime | None = None) -> None:
    """Say which things the page shows, and a moment from which on it would show others."""
    shown = what_is_shown(request)
    shown.tags.update(tags)
    if until is not None:
        shown.until = until if shown.until is None else min(until, shown.until)


def shows_since(request: HttpRequest, published: datetime, *, now: datetime | None = None) -> None:
    """Say when the article was published whose page it is: old ones may be shared for longer."""
    age = (now or timezone.now()) - published
    for from_age, seconds in BY_AGE:
        if age < from_age:
            shows(request, until=published + from_age)
            return
        what_is_shown(request).shared_seconds = seconds

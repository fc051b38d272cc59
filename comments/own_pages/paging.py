"""Pages of a list of somebody's own, newest first: by keyset, so that any page costs the same."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import Http404

PAGE_ROWS = 30
LONGEST_ID = 18  # digits
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list; `older` is the id behind which it goes on, "" at its end."""

    rows: list[Row]
    older: str = ""
    is_continued: bool = False


def page_of(rows: "QuerySet[Any, Row]", before: str, size: int = PAGE_ROWS) -> Page[Row]:
    """Read a page of rows, which become newest first; one query.

    `before` is what stands in the address, "" for the newest. Raises Http404 for what is no id.
    """
    if before:
        rows = rows.filter(pk__lt=_number(before))
    found = list(rows.order_by("-pk")[: size + 1])
    shown = found[:size]
    older = str(shown[-1].pk) if len(found) > size else ""  # type: ignore[attr-defined]
    return Page(shown, older, bool(before))


def number_in(value: str) -> int | None:
    """Return the id that a form or an address names; None for what is none."""
    is_id = value.isascii() and value.isdigit() and len(value) <= LONGEST_ID
    return int(value) if is_id else None


def _number(before: str) -> int:
    number = number_in(before)
    if number is None:
        raise Http404("There is no such page of this list.")
    return number

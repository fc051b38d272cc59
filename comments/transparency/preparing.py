"""All statements of a time, made ready: each in the database's fields, and each of them valid.

One that is not stops them all: nothing is written and nothing is sent until it is put right.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from comments.transparency.choosing import Chosen, chosen, policy_texts
from comments.transparency.fields import statement_fields
from comments.transparency.names import known_names
from comments.transparency.validating import Wrong, wrongs_of_all


class Invalid(Exception):  # noqa: N818 (an answer, not an error)
    """Some statements are not as the database takes them: which fields of which, and why."""

    def __init__(self, wrongs: list[Wrong]) -> None:
        super().__init__(f"{len(wrongs)} fields")
        self.wrongs = wrongs


@dataclass(frozen=True)
class Prepared:
    """Valid statements, by the key of their row, and which were left out."""

    fields: dict[int, dict[str, Any]]
    chosen: Chosen


def prepare(
    first: date, last: date, *, leave_out: Collection[str] = (), now: datetime | None = None
) -> Prepared:
    """Return the statements of some days (choosing.chosen), but for those with some puids.

    Raises Invalid where the database would refuse one of them.
    """
    found = chosen(first, last, now=now)
    names = known_names(policy_texts())
    fields = {
        row.pk: statement_fields(row, names)
        for row in found.statements
        if str(row.number) not in leave_out
    }
    if wrongs := wrongs_of_all(fields.values()):
        raise Invalid(wrongs)
    return Prepared(fields, found)

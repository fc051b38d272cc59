"""Rows that nobody asks for before a batch ends, such as bylines: written many in one message."""

from collections.abc import Iterable

from django.db.models import Model


class Rows:
    """Rows of any models, in memory until write()."""

    def __init__(self) -> None:
        self._waiting: dict[type[Model], list[Model]] = {}

    def add(self, rows: Iterable[Model]) -> None:
        """Let rows wait; what they refer to is in the database already."""
        for row in rows:
            self._waiting.setdefault(type(row), []).append(row)

    def write(self) -> None:
        """Write those that wait; before the end of the transaction that made what they are of."""
        for model, rows in self._waiting.items():
            model._default_manager.bulk_create(rows)
        self._waiting.clear()

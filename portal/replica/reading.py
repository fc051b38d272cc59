"""From which server a request reads: decided at its first read, and kept to its end."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.http.response import HttpResponseBase

from portal.replica import freshness

# Who somebody is, what they may do, and what is to be done is never old.
ALWAYS_PRIMARY = {"auth", "contenttypes", "portal", "procrastinate", "sessions"}


@dataclass
class Reading:
    """How one request reads. Without one (jobs, commands) everything is read from the primary."""

    after: int  # the position up to which this person has written
    answer_again: Callable[[], HttpResponseBase] | None = None  # set where the page may lag
    from_replica: bool | None = None
    has_written: bool = False

    def uses_replica(self) -> bool:
        """Whether the next read goes to the replica; the first asks whether it may."""
        if self.answer_again is None or self.has_written:
            return False
        if self.from_replica is None:
            self.from_replica = freshness.replica.may_read(self.after)
        return self.from_replica


current: ContextVar[Reading | None] = ContextVar("reading", default=None)


class ReplicaRouter:
    """Django's router: writes, locks, transactions and most reads go to the primary."""

    def db_for_read(self, model: type[Model], **_hints: object) -> str:
        """Return where rows of a model are read."""
        reading = current.get()
        if reading is None or model._meta.app_label in ALWAYS_PRIMARY:
            return DEFAULT_DB_ALIAS
        if connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return DEFAULT_DB_ALIAS
        return freshness.ALIAS if reading.uses_replica() else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **_hints: object) -> str:
        """Return the primary; what the request reads from now on is read there as well."""
        reading = current.get()
        if reading and model._meta.app_label not in ALWAYS_PRIMARY:
            reading.has_written = True
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: Model, _other: Model, **_hints: object) -> bool:
        """A row is the same row from wherever it was read."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: object) -> bool:
        """Tables of the replica follow from the primary's."""
        return db != freshness.ALIAS

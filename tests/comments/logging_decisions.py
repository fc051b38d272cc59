"""How the tests of the public log read it."""

from comments.models import LogEntry
from comments.public_log import sequencing


def appended() -> list[LogEntry]:
    """Let the job append what is missing, and return the log from its beginning."""
    sequencing.append()
    return list(LogEntry.objects.order_by("number"))


def said() -> list[tuple[str, int | None]]:
    """The same as kinds, each with the number that it reverses."""
    return [(entry.kind, entry.reverses) for entry in appended()]

"""How the public log words what its entries say in codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import LogEntry

STARTED_BY: dict[str, Promise] = {
    "house": _("the newsroom's own check"),
    "report": _("a reader's report"),
    "notice": _("a notice of illegal content"),
    "appeal": _("an appeal"),
    "author": _("the comment's author"),
}
WHO: dict[str, Promise] = {"person": _("a person"), "machine": _("a machine")}


def who(entry: LogEntry) -> Promise:
    """Say whether a person or a machine decided."""
    return WHO["machine" if entry.automated else "person"]


def started_by(entry: LogEntry) -> Promise | str:
    """Say with what it began."""
    return STARTED_BY.get(entry.started_by, entry.started_by)

"""Whether what a statement of reasons tells of still holds, in words for whoever it is on."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.dates import in_words
from comments.models import Sanction, Status
from comments.models.statements import StatementOfReasons
from comments.reasons.deadline import still_holds


def ended_in_words(statement: StatementOfReasons) -> str:
    """Say how what a statement tells of came to an end; "" as long as it holds. Two queries."""
    if statement.sanction:
        return _sanction_ended(statement.sanction)
    comment, decision = statement.comment, statement.decision
    assert comment and decision  # noqa: S101, PT018 (the database holds it)
    if comment.status == Status.DELETED:
        return _("You have deleted this comment since. The decision is kept in the record.")
    if taken_back := getattr(decision, "reversed_by", None):
        return _("This decision was taken back on %(when)s.") % {
            "when": _moment(taken_back.decided_at)
        }
    if still_holds(statement):
        return ""
    if comment.status == Status.PUBLISHED:
        return _("This does not hold any more: your comment is published.")
    return _("Something else was decided about your comment since.")


def _sanction_ended(row: Sanction) -> str:
    if row.lifted_at:
        return _("This was lifted on %(when)s.") % {"when": _moment(row.lifted_at)}
    if row.ends_at and row.ends_at <= timezone.now():
        return _("This ended on %(when)s.") % {"when": _moment(row.ends_at)}
    return ""


def _moment(moment: object) -> str:
    return in_words(moment, get_language() or "", "moment")  # type: ignore[arg-type]

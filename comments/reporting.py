"""Reporting: a reader says which rule a comment breaks; all reports of it are one case.

A case lasts until the house decides (comments.cases). One person reports a text once: a second time
they are told so, also after the house has looked at it and kept it; a text that was changed since
may be reported anew. A person is an account, a guest who is known by a link, or an address.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Case, Comment, Decision, Move, Report, Rule, Status
from comments.recommending import Person
from comments.turns import wait_for_turn

LOOKED_AT = {Move.APPROVE, Move.RESTORE, Move.KEEP}


class ReportRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The report was not taken; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Reported:
    """A report as it is kept, and whether it was made just now or stood there already."""

    report: Report
    is_new: bool


@transaction.atomic
def report(
    comment: Comment,
    *,
    by: Person,
    address: str = "",
    rule: Rule | None = None,
    text: str = "",
    revision: int | None = None,
) -> Reported:
    """Report a comment as somebody, and add that to its case; a second time changes nothing.

    `address` is the keyed hash of where it comes from, `revision` the text that the reader had
    before them (None: the present one). Raises ReportRefused for one's own comment, for one that
    readers cannot read, without a rule and a text, and when a person or an address has reported too
    much within the hour.
    """
    if rule is None and not text.strip():
        raise ReportRefused(_("Please say what is wrong with this comment."))
    _take_turn(by, address)
    locked = _lock(comment)
    if not locked.is_readable:
        raise ReportRefused(_("This comment is no longer there."))
    if by.wrote(locked):
        raise ReportRefused(_("This is your own comment."))
    seen = min(revision or locked.revision, locked.revision)
    earlier = _of(by, address).filter(comment=locked, revision__gte=seen).order_by("-pk").first()
    if earlier:
        return Reported(earlier, is_new=False)
    _check_limits(by, address)
    case = _open_case(locked)
    standing = _of(by, address).filter(case=case).first()
    if standing:  # of an earlier text, in a case that is still open
        return Reported(standing, is_new=False)
    made = Report.objects.create(
        case=case,
        comment=locked,
        story_id=locked.story_id,
        revision=seen,
        rule=rule,
        text=" ".join(text.split()),
        user=by.user,
        guest=by.guest,
        address=address,
    )
    Case.objects.filter(pk=case.pk).update(report_count=F("report_count") + 1)
    return Reported(made, is_new=True)


def _take_turn(by: Person, address: str) -> None:
    """Let one report of a person and of an address in at a time, so that limits are exact."""
    names = [f"reporting person {by.as_guest}", f"reporting from {address}"]
    wait_for_turn(*(names if by.is_known else names[1:]))


def _lock(comment: Comment) -> Comment:
    """Lock the comment alone, as a decision does: a case is not closed while it is added to."""
    comments = Comment.objects.select_for_update(no_key=True, of=("self",))
    return comments.select_related("author").get(pk=comment.pk)


def _of(by: Person, address: str) -> QuerySet[Report]:
    """Reports of one person; of somebody who is not known, those from their address."""
    if by.user:  # and what they have reported as a guest before they had the account
        return Report.objects.filter(Q(user=by.user) | Q(user=None, guest=by.as_guest))
    if by.guest:
        return Report.objects.filter(user=None, guest=by.guest)
    if address:
        return Report.objects.filter(user=None, guest="", address=address)
    return Report.objects.none()


def _check_limits(by: Person, address: str) -> None:
    hour: dict[str, Any] = {"made_at__gt": timezone.now() - timedelta(hours=1)}
    if by.is_known and _of(by, address).filter(**hour).count() >= settings.REPORTS_PER_HOUR:
        raise ReportRefused(
            _("You have reported a lot within an hour. The newsroom looks at what you have sent.")
        )
    near = Report.objects.filter(address=address, **hour)
    if address and near.count() >= settings.REPORTS_PER_ADDRESS_HOUR:
        raise ReportRefused(
            _("Too many reports have come from your connection. Please try again in an hour.")
        )


def _open_case(comment: Comment) -> Case:
    """Return the comment's open case, a new one where there is none; the comment is locked."""
    found = Case.objects.filter(comment=comment, closed_at=None).first()
    return found or Case.objects.create(
        comment=comment, story_id=comment.story_id, was_approved=_was_approved(comment)
    )


def _was_approved(comment: Comment) -> bool:
    """Whether a moderator has read the text that stands there now, and let it stand."""
    decisions = Decision.objects.filter(comment=comment, revision=comment.revision)
    looked_at = decisions.filter(
        move__in=LOOKED_AT, status_after=Status.PUBLISHED, automated=False, reversed_by=None
    )
    return looked_at.exclude(actor=None).exists()

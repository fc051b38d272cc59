"""Making an appeal, talking about it while it is open, and taking it back.

One a decision, whoever makes it: who comes later is told how it stands. Somebody who is barred
appeals all the same.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.appeals import telling
from comments.appeals.parties import ruling_of
from comments.appeals.standing import Subject, is_theirs, why_not
from comments.models import (
    Appeal,
    AppealMessage,
    AppealOutcome,
    Comment,
    Decision,
    Report,
    Sanction,
)
from comments.moderation import lock_comments
from comments.ownership import guest_hash

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

MOST_MESSAGES = 20  # of one appeal, by whoever appeals


class AppealRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """It was not done; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Appealed:
    """An appeal as it is kept, and whether it was made just now or stood there already."""

    appeal: Appeal
    is_new: bool


@transaction.atomic
def appeal(
    *,
    decision: Decision | None = None,
    sanction: Sanction | None = None,
    by: "_User | None",
    text: str,
    report: Report | None = None,
    comment: Comment | None = None,
) -> Appealed:
    """Appeal a decision or a sanction, and tell whoever does that it has arrived.

    `by` is the account, None for a guest by the link of their comment or a reporter by that of
    their report. `report` is the one that was dismissed; `comment` the guest's by whose link they
    appeal a sanction. A second appeal changes nothing and gives the first. Raises AppealRefused for
    an empty text, and where comments.appeals.standing says no.
    """
    if not text.strip():
        raise AppealRefused(_("Please write why you think that the decision is wrong."))
    subject = _lock(Subject(decision, sanction, report))
    made = subject.appeal
    if made and (made.report_id is None) == (report is None) and is_theirs(subject, by):
        return Appealed(made, is_new=False)
    if refused := why_not(subject, by=by):
        raise AppealRefused(refused)
    if subject.sanction and by is None and not _is_their_guest(subject.sanction, comment):
        raise AppealRefused(_("Only whoever a decision is about can appeal it."))
    made = Appeal.objects.create(
        decision=subject.decision,
        sanction=subject.sanction,
        comment=subject.decision.comment if subject.decision else comment,
        report=report,
        user=by,
        text=text.strip(),
    )
    telling.tell_receipt(made)
    return Appealed(made, is_new=True)


@transaction.atomic
def withdraw(made: Appeal, *, by: "_User | None", report: Report | None = None) -> Appeal:
    """Take an appeal back; what was decided stays. Raises AppealRefused for a closed one."""
    locked = _own(made, by, report)
    locked.closed_at, locked.outcome = timezone.now(), AppealOutcome.WITHDRAWN
    locked.save(update_fields=["closed_at", "outcome"])
    return locked


@transaction.atomic
def say(
    made: Appeal, text: str, *, by: "_User | None", report: Report | None = None
) -> AppealMessage:
    """Add to the conversation about an open appeal, as whoever appeals.

    Raises AppealRefused for an empty text, too many, and a closed appeal.
    """
    locked = _own(made, by, report)
    if not text.strip():
        raise AppealRefused(_("Please write something."))
    if locked.messages.filter(is_house=False).count() >= MOST_MESSAGES:
        raise AppealRefused(_("You have written a lot about this appeal. Please wait for it."))
    return AppealMessage.objects.create(appeal=locked, by=by, text=text.strip())


@transaction.atomic
def ask(made: Appeal, text: str, *, by: "_User") -> AppealMessage:
    """Ask whoever appeals something, as the house, and tell them.

    Raises AppealRefused for an empty text, a closed appeal, and who may not decide it.
    """
    locked = lock_open(made)
    ruling = ruling_of(by, locked)
    if not ruling.may:
        raise AppealRefused(ruling.reason)
    if not text.strip():
        raise AppealRefused(_("Please write something."))
    message = AppealMessage.objects.create(appeal=locked, by=by, is_house=True, text=text.strip())
    telling.tell_of_message(locked)
    return message


def makes(made: Appeal, by: "_User | None", report: Report | None = None) -> bool:
    """Whether an appeal is somebody's own: what they wrote is theirs to read and to take back.

    A guest and a reporter without an account are known by the page that asks.
    """
    same_report = made.report_id == (report.pk if report else None)
    return same_report and made.appellant_id == (by.pk if by else None)


def lock_open(made: Appeal) -> Appeal:
    """Lock an appeal until the transaction ends. Raises AppealRefused where it is closed."""
    rows = Appeal.objects.select_for_update(no_key=True, of=("self",))
    locked = rows.select_related("comment__author", "sanction__comment", "decision__rule").get(
        pk=made.pk
    )
    if locked.closed_at:
        raise AppealRefused(_("This appeal is closed."))
    return locked


def _own(made: Appeal, by: "_User | None", report: Report | None) -> Appeal:
    locked = lock_open(made)
    if not makes(locked, by, report):
        raise AppealRefused(_("This appeal is somebody else’s."))
    return locked


def _lock(subject: Subject) -> Subject:
    """Lock what is appealed as decisions about it do, and read it as it is now."""
    if subject.sanction:
        rows = Sanction.objects.select_for_update(no_key=True, of=("self",))
        return Subject(sanction=rows.get(pk=subject.sanction.pk))
    if subject.decision is None:
        return subject
    [comment] = lock_comments([subject.decision.comment_id])
    decision = Decision.objects.select_related("rule").get(pk=subject.decision.pk)
    decision.comment = comment
    return Subject(decision, report=subject.report)


def _is_their_guest(sanction: Sanction, comment: Comment | None) -> bool:
    address = comment.guest_email if comment and comment.author_id is None else ""
    return bool(sanction.guest) and guest_hash(address) == sanction.guest

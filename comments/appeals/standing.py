"""What can be appealed, by whom and until when: one answer for pages and verbs.

An author appeals a decision that keeps their comment from readers, somebody under a sanction
appeals that, and a reporter appeals that a comment was let stand. What was taken back, lifted or
decided anew cannot be appealed any more; the newest decision can.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.dates import in_words
from comments.models import (
    Appeal,
    Comment,
    Decision,
    Move,
    Report,
    Sanction,
    SanctionKind,
    StatementOfReasons,
    Status,
)
from comments.moderation import AUTHORS_MOVES
from comments.ownership import guest_hash
from comments.reasons.deadline import appeal_until

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

KEPT_FROM_READERS = {Status.REMOVED, Status.REJECTED, Status.HELD}
DISMISSALS = {Move.KEEP, Move.APPROVE, Move.RESTORE}  # what lets a reported comment stand


@dataclass(frozen=True)
class Subject:
    """What somebody appeals or may appeal: a decision or a sanction, and a report of theirs."""

    decision: Decision | None = None
    sanction: Sanction | None = None
    report: Report | None = None

    @classmethod
    def of_statement(cls, statement: StatementOfReasons) -> "Subject":
        """What a statement of reasons tells of."""
        return cls(statement.decision, statement.sanction)

    @classmethod
    def of_report(cls, report: Report) -> "Subject":
        """What ended the case of a report; nothing while that is open."""
        act = report.case.closing_act
        if act is None:
            return cls(report=report)
        found = Decision.objects.filter(act=act, comment=report.comment_id)
        return cls(found.select_related("comment__author", "rule").first(), report=report)

    @property
    def decided_at(self) -> datetime:
        """When it was decided."""
        if self.sanction:
            return self.sanction.begins_at
        assert self.decision is not None  # noqa: S101 (nothing else is appealed)
        return self.decision.decided_at

    @property
    def until(self) -> datetime:
        """The last moment at which it can be appealed: that which was stated, where one was.

        Of what has waited for long it was stated later than it was decided.
        """
        about = self.sanction or self.decision
        statement = None if self.report else getattr(about, "statement", None)
        return statement.appeal_until if statement else appeal_until(self.decided_at)

    @property
    def appeal(self) -> Appeal | None:
        """The appeal that was made already, by whomever."""
        found = Appeal.objects.select_related("decided_by")
        if self.sanction:
            return found.filter(sanction=self.sanction).first()
        return found.filter(decision=self.decision).first() if self.decision else None


def why_not(subject: Subject, *, by: "_User | None", now: datetime | None = None) -> str:
    """Return why something cannot be appealed by somebody, in their language; "" where it can.

    `by` is the account; None for whoever is known by a link to their comment or their report, which
    the page has checked. That there is an appeal already is not asked here.
    """
    if not settings.COMMENT_APPEAL_MONTHS:
        return _("This newspaper decides about no appeals here. Please write to it.")
    if subject.sanction is None and subject.decision is None:
        return _("Nothing was decided yet that could be appealed.")
    if not is_theirs(subject, by):
        return _("Only whoever a decision is about can appeal it.")
    if (now or timezone.now()) > subject.until:
        until = in_words(subject.until, get_language() or settings.LANGUAGE_CODE)
        return _("The time for an appeal ended on %(until)s.") % {"until": until}
    if subject.sanction:
        return _why_not_the_sanction(subject.sanction)
    assert subject.decision is not None  # noqa: S101 (asked above)
    if subject.report:
        return _why_not_the_dismissal(subject.decision, subject.decision.comment)
    return _why_not_the_restriction(subject.decision, subject.decision.comment)


def is_theirs(subject: Subject, by: "_User | None") -> bool:
    """Whether a decision is about somebody: about their comment, their report, or themselves."""
    account = by.pk if by else None
    if subject.sanction:
        return is_on(subject.sanction, by) if by else subject.sanction.user_id is None
    assert subject.decision is not None  # noqa: S101
    if subject.report:
        about_it = subject.report.comment_id == subject.decision.comment_id
        return about_it and subject.report.user_id == account
    return subject.decision.comment.author_id == account


def is_on(sanction: Sanction, user: "_User") -> bool:
    """Whether a sanction is on an account, or on the guest who its owner was before."""
    if sanction.user_id or not sanction.guest:
        return sanction.user_id == user.pk
    took_over = sanction.comment is not None and sanction.comment.author_id == user.pk
    return took_over or sanction.guest == guest_hash(user.email)


def _why_not_the_sanction(sanction: Sanction) -> str:
    if sanction.kind == SanctionKind.WARNING:
        return _("A warning changes nothing, so there is nothing to appeal.")
    if sanction.is_of_the_network:
        return _("This is on a network and on nobody in particular. Please write to us.")
    return _("This was lifted already.") if sanction.lifted_at else ""


def _why_not_the_restriction(decision: Decision, comment: Comment) -> str:
    if not _restricts(decision):
        return _("This decision keeps nothing from readers, so there is nothing to appeal.")
    if comment.erased_at:
        return _("The words of this comment were erased: there is nothing left to look at.")
    if comment.status == Status.PUBLISHED:
        return _("The comment is published again, so there is nothing to appeal.")
    return _why_not_overtaken(decision)


def _why_not_the_dismissal(decision: Decision, comment: Comment) -> str:
    if decision.move not in DISMISSALS:
        return _("Your report was not dismissed, so there is nothing to appeal.")
    if decision.started_by == "appeal":
        return _("The comment was published on appeal, which is not appealed once more.")
    if comment.status != Status.PUBLISHED:
        return _("The comment is not before readers any more.")
    return _why_not_overtaken(decision)


def _why_not_overtaken(decision: Decision) -> str:
    """Say where something else was decided since; what its author did meanwhile changes nothing."""
    later = Decision.objects.filter(comment=decision.comment_id, pk__gt=decision.pk)
    changed = later.exclude(status_before=F("status_after")).exclude(move__in=AUTHORS_MOVES)
    undone = later.filter(reverses=decision)
    if changed.exists() or undone.exists():
        return _("Something else was decided about this comment since.")
    return ""


def _restricts(decision: Decision) -> bool:
    """Whether a decision keeps a comment from readers.

    One that waits since it was sent was told so where it waited for long: by a statement.
    """
    if decision.status_after not in KEPT_FROM_READERS:
        return False
    if decision.move in AUTHORS_MOVES:
        return StatementOfReasons.objects.filter(decision=decision).exists()
    return decision.status_after != decision.status_before

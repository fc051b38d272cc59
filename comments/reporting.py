"""Reporting: a reader says which rule a comment breaks; all reports of it are one case.

Or that it is illegal: that is a notice in the sense of the DSA, Article 16. A case lasts until the
house decides (comments.cases). One person (comments.reporters) reports a text once: a second time
they are told so, also after the house has looked at it and kept it; a text that was changed since
may be reported anew. Whoever has named a rule may still give notice, which takes its place.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from comments.holding_reported import hold_where_enough, is_at_all, was_approved
from comments.mail_addresses import folded
from comments.models import Case, Comment, Notice, Report, Rule
from comments.moderation import lock_comments
from comments.recommending import Person
from comments.reporters import Reporter

ILLEGAL = Report.Kind.ILLEGAL


class ReportRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The report was not taken; the message says why, in the reader's language."""


@dataclass(frozen=True)
class LegalNotice:
    """What a notice of illegal content says besides, in good faith: why, and who says so.

    `is_exempt` is of the offences for which the law asks for no name (Directive 2011/93/EU).
    """

    explanation: str
    name: str = ""
    is_exempt: bool = False


@dataclass(frozen=True)
class Said:
    """What a report says: a rule, a line of text, a notice; how it is told of, of which text."""

    rule: Rule | None = None
    text: str = ""
    notice: LegalNotice | None = None
    revision: int = 1
    language: str = ""

    def columns(self, reporter: Reporter) -> dict[str, Any]:
        """Return the columns of the report in which this is kept."""
        known = {"revision": self.revision, "email": reporter.mail, "language": self.language}
        return known | ({"kind": ILLEGAL, **vars(self.notice)} if self.notice else {})


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
    notice: LegalNotice | None = None,
    email: str = "",
    revision: int | None = None,
    language: str = "",
) -> Reported:
    """Report a comment as somebody, and add that to its case; a second time changes nothing.

    `address` is the keyed hash of where it comes from, `email` where somebody without an account is
    told the outcome, in `language`; `revision` the text that the reader had before them (None: the
    present one). Enough reports may hold the comment (COMMENT_REPORTS_HOLD). Raises ReportRefused
    for one's own comment, for one that readers cannot read, without a rule and a text, for a notice
    that lacks something, and when a person or an address has reported too much within the hour, or
    too often without ground.
    """
    reporter = Reporter(by, address, "" if by.user else folded(email))
    _check_whole(rule, text, notice, reporter)
    reporter.take_turn()
    locked = _lock(comment)
    if not locked.is_readable:
        raise ReportRefused(_("This comment is no longer there."))
    if by.wrote(locked):
        raise ReportRefused(_("This is your own comment."))
    seen = min(revision or locked.revision, locked.revision)
    said = Said(rule, " ".join(text.split()), notice, seen, language)
    return _earlier(locked, said, reporter) or _add(locked, said, reporter)


def _check_whole(
    rule: Rule | None, text: str, notice: LegalNotice | None, reporter: Reporter
) -> None:
    """Refuse what says too little. The form asks for the same, field by field."""
    if notice is None and rule is None and not text.strip():
        raise ReportRefused(_("Please say what is wrong with this comment."))
    if notice and not notice.explanation.strip():
        raise ReportRefused(_("Please say why the comment is illegal."))
    if notice and not notice.is_exempt and not (notice.name.strip() and reporter.is_reached):
        raise ReportRefused(_("A notice of illegal content needs your name and e-mail address."))


def _lock(comment: Comment) -> Comment:
    """Lock the comment, as a decision does: a case is not closed while it is added to.

    Alone, so that nobody who writes there waits; where reports can hold it the discussion comes
    first, in the order of all locks.
    """
    if is_at_all():
        return lock_comments([comment.pk])[0]
    comments = Comment.objects.select_for_update(no_key=True, of=("self",))
    return comments.select_related("author").get(pk=comment.pk)


def _earlier(comment: Comment, said: Said, reporter: Reporter) -> Reported | None:
    """Return the report that says the same already, None where nothing does."""
    theirs = reporter.narrowly().filter(kind=ILLEGAL) if said.notice else reporter.reports()
    found = theirs.filter(comment=comment)
    same = found.filter(revision__gte=said.revision).order_by("-pk").first()
    # Or one of an earlier text, in a case that is still open.
    same = same or found.filter(case__closed_at=None).first()
    return Reported(same, is_new=False) if same else None


def _add(comment: Comment, said: Said, reporter: Reporter) -> Reported:
    record = reporter.record()
    if why := reporter.refusal(record, is_notice=said.notice is not None):
        raise ReportRefused(why)
    case = _open_case(comment)
    made = _put_in_place(case, said, reporter) if said.notice else None
    if made is None:
        made = Report.objects.create(
            case=case,
            comment=comment,
            story_id=comment.story_id,
            rule=said.rule,
            text=said.text,
            user=reporter.by.user,
            guest=reporter.by.guest,
            address=reporter.address,
            weight=reporter.weight_in(case, record),
            **said.columns(reporter),
        )
        case.report_count, case.weight = F("report_count") + 1, F("weight") + made.weight
    case.is_legal = case.is_legal or made.kind == ILLEGAL
    case.save(update_fields=["report_count", "weight", "is_legal"])
    case.refresh_from_db()
    _give_receipt(made)
    hold_where_enough(comment, case)
    return Reported(made, is_new=True)


def _open_case(comment: Comment) -> Case:
    """Return the comment's open case, a new one where there is none; the comment is locked."""
    found = Case.objects.filter(comment=comment, closed_at=None).first()
    return found or Case.objects.create(
        comment=comment, story_id=comment.story_id, was_approved=was_approved(comment)
    )


def _put_in_place(case: Case, said: Said, reporter: Reporter) -> Report | None:
    """Let a notice take the place of what the same person has reported in this case, if anything.

    The rule and the line of text stay with it, and what it counts.
    """
    before = reporter.narrowly().filter(case=case).first()
    if before is None:
        return None
    Report.objects.filter(pk=before.pk).update(**said.columns(reporter))
    before.refresh_from_db()
    return before


def _give_receipt(made: Report) -> None:
    """Let a mail follow to who left an address for it, and to accounts that gave notice.

    Accounts find what they have reported by a rule in their list; a mail for each would be noise.
    """
    if made.email or (made.user_id and made.kind == ILLEGAL):
        Notice.objects.create(
            kind=Notice.Kind.REPORTED, user_id=made.user_id, report=made, story_id=made.story_id
        )

"""What readers have reported, as a card on the desk shows it: one open case a comment."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments.models import Case, Comment, Report

SHOWN = 20  # reports of one case; the newest


@dataclass(frozen=True)
class ReportShown:
    """One report: the rule and the text that it names, by whom, and when."""

    rule: str
    text: str
    by: str
    made_at: datetime
    is_of_earlier_text: bool


@dataclass
class CaseShown:
    """An open case: how many reports it has, of which rules, and the newest of them."""

    case: Case
    reports: list[ReportShown] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many people have reported the comment since the last decision about it."""
        return self.case.report_count

    @property
    def was_approved(self) -> bool:
        """Whether a moderator had let the text stand before it was reported."""
        return self.case.was_approved

    @property
    def left_out(self) -> int:
        """How many reports are not shown."""
        return max(0, self.number - len(self.reports))


def cases_of(comments: Iterable[Comment]) -> dict[int, CaseShown]:
    """Return the open cases of comments, by the comments' ids; four queries, however many.

    A comment without an open case is not in it.
    """
    by_id = {comment.pk: comment for comment in comments}
    cases = Case.objects.filter(comment__in=by_id, closed_at=None)
    shown = {case.comment_id: CaseShown(case) for case in cases}
    found = Report.objects.filter(case__in=[row.case.pk for row in shown.values()])
    found = found.select_related("user", "rule").prefetch_related("rule__texts").order_by("-pk")
    named: dict[int, Counter[str]] = {pk: Counter() for pk in shown}
    for report in found:
        case = shown[report.comment_id]
        named[report.comment_id][_rule(report)] += 1
        if len(case.reports) < SHOWN:
            case.reports.append(_shown(report, by_id[report.comment_id]))
    for pk, case in shown.items():
        case.rules = [f"{rule} ({number})" for rule, number in named[pk].most_common() if rule]
    return shown


def _shown(report: Report, comment: Comment) -> ReportShown:
    is_earlier = report.revision < comment.revision
    return ReportShown(_rule(report), report.text, _by(report), report.made_at, is_earlier)


def _rule(report: Report) -> str:
    if report.rule is None:
        return ""
    return f"{report.rule.code}. {report.rule.title_in(get_language() or '')}"


def _by(report: Report) -> str:
    if report.user:
        return str(report.user)
    return _("a guest") if report.guest else _("a reader")

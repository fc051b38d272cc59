"""What readers have reported, as the desk shows it: one open case a comment, and what it weighs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from comments.desk.facts import REPORTS, facts_of
from comments.desk.wording import named
from comments.models import Comment, Report, Rule

SHOWN = REPORTS  # reports of one case: notices of illegal content first, then the newest


@dataclass(frozen=True)
class ReportShown:
    """One report: what it names and says, by whom, of which text, and what it counts.

    `is_named` says that a name stands under it, which only the report's own record shows.
    """

    pk: int
    is_legal: bool
    rule: str
    text: str
    explanation: str
    by: str
    at: datetime
    revision: int
    weight: int
    is_named: bool


@dataclass(frozen=True)
class OpenCase:
    """The reports of a comment since the last decision, and how many name which rule."""

    number: int
    weight: int
    is_legal: bool
    was_approved: bool
    since: datetime
    reports: list[ReportShown]
    rules: list[str]

    @property
    def more(self) -> int:
        """How many reports stand in no line of their own."""
        return self.number - len(self.reports)

    @property
    def arithmetic(self) -> str:
        """What the case weighs, as the sum of its reports; "" where each counts one."""
        weights = [row.weight for row in self.reports]
        if set(weights) <= {1} and self.weight == self.number:
            return ""
        summed = " + ".join(str(weight) for weight in weights)
        return f"{summed} + …" if self.more > 0 else summed


def read(case: Mapping[str, Any], rule: Callable[[int | None], str]) -> OpenCase:
    """Return a case as comments.desk.facts answers it; `rule` names one by its id."""
    return OpenCase(
        number=case["number"],
        weight=case["weight"],
        is_legal=case["is_legal"],
        was_approved=case["was_approved"],
        since=datetime.fromisoformat(case["since"]),
        reports=[_report(row, rule) for row in case["reports"] or []],
        rules=[f"{rule(pk)}: {number}" for pk, number in case["rules"] or []],
    )


def case_of(comment: Comment) -> OpenCase | None:
    """Return a comment's open case, None without one; three queries."""
    case = facts_of([comment], ["case"]).get(comment.pk, {}).get("case")
    if not case:
        return None
    rules = {rule.pk: rule for rule in Rule.objects.with_texts()}
    return read(case, lambda pk: named(rules[pk]) if pk else "")


def _report(row: Mapping[str, Any], rule: Callable[[int | None], str]) -> ReportShown:
    return ReportShown(
        pk=row["id"],
        is_legal=row["kind"] == Report.Kind.ILLEGAL,
        rule=rule(row["rule"]),
        text=row["text"],
        explanation=row["explanation"],
        by=row["by"] or (_("a guest") if row["is_guest"] else _("a reader")),
        at=datetime.fromisoformat(row["at"]),
        revision=row["revision"],
        weight=row["weight"],
        is_named=row["is_named"],
    )

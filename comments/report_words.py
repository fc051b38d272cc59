"""What people are told of their reports: on the report's page, among notices, and by mail.

A mail carries none of the reporter's words: anybody can name any address of mail as theirs.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.dates import in_words
from comments.entries import in_sentence
from comments.models import Notice, Report
from comments.report_links import address_of, path_of
from comments.report_outcomes import Outcome, State, outcome_of, outcomes
from comments.reporter_weight import record_of

Kind = Notice.Kind
OF_REPORTS = {Kind.REPORTED, Kind.OUTCOME}


def reported_as(report: Report) -> str:
    """Say what somebody has reported a comment as, in the language that is active."""
    if report.kind == Report.Kind.ILLEGAL:
        return _("Illegal content")
    if report.rule is None:
        return _("Something else")
    return f"{report.rule.code}. {report.rule.title_in(_language())}"


def state_in_words(outcome: Outcome) -> list[str]:
    """Say how a report stands, in sentences: what was decided, by whom, and what came of it."""
    said = [_state(outcome) % _values(outcome)]
    if outcome.decision and outcome.state != State.DELETED:
        said.append(
            _("A machine decided, and nobody looked at it.")
            if outcome.by_machine
            else _("A person decided; no machine did.")
        )
    if outcome.since == "restored":
        said.append(_("The comment was looked at again since, and is back in its place."))
    if outcome.since == "removed":
        said.append(_("The comment was looked at again since, and was removed."))
    return said


def _state(outcome: Outcome) -> str:
    rule = outcome.decision and outcome.decision.rule_id
    return {
        State.OPEN: _("A moderator has not looked at it yet. Until then the comment stays."),
        State.HELD: _(
            "A moderator has not looked at it yet. Until then nobody can read the comment."
        ),
        State.REMOVED: _(
            "The comment was removed: it violates rule %(code)s of the comments policy, %(title)s."
        )
        if rule
        else _("The comment was removed."),
        State.KEPT: _("The comment stays: the newsroom found nothing in it that has to go."),
        State.DELETED: _("The comment was deleted by its author before it was decided about."),
    }[outcome.state]


def how_to_contest(outcome: Outcome) -> str:
    """Say what somebody can do whose report was dismissed; "" where there is nothing to contest."""
    if not outcome.is_dismissed:
        return ""
    courts = _("The courts are open to you as well.")
    if not settings.COMMENT_APPEAL_MONTHS:
        return courts
    said = _(
        "If you think that this is wrong you can appeal, within %(months)s months of the decision: "
        "somebody else then looks at it, free of charge."
    )
    return f"{said % {'months': settings.COMMENT_APPEAL_MONTHS}} {courts}"


def heading(notice: Notice) -> tuple[str, dict[str, str]]:
    """Return the sentence of a notice about a report, and the values that it names."""
    report = _report_of(notice)
    values = {"headline": report.comment.article.headline}
    if notice.kind == Kind.REPORTED and report.kind == Report.Kind.ILLEGAL:
        return _("Your notice of illegal content under “%(headline)s” has arrived"), values
    if notice.kind == Kind.REPORTED:
        return _("Your report of a comment under “%(headline)s” has arrived"), values
    outcome = outcome_of(report)
    if outcome.state == State.REMOVED:
        return _("The comment under “%(headline)s” that you reported was removed"), values
    if outcome.state == State.DELETED:
        return _("The comment under “%(headline)s” that you reported was deleted"), values
    return _("The comment under “%(headline)s” that you reported stays"), values


def explained(notice: Notice) -> list[str]:
    """Return what stands below that sentence: what was decided, how to contest it, a warning."""
    report = _report_of(notice)
    if notice.kind == Kind.REPORTED:
        when = in_words(report.made_at, _language(), "moment")
        return [
            _("It was sent on %(when)s. A moderator looks at it; then you are told the outcome.")
            % {"when": when}
        ]
    outcome = outcome_of(report)
    return [*state_in_words(outcome), *filter(None, [how_to_contest(outcome)])]


def path_to(notice: Notice) -> str:
    """Return where a notice about a report leads: to its own page."""
    return path_of(_report_of(notice))


def read_outcomes(notices: Iterable[Notice]) -> None:
    """Read together what the reports that notices are about led to; three queries at most."""
    outcomes(notice.report for notice in notices if notice.report and notice.kind in OF_REPORTS)


def warning_of(notices: Iterable[Notice]) -> str:
    """Warn an account, in a letter that tells that reports were dismissed; "" where none is due."""
    reports = [notice.report for notice in notices if notice.kind == Kind.OUTCOME and notice.report]
    dismissed = [row for row in reports if row.user_id and outcome_of(row).is_dismissed]
    return _warning(dismissed[0]) if dismissed else ""


def told(notice: Notice) -> dict[str, Any]:
    """Return what a letter tells of a report, as comments.letter_words.Told is made of it."""
    words, values = heading(notice)
    return {
        "sentence": words % values,
        "words": words,
        "values": values,
        "url": address_of(_report_of(notice)),
        "explained": explained(notice),
        "link": _("To the page of your report"),
    }


def _report_of(notice: Notice) -> Report:
    assert notice.report is not None  # noqa: S101 (the database holds it)
    return notice.report


def _warning(report: Report) -> str:
    return record_of(Report.objects.filter(user=report.user_id), is_known=True).warning


def _values(outcome: Outcome) -> dict[str, str]:
    rule = outcome.decision.rule if outcome.decision else None
    if rule is None:
        return {}
    return {"code": rule.code, "title": in_sentence(rule.title_in(_language()))}


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE

"""Why it was decided, as the pages of an appeal print it: labelled lines.

For the house as well, which hears an appeal beside the reasons that were given.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.dates import in_words
from comments.appeals.standing import Subject
from comments.models import Decision, Rule, StatementOfReasons
from comments.reasons.words import Line as StatedLine
from comments.reasons.words import reasons_in_words
from comments.sanction_words import until_in_words


@dataclass(frozen=True)
class Line:
    """One part of the reasons: what it is called, and its paragraphs."""

    label: str
    paragraphs: list[str]


def reasons_of(subject: Subject) -> list[Line]:
    """Return the reasons of what is appealed, in the language that is active; two queries."""
    if statement := _statement_of(subject):
        return [Line(line.label, line.paragraphs) for line in _stated(statement)]
    language = get_language() or settings.LANGUAGE_CODE
    lines = [Line(_("Decided"), [in_words(subject.decided_at, language, "moment")])]
    if subject.sanction:
        row = subject.sanction
        until = until_in_words(row)
        ends = _("until %(until)s") % {"until": until} if until else _("without an end")
        lines += [
            Line(_("What was done"), [f"{row.get_kind_display()}, {ends}"]),
            Line(_("The reason"), [row.reason]),
        ]
        return lines + _rule(row.rule, language)
    decision = subject.decision
    assert decision is not None  # noqa: S101 (nothing else is appealed)
    lines.append(Line(_("What was done"), [_done(decision)]))
    lines += _rule(decision.rule, language)
    lines.append(Line(_("How it came to that"), [_source(decision)]))
    return lines


def _statement_of(subject: Subject) -> StatementOfReasons | None:
    """Return what was stated of it; of a report's dismissal nothing is."""
    about = subject.sanction or subject.decision
    return None if subject.report else getattr(about, "statement", None)


def _stated(statement: StatementOfReasons) -> list[StatedLine]:
    """Return all parts but how to object, which is being done."""
    lines = reasons_in_words(statement, get_language() or "").lines
    return [line for line in lines if line.key != "objection"]


def _done(decision: Decision) -> str:
    return {
        "removed": _("The comment was removed."),
        "rejected": _("The comment was not published."),
        "held": _("The comment waits for a moderator."),
    }.get(decision.status_after, _("The comment was let stand."))


def _source(decision: Decision) -> str:
    return {
        "report": _("A reader had reported it."),
        "notice": _("Somebody had given notice of illegal content."),
        "appeal": _("Somebody had appealed an earlier decision."),
    }.get(decision.started_by, _("The newspaper looked at it by itself."))


def _rule(rule: Rule | None, language: str) -> list[Line]:
    if rule is None:
        return []
    found = rule.text_in(language)
    words = [f"{rule.code}. {found.title}", found.text, found.why] if found else [rule.code]
    return [Line(_("The rule"), [text for text in words if text])]

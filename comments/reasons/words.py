"""A statement of reasons in words: each part that Article 17(3) of the DSA asks for, a line each.

Made of the decision or the sanction and of the policy's version each time it is read.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from articles.dates import in_words
from comments.models.statements import Measure, StatementOfReasons
from comments.reasons.deadline import last_day
from comments.reasons.facts import Facts, read_facts
from comments.reasons.parts import (
    automation,
    duration,
    grounds,
    heading,
    measure,
    source,
    what_happened,
    why_it_applies,
)
from comments.sanction_words import how_to_object


@dataclass(frozen=True)
class Line:
    """One part of a statement: what it is called, and its paragraphs."""

    key: str  # measure, territory, duration, facts, source, automation, ground, why, objection
    label: str
    paragraphs: list[str]

    @property
    def text(self) -> str:
        """All of it in one text."""
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True)
class Reasons:
    """A statement in one language. `quoted` is the text as it was decided on, "" where it is gone.

    `url` is the page of the statement for an account, "" for guests, who have links of their own.
    """

    heading: str
    language: str
    lines: list[Line]
    quoted: str
    quoted_language: str
    is_erased: bool
    appeal_until: str
    url: str = ""
    facts: Facts | None = field(default=None, repr=False)

    def line(self, key: str) -> str:
        """Return one part as a text, by its key; "" where a statement has none such."""
        return next((line.text for line in self.lines if line.key == key), "")


def reasons_in_words(statement: StatementOfReasons, language: str = "") -> Reasons:
    """Return a statement's words, in the language of its person unless another one is named.

    About eight queries for one that was read by itself.
    """
    language = language or statement.language
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    with translation.override(language):
        facts = read_facts(statement, language)
        return Reasons(
            heading=heading(facts.measure),
            language=language,
            lines=_lines(facts),
            quoted=facts.text,
            quoted_language=facts.text_language,
            is_erased=facts.is_erased,
            appeal_until=in_words(last_day(statement.appeal_until), language),
            url=url_for_account(statement),
            facts=facts,
        )


def url_for_account(statement: StatementOfReasons) -> str:
    """Return the path of the page on which an account reads a statement; "" for a guest's."""
    sanction, comment = statement.sanction, statement.comment
    if sanction:
        return reverse("sanction_reasons", args=[statement.number]) if sanction.user_id else ""
    if comment is None or comment.author_id is None:
        return ""
    return reverse("statement_of_reasons", args=[comment.pk, statement.number])


def _lines(facts: Facts) -> list[Line]:
    return [
        Line("measure", _("What was done"), [measure(facts)]),
        Line("territory", _("Where it counts"), [_("Everywhere: in the whole newspaper.")]),
        Line("duration", _("For how long"), [duration(facts)]),
        Line("facts", _("What it is about"), what_happened(facts)),
        Line("source", _("How it came to that"), [source(facts)]),
        Line("automation", _("Whether a program had a part in it"), automation(facts)),
        Line("ground", _("The law") if facts.is_law else _("The rule"), grounds(facts)),
        Line("why", _("Why it applies"), [why_it_applies(facts)]),
        Line("objection", _("How to object"), _objection(facts)),
    ]


def _objection(facts: Facts) -> list[str]:
    statement = facts.statement
    until = in_words(last_day(statement.appeal_until), facts.language)
    elsewhere = _(
        "You can also turn to a court, or to a body for settling disputes out of court that is "
        "certified in the European Union."
    )
    if not settings.COMMENT_APPEAL_MONTHS:
        return [how_to_object(), elsewhere]
    if statement.measure == Measure.HELD:
        free = _(
            "You can appeal free of charge until the end of %(until)s, as long as it waits. "
            "Somebody who had no part in it decides, never a program alone."
        )
    else:
        free = _(
            "You can appeal free of charge until the end of %(until)s. "
            "Somebody who had no part in it decides, never a program alone."
        )
    return [free % {"until": until}, elsewhere]

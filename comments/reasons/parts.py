"""The sentences of a statement of reasons, in the language that is active."""

from datetime import datetime

from django.utils.translation import gettext as _

from articles.dates import in_words
from comments.models import Move
from comments.models.statements import Measure
from comments.reasons.facts import REPORTS, Facts
from comments.sanction_words import means, reason_in_words, until_in_words
from comments.screening import title_of


def heading(measure: Measure) -> str:
    """Return what stands over a statement, and names it in a list."""
    return {
        Measure.REMOVED: _("Why your comment was removed"),
        Measure.REJECTED: _("Why your comment was not published"),
        Measure.HELD: _("Why your comment waits"),
        Measure.ALL_HELD: _("Why what you write waits for a moderator"),
        Measure.SUSPENDED: _("Why you are suspended"),
        Measure.BANNED: _("Why you are banned"),
    }[measure]


def measure(facts: Facts) -> str:
    """Say what was done."""
    if facts.sanction:
        said = {
            Measure.ALL_HELD: _("Everything that you write waits for a moderator."),
            Measure.SUSPENDED: _("You are suspended."),
            Measure.BANNED: _("You are banned."),
        }[facts.measure]
        return f"{said} {means(facts.sanction)}"
    said = {
        Measure.REMOVED: _(
            "Your comment under “%(headline)s” was removed. In its place readers see that one was "
            "removed, and under which rule. Answers to it stay."
        ),
        Measure.REJECTED: _("Your comment under “%(headline)s” was not published."),
        Measure.HELD: _(
            "Your comment under “%(headline)s” is not shown to readers as long as it waits."
        ),
    }[facts.measure]
    return said % {"headline": facts.headline}


def duration(facts: Facts) -> str:
    """Say for how long it counts."""
    if facts.measure == Measure.HELD:
        return _("Until a moderator has decided about it.")
    if facts.sanction is None:
        return _("For good, unless the decision is changed.")
    until = until_in_words(facts.sanction)
    if until:
        return _("Until %(until)s. Then it ends by itself.") % {"until": until}
    return _("Without an end, unless it is lifted.")


def what_happened(facts: Facts) -> list[str]:
    """Say on what it rests: what came when, and who decided when, a paragraph each."""
    if facts.sanction:
        return _sanctioned(facts)
    decision, comment = facts.decision, facts.statement.comment
    assert decision and comment  # noqa: S101, PT018 (the database holds it)
    values = {
        "sent": _moment(facts, comment.submitted_at),
        "when": _moment(facts, decision.decided_at),
    }
    said = [_decided(facts) % values]
    if again := facts.stands_again_since:
        when = {"when": _moment(facts, again)}
        said.append(
            _("A later decision to publish it was taken back on %(when)s: this one holds again.")
            % when
        )
    if facts.to_author:
        said.append(facts.to_author)
    return said


def _decided(facts: Facts) -> str:
    decision = facts.decision
    assert decision  # noqa: S101 (the caller has it)
    if decision.move == Move.POST:
        return _("You sent it on %(sent)s. No moderator has decided about it yet.")
    if decision.move == Move.EDIT:
        return _(
            "You sent it on %(sent)s and changed it on %(when)s. No moderator has decided about "
            "the new text yet."
        )
    if decision.automated:
        return _("You sent it on %(sent)s. A program decided about it on %(when)s.")
    return _("You sent it on %(sent)s. A moderator read it and decided on %(when)s.")


def _sanctioned(facts: Facts) -> list[str]:
    row = facts.sanction
    assert row  # noqa: S101 (the caller has it)
    when = {"when": _moment(facts, row.begins_at), "headline": facts.headline}
    if facts.headline:
        said = _(
            "The newsroom decided it on %(when)s, because of your comment under “%(headline)s”."
        )
    else:
        said = _("The newsroom decided it on %(when)s, because of what you wrote.")
    return [said % when, reason_in_words(row)]


def source(facts: Facts) -> str:
    """Say whether a report, a notice of illegal content or the house's own check began it."""
    started_by = facts.decision.started_by if facts.decision else "house"
    if started_by == "notice":
        return _("Somebody notified the newspaper of it as illegal content.")
    if started_by == "report":
        return _("Readers reported it to the newspaper.")
    if started_by == "appeal":
        return _("Somebody appealed against an earlier decision, which was looked at again.")
    if facts.sanction is None and facts.picked_by:
        return _("The newspaper’s own check: new texts are screened before they are published.")
    return _("The newspaper’s own check: moderators read what is written here.")


def automation(facts: Facts) -> list[str]:
    """Say whether a program found it, and whether a program decided."""
    decision = facts.decision
    if decision and decision.automated and facts.picked_by == REPORTS:
        found = _("A program counted the reports of readers, until they weighed enough.")
    elif facts.picked_by:
        found = _("A program picked the text out: the screening “%(phase)s”.") % {
            "phase": title_of(facts.picked_by)
        }
    else:
        found = _("No program picked it out.")
    if decision and decision.automated:
        return [found, _("The decision itself was made by a program, not by a person.")]
    if facts.measure == Measure.HELD and decision and decision.move == Move.UNDO:
        return [found, _("That it waits again was decided by a person.")]
    return [found, _("The decision itself was made by a person.")]


def grounds(facts: Facts) -> list[str]:
    """Quote the law or the rule on which it rests, a paragraph each."""
    rule = facts.rule
    if rule is None and facts.sanction:
        return [_("The comments policy. The reason is given above in the newsroom's own words.")]
    if rule is None:
        return [
            _(
                "The comments policy: a moderator may read a comment before it is published, or "
                "published again. Nobody has found yet that it breaks a rule."
            )
        ]
    values = {"code": rule.code, "title": rule.title}
    named = _("Rule %(code)s of the comments policy, %(title)s.") % values
    said = [rule.law] if rule.is_law and rule.law else []
    said += [named, rule.text] if rule.text else [named]
    return said


def why_it_applies(facts: Facts) -> str:
    """Say why that law or rule applies."""
    if facts.rule and facts.rule.why:
        return facts.rule.why
    if facts.sanction:
        return facts.sanction.reason
    if facts.is_law:
        return _("A moderator found that the text does what this law forbids.")
    if facts.rule:
        return _("A moderator found that the text does what this rule forbids.")
    return _("So that a moderator can read it before readers do.")


def _moment(facts: Facts, moment: datetime) -> str:
    return in_words(moment, facts.language, "moment")

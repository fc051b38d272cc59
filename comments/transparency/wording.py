"""The sentences of a statement: made of the decision and of the rule, never of what was written.

Neither the comment, nor a moderator's note, nor a sanction's reason is read for them: whoever wrote
those could have named somebody.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Measure, StatementOfReasons
from comments.screening import title_of
from comments.transparency.origins import REPORTS, found_by, started_by
from comments.transparency.rules_then import RuleThen, reasoned


def facts(statement: StatementOfReasons, rule: RuleThen | None) -> str:
    """Return what was done, on what occasion, by whom, and under which rule."""
    sentences = [_done(statement), _until(statement), _began(statement), _decided(statement)]
    if rule is not None:
        sentences.append(ground(rule) + ".")
    return " ".join(filter(None, sentences))


def ground(rule: RuleThen | None) -> str:
    """Return which clause of the policy it rests on."""
    if rule is None:
        return _("Comments policy, how comments are moderated")
    said = {"code": rule.code, "title": rule.title}
    return _("Comments policy, rule %(code)s, %(title)s") % said


def explanation(rule: RuleThen | None) -> str:
    """Return what the rule says, and why it applies."""
    if rule is None:
        return _(
            "As the comments policy says, a comment may be held back until somebody of the "
            "newsroom has read it, and whoever breaks the rules may be kept from taking part."
        )
    return "\n\n".join(filter(None, [rule.text, rule.why])) or ground(rule)


def legal_ground(rule: RuleThen) -> str:
    """Return which law it rests on, as the rule names it."""
    return rule.law or ground(rule)


def _done(statement: StatementOfReasons) -> str:
    match statement.measure:
        case Measure.REMOVED:
            return _("A reader's comment was removed; a note of that stands in its place.")
        case Measure.REJECTED:
            return _("A reader's comment was not published.")
        case Measure.HELD:
            return _("A reader's comment was held back until somebody decides about it.")
        case Measure.ALL_HELD:
            return _("Whatever a reader writes waits until somebody of the newsroom has read it.")
        case Measure.SUSPENDED:
            return _("A reader was suspended from the discussions.")
        case _other:
            return _("A reader was banned from the discussions.")


def _until(statement: StatementOfReasons) -> str:
    if statement.sanction is None:
        return ""
    if statement.sanction.ends_at is None:
        return _("No end is set.")
    day = timezone.localtime(statement.sanction.ends_at).date()
    return _("It ends on %(day)s.") % {"day": day.isoformat()}


def _began(statement: StatementOfReasons) -> str:
    match started_by(statement):
        case "notice":
            began = _("It began with a notice of illegal content.")
        case "report":
            began = _("It began with a reader's report.")
        case _house:
            began = _("It began with the newspaper's own check.")
    decision = reasoned(statement)
    if decision is not None and decision.started_by == "appeal":
        return f"{began} {_('It was decided on an appeal.')}"
    return began


def _decided(statement: StatementOfReasons) -> str:
    decision, phase = reasoned(statement), found_by(statement)
    if decision is not None and decision.automated:
        if decision.phase == REPORTS:
            return _("Software held it, because readers had reported it; no person decided.")
        return _("Software decided (“%(phase)s”), and no person.") % {
            "phase": title_of(decision.phase) if decision.phase else _("automatic")
        }
    if phase:
        return _("Software had held it (“%(phase)s”); a person decided.") % {
            "phase": title_of(phase)
        }
    return _("A person decided.")

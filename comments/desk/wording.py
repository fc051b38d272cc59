"""What was done, in words: shown beside the button that takes it back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language, gettext_noop, ngettext_lazy
from django.utils.translation import gettext as _

from comments.models import Decision, Move, Rule
from comments.undoing import undoable_acts

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

ONE = {
    Move.APPROVE: gettext_noop("You approved the comment by %(name)s."),
    Move.REJECT: gettext_noop("You rejected the comment by %(name)s under rule %(rule)s."),
    Move.REMOVE: gettext_noop("You removed the comment by %(name)s under rule %(rule)s."),
    Move.RESTORE: gettext_noop("You restored the comment by %(name)s."),
    Move.HOLD: gettext_noop("You sent the comment by %(name)s back to waiting."),
    Move.KEEP: gettext_noop("You kept the comment by %(name)s."),
    Move.UNDO: gettext_noop("Undone: the comment by %(name)s is %(status)s again."),
}
MANY = {
    Move.APPROVE: ngettext_lazy(
        "You approved %(number)d comment.", "You approved %(number)d comments.", "number"
    ),
    Move.REJECT: ngettext_lazy(
        "You rejected %(number)d comment under rule %(rule)s.",
        "You rejected %(number)d comments under rule %(rule)s.",
        "number",
    ),
    Move.REMOVE: ngettext_lazy(
        "You removed %(number)d comment under rule %(rule)s.",
        "You removed %(number)d comments under rule %(rule)s.",
        "number",
    ),
    Move.RESTORE: ngettext_lazy(
        "You restored %(number)d comment.", "You restored %(number)d comments.", "number"
    ),
    Move.HOLD: ngettext_lazy(
        "You sent %(number)d comment back to waiting.",
        "You sent %(number)d comments back to waiting.",
        "number",
    ),
    Move.KEEP: ngettext_lazy(
        "You kept %(number)d comment.", "You kept %(number)d comments.", "number"
    ),
    Move.UNDO: ngettext_lazy(
        "Undone: %(number)d comment is as it was before.",
        "Undone: %(number)d comments are as they were before.",
        "number",
    ),
}


@dataclass(frozen=True)
class LastAct:
    """The last act of a moderator that can still be undone."""

    act: uuid.UUID
    said: str
    at: datetime


def in_words(decisions: Sequence[Decision]) -> str:
    """Say what one act did, given its decisions; "" for none."""
    if not decisions:
        return ""
    return _said(decisions[0], len(decisions))


def _said(decision: Decision, number: int) -> str:
    move = Move(decision.move)
    facts = {
        "name": decision.comment.name,
        "number": number,
        "status": decision.get_status_after_display(),
        "rule": rule_in_words(decision),
    }
    return (_(ONE[move]) if number == 1 else MANY[move]) % facts


def rule_in_words(decision: Decision) -> str:
    """Name a decision's rule by number and title, in the reader's language; "" for none."""
    return named(decision.rule) if decision.rule else ""


def named(rule: Rule) -> str:
    """Name a rule by number and title, in the reader's language."""
    title = rule.title_in(get_language() or settings.LANGUAGE_CODE)
    return f"{rule.code} ({title})" if title else rule.code


def last_acts(by: "_User", rules: Mapping[int, Rule] | None = None) -> list[LastAct]:
    """Return what this moderator did last and can still undo, newest first; in two queries.

    `rules` are the policy's with their texts, where somebody has read them already.
    """
    acts = undoable_acts(by)
    for undoable in acts:
        if rules and undoable.decision.rule_id:
            undoable.decision.rule = rules[undoable.decision.rule_id]
    return [
        LastAct(row.decision.act, _said(row.decision, row.number), row.decision.decided_at)
        for row in acts
    ]

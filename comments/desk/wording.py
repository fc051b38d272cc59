"""What was done, in words: shown beside the button that takes it back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language, gettext_noop, ngettext_lazy
from django.utils.translation import gettext as _

from comments.models import Decision, Move
from comments.moderation import undoable_act

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
    first = decisions[0]
    move = Move(first.move)
    facts = {
        "name": first.comment.name,
        "number": len(decisions),
        "status": first.get_status_after_display(),
        "rule": rule_in_words(first),
    }
    return (_(ONE[move]) if len(decisions) == 1 else MANY[move]) % facts


def rule_in_words(decision: Decision) -> str:
    """Name a decision's rule by number and title, in the reader's language; "" for none."""
    rule = decision.rule
    if rule is None:
        return ""
    title = rule.title_in(get_language() or settings.LANGUAGE_CODE)
    return f"{rule.code} ({title})" if title else rule.code


def last_act(by: "_User") -> LastAct | None:
    """Return what this moderator did last and can still undo, or None."""
    newest = undoable_act(by)
    if newest is None:
        return None
    decisions = list(
        Decision.objects.filter(act=newest.act).select_related("comment__author", "rule")
    )
    return LastAct(newest.act, in_words(decisions), newest.decided_at)

"""What can be pressed on the desk: moves, and the rules of the policy that some of them name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comments.models import Move, Rule
from comments.moderation import NEEDS_RULE

DIGITS = "1234567890"
LABELS = {  # the words on the button, and the act whose key presses it (comments.desk.keys)
    Move.APPROVE: (_("Approve"), "approve"),
    Move.REJECT: (_("Reject…"), "reject"),
    Move.REMOVE: (_("Remove…"), "reject"),
    Move.RESTORE: (_("Restore"), "approve"),
    Move.HOLD: (_("Back to waiting"), "hold"),
    Move.KEEP: (_("Keep"), "keep"),
}


@dataclass(frozen=True)
class Button:
    """A move that can be made."""

    move: Move

    @property
    def label(self) -> Any:
        """The words on the button."""
        return LABELS[self.move][0]

    @property
    def does(self) -> str:
        """The act whose key presses it."""
        return LABELS[self.move][1]

    @property
    def needs_rule(self) -> bool:
        """Whether it opens the list of rules instead of deciding at once."""
        return self.move in NEEDS_RULE

    @property
    def is_primary(self) -> bool:
        """Whether it brings a comment before readers, which is what is done most."""
        return self.move in {Move.APPROVE, Move.RESTORE, Move.KEEP}


@dataclass(frozen=True)
class RuleChoice:
    """A rule in force in the moderator's language, and the digit that presses it ("" for none)."""

    code: str
    title: str
    key: str


def buttons(moves: Iterable[Move]) -> list[Button]:
    """Return a button for each move."""
    return [Button(move) for move in moves]


def rule_choices(rules: Iterable[Rule] | None = None) -> list[RuleChoice]:
    """Return the rules in force; a rule whose number is one digit is pressed by that digit.

    `rules` are all of them, with their texts, where somebody has read them already.
    """
    known = Rule.objects.with_texts() if rules is None else rules
    offered = [rule for rule in known if rule.in_force]
    own = {rule.code for rule in offered if rule.code in DIGITS}
    free = [digit for digit in DIGITS if digit not in own]
    language = get_language() or settings.LANGUAGE_CODE
    choices = []
    for rule in offered:
        key = rule.code if rule.code in own else (free.pop(0) if free else "")
        choices.append(RuleChoice(rule.code, rule.title_in(language), key))
    return choices

"""The rule behind a statement, in the words that were in force when it was made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from comments.models import Category, Decision, Ground, Move, Rule, StatementOfReasons, Status
from comments.transparency.masking import masked


@dataclass(frozen=True)
class RuleThen:
    """A rule of the policy in one language."""

    code: str
    category: str = Category.OTHER
    keyword: str = ""
    is_law: bool = False
    title: str = ""
    text: str = ""
    why: str = ""
    law: str = ""

    def naming_nobody(self, names: Iterable[str]) -> "RuleThen":
        """Return it with personal data masked in its words, `names` as well."""
        names = list(names)
        return replace(
            self,
            title=masked(self.title, names),
            text=masked(self.text, names),
            why=masked(self.why, names),
            law=masked(self.law, names),
        )


def rule_then(statement: StatementOfReasons) -> RuleThen | None:
    """Return the rule that a statement rests on; None where something waits without one.

    As the policy's version of the statement has it, else as it is today.
    """
    rule = _named(statement)
    if rule is None:
        return None
    kept = statement.policy.rules if statement.policy else []
    for then in kept:
        if then.get("code") == rule.code:
            return _of_version(then, statement.language)
    return _of_today(rule, statement.language)


def decisions_before(decision: Decision) -> list[Decision]:
    """Return the earlier decisions about the same comment, the last one first."""
    every = sorted(decision.comment.decisions.all(), key=lambda row: row.pk, reverse=True)
    return [row for row in every if row.pk < decision.pk]


def reasoned(statement: StatementOfReasons) -> Decision | None:
    """Return the decision that is reasoned; None where it is a sanction.

    Of an undo that lets a removal or a rejection stand again it is that one.
    """
    decision = statement.decision
    if decision is None or decision.move != Move.UNDO or decision.status_after == Status.HELD:
        return decision
    for row in decisions_before(decision):
        if row.rule is not None and row.status_after == decision.status_after:
            return row
    return decision


def _named(statement: StatementOfReasons) -> Rule | None:
    if statement.sanction is not None:
        return statement.sanction.rule
    decision = reasoned(statement)
    return decision.rule if decision else None


def _of_version(then: Mapping[str, Any], language: str) -> RuleThen:
    texts: dict[str, dict[str, str]] = then.get("texts") or {}
    words: dict[str, str] = (
        texts.get(language)
        or texts.get(settings.LANGUAGE_CODE)
        or next(iter(texts.values()), None)
        or {}
    )
    return RuleThen(
        code=str(then["code"]),
        category=then.get("category") or Category.OTHER,
        keyword=then.get("keyword") or "",
        is_law=then.get("ground") == Ground.LAW,
        **{field: words.get(field) or "" for field in ("title", "text", "why", "law")},
    )


def _of_today(rule: Rule, language: str) -> RuleThen:
    words = rule.text_in(language)
    return RuleThen(
        code=rule.code,
        category=rule.category,
        keyword=rule.keyword,
        is_law=rule.ground == Ground.LAW,
        **{field: getattr(words, field, "") for field in ("title", "text", "why", "law")},
    )

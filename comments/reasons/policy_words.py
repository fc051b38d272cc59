"""A rule as a statement of reasons quotes it: in the words of the policy that was in force then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from comments.models import Ground, Rule
from comments.models.policy import PolicyVersion


@dataclass(frozen=True)
class RuleWords:
    """A rule in one language; `version` is the number of the policy's version, None for today's."""

    code: str
    title: str
    text: str
    why: str
    law: str
    is_law: bool
    version: int | None = None


def rule_words(rule: Rule, policy: PolicyVersion | None, language: str) -> RuleWords:
    """Return a rule's words as a version of the policy has them, else as they are today.

    In the language, else in the house's own, else in any. The rule needs its texts.
    """
    kept = _in_version(rule, policy)
    if kept is not None and policy is not None:
        text = _text_in(kept.get("texts") or {}, language)
        return RuleWords(
            rule.code,
            text.get("title", ""),
            text.get("text", ""),
            text.get("why", ""),
            text.get("law", ""),
            kept.get("ground") == Ground.LAW,
            policy.number,
        )
    today = rule.text_in(language)
    if today is None:
        return RuleWords(rule.code, "", "", "", "", rule.ground == Ground.LAW)
    words = today.title, today.text, today.why, today.law
    return RuleWords(rule.code, *words, rule.ground == Ground.LAW)


def _in_version(rule: Rule, policy: PolicyVersion | None) -> Mapping[str, Any] | None:
    found = (kept for kept in (policy.rules if policy else []) if kept.get("code") == rule.code)
    return next(found, None)


def _text_in(texts: Mapping[str, Mapping[str, str]], language: str) -> Mapping[str, str]:
    return (
        texts.get(language)
        or texts.get(settings.LANGUAGE_CODE)
        or next(iter(texts.values()), None)
        or {}
    )

"""What a version of the policy changed of the one before: rules that came, went, or changed."""

from dataclasses import dataclass
from typing import Any, Literal

from comments.changes import Part, difference
from comments.models import PolicyVersion
from comments.policy import WORDS, language_of, words_in

Kind = Literal["new", "gone", "changed", "same"]
TOLD = tuple(name for name in WORDS if name != "why")  # the page of the policy says these


@dataclass(frozen=True)
class KeptRule:
    """A rule of a version, in one language: what became of it, and its words with what changed."""

    code: str
    kind: Kind
    language: str
    title: list[Part]
    text: list[Part]
    examples: list[list[Part]]
    law: list[Part]
    is_spam: bool


def rules_told(
    version: PolicyVersion, before: PolicyVersion | None, language: str
) -> list[KeptRule]:
    """Return the rules of a version in a language, and behind them those that it took out.

    The first version is told as it stands: there is nothing of which it could be a change.
    """
    old = {rule["code"]: rule for rule in before.rules} if before else {}
    told = [
        _told(rule, old.get(rule["code"]), language, is_first=not before) for rule in version.rules
    ]
    left = {rule["code"] for rule in version.rules}
    return told + [_gone(rule, language) for code, rule in old.items() if code not in left]


def _told(
    rule: dict[str, Any], old: dict[str, Any] | None, language: str, *, is_first: bool
) -> KeptRule:
    new_words, kind = words_in(rule, language), "same" if is_first else "new"
    old_words = new_words
    if old is not None:
        old_words = words_in(old, language)
        kind = "changed" if any(old_words[name] != new_words[name] for name in TOLD) else "same"
    return _worded(rule, kind, language, old_words, new_words)  # type: ignore[arg-type]


def _gone(rule: dict[str, Any], language: str) -> KeptRule:
    words = words_in(rule, language)
    return _worded(rule, "gone", language, words, words)


def _worded(
    rule: dict[str, Any], kind: Kind, language: str, old: dict[str, str], new: dict[str, str]
) -> KeptRule:
    parts = {name: difference(old[name], new[name]) for name in ("title", "text", "law")}
    return KeptRule(
        code=rule["code"],
        kind=kind,
        language=language_of(rule, language),
        examples=_lines(old["examples"], new["examples"]),
        is_spam=rule["is_spam"],
        **parts,
    )


def _lines(old: str, new: str) -> list[list[Part]]:
    """Tell examples line by line: those that went stand behind those that are there."""
    before, now = old.splitlines(), new.splitlines()
    kept: list[list[Part]] = [
        [Part("same" if line in before else "ins", line)] for line in now if line.strip()
    ]
    return kept + [[Part("del", line)] for line in before if line.strip() and line not in now]

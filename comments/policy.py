"""Versions of the comments policy: the rules in force and their words, kept as they change."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comments.models import PolicyVersion, Rule, RuleText
from comments.turns import wait_for_turn

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

TAG = "moderation"  # of pages that show versions; the database tells it when one is added
WORDS = ("title", "text", "examples", "why", "law")


@transaction.atomic
def keep_version(by: "_User | None") -> PolicyVersion | None:
    """Add a version of the policy where its rules or their words differ from the last one.

    Called in the transaction that changes a rule, after the change; two at the same time follow
    each other. Returns the version that was added, None where nothing is new.
    """
    wait_for_turn("version of the policy")
    last = PolicyVersion.objects.order_by("number").last()
    rules = rules_in_force()
    if rules == (last.rules if last else []):
        return None
    return PolicyVersion.objects.create(
        number=last.number + 1 if last else 1,
        begins_at=timezone.now(),
        rules=rules,
        made_by=by,
    )


def version_at(moment: datetime) -> PolicyVersion | None:
    """Return the version that was in force at a moment; None where none was kept yet."""
    return PolicyVersion.objects.filter(begins_at__lte=moment).order_by("-number").first()


def rules_in_force() -> list[dict[str, Any]]:
    """Return the rules in force as a version keeps them (models.policy), in the policy's order."""
    return [
        {
            "code": rule.code,
            "category": rule.category,
            "keyword": rule.keyword,
            "ground": rule.ground,
            "is_spam": rule.is_spam,
            "texts": {text.language: _words(text) for text in rule.texts.all()},
        }
        for rule in Rule.objects.in_force().with_texts()
    ]


def rule_of(version: PolicyVersion, code: str) -> dict[str, Any] | None:
    """Return a rule as it was in a version, None where it was not in force then."""
    return next((rule for rule in version.rules if rule["code"] == code), None)


def language_of(rule: dict[str, Any], language: str) -> str:
    """Return in which language a kept rule is told: as Rule.text_in does of present ones."""
    texts = rule["texts"]
    wished = (language, settings.LANGUAGE_CODE)
    return next((code for code in wished if code in texts), next(iter(texts), ""))


def words_in(rule: dict[str, Any], language: str) -> dict[str, str]:
    """Return a kept rule's words in a language, else in the house's own, else in any."""
    none = dict.fromkeys(WORDS, "")
    return none | rule["texts"].get(language_of(rule, language), {})


def _words(text: RuleText) -> dict[str, str]:
    return {name: getattr(text, name) for name in WORDS}

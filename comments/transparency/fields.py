"""A statement of reasons as the transparency database takes it: which field says what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from comments.models import Decision, StatementOfReasons
from comments.transparency import origins, wording
from comments.transparency import vocabulary as words
from comments.transparency.masking import masked
from comments.transparency.measures import restriction
from comments.transparency.names import people_of
from comments.transparency.rules_then import RuleThen, reasoned, rule_then

KEYWORD_OTHER = "KEYWORD_OTHER"


def statement_fields(statement: StatementOfReasons, names: Iterable[str] = ()) -> dict[str, Any]:
    """Return a statement's fields, without those that are empty.

    In the language in which it was given. `names` are of people who may stand in the policy's
    words; those of its own case are masked anyway.
    """
    with translation.override(statement.language):
        rule = rule_then(statement)
        if rule is not None:
            rule = rule.naming_nobody({*names, *people_of(statement)})
        fields = {
            "puid": str(statement.number),
            **restriction(statement),
            **_grounds(statement, rule),
            **_categories(rule),
            **_content(statement),
            "application_date": _day(_applies_since(statement)),
            "territorial_scope": list(words.EEA),  # the whole newspaper, wherever it is read
            "decision_facts": wording.facts(statement, rule),
            "source_type": origins.source_type(statement),
            "automated_detection": origins.automated_detection(statement),
            "automated_decision": origins.automated_decision(statement),
        }
        for field in words.FREE_TEXT:
            if field in fields:
                fields[field] = _cut(masked(fields[field]), words.LENGTHS[field])
    return fields


def _grounds(statement: StatementOfReasons, rule: RuleThen | None) -> dict[str, str]:
    fields = {"decision_ground_reference_url": policy_address(statement, rule)}
    if rule is not None and rule.is_law:
        return fields | {
            "decision_ground": words.ILLEGAL,
            "illegal_content_legal_ground": wording.legal_ground(rule),
            "illegal_content_explanation": wording.explanation(rule),
        }
    return fields | {
        "decision_ground": words.INCOMPATIBLE,
        "incompatible_content_ground": wording.ground(rule),
        "incompatible_content_explanation": wording.explanation(rule),
        "incompatible_content_illegal": "No",
    }


def policy_address(statement: StatementOfReasons, rule: RuleThen | None) -> str:
    """Return the address of the policy's version that was in force, at the rule."""
    offered = dict(settings.LANGUAGES)
    language = statement.language if statement.language in offered else settings.LANGUAGE_CODE
    try:
        if statement.policy is None:
            raise NoReverseMatch
        number = statement.policy.number
        path = reverse("policy_version", kwargs={"language": language, "number": number})
    except NoReverseMatch:
        path = reverse("policy", kwargs={"language": language})
    return f"{settings.SITE_URL}{path}" + (f"#rule-{rule.code}" if rule else "")


def _categories(rule: RuleThen | None) -> dict[str, Any]:
    if rule is None:
        return {"category": "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"}
    fields: dict[str, Any] = {"category": f"STATEMENT_CATEGORY_{rule.category}"}
    if rule.keyword:
        fields["category_specification"] = [rule.keyword]
    if rule.keyword == KEYWORD_OTHER and rule.title:
        fields["category_specification_other"] = rule.title
    return fields


def _content(statement: StatementOfReasons) -> dict[str, Any]:
    fields: dict[str, Any] = {"content_type": ["CONTENT_TYPE_TEXT"]}
    fields["content_date"] = _day(_written_at(statement))
    comment = statement.comment
    language = (comment.language if comment else statement.language).split("-")[0].upper()
    if language in words.LANGUAGE:
        fields["content_language"] = language
    if comment is not None and comment.author_id is not None:
        fields["account_type"] = "ACCOUNT_TYPE_PRIVATE"
    return fields


def _written_at(statement: StatementOfReasons) -> datetime:
    """When the text that was decided about was written; without one, when the sanction began."""
    comment, decision = statement.comment, reasoned(statement)
    if comment is None:
        return _applies_since(statement)
    if decision is None or decision.revision == 1:
        return comment.submitted_at
    if decision.revision == comment.revision:
        return comment.edited_at or comment.submitted_at
    return _earlier_text_at(decision)


def _earlier_text_at(decision: Decision) -> datetime:
    comment = decision.comment
    for revision in comment.revisions.all():
        if revision.number == decision.revision:
            return revision.written_at
    return comment.submitted_at  # its earlier texts were erased


def _applies_since(statement: StatementOfReasons) -> datetime:
    if statement.sanction is not None:
        return statement.sanction.begins_at
    return statement.decision.decided_at if statement.decision else statement.made_at


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"

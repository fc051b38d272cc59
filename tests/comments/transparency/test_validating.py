"""Every rule of the transparency database, each against what keeps it and what breaks it."""

from typing import Any

import pytest

from comments.models import Category, Keyword
from comments.transparency import vocabulary as words
from comments.transparency.validating import wrongs, wrongs_of_all

VALID: dict[str, Any] = {
    "puid": "0b0e7f2a-6a5e-4d68-9f53-6d0a7a3c6a51",
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "decision_ground_reference_url": "https://news.example.org/en/policy/#rule-3",
    "incompatible_content_ground": "Comments policy, rule 3",
    "incompatible_content_explanation": "Criticise what was said.",
    "incompatible_content_illegal": "No",
    "category": "STATEMENT_CATEGORY_CYBER_VIOLENCE",
    "category_specification": ["KEYWORD_CYBER_HARASSMENT"],
    "content_type": ["CONTENT_TYPE_TEXT"],
    "content_language": "EN",
    "content_date": "2026-11-01",
    "territorial_scope": list(words.EEA),
    "application_date": "2026-11-02",
    "decision_facts": "A reader's comment was removed.",
    "source_type": "SOURCE_VOLUNTARY",
    "automated_detection": "No",
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
}
ILLEGAL: dict[str, Any] = {
    "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
    "illegal_content_legal_ground": "Criminal Code, section 130",
    "illegal_content_explanation": "It calls for violence.",
    "incompatible_content_ground": None,
    "incompatible_content_explanation": None,
    "incompatible_content_illegal": None,
}
NO_VISIBILITY = {"decision_visibility": None}

TAKEN = {
    "a removal": {},
    "something illegal": ILLEGAL,
    "an account that is suspended": NO_VISIBILITY
    | {
        "decision_account": "DECISION_ACCOUNT_SUSPENDED",
        "account_type": "ACCOUNT_TYPE_PRIVATE",
        "end_date_account_restriction": "2026-11-02",
    },
    "somebody who may not write": NO_VISIBILITY
    | {
        "decision_provision": "DECISION_PROVISION_TOTAL_SUSPENSION",
        "end_date_service_restriction": "2038-01-01",
    },
    "money": NO_VISIBILITY
    | {"decision_monetary": "DECISION_MONETARY_OTHER", "decision_monetary_other": "Fees."},
    "another visibility": {
        "decision_visibility": ["DECISION_VISIBILITY_OTHER"],
        "decision_visibility_other": "x" * 500,
    },
    "another kind": {"content_type": ["CONTENT_TYPE_OTHER"], "content_type_other": "A poem."},
    "another keyword, unsaid": {"category_specification": ["KEYWORD_OTHER"]},
    "another keyword": {
        "category_specification": ["KEYWORD_OTHER"],
        "category_specification_other": "Spoilers",
    },
    "the longest texts": {
        "puid": "x" * 500,
        "decision_facts": "x" * 5000,
        "incompatible_content_ground": "x" * 500,
        "incompatible_content_explanation": "Б" * 2000,
    },
    "the first days": {"content_date": "2000-01-01", "application_date": "2020-01-01"},
    "the last days": {"content_date": "2038-01-01", "application_date": "2038-01-01"},
    "a source that is named": {"source_type": "SOURCE_TRUSTED_FLAGGER", "source_identity": "A hub"},
    "without what may be left out": {
        "category_specification": None,
        "territorial_scope": None,
        "content_language": None,
        "incompatible_content_illegal": None,
        "decision_ground_reference_url": None,
    },
    "hyphens and underscores": {"puid": "a-B_9"},
}


@pytest.mark.parametrize("changed", TAKEN.values(), ids=TAKEN)
def test_what_the_database_takes_is_valid(changed: dict[str, Any]) -> None:
    assert wrongs(VALID | changed) == []


REQUIRED = [
    "puid",
    "decision_ground",
    "content_type",
    "category",
    "content_date",
    "application_date",
    "decision_facts",
    "source_type",
    "automated_detection",
    "automated_decision",
]


@pytest.mark.parametrize("field", REQUIRED)
@pytest.mark.parametrize("empty", [None, "", "  ", []], ids=repr)
def test_what_is_required_is_missed(field: str, empty: Any) -> None:
    assert field in {wrong.field for wrong in wrongs(VALID | {field: empty})}
    without = {key: value for key, value in VALID.items() if key != field}
    assert field in {wrong.field for wrong in wrongs(without)}


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("decision_visibility", NO_VISIBILITY),
    ("decision_visibility", {"decision_visibility": []}),
    ("decision_visibility", {"decision_visibility": ["CONTENT_REMOVED"]}),
    ("decision_visibility", {"decision_visibility": "DECISION_VISIBILITY_CONTENT_REMOVED"}),
    ("decision_visibility_other", {"decision_visibility": ["DECISION_VISIBILITY_OTHER"]}),
    ("decision_visibility_other", {"decision_visibility_other": "It is grey."}),
    ("decision_monetary", {"decision_monetary": "DECISION_MONETARY_FINE"}),
    ("decision_monetary_other", {"decision_monetary": "DECISION_MONETARY_OTHER"}),
    ("decision_provision", {"decision_provision": "DECISION_PROVISION_SUSPENSION"}),
    ("decision_account", {"decision_account": "DECISION_ACCOUNT_BANNED"}),
    ("account_type", {"account_type": "ACCOUNT_TYPE_GUEST"}),
    (
        "decision_ground",
        {
            "decision_ground": "ILLEGAL_CONTENT",
            "incompatible_content_ground": None,
            "incompatible_content_explanation": None,
            "incompatible_content_illegal": None,
        },
    ),
    ("illegal_content_legal_ground", ILLEGAL | {"illegal_content_legal_ground": ""}),
    ("illegal_content_explanation", ILLEGAL | {"illegal_content_explanation": None}),
    ("illegal_content_explanation", {"illegal_content_explanation": "It is against the law."}),
    ("incompatible_content_ground", {"incompatible_content_ground": ""}),
    ("incompatible_content_explanation", {"incompatible_content_explanation": None}),
    ("incompatible_content_ground", ILLEGAL | {"incompatible_content_ground": "Rule 3"}),
    ("incompatible_content_illegal", ILLEGAL | {"incompatible_content_illegal": "Yes"}),
    ("incompatible_content_illegal", {"incompatible_content_illegal": "Perhaps"}),
    ("decision_ground_reference_url", {"decision_ground_reference_url": "/en/policy/"}),
    ("decision_ground_reference_url", {"decision_ground_reference_url": "javascript:alert(1)"}),
    ("decision_ground_reference_url", {"decision_ground_reference_url": "https://[x"}),
    (
        "decision_ground_reference_url",
        {"decision_ground_reference_url": f"https://a.example/{'x' * 500}"},
    ),
    ("content_type", {"content_type": "CONTENT_TYPE_TEXT"}),
    ("content_type", {"content_type": ["TEXT"]}),
    ("content_type_other", {"content_type": ["CONTENT_TYPE_OTHER"]}),
    ("category", {"category": "CYBER_VIOLENCE"}),
    ("category_addition", {"category_addition": ["VIOLENCE"]}),
    ("category_specification", {"category_specification": ["HATE_SPEECH"]}),
    ("category_specification", {"category_specification": "KEYWORD_HATE_SPEECH"}),
    ("category_specification_other", {"category_specification_other": "Spoilers"}),
    ("territorial_scope", {"territorial_scope": ["UZ"]}),
    ("territorial_scope", {"territorial_scope": ["de"]}),
    ("content_language", {"content_language": "en"}),
    ("content_language", {"content_language": "ENG"}),
    ("content_date", {"content_date": "01.11.2026"}),
    ("content_date", {"content_date": "2026-02-30"}),
    ("content_date", {"content_date": "2026-11-01T10:00"}),
    ("content_date", {"content_date": "٢٠٢٦-١١-٠١"}),
    ("content_date", {"content_date": "1999-12-31"}),
    ("content_date", {"content_date": "2038-01-02"}),
    ("application_date", {"application_date": "2019-12-31"}),
    ("application_date", {"application_date": "2038-01-02"}),
    ("application_date", {"application_date": 20261102}),
    ("end_date_visibility_restriction", {"end_date_visibility_restriction": "2026-11-01"}),
    ("end_date_monetary_restriction", {"end_date_monetary_restriction": "soon"}),
    ("end_date_service_restriction", {"end_date_service_restriction": "2038-01-02"}),
    ("end_date_account_restriction", {"end_date_account_restriction": "2025-11-02"}),
    ("decision_facts", {"decision_facts": "x" * 5001}),
    ("decision_facts", {"decision_facts": ["A reader's comment was removed."]}),
    ("incompatible_content_ground", {"incompatible_content_ground": "x" * 501}),
    ("incompatible_content_explanation", {"incompatible_content_explanation": "x" * 2001}),
    ("illegal_content_legal_ground", ILLEGAL | {"illegal_content_legal_ground": "x" * 501}),
    ("illegal_content_explanation", ILLEGAL | {"illegal_content_explanation": "x" * 2001}),
    ("source_type", {"source_type": "SOURCE_NOTICE"}),
    ("source_identity", {"source_identity": "A hub"}),
    ("automated_detection", {"automated_detection": "yes"}),
    ("automated_detection", {"automated_detection": True}),
    ("automated_decision", {"automated_decision": "No"}),
    ("puid", {"puid": "x" * 501}),
    ("puid", {"puid": "a b"}),
    ("puid", {"puid": "a.b"}),
    ("puid", {"puid": "é"}),
    ("puid", {"puid": "a\n"}),
    ("url", {"url": "https://news.example.org/"}),
    # No personal data, in whichever text.
    ("decision_facts", {"decision_facts": "anna@example.org was rude."}),
    ("incompatible_content_ground", {"incompatible_content_ground": "Call +998 90 123 45 67"}),
    ("incompatible_content_explanation", {"incompatible_content_explanation": "203.0.113.7"}),
    ("illegal_content_explanation", ILLEGAL | {"illegal_content_explanation": "t.me/anna"}),
]


@pytest.mark.parametrize(("field", "changed"), REFUSED)
def test_what_the_database_refuses_is_found_before(field: str, changed: dict[str, Any]) -> None:
    found = wrongs(VALID | changed)
    assert {wrong.field for wrong in found} == {field}
    assert VALID["puid"] in str(found[0]) or field == "puid"


def test_a_puid_is_used_once() -> None:
    found = wrongs_of_all([VALID, VALID | {"puid": "another"}, VALID])
    assert [(wrong.puid, wrong.field) for wrong in found] == [(VALID["puid"], "puid")]


def test_what_rules_can_be_given_is_what_the_database_knows() -> None:
    assert {f"STATEMENT_CATEGORY_{value}" for value in Category.values} <= words.CATEGORY
    assert set(Keyword.values) - {""} <= words.KEYWORD
    assert len(words.EEA) == 30

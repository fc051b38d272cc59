"""What the transparency database is told of each kind of decision, field by field."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from comments.models import (
    Case,
    Move,
    PolicyVersion,
    RuleText,
    SanctionKind,
    StatementOfReasons,
    Status,
)
from comments.moderation import decide
from comments.sanctions import Target, sanction
from tests.comments.transparency.conftest import At
from tests.comments.transparency.saying import NOON, fields_of, prepare_all
from tests.making import Make

pytestmark = pytest.mark.django_db


def test_all_fields_of_a_removal(
    make_comment: Make,
    make_decision: Make,
    make_statement: Make,
    make_rule: Make,
    at: At,
    settings: Settings,
) -> None:
    rule = make_rule("3", category="CYBER_VIOLENCE", keyword="KEYWORD_CYBER_HARASSMENT")
    RuleText.objects.filter(rule=rule).update(why="It is about a person, and not about what is.")
    comment = make_comment(submitted_at=NOON - timedelta(days=2), body="You fool, Anna.")
    at(NOON)
    statement = make_statement(make_decision(Move.REMOVE, comment, rule=rule, note="Rude again."))
    assert fields_of(statement) == {
        "puid": str(statement.number),
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "decision_ground_reference_url": f"{settings.SITE_URL}/en/policy/#rule-3",
        "incompatible_content_ground": "Comments policy, rule 3, Personal attacks",
        "incompatible_content_explanation": "Criticise what was said.\n\n"
        "It is about a person, and not about what is.",
        "incompatible_content_illegal": "No",
        "category": "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        "category_specification": ["KEYWORD_CYBER_HARASSMENT"],
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_language": "EN",
        "content_date": "2026-11-08",
        "application_date": "2026-11-10",
        "territorial_scope": fields_of(statement)["territorial_scope"],
        "decision_facts": "A reader's comment was removed; a note of that stands in its place. "
        "It began with the newspaper's own check. A person decided. "
        "Comments policy, rule 3, Personal attacks.",
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    }


def test_what_the_house_decides_and_puts_on_somebody_is_exported(
    make_user: Make, make_comment: Make, make_rule: Make, make_statement: Make
) -> None:
    """By the verbs themselves, with the statements that they write."""
    moderator, author = make_user("Moderators"), make_user()
    comment = make_comment(author=author, guest_name="", guest_email="")
    rule = make_rule()
    [removed] = decide([comment], Move.REMOVE, by=moderator, rule=rule).decisions
    banned = sanction(
        Target(author), SanctionKind.BAN, by=moderator, reason="Threats.", comment=comment
    )
    for of, name in ((removed, "decision"), (banned, "sanction")):
        if not StatementOfReasons.objects.filter(**{name: of}).exists():
            make_statement(of)
    said = [fields.get("decision_account", "-") for fields in prepare_all().values()]
    assert sorted(said) == ["-", "DECISION_ACCOUNT_TERMINATED"]


PERSON = {
    "source_type": "SOURCE_VOLUNTARY",
    "automated_detection": "No",
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
}
DISABLED = {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"]}
REMOVED = {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"]}
CASES: dict[str, tuple[Move, dict[str, Any], dict[str, Any]]] = {
    "removed by a person": (Move.REMOVE, {}, PERSON | REMOVED),
    "rejected": (Move.REJECT, {"status_before": Status.HELD}, PERSON | DISABLED),
    "sent back to waiting": (Move.HOLD, {}, PERSON | DISABLED),
    "after a report": (
        Move.REMOVE,
        {"started_by": "report"},
        PERSON | {"source_type": "SOURCE_TYPE_OTHER_NOTIFICATION"},
    ),
    "after a notice": (
        Move.REMOVE,
        {"started_by": "notice"},
        PERSON | {"source_type": "SOURCE_ARTICLE_16"},
    ),
    "held by screening for its text": (
        Move.POST,
        {"status_before": "", "phase": "links", "automated": True, "started_by": "author"},
        DISABLED
        | {
            "source_type": "SOURCE_VOLUNTARY",
            "automated_detection": "Yes",
            "automated_decision": "AUTOMATED_DECISION_FULLY",
        },
    ),
    "held because it is a first comment": (
        Move.POST,
        {"status_before": "", "phase": "new_author", "automated": True, "started_by": "author"},
        DISABLED
        | {
            "automated_detection": "Yes",
            "automated_decision": "AUTOMATED_DECISION_FULLY",
        },
    ),
    "held because of many reports": (
        Move.HOLD,
        {"phase": "reports", "automated": True, "started_by": "report"},
        DISABLED
        | {
            "source_type": "SOURCE_TYPE_OTHER_NOTIFICATION",
            "automated_detection": "No",
            "automated_decision": "AUTOMATED_DECISION_FULLY",
        },
    ),
}


@pytest.mark.parametrize(("move", "decided", "expected"), CASES.values(), ids=CASES)
def test_measure_source_and_automation(
    move: Move,
    decided: dict[str, Any],
    expected: dict[str, Any],
    make_decision: Make,
    make_statement: Make,
) -> None:
    fields = fields_of(make_statement(make_decision(move, **decided)))
    assert {key: fields[key] for key in expected} == expected


def test_what_software_held_and_a_person_rejects_was_found_by_software(
    make_comment: Make, make_decision: Make, make_statement: Make
) -> None:
    comment = make_comment()
    make_decision(Move.HOLD, comment, phase="links", automated=True)
    decision = make_decision(Move.REJECT, comment, status_before=Status.HELD)
    fields = fields_of(make_statement(decision))
    assert fields["automated_detection"] == "Yes"
    assert fields["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    assert "Software had held it (“links”); a person decided." in fields["decision_facts"]


def test_what_brings_a_removal_back_stands_on_its_rule(
    make_comment: Make, make_decision: Make, make_statement: Make, make_rule: Make
) -> None:
    comment, rule = make_comment(), make_rule("5", "Rumours")
    make_decision(Move.REMOVE, comment, rule=rule, started_by="notice")
    restored = make_decision(Move.RESTORE, comment, status_before=Status.REMOVED)
    undone = make_decision(Move.UNDO, comment, reverses=restored)
    fields = fields_of(make_statement(undone))
    assert "rule 5, Rumours" in fields["decision_facts"]
    assert fields["source_type"] == "SOURCE_ARTICLE_16"


def test_what_waits_again_because_a_rejection_was_taken_back_breaks_no_rule(
    make_comment: Make, make_decision: Make, make_statement: Make
) -> None:
    comment = make_comment()
    rejected = make_decision(Move.REJECT, comment, status_before=Status.HELD)
    undone = make_decision(Move.UNDO, comment, reverses=rejected, status_after=Status.HELD)
    fields = fields_of(make_statement(undone))
    assert fields["incompatible_content_ground"] == "Comments policy, how comments are moderated"
    assert fields["category"] == "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"


@pytest.mark.parametrize(
    ("is_legal", "source"),
    [(True, "SOURCE_ARTICLE_16"), (False, "SOURCE_TYPE_OTHER_NOTIFICATION")],
)
def test_an_appeal_s_removal_began_with_what_was_reported(
    is_legal: bool,
    source: str,
    make_comment: Make,
    make_decision: Make,
    make_statement: Make,
) -> None:
    comment = make_comment()
    Case.objects.create(comment=comment, story_id=comment.story_id, is_legal=is_legal)
    statement = make_statement(make_decision(Move.REMOVE, comment, started_by="appeal"))
    assert fields_of(statement)["source_type"] == source
    assert "It was decided on an appeal." in fields_of(statement)["decision_facts"]


def test_what_is_illegal_names_the_law_as_the_policy_had_it(
    make_decision: Make, make_statement: Make, make_rule: Make
) -> None:
    rule = make_rule("9", "Illegal content", ground="law")
    RuleText.objects.filter(rule=rule).update(law="A newer law", why="")
    words = {
        "title": "Illegal content",
        "text": "What the law forbids.",
        "why": "It calls for violence.",
        "law": "Criminal Code, section 130 (Regulation (EU) 2022/2065)",
    }
    then = {
        "code": "9",
        "category": "VIOLENCE",
        "keyword": "KEYWORD_INCITEMENT_VIOLENCE_HATRED",
        "ground": "law",
        "texts": {"en": words},
    }
    version = PolicyVersion.objects.create(number=901, begins_at=timezone.now(), rules=[then])
    fields = fields_of(make_statement(make_decision(rule=rule), policy=version))
    assert fields["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
    assert fields["illegal_content_legal_ground"] == words["law"]
    assert fields["illegal_content_explanation"] == f"{words['text']}\n\n{words['why']}"
    assert fields["category"] == "STATEMENT_CATEGORY_VIOLENCE"
    assert fields["category_specification"] == ["KEYWORD_INCITEMENT_VIOLENCE_HATRED"]
    assert not any(field.startswith("incompatible") for field in fields)


def test_the_words_are_in_the_language_in_which_it_was_given(
    make_rule: Make, make_decision: Make, make_statement: Make
) -> None:
    rule = make_rule("3")
    RuleText.objects.create(rule=rule, language="ru", title="Нападки", text="О сказанном.")
    statement = make_statement(make_decision(rule=rule), language="ru")
    assert fields_of(statement)["incompatible_content_explanation"] == "О сказанном."
    assert fields_of(statement)["decision_ground_reference_url"].endswith("/ru/policy/#rule-3")

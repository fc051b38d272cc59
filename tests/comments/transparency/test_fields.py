"""What the transparency database is told of each kind of restriction, field by field."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from comments.models import (
    Case,
    Comment,
    CommentRevision,
    Move,
    PolicyVersion,
    Report,
    RuleText,
    Sanction,
    SanctionKind,
    StatementOfReasons,
    Status,
)
from comments.moderation import decide
from comments.sanctions import Target, sanction
from comments.transparency.choosing import chosen
from comments.transparency.fields import statement_fields
from comments.transparency.names import known_names
from comments.transparency.preparing import prepare
from comments.transparency.validating import wrongs
from tests.comments.transparency.conftest import At
from tests.making import Make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)


def fields_of(statement: StatementOfReasons) -> dict[str, Any]:
    """What is said of a statement, which the database has to take."""
    fields = statement_fields(StatementOfReasons.objects.get(pk=statement.pk))
    assert wrongs(fields) == []
    return fields


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


FAR = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
ACCOUNT, GUEST = True, False
SANCTIONS: list[tuple[str, bool, datetime | None, dict[str, str]]] = [
    (
        "hold",
        ACCOUNT,
        FAR,
        {
            "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION",
            "end_date_service_restriction": "2026-12-01",
        },
    ),
    (
        "suspension",
        ACCOUNT,
        FAR,
        {
            "decision_account": "DECISION_ACCOUNT_SUSPENDED",
            "end_date_account_restriction": "2026-12-01",
        },
    ),
    (
        "suspension",
        GUEST,
        FAR,
        {
            "decision_provision": "DECISION_PROVISION_TOTAL_SUSPENSION",
            "end_date_service_restriction": "2026-12-01",
        },
    ),
    ("ban", ACCOUNT, None, {"decision_account": "DECISION_ACCOUNT_TERMINATED"}),
    ("ban", GUEST, None, {"decision_provision": "DECISION_PROVISION_TOTAL_TERMINATION"}),
    (
        "ban",
        ACCOUNT,
        FAR,
        {
            "decision_account": "DECISION_ACCOUNT_SUSPENDED",
            "end_date_account_restriction": "2026-12-01",
        },
    ),
    (
        "suspension",
        ACCOUNT,
        datetime(2099, 1, 1, tzinfo=UTC),  # beyond what the database can hold
        {"decision_account": "DECISION_ACCOUNT_SUSPENDED"},
    ),
]


@pytest.mark.parametrize(("kind", "is_account", "ends_at", "expected"), SANCTIONS)
def test_sanctions(
    kind: str,
    is_account: bool,
    ends_at: datetime | None,
    expected: dict[str, str],
    make_user: Make,
    make_statement: Make,
) -> None:
    on = {"user": make_user()} if is_account else {"guest": "hash", "guest_name": "Odile"}
    reason = "He wrote anna@example.org"
    row = Sanction.objects.create(
        kind=kind, reason=reason, made_by=make_user(), begins_at=NOON, ends_at=ends_at, **on
    )
    fields = fields_of(make_statement(row))
    restricting = ("decision_provision", "decision_account")
    said = {
        key: value
        for key, value in fields.items()
        if key in restricting or key.startswith("end_date")
    }
    assert said == expected
    assert ("account_type" in fields) is ("decision_account" in expected)
    assert fields["application_date"] == fields["content_date"] == "2026-11-10"
    assert "He wrote" not in str(fields)
    assert fields["source_type"] == "SOURCE_VOLUNTARY"


EDGES = [
    ("UTC", datetime(2026, 11, 10, 23, 59, 59, tzinfo=UTC), "2026-11-10"),
    ("Asia/Tashkent", datetime(2026, 11, 10, 18, 59, 59, tzinfo=UTC), "2026-11-10"),
    ("Asia/Tashkent", datetime(2026, 11, 10, 19, 0, tzinfo=UTC), "2026-11-11"),
    ("America/New_York", datetime(2026, 11, 10, 4, 59, tzinfo=UTC), "2026-11-09"),
]


@pytest.mark.parametrize(("zone", "moment", "day"), EDGES)
def test_days_are_those_of_the_house_s_time_zone(
    zone: str,
    moment: datetime,
    day: str,
    settings: Settings,
    at: At,
    make_comment: Make,
    make_decision: Make,
    make_statement: Make,
) -> None:
    settings.TIME_ZONE = zone
    comment = make_comment(submitted_at=moment)
    at(moment)
    fields = fields_of(make_statement(make_decision(comment=comment)))
    assert fields["application_date"] == fields["content_date"] == day


def test_the_date_is_that_of_the_text_that_was_decided_about(
    make_comment: Make, make_decision: Make, make_statement: Make
) -> None:
    comment = make_comment(submitted_at=NOON - timedelta(days=9))
    CommentRevision.objects.create(
        comment=comment,
        story_id=comment.story_id,
        number=2,
        body="Second.",
        language="en",
        was_published=True,
        written_at=NOON - timedelta(days=5),
    )
    Comment.objects.filter(pk=comment.pk).update(revision=3, edited_at=NOON - timedelta(days=3))
    comment.refresh_from_db()
    days = [
        fields_of(make_statement(make_decision(comment=comment, revision=number)))["content_date"]
        for number in (1, 2, 3)
    ]
    assert days == ["2026-11-01", "2026-11-05", "2026-11-07"]


def test_nobody_is_named_in_any_field(
    make_user: Make,
    make_rule: Make,
    make_comment: Make,
    make_decision: Make,
    make_statement: Make,
) -> None:
    """The words of the rule name everybody: whom it is about, a colleague, a stranger, a number."""
    author = make_user(display_name="Anna Karimova")
    make_user(display_name="Farrukh Saidov")  # has nothing to do with it
    dana = make_user("Moderators", display_name="Dana")
    make_comment(guest_name="Odile de Vries")
    rule = make_rule("7")
    RuleText.objects.filter(rule=rule).update(
        text="Not about ANNA KARIMOVA, Farrukh Saidov, Odile de Vries or Bek.",
        why="Ask Dana: dana@example.org, +998 90 123 45 67, https://example.org/u/dana",
    )
    comment = make_comment(author=author, guest_name="", guest_email="", body="I am at 203.0.113.7")
    case = Case.objects.create(comment=comment, story_id=comment.story_id)
    Report.objects.create(
        case=case, comment=comment, story_id=comment.story_id, revision=1, name="Bek"
    )
    statement = make_statement(make_decision(comment=comment, rule=rule, actor=dana))
    [fields] = prepare_all().values()
    assert fields["puid"] == str(statement.number)
    assert (
        fields["incompatible_content_explanation"]
        == "Not about [name], [name], [name] or [name].\n\n"
        "Ask [name]: [e-mail address] [number], [web address]"
    )
    assert fields["account_type"] == "ACCOUNT_TYPE_PRIVATE"


def prepare_all() -> dict[int, dict[str, Any]]:
    """All statements of today, when they have been told."""
    today, later = timezone.localdate(), timezone.now() + timedelta(hours=1)
    return prepare(today, today, now=later).fields


def test_names_are_looked_for_in_three_queries(
    make_user: Make, django_assert_num_queries: Any
) -> None:
    make_user(display_name="Anna Karimova")
    make_user("Moderators", display_name="Dana")
    for many in (1, 50):
        with django_assert_num_queries(4):
            found = known_names(["Ask Anna Karimova, she knows."] * many)
        assert found == {"Anna Karimova", "Dana"}


def test_many_statements_cost_no_more_queries_than_few(
    make_statement: Make, django_assert_max_num_queries: Any
) -> None:
    make_statement()
    with django_assert_max_num_queries(40) as few:
        assert len(prepare_all()) == 1
    for _number in range(6):
        make_statement()
    with django_assert_max_num_queries(len(few)):
        assert len(prepare_all()) == 7


def test_the_words_are_in_the_language_in_which_it_was_given(
    make_rule: Make, make_decision: Make, make_statement: Make
) -> None:
    rule = make_rule("3")
    RuleText.objects.create(rule=rule, language="ru", title="Нападки", text="О сказанном.")
    statement = make_statement(make_decision(rule=rule), language="ru")
    assert fields_of(statement)["incompatible_content_explanation"] == "О сказанном."
    assert fields_of(statement)["decision_ground_reference_url"].endswith("/ru/policy/#rule-3")


# --- which are exported -----------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "is_exported"), [(600, False), (601, True)])
def test_what_was_taken_back_before_it_was_told_is_no_statement(
    seconds: int, is_exported: bool, at: At, make_decision: Make, make_statement: Make
) -> None:
    at(NOON)
    removal = make_decision()
    make_statement(removal)
    at(NOON + timedelta(seconds=seconds))
    make_decision(
        Move.UNDO, removal.comment, reverses=removal, status_after=Status.PUBLISHED, rule=None
    )
    found = chosen(NOON.date(), NOON.date(), now=NOON + timedelta(days=1))
    assert (len(found.statements), found.taken_back) == (int(is_exported), int(not is_exported))


def test_a_sanction_that_was_lifted_at_once_is_none_either(
    make_user: Make, make_statement: Make
) -> None:
    row = Sanction.objects.create(
        kind="ban", reason="-", made_by=make_user(), user=make_user(), begins_at=NOON
    )
    make_statement(row)
    Sanction.objects.update(lifted_at=NOON + timedelta(minutes=1))
    found = chosen(NOON.date(), NOON.date(), now=NOON + timedelta(days=1))
    assert (found.statements, found.taken_back) == ([], 1)


def test_spam_is_counted_and_not_exported_and_the_youngest_wait(
    at: At, make_decision: Make, make_statement: Make
) -> None:
    at(NOON)
    make_statement(is_sent=False)
    old = make_statement()
    at(NOON + timedelta(minutes=5))
    make_statement()
    found = chosen(NOON.date(), NOON.date(), now=NOON + timedelta(minutes=10))
    assert (found.statements, found.unsent, found.too_young) == ([old], 1, 1)


DAYS = [
    (datetime(2026, 11, 9, 18, 59, 59, tzinfo=UTC), False),
    (datetime(2026, 11, 9, 19, 0, tzinfo=UTC), True),
    (datetime(2026, 11, 11, 18, 59, 59, tzinfo=UTC), True),
    (datetime(2026, 11, 11, 19, 0, tzinfo=UTC), False),
]


@pytest.mark.parametrize(("moment", "is_in"), DAYS)
def test_both_days_are_included_from_midnight_to_midnight_of_the_house(
    moment: datetime, is_in: bool, settings: Settings, at: At, make_statement: Make
) -> None:
    settings.TIME_ZONE = "Asia/Tashkent"
    at(moment)
    make_statement()
    found = chosen(
        datetime(2026, 11, 10, tzinfo=UTC).date(),
        datetime(2026, 11, 11, tzinfo=UTC).date(),
        now=NOON + timedelta(days=9),
    )
    assert len(found.statements) == int(is_in)

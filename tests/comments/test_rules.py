"""Rules of the policy in the admin: written in several languages, retired instead of deleted."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Move, Rule, RuleText
from comments.moderation import decide
from tests.making import Make

LIST = "/admin/comments/rule/"


@pytest.fixture
def as_administrator(client: Client, make_user: Make) -> Client:
    client.force_login(make_user("Administrators"))
    return client


def form(*texts: tuple[str, str, str], initial: list[RuleText] | None = None, **rule: str) -> Any:
    """What the browser sends for a rule and its texts (language, title, text)."""
    saved = initial or []
    data = {
        "code": "7",
        "position": "1",
        "category": "OTHER_VIOLATION_TC",
        "ground": "house",
        "in_force": "on",
        "texts-TOTAL_FORMS": str(len(texts)),
        "texts-INITIAL_FORMS": str(len(saved)),
    } | rule
    for number, (language, title, text) in enumerate(texts):
        data |= {
            f"texts-{number}-language": language,
            f"texts-{number}-title": title,
            f"texts-{number}-text": text,
        }
        if number < len(saved):
            data[f"texts-{number}-id"] = str(saved[number].pk)
            data[f"texts-{number}-rule"] = str(saved[number].rule_id)
    return data


def test_a_rule_is_written_in_several_languages(as_administrator: Client) -> None:
    texts = [("en", "No advertising", "Sell elsewhere."), ("fa", "بدون تبلیغ", "تبلیغ نکنید.")]
    answer = as_administrator.post(
        f"{LIST}add/", form(*texts, code="7", category="SCAMS_AND_FRAUD")
    )
    assert answer.status_code == 302
    rule = Rule.objects.get(code="7")
    assert (rule.title_in("en"), rule.title_in("fa")) == ("No advertising", "بدون تبلیغ")
    assert rule.category == "SCAMS_AND_FRAUD"
    page = as_administrator.get(f"{LIST}{rule.pk}/change/").content.decode()
    assert page.count('dir="auto"') >= 4, "a Persian text reads from the right in its fields"


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (form(), "Please submit at least 1 form"),
        (form(("en", "One", "…"), ("en", "Two", "…")), "duplicate"),
        (form(("en", "One", "…"), code="3"), "already exists"),
    ],
    ids=["without a text", "one language twice", "a number taken"],
)
def test_a_rule_that_would_be_unclear_is_not_saved(
    data: dict[str, str], complaint: str, as_administrator: Client, make_rule: Make
) -> None:
    make_rule("3")
    answer = as_administrator.post(f"{LIST}add/", data)
    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert Rule.objects.count() == 1


def test_a_rule_that_no_decision_names_can_be_deleted(
    as_administrator: Client, make_rule: Make
) -> None:
    rule = make_rule("7", "A slip of the pen")
    page = as_administrator.get(f"{LIST}{rule.pk}/change/").content.decode()
    assert "No decision has named this rule yet." in page
    assert as_administrator.post(f"{LIST}{rule.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Rule.objects.exists()


def test_a_rule_that_was_used_is_retired_instead(
    as_administrator: Client, make_rule: Make, make_comment: Make
) -> None:
    rule = make_rule("7", "No advertising")
    comment = make_comment()
    decide([comment], Move.REMOVE, by=None, rule=rule)
    page = as_administrator.get(f"{LIST}{rule.pk}/change/").content.decode()
    assert "1 decision names this rule, so it cannot be deleted" in page
    assert "deletelink" not in page
    assert as_administrator.post(f"{LIST}{rule.pk}/delete/", {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": rule.pk, "post": "yes"}
    as_administrator.post(LIST, bulk)
    assert Rule.objects.filter(pk=rule.pk).exists()
    text = rule.texts.get()
    retired = form(("en", text.title, text.text), initial=[text], code="7") | {"in_force": ""}
    assert as_administrator.post(f"{LIST}{rule.pk}/change/", retired).status_code == 302
    assert not Rule.objects.in_force().filter(pk=rule.pk).exists()
    assert comment.decisions.order_by("-pk")[0].rule == rule


def test_the_list_of_rules_asks_as_many_queries_however_many_there_are(
    as_administrator: Client, make_rule: Make
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_administrator.get(LIST)
        return len(captured)

    make_rule("1")
    few = queries()
    for number in range(2, 10):
        make_rule(str(number))
    assert queries() == few

"""Versions of the policy: kept as rules change, never changed themselves."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from comments.models import PolicyVersion, Rule, RuleText
from comments.policy import keep_version, rule_of, version_at, words_in
from tests.comments.test_rules import LIST, form
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_administrator(client: Client, make_user: Make) -> Client:
    client.force_login(make_user("Administrators", email="head@example.org"))
    return client


def test_the_first_rule_makes_the_first_version_and_each_change_another(
    as_administrator: Client,
) -> None:
    text = ("en", "No advertising", "Sell elsewhere.")
    as_administrator.post(f"{LIST}add/", form(text, code="7") | {"texts-0-examples": "Cheap!"})
    first = PolicyVersion.objects.get()
    assert first.made_by is not None
    assert first.made_by.email == "head@example.org"
    assert first.rules == [
        {
            "code": "7",
            "category": "OTHER_VIOLATION_TC",
            "keyword": "",
            "ground": "house",
            "is_spam": False,
            "texts": {
                "en": {
                    "title": "No advertising",
                    "text": "Sell elsewhere.",
                    "examples": "Cheap!",
                    "why": "",
                    "law": "",
                }
            },
        }
    ]
    rule = Rule.objects.get()
    change = f"{LIST}{rule.pk}/change/"
    saved = [rule.texts.get()]
    same = form(text, code="7", initial=saved) | {"texts-0-examples": "Cheap!"}
    as_administrator.post(change, same)
    assert PolicyVersion.objects.count() == 1, "nothing changed"
    as_administrator.post(change, form(("en", "No ads", "Sell elsewhere."), initial=saved))
    as_administrator.post(f"{LIST}{rule.pk}/delete/", {"post": "yes"})
    assert [(row.number, len(row.rules)) for row in PolicyVersion.objects.order_by("number")] == [
        (1, 1),
        (2, 1),
        (3, 0),
    ]


def test_a_retired_rule_is_not_in_the_version_that_follows(make_rule: Make) -> None:
    keep_version(None)
    assert not PolicyVersion.objects.exists(), "there is no policy before the first rule"
    rule = make_rule("3")
    assert keep_version(None) is not None
    Rule.objects.filter(pk=rule.pk).update(in_force=False)
    second = keep_version(None)
    assert second is not None
    assert rule_of(second, "3") is None


def test_the_version_of_a_moment_is_the_one_in_force_then(make_rule: Make) -> None:
    assert version_at(timezone.now()) is None
    make_rule("3")
    first = keep_version(None)
    make_rule("4", "Privacy")
    second = keep_version(None)
    assert first is not None
    assert second is not None
    a_moment = timedelta(microseconds=1)
    assert version_at(first.begins_at - a_moment) is None
    assert version_at(first.begins_at) == version_at(second.begins_at - a_moment) == first
    assert version_at(second.begins_at) == version_at(timezone.now()) == second


def test_a_kept_rule_speaks_the_language_asked_for_else_the_house_s(make_rule: Make) -> None:
    rule = make_rule("3")
    RuleText.objects.create(rule=rule, language="fa", title="حمله", text="…")
    version = keep_version(None)
    assert version is not None
    kept = rule_of(version, "3")
    assert kept is not None
    titles = [words_in(kept, language)["title"] for language in ("fa", "en", "uz")]
    assert titles == ["حمله", "Personal attacks", "Personal attacks"]
    assert words_in({"texts": {}}, "en")["title"] == ""


@pytest.mark.parametrize(
    "change",
    [lambda rows: rows.update(number=9), lambda rows: rows.delete()],
    ids=["changed", "deleted"],
)
def test_a_version_is_a_record(change: Any, make_rule: Make) -> None:
    make_rule("3")
    keep_version(None)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(PolicyVersion.objects.all())


def test_a_rule_of_what_is_illegal_names_the_law_in_each_language(
    as_administrator: Client,
) -> None:
    texts = [("en", "Illegal content", "…"), ("fa", "محتوای غیرقانونی", "…")]
    data = form(*texts, code="8", ground="law") | {"texts-0-law": "Criminal Code, § 5"}
    answer = as_administrator.post(f"{LIST}add/", data)
    assert answer.content.decode().count("name the law and its article") == 1
    data["texts-1-law"] = "قانون کیفری، مادهٔ ۵"
    assert as_administrator.post(f"{LIST}add/", data).status_code == 302
    assert PolicyVersion.objects.get().rules[0]["ground"] == "law"

"""The page "Waiting": what stands on it, what its address filters, what it costs."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from comments.body_text import body_html
from comments.desk.buttons import rule_choices
from comments.desk.pages import PAGE_COMMENTS
from comments.models import Comment, Decision, Move, RuleText, Status
from comments.moderation import decide
from tests.making import Make

PAGE = "/admin/comments/comment/waiting/"


def shown_on(answer: Any) -> list[int]:
    """The comments whose cards stand on a page, in order."""
    return [int(pk) for pk in re.findall(r'data-desk-card="(\d+)"', answer.content.decode())]


# --- What stands on the page --------------------------------------------------------------------


def test_it_is_found_at_its_address() -> None:
    assert reverse("admin:comments_comment_waiting") == PAGE


def test_a_card_tells_what_a_moderator_needs_to_know(
    as_moderator: Client, make_comment: Make, make_article: Make
) -> None:
    article = make_article(headline="The bridge is closed")
    asked = make_comment(article, body="Who closed it?", guest_name="Bek Tursun")
    comment = make_comment(
        parent=asked,
        status=Status.HELD,
        body="The council <did>.\nSee https://example.org/minutes",
        guest_name="Anna Karimova",
        guest_email="anna@example.org",
    )
    page = as_moderator.get(PAGE).content.decode()
    assert body_html(comment.body) in page
    assert "&lt;did&gt;" in page
    for words in ["Anna Karimova", "anna@example.org", "English", "Who closed it?", "Bek Tursun"]:
        assert words in page
    assert f'href="{article.get_absolute_url()}" dir="auto">The bridge is closed' in page
    assert f'<time datetime="{comment.submitted_at:%Y-%m-%dT%H:%M}' in page
    assert f'value="{comment.pk}.1"' in page


def test_a_card_says_why_the_comment_waits(as_moderator: Client, make_comment: Make) -> None:
    comment = make_comment(status=Status.HELD)
    Decision.objects.create(
        comment=comment,
        story_id=comment.story_id,
        revision=1,
        move=Move.POST,
        status_after=Status.HELD,
        phase="new_author",
        note="Comments of guests wait.",
        automated=True,
        act=comment.submission,
    )
    page = as_moderator.get(PAGE).content.decode()
    assert "Comments of guests wait." in page
    assert "new_author" in page


def test_a_card_tells_what_was_decided_before_and_by_whom(
    as_moderator: Client, make_comment: Make, moderator: Any, make_rule: Make
) -> None:
    comment = make_comment()
    act = {"by": moderator, "rule": make_rule("3", "Personal attacks")}
    decide([comment], Move.REMOVE, note="He means the mayor.", **act)
    decide([comment], Move.RESTORE, by=moderator)
    decide([comment], Move.HOLD, by=moderator, note="Please look again.")
    page = as_moderator.get(PAGE).content.decode()
    assert "Dana Ruiz sent it back to waiting." in page
    assert "Please look again." in page
    assert "rule 3 (Personal attacks)" in page
    assert "He means the mayor." in page
    assert page.index("sent back to waiting</strong>") < page.index("removed</strong>")


def test_the_record_counts_all_that_became_of_an_author(
    as_moderator: Client, make_comment: Make, make_user: Make
) -> None:
    anna = {"guest_email": "anna@example.org"}
    for status in [*[Status.PUBLISHED] * 3, Status.REMOVED, Status.REJECTED, Status.REJECTED]:
        make_comment(status=status, **anna)
    make_comment(status=Status.HELD, **anna)
    assert "3 published, 1 removed, 2 rejected" in as_moderator.get(PAGE).content.decode()
    account = {"author": make_user(), "guest_name": "", "guest_email": ""}
    make_comment(**account)
    own = make_comment(status=Status.HELD, **account)
    page = as_moderator.get(f"{PAGE}?comment={own.pk}").content.decode()
    assert "1 published, 0 removed, 0 rejected" in page


def test_guests_without_an_address_share_no_record(
    as_moderator: Client, make_comment: Make
) -> None:
    make_comment(guest_email="")
    make_comment(status=Status.HELD, guest_email="")
    assert "1 published" not in as_moderator.get(PAGE).content.decode()


def test_who_waits_longest_comes_first(as_moderator: Client, make_comment: Make) -> None:
    new = make_comment(status=Status.HELD)
    hour_ago = timezone.now() - timedelta(hours=1)
    old = make_comment(status=Status.HELD, submitted_at=hour_ago)
    make_comment()
    assert shown_on(as_moderator.get(PAGE)) == [old.pk, new.pk]


@pytest.mark.parametrize("query", ["", "status=any"])
def test_pages_show_each_comment_once(
    query: str, as_moderator: Client, make_comment: Make, make_article: Make
) -> None:
    article, same_second = make_article(), timezone.now() - timedelta(minutes=5)
    made = {
        make_comment(article, status=Status.HELD, submitted_at=same_second).pk
        for _ in range(PAGE_COMMENTS + 3)
    }
    first = as_moderator.get(f"{PAGE}?{query}")
    seen = shown_on(first)
    assert len(seen) == PAGE_COMMENTS
    following = re.search(r'href="(\?[^"]*)" rel="next"', first.content.decode())
    assert following
    second = as_moderator.get(PAGE + following[1].replace("&amp;", "&"))
    assert 'rel="next"' not in second.content.decode()
    seen += shown_on(second)
    assert len(seen) == len(set(seen))
    assert set(seen) == made


@pytest.mark.parametrize("after", ["nonsense", "-1", "9" * 30, "9" * 18, "²", "1 OR 1=1"])
def test_a_cursor_that_nobody_wrote_shows_a_page_all_the_same(
    after: str, as_moderator: Client, make_comment: Make
) -> None:
    comment = make_comment(status=Status.HELD)
    assert shown_on(as_moderator.get(PAGE, {"after": after})) == [comment.pk]


@pytest.mark.parametrize("status", [*Status.values, "any"])
def test_a_page_asks_as_many_queries_whatever_stands_on_it(
    status: str, as_moderator: Client, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_moderator.get(PAGE, {"status": status}).status_code == 200
        return len(captured)

    for size in (3, 12):
        for number in range(size):
            parent = make_comment(guest_email=f"asks{size}{number}@example.org")
            comment = make_comment(
                parent=parent,
                status=Status.HELD if status == "any" else status,
                guest_email=f"reader{size}{number}@example.org",
            )
            if status == Status.HELD:
                rule = make_rule(f"{number}", f"Rule {number}")
                for move in (Move.APPROVE, Move.REMOVE, Move.RESTORE, Move.HOLD):
                    decide([comment], move, by=moderator, rule=rule)
        if size == 3:
            few = queries()
    assert queries() == few
    assert few <= 15


# --- Filters --------------------------------------------------------------------------------------


@pytest.fixture
def crowd(make_comment: Make, make_article: Make, make_user: Make) -> dict[str, Comment]:
    """Comments that differ in what can be filtered by."""
    bridge = make_article(headline="The bridge is closed")
    mayor = make_article(headline="The mayor resigns")
    account = make_user(email="zarina@example.net", display_name="Zarina Aliyeva")
    before = timezone.now() - timedelta(days=3)
    return {
        "anna": make_comment(
            bridge,
            status=Status.HELD,
            body="Nobody rang a bell.",
            guest_name="Anna Karimova",
            guest_email="anna@example.org",
        ),
        "joanna": make_comment(
            mayor,
            status=Status.HELD,
            guest_name="Joanna Bell",
            guest_email="joanna@example.org",
            submitted_at=before,
        ),
        "zarina": make_comment(
            mayor, status=Status.HELD, author=account, guest_name="", guest_email=""
        ),
        "published": make_comment(
            bridge, guest_name="Anna Karimova", guest_email="anna@example.org"
        ),
        "removed": make_comment(mayor, status=Status.REMOVED),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["joanna", "anna", "zarina"]),
        ({"status": "published"}, ["published"]),
        ({"status": "removed"}, ["removed"]),
        ({"status": "rejected"}, []),
        ({"q": "BELL"}, ["anna"]),
        ({"author": "anna"}, ["joanna", "anna"]),
        ({"author": "Anna@example.org"}, ["anna"]),
        ({"author": "anna@example.org", "status": "any"}, ["published", "anna"]),
        ({"author": "zarina"}, ["zarina"]),
        ({"author": "zarina@example.net"}, ["zarina"]),
        ({"article": "mayor"}, ["joanna", "zarina"]),
        ({"article": "mayor", "author": "bell"}, ["joanna"]),
        ({"day": "2001-01-01"}, []),
    ],
)
def test_filters_of_the_address(
    query: dict[str, str], found: list[str], as_moderator: Client, crowd: dict[str, Comment]
) -> None:
    assert shown_on(as_moderator.get(PAGE, query)) == [crowd[name].pk for name in found]


def test_a_day_is_a_day_of_the_house(
    as_moderator: Client, make_comment: Make, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Tashkent"  # five hours ahead: its third of May begins at 19:00 UTC
    begins = datetime(2026, 5, 2, 19, tzinfo=UTC)
    day = timedelta(days=1)
    times = [
        begins - timedelta(seconds=1),
        begins,
        begins + day - timedelta(seconds=1),
        begins + day,
    ]
    made = [make_comment(status=Status.HELD, submitted_at=time) for time in times]
    found = shown_on(as_moderator.get(PAGE, {"day": "2026-05-03"}))
    assert found == [made[1].pk, made[2].pk]


def test_one_story_and_one_comment_can_be_linked_to(
    as_moderator: Client, crowd: dict[str, Comment]
) -> None:
    story = {"story": crowd["removed"].story_id, "status": "any"}
    found = set(shown_on(as_moderator.get(PAGE, story)))
    assert found == {crowd[name].pk for name in ("joanna", "zarina", "removed")}
    assert shown_on(as_moderator.get(PAGE, {"comment": crowd["removed"].pk})) == [
        crowd["removed"].pk
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"status": "nonsense"},
        {"day": "yesterday"},
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"story": "9" * 40},
        {"comment": "one"},
    ],
)
def test_a_filter_that_cannot_be_read_filters_nothing(
    query: dict[str, str], as_moderator: Client, crowd: dict[str, Comment]
) -> None:
    answer = as_moderator.get(PAGE, query)
    assert answer.status_code == 200
    assert len(shown_on(answer)) == 3


def test_filters_live_in_every_address_of_the_page(
    as_moderator: Client, crowd: dict[str, Comment]
) -> None:
    page = as_moderator.get(PAGE, {"author": "anna", "q": "bell"}).content.decode()
    assert f'action="{PAGE}decide/?q=bell&amp;author=anna"' in page
    assert 'href="?queue=reported&amp;q=bell&amp;author=anna"' in page
    assert 'value="anna"' in page


# --- Keys of rules, languages, doors ------------------------------------------------------------


def test_rules_of_one_digit_are_pressed_by_it_and_others_take_the_digits_left(
    make_rule: Make,
) -> None:
    for position, code in enumerate(["2", "1a", "1", "10"]):
        make_rule(code, f"Rule {code}", position=position)
    make_rule("3", "Retired", in_force=False)
    keys = {choice.code: choice.key for choice in rule_choices()}
    assert keys == {"2": "2", "1a": "3", "1": "1", "10": "4"}


def test_rules_are_named_in_the_moderator_s_language(make_rule: Make) -> None:
    rule = make_rule("3", "Personal attacks")
    RuleText.objects.create(rule=rule, language="ru", title="Оскорбления", text="…")
    with translation.override("ru"):
        assert rule_choices()[0].title == "Оскорбления"
    with translation.override("uz"):
        assert rule_choices()[0].title == "Personal attacks"


def test_the_page_keeps_to_the_admin_s_content_security_policy(
    as_moderator: Client, make_comment: Make
) -> None:
    make_comment(status=Status.HELD)
    answer = as_moderator.get(PAGE)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", answer.content.decode())


def test_the_first_page_and_the_list_say_how_many_wait(
    as_moderator: Client, make_comment: Make, make_user: Make
) -> None:
    for _ in range(3):
        make_comment(status=Status.HELD)
    assert "3 comments wait for a moderator" in as_moderator.get("/admin/").content.decode()
    assert "Waiting (3)" in as_moderator.get("/admin/comments/comment/").content.decode()
    as_moderator.force_login(make_user("Reporters"))
    assert "wait for a moderator" not in as_moderator.get("/admin/").content.decode()

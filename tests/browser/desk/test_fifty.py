"""Many comments are cleared at the desk, by keyboard alone and by mouse without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Move, Status
from tests.browser.desk.cards import expect_focus, state
from tests.browser.desk.conftest import Open
from tests.making import Make


@pytest.fixture
def make_held(
    moderator: Any, make_comment: Make, make_article: Make, make_rule: Make
) -> Callable[[int], list[Comment]]:
    """Makes so many comments that wait, beside two rules."""
    make_rule("2", "No advertising")
    make_rule("3", "Personal attacks")
    article = make_article(headline="The bridge is closed")
    return lambda number: [make_comment(article, status=Status.HELD) for _ in range(number)]


def expect_cleared(comments: list[Comment], moderator: Any) -> None:
    """Each was decided about once, every fifth rejected under rule 3."""
    for number, comment in enumerate(comments):
        decision = comment.decisions.exclude(move=Move.POST).get()
        rejected = number % 5 == 4
        assert decision.move == (Move.REJECT if rejected else Move.APPROVE)
        assert (decision.rule.code if decision.rule else "") == ("3" if rejected else "")
        assert decision.actor == moderator


def test_fifty_comments_are_cleared_with_the_keyboard_alone(
    open_desk: Open, make_held: Callable[[int], list[Comment]], moderator: Any
) -> None:
    fifty = make_held(50)
    page = open_desk()
    page.keyboard.press("g")
    page.wait_for_url("**/waiting/work/")
    expect(page.locator("[data-desk-progress]")).to_contain_text("0 of 50")
    for number, comment in enumerate(fifty):
        expect_focus(page, comment)
        if number % 5 == 4:
            page.keyboard.press("r")
            page.keyboard.press("3")
        else:
            page.keyboard.press("a")
        if number == 20:  # a second thought
            expect_focus(page, fifty[21])
            page.keyboard.press("u")
            expect_focus(page, comment)
            page.keyboard.press("a")
    empty = page.locator(".desk-empty")
    expect(empty).to_have_text(
        "No comment waits. Well done.", timeout=120_000
    )  # the last are still on their way
    expect(page.locator("[data-desk-progress]")).to_contain_text("50 of 50")
    again = fifty.pop(20)
    assert state(again) == Status.PUBLISHED
    expect_cleared(fifty[:20], moderator)


def test_comments_are_cleared_by_mouse_without_a_script(
    open_desk: Open, make_held: Callable[[int], list[Comment]], moderator: Any
) -> None:
    comments = make_held(12)  # each is a page of its own
    page = open_desk(java_script_enabled=False)
    page.get_by_role("link", name="Work through").click()
    for number, comment in enumerate(comments):
        front = page.locator("[data-desk-card]:visible")
        expect(front).to_have_count(1)
        expect(front).to_have_attribute("data-desk-card", str(comment.pk))
        if number % 5 == 4:
            front.get_by_text("Reject…").click()
            front.get_by_role("button", name="Personal attacks").click()
        else:
            front.get_by_role("button", name="Approve").click()
    expect(page.locator(".desk-empty")).to_have_text("No comment waits. Well done.")
    expect_cleared(comments, moderator)

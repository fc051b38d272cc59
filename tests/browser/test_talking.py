"""Writing a comment on a bad line: what is typed stays, and one press too many does nothing."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from comments.models import Comment
from tests.making import Make

BODY = "I write this in a tunnel."
WORDS = {"name": "Odile Wray", "email": "odile@example.org", "body": BODY}


@pytest.fixture
def form(live_server: Any, page: Page, make_comment: Make, settings: Any) -> Page:
    """An article's page with one comment, and a form that is filled in."""
    settings.COMMENT_MINIMUM_SECONDS = 0
    page.goto(live_server.url + make_comment().article.get_absolute_url())
    page.get_by_role("link", name="Write a comment").click()
    for name, words in WORDS.items():
        page.fill(f"#comment-form-{name}", words)
    page.check("#comment-form-agrees")
    return page


def test_on_a_dead_line_the_text_stays_and_goes_out_later(
    form: Page, context: BrowserContext
) -> None:
    context.route("**/reply/**", lambda route: route.abort())
    form.get_by_role("button", name="Send the comment").click()
    expect(form.get_by_text("The comment could not be sent.")).to_be_visible()
    form.get_by_role("link", name="Reply to").click()
    expect(form.get_by_text("The form could not be opened.")).to_be_visible()
    expect(form.locator("#comment-form-body")).to_have_value(BODY)

    context.unroute("**/reply/**")
    form.get_by_role("link", name="Reply to").click()
    expect(form.locator(".comment #comment-form-body")).to_have_value(BODY)
    form.get_by_role("button", name="Send the comment").click()
    expect(form.get_by_text("Your comment waits for a moderator")).to_be_visible()
    assert Comment.objects.waiting().get().parent is not None


def test_presses_on_a_slow_line_send_one_comment_that_is_shown_once(
    form: Page, context: BrowserContext
) -> None:
    waiting: list[Route] = []
    context.route("**/reply/**", lambda route: waiting.append(route))
    form.evaluate(
        """const form = document.querySelector("[data-comment-form]")
        for (let press = 0; press < 3; press += 1) form.requestSubmit()"""
    )
    expect(form.get_by_role("button", name="Send the comment")).to_be_disabled()
    assert len(waiting) == 1
    waiting[0].continue_()
    expect(form.locator(".is-waiting")).to_have_count(1)
    expect(form.get_by_text("Yours can be the first")).to_have_count(0)
    assert Comment.objects.waiting().count() == 1

"""Authors change and delete what they wrote, in a browser with JavaScript and without."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as house
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from comments.guest_links import new_link
from comments.models import Comment, Move
from comments.moderation import decide
from tests.axe import found_by_axe
from tests.making import PASSWORD, Make

Open = Callable[[], Page]


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def open_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Open]:
    """Open a window of somebody with cookies of their own; the console must stay silent."""
    contexts, said = [], []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "422" not in message.text:  # a refusal that the test wants
            said.append(message.text)

    def open_one() -> Page:
        contexts.append(browser.new_context(java_script_enabled=request.param))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.on("console", hear)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert said == []


def sound(page: Page, request: pytest.FixtureRequest) -> None:
    if request.node.callspec.params["open_page"]:  # axe needs the page's own JavaScript
        assert not found_by_axe(page)


def change(page: Page, comment: Comment, address: str, words: str) -> None:
    """Open the form, write other words into it and send it."""
    page.goto(f"{address}/your-comment/{comment.pk}/edit/")
    expect(page.get_by_label("Comment", exact=False).first).to_have_value(comment.body)
    page.get_by_label("Comment", exact=False).first.fill(words)
    page.get_by_role("button", name="Save the change").click()


def delete(page: Page, comment: Comment, address: str) -> None:
    page.goto(f"{address}/your-comment/{comment.pk}/delete/")
    page.get_by_role("button", name="Delete the comment").click()
    expect(page.get_by_text("You have deleted this comment.")).to_be_visible()


def test_a_guest_by_their_link(
    live_server: Any, open_page: Open, make_comment: Make, request: pytest.FixtureRequest
) -> None:
    comment = make_comment(body="The lamp is lit.", submitted_at=timezone.now())
    article, address = comment.article, live_server.url
    make_comment(parent=comment, body="It is not.")
    guest, stranger = open_page(), open_page()
    guest.goto(address + new_link(comment).removeprefix(house.SITE_URL))
    guest.goto(f"{address}/your-comment/{comment.pk}/edit/")
    expect(guest.get_by_text("it waits for a moderator again")).to_be_visible()
    sound(guest, request)
    change(guest, comment, address, "The lamp was lit.")
    expect(guest).to_have_url(f"{address}/your-comment/{comment.pk}/")
    expect(guest.get_by_text("The lamp was lit.")).to_be_visible()
    stranger.goto(address + article.get_absolute_url())
    expect(stranger.get_by_text("This comment is under review.")).to_be_visible()

    comment.refresh_from_db()
    decide([comment], Move.APPROVE, by=None)
    stranger.reload()
    stranger.get_by_role("link", name="edited").click()
    expect(stranger.get_by_role("heading", name="changed")).to_be_visible()
    expect(stranger.locator("del")).to_contain_text("is")
    expect(stranger.locator("ins")).to_contain_text("was")
    sound(stranger, request)

    guest.goto(f"{address}/your-comment/{comment.pk}/delete/")
    expect(guest.get_by_text("the answers stay")).to_be_visible()
    sound(guest, request)
    delete(guest, comment, address)
    stranger.goto(address + article.get_absolute_url())
    expect(stranger.get_by_text("Deleted by its author.")).to_be_visible()
    expect(stranger.get_by_text("The lamp was lit.")).to_have_count(0)


def test_an_account_in_two_windows(
    live_server: Any, open_page: Open, make_comment: Make, make_user: Make
) -> None:
    author = make_user(email="author@example.org", is_staff=True)
    comment = make_comment(
        author=author,
        guest_name="",
        guest_email="",
        body="The lamp is lit.",
        submitted_at=timezone.now(),
    )
    address, page = live_server.url, open_page()
    page.goto(f"{address}/admin/login/")
    page.get_by_label("E-mail").fill("author@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
    late = page.context.new_page()
    late.goto(f"{address}/your-comment/{comment.pk}/edit/")
    change(page, comment, address, "The lamp was lit.")
    expect(page).to_have_url(
        f"{address}{comment.article.get_absolute_url()}comments/{comment.pk}/#comment-{comment.pk}"
    )
    expect(page.get_by_text("The lamp was lit.")).to_be_visible()
    expect(page.get_by_text("edited")).to_be_visible()

    late.get_by_label("Comment", exact=False).first.fill("The lamp is broken.")
    late.get_by_role("button", name="Save the change").click()
    expect(late.get_by_text("changed meanwhile")).to_be_visible()
    expect(late.get_by_text("The lamp was lit.")).to_be_visible()
    expect(late.get_by_label("Comment", exact=False).first).to_have_value("The lamp is broken.")
    late.get_by_role("button", name="Save the change").click()
    expect(late.get_by_text("The lamp is broken.")).to_be_visible()
    delete(late, comment, address)
    page.goto(address + comment.article.get_absolute_url())
    expect(page.get_by_text("The lamp is broken.")).to_have_count(0)

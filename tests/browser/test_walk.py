"""The walk that the newspaper is for: read, talk, moderate; with JavaScript and without."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import found_by_axe
from tests.making import PASSWORD, Make

WAITING = "/admin/comments/comment/waiting/"
MODERATOR = "moderator@example.org"


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def open_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Any]:
    """Open a window of somebody with cookies of their own."""
    contexts = []

    def open_one() -> Page:
        contexts.append(browser.new_context(java_script_enabled=request.param))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


def say(page: Page, body: str, name: str) -> None:
    """Fill the form of a comment and send it."""
    form = page.locator("[data-comment-form]")
    form.get_by_label("Name").fill(name)
    form.get_by_label("E-mail").fill("reader@example.org")
    form.get_by_label("Comment", exact=False).first.fill(body)
    form.get_by_label("I agree").check()
    form.get_by_role("button", name="Send the comment").click()
    expect(page.get_by_text("Your comment waits for a moderator").first).to_be_visible()
    expect(page.get_by_text(body).first).to_be_visible()


def sign_in(page: Page, address: str) -> None:
    """Sign in to the newsroom as its moderator."""
    page.goto(f"{address}/admin/login/?next={WAITING}")
    page.get_by_label("E-mail").fill(MODERATOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("[data-desk]")).to_be_visible()


def card_of(page: Page, name: str) -> Any:
    """The card on the desk of a comment by somebody."""
    author = page.get_by_role("heading", name=name, exact=True)
    return page.locator("[data-desk-card]").filter(has=author)


def approve(page: Page, address: str, name: str) -> None:
    """Approve the waiting comment of somebody."""
    page.goto(address + WAITING)
    card_of(page, name).get_by_role("button", name=re.compile("^Approve")).click()
    expect(card_of(page, name)).to_have_count(0)
    expect(page.locator("[data-desk-said]")).to_contain_text("pproved")
    page.wait_for_load_state("networkidle")


def test_read_talk_and_moderate(
    live_server: Any, open_page: Any, make_article: Make, make_user: Make, make_rule: Make,
    settings: Any, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    settings.COMMENT_MINIMUM_SECONDS = 0
    article = make_article(headline="The lamp in Swallow Street is lit")
    make_user("Moderators", email=MODERATOR)
    make_rule("3", "Personal attacks")
    address = live_server.url
    reader, stranger, moderator = open_page(), open_page(), open_page()

    reader.goto(address + "/en/")
    reader.get_by_role("link", name="The lamp in Swallow Street is lit").first.click()
    assert reader.context.cookies() == [], "reading sets no cookie"
    reader.get_by_role("link", name="Write a comment").click()
    say(reader, "The mayor is a lamp himself.", "Gulbahor")
    stranger.goto(address + article.get_absolute_url())
    expect(stranger.get_by_text("The mayor is a lamp himself.")).to_have_count(0)

    sign_in(moderator, address)
    if request.node.callspec.params["open_page"]:  # axe needs the page's own JavaScript
        assert not found_by_axe(moderator)
    approve(moderator, address, "Gulbahor")
    stranger.reload()
    expect(stranger.get_by_role("heading", name="1 comment")).to_be_visible()
    stranger.get_by_role("link", name="Reply to Gulbahor").click()
    say(stranger, "That is not fair to lamps.", "Odile")
    approve(moderator, address, "Odile")

    moderator.goto(address + WAITING + "?status=published")
    card = card_of(moderator, "Gulbahor")
    card.locator("summary", has_text="Remove").click()
    card.get_by_role("button", name=re.compile("Personal attacks")).click()
    expect(moderator.locator("[data-desk-said]")).to_contain_text("emoved")

    reader.goto(address + article.get_absolute_url())
    expect(reader.get_by_role("heading", name="2 comments")).to_be_visible()
    expect(reader.get_by_text("Comment removed for violating the comments policy")).to_be_visible()
    expect(reader.get_by_role("link", name="rule 3, Personal attacks")).to_be_visible()
    expect(reader.get_by_text("The mayor is a lamp himself.")).to_have_count(0)
    expect(reader.get_by_text("That is not fair to lamps.")).to_be_visible()

"""Recommending in a browser: a button by the keyboard, and two pages without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from comments.models import Comment, Recommendation
from portal.sign_in import HINT
from tests.axe import found_by_axe
from tests.making import Make

Open = Callable[..., Page]


@pytest.fixture
def comment(make_comment: Make) -> Comment:
    return make_comment(guest_name="Odile", body="Well said.")


@pytest.fixture
def open_article(live_server: Any, browser: Browser, make_user: Make, comment: Comment) -> Any:
    """Open the comment's article in the browser of a reader who is signed in, or of nobody."""
    contexts = []

    def open_it(*, script: bool = True, signed_in: bool = True) -> Page:
        contexts.append(browser.new_context(java_script_enabled=script))
        if signed_in:
            reader = Client()
            reader.force_login(make_user())
            session = reader.cookies[settings.SESSION_COOKIE_NAME].value
            cookies = {settings.SESSION_COOKIE_NAME: session, HINT: "1"}
            contexts[-1].add_cookies(
                [{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()]
            )
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.goto(live_server.url + comment.article.get_absolute_url())
        return page

    yield open_it
    for context in contexts:
        context.close()


def test_a_reader_recommends_by_the_keyboard_and_thinks_better_of_it(
    open_article: Open, comment: Comment
) -> None:
    page = open_article()
    button = page.get_by_role("button", name="Recommend")
    button.focus()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("Recommend 1")
    assert Recommendation.objects.get().comment == comment
    assert not found_by_axe(page, without=("region",))

    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.context.route("**/recommend/", lambda route: route.abort())
    button.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("could not be sent")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.context.unroute("**/recommend/")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).not_to_contain_text("1")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert not Recommendation.objects.exists()


def test_without_javascript_it_takes_two_pages(open_article: Open, comment: Comment) -> None:
    page = open_article(script=False)
    page.get_by_role("link", name="Recommend").click()
    page.get_by_role("button", name="Recommend this comment").click()
    expect(page.get_by_text("1 person recommends this comment: you.")).to_be_visible()
    page.get_by_role("link", name="See it in the discussion").click()
    expect(page.get_by_role("link", name="Recommend 1 · Odile")).to_be_visible()
    page.get_by_role("link", name="More · Odile").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Nobody has recommended this comment yet.")).to_be_visible()


def test_somebody_whom_nobody_knows_is_told_what_to_do(open_article: Open) -> None:
    asked = []
    page = open_article(signed_in=False)
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "recommended" in url], "nobody is asked about"
    page.get_by_role("link", name="Recommend").click()
    expect(page.get_by_text("One recommendation a person")).to_be_visible()
    assert page.context.cookies() == []

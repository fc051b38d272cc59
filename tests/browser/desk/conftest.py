"""A moderator's browser at the desk, and comments that wait there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from comments.models import Comment, Status
from tests.making import PASSWORD, Make

WAITING = "/admin/comments/comment/waiting/"
EXPECTED = ("409 (Conflict)", "403 (Forbidden)", "net::ERR_FAILED")  # what tests provoke
Open = Callable[..., Page]


@pytest.fixture
def moderator(transactional_db: None, make_user: Make) -> Any:
    """Whose browser it is."""
    return make_user("Moderators", display_name="Dana Ruiz")


@pytest.fixture
def held(moderator: Any, make_comment: Make, make_article: Make, make_rule: Make) -> list[Comment]:
    """Five comments that wait, in two scripts, and two rules."""
    make_rule("2", "No advertising")
    make_rule("3", "Personal attacks")
    article = make_article(headline="The bridge is closed")
    asked = make_comment(article, body="Who closed it?", guest_name="Bek Tursun")
    names = ["Anna", "Bakhrom", "Chinara", "Dilya"]
    comments = [make_comment(article, status=Status.HELD, guest_name=name) for name in names]
    persian = {"body": "این پل برای ما مهم است.", "language": "fa", "guest_name": "نیلوفر"}
    return [*comments, make_comment(parent=asked, status=Status.HELD, **persian)]


@pytest.fixture
def open_desk(browser: Browser, live_server: Any, moderator: Any) -> Iterator[Open]:
    """Sign in and open the page; afterwards the console must have been silent."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if not any(status in message.text for status in EXPECTED):
            said.append(message.text)

    contexts = []

    def start(query: str = "", **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"/admin/login/?next={WAITING}")
        page.fill("#id_login", moderator.email)
        page.fill("#id_password", PASSWORD)
        page.click("main [type=submit]")
        page.wait_for_url(f"**{WAITING}")  # loaded: keys pressed before go to the sign-in page
        if query:
            page.goto(WAITING + query)
        return page

    yield start
    for context in contexts:
        context.close()
    assert said == []

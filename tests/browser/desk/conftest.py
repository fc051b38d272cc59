"""A moderator's browser at the desk, and comments that wait there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page

from comments.models import Comment, Status
from tests.making import Make

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
    """Open the page, signed in; afterwards the console must have been silent."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if not any(status in message.text for status in EXPECTED):
            said.append(message.text)

    contexts = []
    signed_in = Client()
    signed_in.force_login(moderator)
    session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}

    def start(query: str = "", **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        context.add_cookies([cookie])
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(WAITING + query)
        return page

    yield start
    for context in contexts:
        context.close()
    assert said == []

"""One's own words in a real browser: folding, notices that are read, export, closing."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from comments.ignoring import ignore
from comments.models import Notice
from portal.models import User
from tests.making import PASSWORD, Make


@pytest.fixture
def reader(make_user: Make) -> User:
    return make_user(display_name="Odile Wray")


@pytest.fixture
def signed_in(live_server: Any, context: BrowserContext, page: Page, reader: User) -> Page:
    """A browser in which the reader is signed in, with the hint that goes with it."""
    client = Client()
    client.force_login(reader)
    session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [
            {"name": name, "value": value, "url": live_server.url}
            for name, value in ((django_settings.SESSION_COOKIE_NAME, session), ("signed_in", "1"))
        ]
    )
    return page


def test_an_ignored_commenter_folds_opens_at_a_press_and_answers_stay(
    live_server: Any, signed_in: Page, reader: User, make_comment: Make
) -> None:
    loud = make_comment(guest_name="Loud", body="Listen to me!")
    answer = make_comment(parent=loud, body="Not so loud.")
    ignore(reader, loud)
    signed_in.goto(live_server.url + loud.article.get_absolute_url())
    expect(signed_in.get_by_text("You ignore this commenter.")).to_be_visible()
    expect(signed_in.get_by_text("Listen to me!")).to_be_hidden()
    expect(signed_in.get_by_text(answer.body)).to_be_visible()
    signed_in.get_by_role("button", name="Show").click()
    expect(signed_in.get_by_text("Listen to me!")).to_be_visible()
    expect(signed_in.get_by_text("You ignore this commenter.")).to_have_count(0)


def test_whoever_is_not_signed_in_asks_nothing_and_sees_everything(
    live_server: Any, page: Page, make_comment: Make
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    comment = make_comment()
    page.goto(live_server.url + comment.article.get_absolute_url(), wait_until="networkidle")
    expect(page.get_by_text(comment.body)).to_be_visible()
    assert not [url for url in asked if "/account/" in url]


def test_notices_that_were_looked_at_are_read_and_the_counter_goes(
    live_server: Any, signed_in: Page, reader: User, make_comment: Make
) -> None:
    answer = make_comment(parent=make_comment(author=reader))
    assert Notice.objects.get(user=reader).comment == answer
    signed_in.goto(live_server.url + answer.article.get_absolute_url())
    signed_in.get_by_role("link", name="Notices 1 unread").click()
    expect(signed_in.get_by_text(answer.body)).to_be_visible()
    expect(signed_in.get_by_role("button", name="Mark all as read")).to_be_hidden()
    signed_in.reload()
    expect(signed_in.get_by_role("link", name="Notices", exact=True).first).to_be_visible()
    assert not Notice.objects.to(reader.pk).unread().exists()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_taking_ones_data_along_and_closing_the_account(
    live_server: Any, new_context: Any, reader: User, make_comment: Make, javascript: bool,
    tmp_path: Path,
) -> None:  # fmt: skip
    comment = make_comment(author=reader)
    context = new_context(java_script_enabled=javascript)
    client = Client()
    client.force_login(reader)
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/account/comments/")
    expect(page.get_by_text(comment.body)).to_be_visible()
    page.get_by_role("link", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the file").click()
    download.value.save_as(tmp_path / "own.json")
    data = json.loads((tmp_path / "own.json").read_text(encoding="utf-8"))
    assert [row["text"] for row in data["comments"]] == [comment.body]

    page.get_by_role("link", name="Close the account").click()
    page.get_by_text("They stay, under “A former reader”").click()
    page.get_by_label("Your password").fill("wrong")
    page.get_by_role("button", name="Close the account for good").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not your password.")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Close the account for good").click()
    expect(page.get_by_role("heading", name="The account is closed")).to_be_visible()
    page.goto(live_server.url + comment.article.get_absolute_url())
    expect(page.get_by_text("A former reader", exact=True)).to_be_visible()

"""Reporting in a browser: below the comment by the keyboard, and on its page without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from comments.models import Comment, Report, Sanction
from tests.axe import found_by_axe
from tests.making import Make

AROUND = ("region",)  # the page around fragments is looked at elsewhere


@pytest.fixture
def comment(make_comment: Make, make_rule: Make) -> Comment:
    make_rule()
    return make_comment(guest_name="Tomas", body="You are all fools.")


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def article(
    request: Any, live_server: Any, browser: Browser, comment: Comment
) -> Iterator[tuple[Page, bool]]:
    """The comment's article in a stranger's browser, with JavaScript and without."""
    context = browser.new_context(java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(live_server.url + comment.article.get_absolute_url())
    yield page, request.param
    context.close()


def test_a_stranger_reports_a_comment(article: tuple[Page, bool], comment: Comment) -> None:
    page, has_script = article
    address, link = page.url, page.get_by_role("link", name="Report · Tomas")
    link.press("Enter")
    rule = page.get_by_role("radio", name="3. Personal attacks")
    if has_script:
        expect(rule).to_be_focused()
        page.keyboard.press("Escape")
        expect(rule).to_have_count(0)
        expect(link).to_be_focused()
        link.press("Enter")
        expect(rule).to_be_focused()
        assert not found_by_axe(page, without=AROUND)
    page.get_by_role("button", name="Send the report").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Please choose what the comment breaks.")
    if has_script:
        assert not found_by_axe(page, without=AROUND)
        page.context.route("**/report/*", lambda route: route.abort())
        rule.check()
        page.get_by_role("button", name="Send the report").press("Enter")
        expect(page.get_by_role("alert").first).to_contain_text("could not be sent")
        page.context.unroute("**/report/*")
    rule.check()
    page.get_by_label("What should the newsroom know?").fill("He insults everybody.")
    page.get_by_role("button", name="Send the report").press("Enter")
    said = page.get_by_role("status").filter(has_text="Thank you")
    expect(said).to_be_visible()
    assert (page.url == address) is has_script
    assert Report.objects.get().text == "He insults everybody."


def test_a_stranger_gives_notice_of_illegal_content(
    article: tuple[Page, bool], comment: Comment
) -> None:
    """What the law asks for is there once that is chosen, and the report's page is the receipt."""
    page, has_script = article
    page.get_by_role("link", name="Report · Tomas").click()
    why, line = page.get_by_label("Why is it illegal?"), page.get_by_label("What should the news")
    expect(line).to_be_visible()
    expect(why).to_be_hidden()
    page.get_by_role("radio", name="It is illegal").check()
    expect(why).to_be_visible()
    expect(line).to_be_hidden()
    why.fill("He says that I stole money.")
    page.get_by_label("Your name").fill("Petra Lindqvist")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert").first).to_contain_text("needs your e-mail address")
    if has_script:
        assert not found_by_axe(page, without=AROUND)
    expect(why).to_have_value("He says that I stole money.")
    page.get_by_label("Your e-mail address").fill("petra@example.org")
    page.get_by_label("I believe in good faith").check()
    page.get_by_role("button", name="Send the report").click()
    if has_script:
        page.get_by_role("link", name="Your report has a page of its own").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your notice of illegal content")
    expect(page.get_by_text("A moderator has not looked at it yet.")).to_be_visible()
    if has_script:
        assert not found_by_axe(page)
    assert Report.objects.get().kind == "illegal"


def test_a_moderator_puts_a_guest_under_a_sanction_from_the_card_s_form(
    live_server: Any, browser: Browser, comment: Comment, make_user: Make
) -> None:
    moderator = Client()
    moderator.force_login(make_user("Moderators"))
    session = moderator.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/comments/sanction/of-comment/{comment.pk}/")
    page.get_by_role("radio", name="Suspended").check()
    page.get_by_label("How long").select_option("without an end")
    page.get_by_label("Reason").fill("Insults.")
    page.get_by_role("button", name="Put under the sanction").click()
    expect(page.get_by_role("alert")).to_contain_text("A suspension has an end")
    assert not found_by_axe(page, "#content")
    page.get_by_label("How long").select_option("30 days")
    page.get_by_role("button", name="Put under the sanction").click()
    expect(page.locator(".messagelist")).to_contain_text("suspended: Tomas (guest) · until")
    assert Sanction.objects.get().comment == comment
    context.close()

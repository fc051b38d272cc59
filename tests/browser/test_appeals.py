"""An appeal in a browser, with scripts and without: a guest objects, the desk asks and decides."""

from typing import Any

import pytest
from django.conf import settings as house
from playwright.sync_api import Browser, Page, expect

from comments.guest_links import new_link
from comments.models import Appeal, Status
from tests.axe import found_by_axe
from tests.comments.appeals.conftest import make_hearing, make_statement, newest
from tests.making import PASSWORD, Make

__all__ = ["make_hearing", "make_statement"]  # fixtures

LIST = "/admin/comments/appeal/"


def window(browser: Browser, live_server: Any, **options: Any) -> Page:
    page = browser.new_context(base_url=live_server.url, **options).new_page()
    page.set_default_timeout(20_000)
    return page


def sign_in(page: Page, user: Any) -> None:
    page.goto(f"/admin/login/?next={LIST}")
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url(f"**{LIST}")


def sound(page: Page, scripts: bool) -> None:
    if scripts:  # axe needs the page's own
        assert not found_by_axe(page)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_guest_appeals_and_somebody_else_restores_the_comment(
    scripts: bool, browser: Browser, live_server: Any, make_hearing: Make, make_statement: Any
) -> None:
    hearing = make_hearing(author=None, body="What a clown!")
    number = make_statement(newest(hearing.comment)).number
    guest = window(browser, live_server, java_script_enabled=scripts)
    guest.goto(new_link(hearing.comment).removeprefix(house.SITE_URL))
    guest.goto(f"/your-comment/{hearing.comment.pk}/appeal/{number}/")
    expect(guest.get_by_text("What a clown!")).to_be_visible()
    sound(guest, scripts)
    guest.get_by_role("button", name="Send the appeal").click()
    expect(guest.get_by_role("alert")).to_contain_text("Please write why")
    guest.get_by_label("Why the decision is wrong").fill("It is about the circus.")
    guest.get_by_role("button", name="Send the appeal").click()
    expect(guest.get_by_text("Your appeal has arrived.")).to_be_visible()
    sound(guest, scripts)

    desk = window(browser, live_server, java_script_enabled=scripts)
    sign_in(desk, hearing.first)
    desk.get_by_text("It is about the circus.").click()
    expect(desk.get_by_text("You had a part in what is appealed")).to_be_visible()
    desk.context.close()

    desk = window(browser, live_server, java_script_enabled=scripts)
    sign_in(desk, hearing.second)
    sound(desk, scripts)
    desk.get_by_text("It is about the circus.").click()
    sound(desk, scripts)
    desk.get_by_text("Ask something first").click()
    desk.get_by_label("Ask something", exact=True).fill("Which circus?")
    desk.get_by_role("button", name="Send the question").click()
    guest.reload()
    expect(guest.get_by_text("Which circus?")).to_be_visible()
    guest.get_by_label("Add something").fill("The one in the valley.")
    guest.get_by_role("button", name="Add this").click()
    desk.reload()
    expect(desk.get_by_text("The one in the valley.")).to_be_visible()
    desk.get_by_label("It is reversed").check()
    desk.get_by_label("Answer").fill("You are right.")
    desk.get_by_role("button", name="Decide the appeal").click()
    expect(desk.get_by_text("The appeal is decided.")).to_be_visible()
    sound(desk, scripts)
    guest.reload()
    expect(guest.get_by_text("Your appeal was successful")).to_be_visible()
    expect(guest.get_by_text("You are right.")).to_be_visible()
    sound(guest, scripts)
    assert hearing.status() == Status.PUBLISHED
    assert Appeal.objects.get().decided_by == hearing.second
    for page in (guest, desk):
        page.context.close()

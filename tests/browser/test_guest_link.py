"""A guest comes back by the link in a mail, with JavaScript and without."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from comments.guest_links import new_link
from comments.models import Comment, Status, Subscription
from tests.making import Make


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.django_db(transaction=True)
def test_a_guest_s_walk_from_the_mail_to_that_was_not_me(
    scripts: bool, browser: Browser, live_server: Any, make_comment: Make
) -> None:
    comment = make_comment(status="held", unconfirmed=True)
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/{new_link(comment).split('/', 3)[3]}")
        expect(page).to_have_url(f"{live_server.url}/your-comment/{comment.pk}/")
        expect(page.get_by_text("Your comment waits for you.")).to_be_visible()

        page.get_by_role("button", name="Confirm: I wrote this").click()
        expect(page.get_by_text("Your comment waits for a moderator.")).to_be_visible()
        page.get_by_role("button", name="Tell me of answers").click()
        page.get_by_role("button", name="Stop these mails").click()
        expect(page.get_by_role("button", name="Tell me of answers")).to_be_visible()
        assert not Subscription.objects.exists()

        page.get_by_role("link", name="That was not me").click()
        page.get_by_role("button", name="That was not me").click()
        expect(page.get_by_text("Your e-mail address is no longer kept")).to_be_visible()
        page.goto(f"{live_server.url}/your-comment/{comment.pk}/")
        page.get_by_label("E-mail").fill("odile@example.org")
        page.get_by_role("button", name="Send me a link").click()
        expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    comment.refresh_from_db()
    assert (comment.status, comment.guest_email) == (Status.DELETED, "")
    assert Comment.objects.count() == 1

"""People and their words from end to end, with JavaScript and without: an account's and a guest's.

Each posts, is answered far down in a long thread, gets the mail, follows it to the answer, changes
and deletes what they wrote, and stops the mail by its own link.
"""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from playwright.sync_api import Browser, Locator, Page, expect

from articles.models import Article
from comments.letters import make_letters
from comments.models import Comment, Letter, Move
from comments.moderation import decide
from tests.browser.test_account import RITA, press, sign_up
from tests.comments.mailing import keep_mail_in_files, mail_to, send_all, text_in
from tests.making import PASSWORD, Make

GUEST = "gulbahor@example.org"
WORDS, OTHERS = "The lamp is lit.", "The lamp was lit."
LONG = 70  # comments, more than stand on one page


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def open_page(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Any]:
    """Open a window with cookies of its own."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    contexts = []

    def open_one() -> Page:
        contexts.append(browser.new_context(base_url=address, java_script_enabled=request.param))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(autouse=True)
def _without_waiting(settings: Any) -> None:
    settings.COMMENT_MINIMUM_SECONDS = 0
    settings.LETTER_GAP_SECONDS = 0
    settings.DECISION_MAIL_SECONDS = 0


@pytest.fixture
def article(make_article: Make, make_comment: Make) -> Article:
    """An article in whose discussion much was said already."""
    found: Article = make_article()
    for _number in range(LONG):
        make_comment(found, guest_email="")  # nobody is written to about it
    return found


def newest_mail(address: str) -> EmailMessage:
    """Let the job queue write what is due, and return the last mail to an address."""
    make_letters()
    send_all()
    return mail_to(address)[-1]


def link_in(message: EmailMessage, pattern: str) -> str:
    """The first address in a mail that matches, without the host."""
    found = re.search(rf"{re.escape(house.SITE_URL)}({pattern})", text_in(message))
    assert found, text_in(message)
    return found[1]


def write(page: Page, article: Article) -> Locator:
    """Open the form under an article and write into it; return the form."""
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Write a comment").click()
    form = page.locator("[data-comment-form]")
    form.get_by_label("Comment", exact=False).first.fill(WORDS)
    return form


def change_and_delete(page: Page, comment: Comment) -> None:
    """Change a comment by its own page, and then delete it there."""
    page.goto(f"/your-comment/{comment.pk}/")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Comment", exact=False).first.fill(OTHERS)
    press(page, "Save the change")
    expect(page.get_by_text(OTHERS).first).to_be_visible()
    page.goto(f"/your-comment/{comment.pk}/")
    page.get_by_role("link", name="Delete", exact=True).click()
    press(page, "Delete the comment")
    expect(page.get_by_text("You have deleted this comment.")).to_be_visible()


def follow(page: Page, message: EmailMessage, answer: Comment) -> None:
    """Go where a mail about an answer leads: the answer is there and in sight."""
    page.goto(link_in(message, rf"/\S+/comments/{answer.pk}/\S*"))
    expect(page.locator(f"#comment-{answer.pk}")).to_be_in_viewport()
    expect(page.get_by_text(answer.body)).to_be_visible()


def stop(page: Page, message: EmailMessage) -> None:
    """Stop mail by the address that a mail names in its head, signed in or not."""
    named = message["List-Unsubscribe"].strip("<> \n")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page.goto(named.removeprefix(house.SITE_URL))
    press(page, "Stop this mail")
    expect(page.get_by_text("Done: you get no more mail about")).to_be_visible()


def test_somebody_with_an_account(
    open_page: Any, article: Article, make_comment: Make, make_user: Make, settings: Any,
    tmp_path: Path,
) -> None:  # fmt: skip
    page = open_page()
    page.goto(article.get_absolute_url())
    sign_up(page)
    keep_mail_in_files(settings, tmp_path)
    write(page, article)
    press(page, "Send the comment")
    expect(page.get_by_text(WORDS)).to_be_visible()
    comment = Comment.objects.get(body=WORDS)
    assert comment.is_readable

    answer = make_comment(parent=comment, author=make_user(display_name="Tomas Breck"))
    told = newest_mail(RITA)
    assert "Tomas Breck" in told["Subject"]
    follow(page, told, answer)
    change_and_delete(page, comment)
    page.goto(f"{article.get_absolute_url()}comments/{answer.pk}/")
    expect(page.get_by_text("Deleted by its author.")).to_be_visible()

    stop(open_page(), told)
    make_comment(parent=comment)
    letters = Letter.objects.filter(user__email=RITA).count()
    make_letters()
    assert Letter.objects.filter(user__email=RITA).count() == letters

    page.goto("/account/close/")
    page.get_by_text("They are deleted", exact=True).click()
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Close the account for good")
    expect(page.get_by_role("heading", name="The account is closed")).to_be_visible()


def test_a_guest(
    open_page: Any, article: Article, make_comment: Make, make_user: Make, settings: Any,
    tmp_path: Path,
) -> None:  # fmt: skip
    keep_mail_in_files(settings, tmp_path)
    moderator, first = make_user("Moderators"), open_page()
    form = write(first, article)
    form.get_by_label("Name").fill("Gulbahor")
    form.get_by_label("E-mail").fill(GUEST)
    form.get_by_label("Mail me the answers").check()
    form.get_by_label("I agree").check()
    press(first, "Send the comment")
    expect(first.get_by_text("Your comment waits for a moderator.").first).to_be_visible()
    comment = Comment.objects.get(body=WORDS)

    elsewhere = open_page()  # the mail is read on another device
    elsewhere.goto(link_in(newest_mail(GUEST), r"/your-comment/open/[^/\s]+/"))
    expect(elsewhere).to_have_url(re.compile(rf"/your-comment/{comment.pk}/$"))
    expect(elsewhere.get_by_text("Your comment waits for a moderator.")).to_be_visible()
    decide([comment], Move.APPROVE, by=moderator)
    answer = make_comment(parent=comment, author=make_user(display_name="Tomas Breck"))
    told = newest_mail(GUEST)
    follow(elsewhere, told, answer)

    change_and_delete(elsewhere, comment)
    elsewhere.goto(f"{article.get_absolute_url()}comments/{answer.pk}/")
    expect(elsewhere.get_by_text("Deleted by its author.")).to_be_visible()
    stop(open_page(), told)
    make_comment(parent=comment, author=make_user())
    before = len(mail_to(GUEST))
    make_letters()
    send_all()
    assert len(mail_to(GUEST)) == before

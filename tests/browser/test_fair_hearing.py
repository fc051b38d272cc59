"""A fair hearing from end to end: reported, removed, told, appealed, decided by another, published.

A guest, a reporter without an account and two moderators, each in a browser of their own, with
JavaScript and without; the job worker's part is done by hand between their steps.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django import Settings

from comments.models import Appeal, Comment, Decision, Move, Status
from comments.public_log import sequencing
from tests.comments.mailing import deliver, keep_mail_in_files, mail_to, subject, text_in
from tests.making import Make

pytestmark = pytest.mark.django_db(transaction=True)
GUEST, REPORTER = "odile@example.org", "bek@example.org"
TEXT = "Only a fool closes a bridge on a market day."
ANSWER = "It is about a decision, and not about a person."
DESK = "/admin/comments/comment/waiting/"
ADDRESS = re.compile(r"https?://[^\s/]+(/\S+)")
Open = Callable[..., Page]


@pytest.fixture
def _mail_at_once(settings: Settings, tmp_path: Path) -> None:
    """Let mail go into files, and wait neither for an undo nor for more to tell."""
    keep_mail_in_files(settings, tmp_path / "mail")
    settings.DECISION_MAIL_SECONDS = settings.LETTER_GAP_SECONDS = 0
    settings.GUEST_FIRST_MAILS_PER_DAY = 20


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def open_page(request: Any, browser: Browser, live_server: Any) -> Iterator[Open]:
    """Open an address in a new browser: a stranger's, or that of a member of the newsroom."""
    contexts = []

    def start(path: str, by: Any = None) -> Page:
        context = browser.new_context(base_url=live_server.url, java_script_enabled=request.param)
        contexts.append(context)
        context.set_default_timeout(15_000)
        if by is not None:
            client, name = Client(), settings.SESSION_COOKIE_NAME
            client.force_login(by)
            value = client.cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    start.has_scripts = request.param  # type: ignore[attr-defined]
    yield start
    for context in contexts:
        context.close()


@dataclass
class House:
    """The comment that is heard about, and the moderators: the first will remove it."""

    comment: Comment
    first: Any
    second: Any

    @property
    def article(self) -> str:
        """Where readers find the comment."""
        return self.comment.article.get_absolute_url()

    def status(self) -> str:
        """The comment's state now."""
        return Comment.objects.get(pk=self.comment.pk).status


@pytest.fixture
def house(_mail_at_once: None, make_comment: Make, make_rule: Make, make_user: Make) -> House:
    """A guest's comment that readers read, a rule, and two moderators."""
    make_rule("3", "Personal attacks")
    first = make_user("Moderators", display_name="Dana Ruiz")
    second = make_user("Moderators", display_name="Imre Sorel")
    comment = make_comment(guest_name="Odile", guest_email=GUEST, body=TEXT)
    return House(comment, first, second)


def newest_mail(address: str) -> str:
    """The text of the newest mail to somebody."""
    return text_in(mail_to(address)[-1])


def link_in(text: str, part: str) -> str:
    """The path of the first address in a mail that has a part; where the mail leads."""
    return next(path for path in ADDRESS.findall(text) if part in path)


def fill_in_report(page: Page, house: House) -> str:
    """Report the comment with an address of mail; return where the report's own page is."""
    page.get_by_role("link", name="Report · Odile").press("Enter")
    page.get_by_role("radio", name="3. Personal attacks").check()
    page.get_by_label("Your e-mail address").fill(REPORTER)
    page.get_by_role("button", name="Send the report").press("Enter")
    said = page.get_by_role("status").filter(has_text=re.compile("Thank you", re.IGNORECASE))
    expect(said.first).to_be_visible()
    own = page.get_by_role("link", name=re.compile("Your report has a page of its own"))
    path = own.get_attribute("href") if own.count() else page.url
    assert path
    return re.sub(r"^https?://[^/]+|\?.*$", "", path)


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1


def remove(page: Page, house: House, *, with_keys: bool) -> None:
    """Remove the comment in front under rule 3: two keystrokes, or two clicks without a script."""
    card = page.locator(f'[data-desk-card="{house.comment.pk}"]')
    if not with_keys:
        card.get_by_text("Remove…").click()
        card.get_by_role("button", name="Personal attacks").click()
        return
    expect(card.locator("article")).to_be_focused()
    keys = Keys(page)
    keys.press("r")
    keys.press("3")
    expect(page.locator("[data-desk-said]")).to_contain_text("You removed the comment by Odile")
    assert keys.pressed == 2


def appeal(page: Page) -> None:
    """Object to what the page of reasons says."""
    expect(page.get_by_role("heading", name="Why your comment was removed")).to_be_visible()
    for said in (TEXT, "Personal attacks", "Criticise what was said.", "Readers reported it"):
        expect(page.get_by_text(said).first).to_be_visible()
    page.get_by_role("link", name="Appeal", exact=True).click()
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_role("alert").first).to_be_visible()  # an appeal has a reason
    page.get_by_label("Why the decision is wrong").fill("I meant whoever closes bridges.")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_text("Your appeal has arrived.")).to_be_visible()


def entry(page: Page, measure: str) -> Locator:
    """An entry of the public log."""
    heading = page.get_by_role("heading", name=measure, exact=True)
    return page.locator(".log-entry").filter(has=heading)


def test_a_guest_is_heard_by_somebody_else(open_page: Open, house: House) -> None:
    has_scripts = open_page.has_scripts  # type: ignore[attr-defined]

    # A stranger reports it, and leaves an address.
    own_report = fill_in_report(open_page(house.article), house)
    deliver()
    assert subject(mail_to(REPORTER)[0])

    # The first moderator removes it.
    desk = open_page(f"{DESK}work/?queue=reported", by=house.first)
    remove(desk, house, with_keys=has_scripts)
    expect(desk.locator(".desk-empty")).to_be_visible()
    assert house.status() == Status.REMOVED
    tombstone = open_page(house.article).locator(f"#comment-{house.comment.pk}")
    expect(tombstone).to_contain_text("rule 3, personal attacks", ignore_case=True)
    expect(tombstone).not_to_contain_text(TEXT)

    # Both are told, the guest with the reasons; and the guest appeals by the link.
    deliver()
    assert "was removed" in newest_mail(REPORTER)
    reasons = newest_mail(GUEST)
    assert "Personal attacks" in reasons
    assert "Criticise what was said." in reasons
    guest = open_page(link_in(reasons, "/your-comment/open/"))
    appeal(guest)
    deliver()
    assert "Your appeal has arrived" in newest_mail(GUEST)

    # Whoever removed it cannot decide, neither on the page nor by sending the form all the same.
    made = Appeal.objects.get()
    hearing = f"/admin/comments/appeal/{made.pk}/"
    page = open_page(hearing, by=house.first)
    expect(page.locator(".hearing-not")).to_be_visible()
    expect(page.get_by_role("button", name="Decide the appeal")).to_have_count(0)
    forged = Client()
    forged.force_login(house.first)
    act = "0b0e7f2a-6a5e-4d68-9f53-6d0a7a3c6a51"
    forged.post(hearing, {"decide": "1", "outcome": "uphold", "answer": "No.", "act": act})
    made.refresh_from_db()
    assert (made.closed_at, house.status()) == (None, Status.REMOVED)

    # Somebody else does, and it is back in its place.
    page = open_page("/admin/comments/appeal/", by=house.second)
    page.locator(".hearing-row").first.click()
    expect(page.get_by_text("I meant whoever closes bridges.")).to_be_visible()
    page.get_by_role("radio", name=re.compile("It is reversed")).check()
    page.get_by_label("Answer").fill(ANSWER)
    page.get_by_role("button", name="Decide the appeal").click()
    expect(page.get_by_text("Imre Sorel").first).to_be_visible()
    made.refresh_from_db()
    assert (made.outcome, made.decided_by, made.alone) == ("reversed", house.second, False)
    assert house.status() == Status.PUBLISHED
    restored = Decision.objects.get(comment=house.comment, move=Move.RESTORE)
    assert (restored.actor, restored.started_by) == (house.second, "appeal")
    back = open_page(house.article).locator(f"#comment-{house.comment.pk}")
    expect(back).to_contain_text(TEXT)

    # Guest and reporter are told, by mail and on their pages.
    deliver()
    assert "Your appeal was successful" in newest_mail(GUEST)
    assert ANSWER in newest_mail(GUEST)
    assert "is published again" in newest_mail(REPORTER)
    guest.reload()
    expect(guest.get_by_text(re.compile("Your appeal was successful")).first).to_be_visible()
    report = open_page(own_report)
    expect(report.get_by_text("is back in its place").first).to_be_visible()

    # The public log has both decisions, and neither the text nor the name.
    sequencing.append()
    log = open_page("/en/moderation/")
    expect(entry(log, "Comment removed")).to_contain_text("rule 3")
    expect(entry(log, "Comment removed")).to_contain_text("Taken back: no. 2")
    expect(entry(log, "Comment removed")).to_contain_text("a reader's report")
    expect(entry(log, "Comment restored")).to_contain_text("Takes back no. 1")
    expect(entry(log, "Comment restored")).to_contain_text("an appeal")
    for secret in (TEXT, "Odile", "Dana Ruiz", "Imre Sorel"):
        expect(log.locator("main")).not_to_contain_text(secret)

    # The statistics have moved.
    now = timezone.localtime()
    figures = open_page(f"/en/moderation/figures/?year={now.year}&month={now.month}")
    expect(figures.locator("#figures-period")).to_be_visible()
    assert figures_of(figures, "rules", "Personal attacks")[-1] == "1"  # reversed on appeal
    made_and_reversed = figures_of(figures, "appeals", "By the author of a comment")
    assert (made_and_reversed[0], made_and_reversed[2]) == ("1", "1")
    received_decided_taken_down = figures_of(figures, "reports", "Reports of a broken rule")[:3]
    assert received_decided_taken_down == ["1", "1", "1"]


def figures_of(page: Page, table: str, row: str) -> list[str]:
    """The numbers of the first row of a table of figures that has some words."""
    part = page.locator(f'section[aria-labelledby="figure-{table}"]')
    found = part.locator("tbody tr").filter(has_text=row).first
    return [cell.strip() for cell in found.locator("td").all_inner_texts()]

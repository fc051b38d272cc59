"""The desk in a browser: by keyboard, by finger, without a script; and what axe says of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from comments.models import Comment, Discussion, Move, Status
from comments.moderation import decide
from tests.making import PASSWORD, Make

WAITING = "/admin/comments/comment/waiting/"
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
EXPECTED = ("409 (Conflict)", "503 (Service Unavailable)")  # refusals that tests provoke
Open = Callable[..., Page]


@pytest.fixture
def moderator(transactional_db: None, make_user: Make) -> Any:
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


def state(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def card(page: Page, comment: Comment) -> Any:
    return page.locator(f'[data-desk-card="{comment.pk}"]')


def expect_focus(page: Page, comment: Comment) -> None:
    expect(card(page, comment).locator("article")).to_be_focused()


def test_the_keys_clear_the_desk(open_desk: Open, held: list[Comment]) -> None:
    page = open_desk()
    said = page.locator("[data-desk-said]")
    page.keyboard.press("j")
    expect_focus(page, held[0])
    page.keyboard.press("a")
    expect(said).to_contain_text("You approved the comment by Anna.")
    expect_focus(page, held[1])
    page.keyboard.press("r")
    expect(card(page, held[1]).locator("[data-desk-rules]")).to_have_attribute("open", "")
    page.keyboard.press("3")
    expect(said).to_contain_text(
        "You rejected the comment by Bakhrom under rule 3 (Personal attacks)."
    )
    expect_focus(page, held[2])
    page.keyboard.press("j")
    expect_focus(page, held[3])
    page.keyboard.press("k")
    expect_focus(page, held[2])
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("You rejected the comment by Chinara under rule 3")
    expect_focus(page, held[3])
    expect(page.locator("[data-desk-waiting]")).to_have_text("2")
    assert [state(comment) for comment in held] == [
        Status.PUBLISHED,
        Status.REJECTED,
        Status.REJECTED,
        Status.HELD,
        Status.HELD,
    ]
    page.keyboard.press("a")
    expect_focus(page, held[4])
    page.keyboard.press("a")
    expect(page.locator(".desk-empty")).to_have_text("No comment waits. Well done.")
    assert Discussion.objects.get(story=held[0].story_id).comment_count == 4


def test_u_takes_the_last_decision_back_and_its_card_returns_to_its_place(
    open_desk: Open, held: list[Comment]
) -> None:
    page = open_desk()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.press("2")
    expect(card(page, held[1])).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator("[data-desk-said]")).to_contain_text("Undone: the comment by Bakhrom")
    expect_focus(page, held[1])
    order = page.locator("[data-desk-card]").evaluate_all(
        "cards => cards.map((card) => Number(card.dataset.deskCard))"
    )
    assert order == [comment.pk for comment in held]
    assert state(held[1]) == Status.HELD


def test_many_are_chosen_and_decided_about_at_once(open_desk: Open, held: list[Comment]) -> None:
    page = open_desk()
    bulk = page.locator("[data-desk-bulk]")
    expect(bulk.get_by_role("button", name="Approve")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-desk-chosen]")).to_have_text("Chosen: 1")
    page.get_by_role("link", name="Choose all on this page").click()
    expect(page.locator("[data-desk-chosen]")).to_have_text("Chosen: 5")
    card(page, held[0]).locator("[data-desk-choose]").uncheck()
    bulk.get_by_label("Note").fill("All of one mind.")
    bulk.get_by_text("Reject…").click()
    bulk.get_by_role("button", name="No advertising").click()
    expect(page.locator("[data-desk-said]")).to_contain_text("You rejected 4 comments under rule 2")
    expect_focus(page, held[0])
    expect(bulk.get_by_role("button", name="Approve")).to_be_hidden()
    assert [state(comment) for comment in held] == [Status.HELD] + [Status.REJECTED] * 4
    assert held[4].decisions.order_by("-pk")[0].note == "All of one mind."
    page.keyboard.press("u")
    expect(page.locator("[data-desk-card]")).to_have_count(5)


def test_a_refusal_keeps_the_card_with_its_reason_and_the_note(
    open_desk: Open, held: list[Comment], make_user: Make
) -> None:
    page = open_desk()
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.type("an a, a j and an r are letters here")
    decide([held[0]], Move.APPROVE, by=make_user("Moderators"))
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.press("3")
    refused = card(page, held[0])
    expect(refused.get_by_role("alert")).to_have_text(
        "A comment that is published cannot be rejected."
    )
    expect(refused.get_by_label("Note")).to_have_value("an a, a j and an r are letters here")
    expect(refused.get_by_text("Remove…")).to_be_visible()
    expect_focus(page, held[0])
    assert state(held[0]) == Status.PUBLISHED


def test_when_the_server_does_not_answer_nothing_is_lost(
    open_desk: Open, held: list[Comment]
) -> None:
    page = open_desk()
    card(page, held[0]).get_by_label("Note").fill("Do not lose me.")
    page.route("**/decide/**", lambda route: route.fulfill(status=503, body=""))
    note = card(page, held[0]).get_by_label("Note")
    with page.expect_response("**/decide/**"):
        card(page, held[0]).get_by_role("button", name="Approve").click()
    expect(page.locator("[data-desk-error]")).to_contain_text("the server did not answer")
    expect(note).to_have_value("Do not lose me.")
    page.unroute("**/decide/**")
    card(page, held[0]).get_by_role("button", name="Approve").click()
    expect(card(page, held[0])).to_have_count(0)
    expect(page.locator("[data-desk-error]")).to_be_hidden()
    assert held[0].decisions.order_by("-pk")[0].note == "Do not lose me."


def test_who_was_signed_out_meanwhile_is_told(open_desk: Open, held: list[Comment]) -> None:
    page = open_desk()
    page.context.clear_cookies(name="sessionid")
    card(page, held[0]).get_by_role("button", name="Approve").click()
    expect(page.locator("[data-desk-error]")).to_contain_text("you are signed out")
    assert state(held[0]) == Status.HELD


def test_the_keys_are_shown_and_can_be_turned_off(open_desk: Open, held: list[Comment]) -> None:
    page = open_desk()
    expect(card(page, held[0]).locator('kbd:text-is("a")')).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_text("undo your last decision")).to_be_visible()
    page.get_by_label("Keys work on this page").uncheck()
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(card(page, held[0]).locator("article")).not_to_be_focused()
    assert state(held[0]) == Status.HELD


def test_without_a_script_everything_is_done_by_forms(
    open_desk: Open, held: list[Comment], make_user: Make
) -> None:
    page = open_desk(java_script_enabled=False)
    card(page, held[0]).get_by_role("button", name="Approve").click()
    expect(page.locator("[data-desk-said]")).to_contain_text("You approved the comment by Anna.")
    card(page, held[1]).get_by_text("Reject…").click()
    card(page, held[1]).get_by_label("Note").fill("Sells watches.")
    card(page, held[1]).get_by_role("button", name="No advertising").click()
    expect(page.locator("[data-desk-said]")).to_contain_text("You rejected the comment by Bakhrom")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: the comment by Bakhrom is waiting again.")).to_be_visible()
    decide([held[2]], Move.APPROVE, by=make_user("Moderators"))
    page.get_by_role("link", name="Choose all on this page").click()
    decide([held[3]], Move.APPROVE, by=make_user("Moderators"))
    bulk = page.locator("[data-desk-bulk]")
    bulk.get_by_label("Note").fill("Read in one go.")
    bulk.get_by_role("button", name="Approve").click()
    refused = card(page, held[3])
    expect(refused.get_by_role("alert")).to_contain_text("cannot be approved")
    expect(refused.get_by_label("Note")).to_have_value("Read in one go.")
    assert {state(comment) for comment in held} == {Status.PUBLISHED}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_and_nothing_sticks_out(
    scheme: Any,
    width: int,
    open_desk: Open,
    held: list[Comment],
    moderator: Any,
    make_comment: Make,
    make_rule: Make,
) -> None:
    again = make_comment(held[0].article, body="word" * 300, guest_name="Best-Deals-" * 5)
    decide([again], Move.REMOVE, by=moderator, rule=make_rule("3"), note="Long " * 90)
    decide([again], Move.RESTORE, by=moderator)
    decide([again], Move.HOLD, by=moderator, note="Look again.")
    page = open_desk(
        "?author=example.org", viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    for selector in ("[data-desk-choose]", "[data-desk-keys] > summary"):
        if page.locator(selector).first.is_visible():
            page.locator(selector).first.click()
    card(page, held[1]).get_by_text("Reject…").click()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = Axe().run(page, options=AXE_RULES)
    assert found.response["violations"] == [], found.generate_report()


@pytest.mark.parametrize("path", ["/admin/", "?status=rejected"])
def test_axe_finds_nothing_around_the_desk(path: str, open_desk: Open, held: list[Comment]) -> None:
    page = open_desk()
    page.goto(path if path.startswith("/") else WAITING + path)
    found = Axe().run(page, options=AXE_RULES, context="#content")
    assert found.response["violations"] == [], found.generate_report()


def test_by_finger_on_a_phone(open_desk: Open, held: list[Comment]) -> None:
    page = open_desk(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    one = card(page, held[0])
    for button in one.locator(".desk-button:visible").all():
        assert (button.bounding_box() or {})["height"] >= 44
    one.get_by_text("Reject…").tap()
    one.get_by_role("button", name="Personal attacks").tap()
    expect(page.locator("[data-desk-said]")).to_contain_text("You rejected the comment by Anna")
    page.get_by_role("button", name="Undo").tap()
    expect(card(page, held[0])).to_be_visible()
    assert state(held[0]) == Status.HELD

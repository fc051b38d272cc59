"""The desk in a browser: by keyboard, by finger, without a script; and what axe says of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from comments.models import Comment, Discussion, Move, SavedReply, Status
from comments.moderation import decide
from tests.making import PASSWORD, Make

WAITING = "/admin/comments/comment/waiting/"
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
EXPECTED = ("409 (Conflict)", "403 (Forbidden)", "net::ERR_FAILED")  # what tests provoke
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
    expect(page.locator("[data-desk-number=waiting]")).to_have_text("2")
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
    bulk.get_by_label("Note", exact=True).fill("All of one mind.")
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
    expect(refused.get_by_label("Note", exact=True)).to_have_value(
        "an a, a j and an r are letters here"
    )
    expect(refused.get_by_text("Remove…")).to_be_visible()
    expect(page.locator("[data-desk-error]")).to_contain_text("It comes up again.")
    expect_focus(page, held[1])  # whoever reads the next card goes on reading it
    assert state(held[0]) == Status.PUBLISHED


def test_decisions_wait_for_the_connection_and_each_arrives_once(
    open_desk: Open, held: list[Comment]
) -> None:
    """The first arrives although its answer is lost; a reload loses none of those that wait."""
    page = open_desk("work/")
    waiting = page.locator("[data-desk-unsent]")

    def arrives_but_its_answer_is_lost(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/decide/**", arrives_but_its_answer_is_lost, times=1)
    expect_focus(page, held[0])
    with page.expect_event("requestfailed"):
        page.keyboard.press("a")
    page.unroute("**/decide/**")
    page.route("**/decide/**", lambda route: route.abort())
    for comment in held[1:3]:
        expect_focus(page, comment)
        page.keyboard.press("a")
    expect(waiting).to_contain_text("Decisions that wait for the connection: 3.")
    expect_focus(page, held[3])
    page.reload()
    expect_focus(page, held[3])
    page.unroute("**/decide/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-desk-progress]")).to_contain_text("3 of 5")
    expect(waiting).to_be_hidden()
    for comment in held[:3]:
        assert comment.decisions.filter(move=Move.APPROVE).count() == 1
    assert state(held[3]) == Status.HELD


def test_who_was_signed_out_meanwhile_is_told_and_nothing_is_lost(
    open_desk: Open, held: list[Comment], moderator: Any
) -> None:
    page = open_desk()
    page.context.clear_cookies(name="sessionid")
    card(page, held[0]).get_by_role("button", name="Approve").click()
    expect(page.locator("[data-desk-error]")).to_contain_text("You are signed out")
    assert state(held[0]) == Status.HELD
    other = page.context.new_page()
    other.goto(f"/admin/login/?next={WAITING}")
    other.fill("#id_login", moderator.email)
    other.fill("#id_password", PASSWORD)
    other.click("main [type=submit]")
    other.wait_for_url(f"**{WAITING}")
    other.close()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-desk-said]")).to_contain_text("You approved the comment by Anna.")
    assert state(held[0]) == Status.PUBLISHED


def test_somebody_else_who_signs_in_does_not_send_what_waits(
    open_desk: Open, held: list[Comment], make_user: Make
) -> None:
    colleague = make_user("Moderators")
    page = open_desk()
    page.context.clear_cookies(name="sessionid")
    card(page, held[0]).get_by_role("button", name="Approve").click()
    expect(page.locator("[data-desk-error]")).to_contain_text("You are signed out")
    page.goto(f"/admin/login/?next={WAITING}")
    page.fill("#id_login", colleague.email)
    page.fill("#id_password", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url(f"**{WAITING}")
    expect(card(page, held[0])).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    card(page, held[1]).get_by_role("button", name="Approve").click()
    expect(page.locator("[data-desk-said]")).to_contain_text("You approved")
    assert (state(held[0]), state(held[1])) == (Status.HELD, Status.PUBLISHED)


def test_the_keys_are_shown_and_can_be_turned_off(open_desk: Open, held: list[Comment]) -> None:
    page = open_desk()
    expect(card(page, held[0]).locator('kbd:text-is("a")')).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_text("undo your last decision")).to_be_visible()
    page.get_by_label("Keys work on this page").uncheck()
    expect(card(page, held[0]).locator('kbd:text-is("a")')).to_be_hidden()
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
    card(page, held[1]).get_by_label("Note", exact=True).fill("Sells watches.")
    card(page, held[1]).get_by_role("button", name="No advertising").click()
    expect(page.locator("[data-desk-said]")).to_contain_text("You rejected the comment by Bakhrom")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: the comment by Bakhrom is waiting again.")).to_be_visible()
    decide([held[2]], Move.APPROVE, by=make_user("Moderators"))
    page.get_by_role("link", name="Choose all on this page").click()
    decide([held[3]], Move.APPROVE, by=make_user("Moderators"))
    bulk = page.locator("[data-desk-bulk]")
    bulk.get_by_label("Note", exact=True).fill("Read in one go.")
    bulk.get_by_role("button", name="Approve").click()
    refused = card(page, held[3])
    expect(refused.get_by_role("alert")).to_contain_text("cannot be approved")
    expect(refused.get_by_label("Note", exact=True)).to_have_value("Read in one go.")
    assert {state(comment) for comment in held} == {Status.PUBLISHED}


@pytest.fixture
def fifty(moderator: Any, make_comment: Make, make_article: Make, make_rule: Make) -> list[Comment]:
    """Fifty comments that wait, and two rules."""
    make_rule("2", "No advertising")
    make_rule("3", "Personal attacks")
    article = make_article(headline="The bridge is closed")
    return [make_comment(article, status=Status.HELD) for _ in range(50)]


def expect_cleared(comments: list[Comment], moderator: Any) -> None:
    """Each was decided about once, every fifth rejected under rule 3."""
    for number, comment in enumerate(comments):
        decision = comment.decisions.exclude(move=Move.POST).get()
        rejected = number % 5 == 4
        assert decision.move == (Move.REJECT if rejected else Move.APPROVE)
        assert (decision.rule.code if decision.rule else "") == ("3" if rejected else "")
        assert decision.actor == moderator


def test_fifty_comments_are_cleared_with_the_keyboard_alone(
    open_desk: Open, fifty: list[Comment], moderator: Any
) -> None:
    page = open_desk()
    page.keyboard.press("g")
    page.wait_for_url("**/waiting/work/")
    expect(page.locator("[data-desk-progress]")).to_contain_text("0 of 50")
    for number, comment in enumerate(fifty):
        expect_focus(page, comment)
        if number % 5 == 4:
            page.keyboard.press("r")
            page.keyboard.press("3")
        else:
            page.keyboard.press("a")
        if number == 20:  # a second thought
            expect_focus(page, fifty[21])
            page.keyboard.press("u")
            expect_focus(page, comment)
            page.keyboard.press("a")
    empty = page.locator(".desk-empty")
    expect(empty).to_have_text(
        "No comment waits. Well done.", timeout=120_000
    )  # the last are still on their way
    expect(page.locator("[data-desk-progress]")).to_contain_text("50 of 50")
    again = fifty.pop(20)
    assert state(again) == Status.PUBLISHED
    expect_cleared(fifty[:20], moderator)


def test_fifty_comments_are_cleared_by_mouse_without_a_script(
    open_desk: Open, fifty: list[Comment], moderator: Any
) -> None:
    page = open_desk(java_script_enabled=False)
    page.get_by_role("link", name="Work through").click()
    for number, comment in enumerate(fifty):
        front = page.locator("[data-desk-card]:visible")
        expect(front).to_have_count(1)
        expect(front).to_have_attribute("data-desk-card", str(comment.pk))
        if number % 5 == 4:
            front.get_by_text("Reject…").click()
            front.get_by_role("button", name="Personal attacks").click()
        else:
            front.get_by_role("button", name="Approve").click()
    expect(page.locator(".desk-empty")).to_have_text("No comment waits. Well done.")
    expect_cleared(fifty, moderator)


def test_a_text_that_was_changed_comes_up_again_with_what_it_says_now(
    open_desk: Open, held: list[Comment]
) -> None:
    page = open_desk("work/")
    expect_focus(page, held[0])
    Comment.objects.filter(pk=held[0].pk).update(body="Buy my watches.", revision=2)
    page.keyboard.press("a")
    expect(page.locator("[data-desk-error]")).to_contain_text("The text was changed")
    expect_focus(page, held[1])
    page.keyboard.press("j")
    expect_focus(page, held[0])
    expect(card(page, held[0])).to_contain_text("Buy my watches.")
    page.keyboard.press("a")
    expect_focus(page, held[2])
    expect(page.locator("[data-desk-progress]")).to_contain_text("1 of 5")
    assert state(held[0]) == Status.PUBLISHED


def test_keys_are_chosen_and_a_saved_reply_becomes_the_note(
    open_desk: Open, held: list[Comment]
) -> None:
    SavedReply.objects.create(name="Links", language="en", text="Tell us in your own words.")
    page = open_desk("keys/")
    page.get_by_label("approve or restore").fill("r")
    page.get_by_role("button", name="Keep these keys").click()
    expect(page.get_by_text("Another act has this letter.")).to_be_visible()
    page.get_by_label("approve or restore").fill("y")
    page.get_by_role("button", name="Keep these keys").click()
    page.wait_for_url(f"**{WAITING}")
    page.goto(WAITING + "work/")
    expect_focus(page, held[0])
    page.keyboard.press("s")
    page.keyboard.press("ArrowDown")
    note = card(page, held[0]).get_by_label("Note", exact=True)
    expect(note).to_have_value("Tell us in your own words.")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("y")
    expect_focus(page, held[1])
    expect(page.locator("[data-desk-said]")).to_contain_text("You approved the comment by Anna.")
    assert held[0].decisions.latest("pk").note == "Tell us in your own words."


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


@pytest.mark.parametrize("path", ["/admin/", "?status=rejected", "work/", "keys/"])
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

"""The desk by keyboard: deciding, choosing many, taking back, and keys of one's own."""

from playwright.sync_api import expect

from comments.models import Comment, Discussion, Move, SavedReply, Status
from comments.moderation import decide
from tests.browser.desk.cards import card, expect_focus, state
from tests.browser.desk.conftest import WAITING, Open
from tests.making import Make


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

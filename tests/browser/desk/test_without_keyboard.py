"""The desk without a script, and by finger on a phone."""

from playwright.sync_api import expect

from comments.models import Comment, Move, Status
from comments.moderation import decide
from tests.browser.desk.cards import card, state
from tests.browser.desk.conftest import Open
from tests.making import Make


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

"""The desk without a connection or a session: no decision is lost, or sent by somebody else."""

from typing import Any

from playwright.sync_api import expect

from comments.models import Comment, Move, Status
from tests.browser.desk.cards import card, expect_focus, state
from tests.browser.desk.conftest import WAITING, Open
from tests.making import PASSWORD, Make


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

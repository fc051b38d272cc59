"""Acts on many and the figures in a browser: progress by script and without, and what axe says."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from comments import bulk
from comments.models import BulkAct, Comment, Status
from tests.axe import found_by_axe
from tests.making import PASSWORD, Make

NEW = "/admin/comments/bulkact/new/"
FIGURES = "/admin/comments/decision/figures/?per=hour"


@pytest.fixture
def moderator(transactional_db: None, make_user: Make) -> Any:
    return make_user("Moderators", display_name="Dana Ruiz")


@pytest.fixture
def held(moderator: Any, make_comment: Make, make_article: Make) -> list[Comment]:
    article = make_article(headline="The bridge is closed")
    return [make_comment(article, status=Status.HELD) for _ in range(5)]


def signed_in(browser: Browser, live_server: Any, moderator: Any, **options: Any) -> Page:
    page = browser.new_context(base_url=live_server.url, **options).new_page()
    page.goto(f"/admin/login/?next={NEW}")
    page.fill("#id_login", moderator.email)
    page.fill("#id_password", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url(f"**{NEW}")
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_an_act_on_many_is_begun_and_watched_to_its_end(
    scripts: bool, browser: Browser, live_server: Any, moderator: Any, held: list[Comment]
) -> None:
    page = signed_in(browser, live_server, moderator, java_script_enabled=scripts)
    page.get_by_label("Approve 5 comments").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Approve 5 comments").click()
    expect(page.locator(".many-progress")).to_contain_text("0 of 5 decided.")
    bulk.carry_out(BulkAct.objects.get().pk)
    expect(page.locator(".many-progress")).to_contain_text("5 of 5 were decided.", timeout=15_000)
    page.get_by_role("button", name="Undo the whole act").click()
    expect(page.locator("h1")).to_contain_text("Undo what was decided about 5 comments")
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_axe_finds_nothing_on_the_pages_of_many_and_of_figures(
    scheme: Any,
    width: int,
    browser: Browser,
    live_server: Any,
    moderator: Any,
    held: list[Comment],
) -> None:
    act = bulk.begin(Comment.objects.all(), "approve", by=moderator)  # type: ignore[arg-type]
    Comment.objects.filter(pk=held[0].pk).update(revision=2)
    bulk.carry_out(act.pk)
    size = {"width": width, "height": 900}
    page = signed_in(browser, live_server, moderator, viewport=size, color_scheme=scheme)
    for address in (NEW, f"/admin/comments/bulkact/{act.pk}/", "/admin/comments/bulkact/", FIGURES):
        page.goto(address)
        assert not found_by_axe(page, "#content")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()

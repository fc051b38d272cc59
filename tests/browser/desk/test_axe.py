"""What axe says of the desk and the pages around it, and that nothing sticks out."""

from typing import Any

import pytest

from comments.models import Comment, Move
from comments.moderation import decide
from tests.axe import found_by_axe
from tests.browser.desk.cards import card
from tests.browser.desk.conftest import WAITING, Open
from tests.making import Make


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
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
    assert not found_by_axe(page)


@pytest.mark.parametrize("path", ["/admin/", "?status=rejected", "work/", "keys/"])
def test_axe_finds_nothing_around_the_desk(path: str, open_desk: Open, held: list[Comment]) -> None:
    page = open_desk()
    page.goto(path if path.startswith("/") else WAITING + path)
    assert not found_by_axe(page, "#content")

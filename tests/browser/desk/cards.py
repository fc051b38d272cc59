"""How the tests of the desk find a card, and what became of its comment."""

from typing import Any

from playwright.sync_api import Page, expect

from comments.models import Comment


def state(comment: Comment) -> str:
    """The status that the database has for a comment."""
    return Comment.objects.get(pk=comment.pk).status


def card(page: Page, comment: Comment) -> Any:
    """A comment's card on the page."""
    return page.locator(f'[data-desk-card="{comment.pk}"]')


def expect_focus(page: Page, comment: Comment) -> None:
    """Wait until a comment's card has the focus."""
    expect(card(page, comment).locator("article")).to_be_focused()

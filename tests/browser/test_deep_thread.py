"""A thread of 500 answers in a row on a narrow phone, without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page

from articles.models import Article
from comments.models import Comment
from tests.crowds import add_chain, add_roots
from tests.making import Make

NARROW = 320  # CSS pixels, as WCAG's reflow criterion measures
MORE = ".thread-more a, .discussion-more a"
MOST_PAGES = 60
LEAST = NARROW // 2  # what indentation leaves for the words of the deepest answer


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A narrow window that gets none of the house's scripts; the test's own can still measure."""
    context = browser.new_context(viewport={"width": NARROW, "height": 640})
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def look(page: Page) -> set[int]:
    """Check that nothing runs over the side; return the comments on the page."""
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, page.url
    boxes = page.evaluate(
        """[...document.querySelectorAll(".comment")].map(comment => {
            const words = comment.querySelector(".comment-body").getBoundingClientRect()
            return [Number(comment.id.split("-")[1]), words.left, words.right]
        })"""
    )
    for pk, left, right in boxes:
        assert left >= 0, pk
        assert right <= NARROW, pk
        assert right - left >= LEAST, pk
    return {pk for pk, _left, _right in boxes}


@pytest.mark.django_db(transaction=True)
def test_500_answers_in_a_row_are_read_to_the_last_on_a_narrow_phone(
    live_server: Any, phone: Page, make_article: Make
) -> None:
    article: Article = make_article()
    with transaction.atomic():
        [root] = add_roots([article.pk], 1)
        last = add_chain(root, 500)[-1]
    seen: set[int] = set()
    to_read = [article.get_absolute_url()]
    for _page in range(MOST_PAGES):
        if not to_read:
            break
        phone.goto(live_server.url + to_read.pop(), wait_until="domcontentloaded")
        seen |= look(phone)
        to_read += phone.locator(MORE).evaluate_all(
            "links => links.map(a => a.pathname + a.search)"
        )
    assert phone.locator(f"#comment-{last}").is_visible()
    assert seen == set(Comment.objects.values_list("pk", flat=True))

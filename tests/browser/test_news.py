"""What is said while a page is open: a line tells of it, and nothing that is read moves."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from articles.models import Article
from comments.models import Comment, Discussion, Move
from comments.moderation import decide
from tests.comments.reading import address
from tests.making import Make

LINE = "[data-news]"


@pytest.fixture
def talk(make_comment: Make) -> list[Comment]:
    """Some threads under an article."""
    roots = [make_comment()]
    roots += [make_comment(roots[0].article) for _ in range(12)]
    make_comment(parent=roots[0])
    return roots


@pytest.fixture
def open_page(live_server: Any, page: Page) -> Any:
    """Open a page of an article with a clock that the test turns."""

    def open_it(article: Article, path: str = "") -> Page:
        page.clock.install()
        page.goto(live_server.url + (path or article.get_absolute_url()))
        return page

    return open_it


def wait(page: Page, seconds: int, how: str = "requestfinished") -> None:
    """Let time go by on the page until it asks for news and is answered."""
    with page.expect_event(how, lambda request: request.url.endswith("/news/")):
        page.clock.run_for(seconds * 1000)
    page.wait_for_timeout(200)  # the answer is read


def test_new_comments_are_told_and_put_in_place_without_moving_what_is_read(
    talk: list[Comment], open_page: Any, make_comment: Make
) -> None:
    page = open_page(talk[0].article)
    read = page.locator(f"#comment-{talk[6].pk}")
    read.evaluate("comment => comment.scrollIntoView()")
    wait(page, 31)
    expect(page.locator(LINE)).to_be_empty()
    above, below = make_comment(parent=talk[0]), make_comment(talk[0].article)
    wait(page, 61)
    expect(page.locator(LINE)).to_have_text("2 new comments · show")
    top = read.bounding_box()["y"]
    page.get_by_role("link", name="show", exact=True).press("Enter")
    expect(page.locator(".is-new")).to_have_count(2)
    assert abs(read.bounding_box()["y"] - top) < 2, "pixels"
    for new in (above, below):
        expect(page.locator(f"#comment-{new.pk} .comment-new")).to_have_text("New")
    order = page.locator(".entry > .comment").evaluate_all("all => all.map((one) => one.id)")
    assert order.index(f"comment-{above.pk}") == 2, "behind the other answer"
    assert order[-1] == f"comment-{below.pk}"
    expect(page.locator("#comments-heading")).to_have_text("16 comments")
    expect(page.get_by_role("link", name="go to the first")).to_be_focused()
    page.keyboard.press("Enter")
    page.clock.run_for(100)
    expect(page.locator(f"#comment-{above.pk}")).to_be_focused()
    expect(page.locator(LINE)).to_be_empty()


def test_news_on_another_page_are_shown_newest_first(
    talk: list[Comment], open_page: Any, make_comment: Make
) -> None:
    for _ in range(14):
        make_comment(talk[0].article)
    page = open_page(talk[0].article)
    new = make_comment(talk[0].article)
    wait(page, 31)
    page.get_by_role("link", name="show", exact=True).click()
    page.wait_for_url("**/comments/?order=newest#comments")
    expect(page.locator(f"#comment-{new.pk}")).to_be_visible()


def test_one_s_own_comment_is_news_only_when_it_was_waited_for(
    talk: list[Comment], open_page: Any, settings: Any
) -> None:
    settings.COMMENT_MINIMUM_SECONDS = 0
    page = open_page(talk[0].article)
    page.get_by_role("link", name="Write a comment").click()
    page.fill("#comment-form-name", "Odile Wray")
    page.fill("#comment-form-email", "odile@example.org")
    page.fill("#comment-form-body", "Mine.")
    page.check("#comment-form-agrees")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator(".is-waiting")).to_be_visible()
    wait(page, 31)
    expect(page.locator(LINE)).to_be_empty()
    settings.COMMENT_SCREENING = []
    page.get_by_role("link", name="Reply to").first.click()
    page.fill("#comment-form-name", "Odile Wray")
    page.fill("#comment-form-email", "odile@example.org")
    page.fill("#comment-form-body", "Mine, published at once.")
    page.check("#comment-form-agrees")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator("article").filter(has_text="Mine, published at once.").last).to_be_visible()
    wait(page, 121)
    expect(page.locator(LINE)).to_be_empty()
    decide(Comment.objects.waiting(), Move.APPROVE, by=None)
    wait(page, 241)
    expect(page.locator(LINE)).to_have_text("1 new comment · show")
    page.get_by_role("link", name="show", exact=True).click()
    expect(page.locator(".is-new")).to_have_count(1)
    expect(page.locator(".is-waiting")).to_have_count(0)
    expect(page.get_by_text("Mine, published at once.")).to_have_count(1)


def test_a_page_asks_less_and_less_often_and_stops_when_the_discussion_closes(
    talk: list[Comment], open_page: Any, context: BrowserContext, make_comment: Make
) -> None:
    article = talk[0].article
    asked: list[int] = []
    page = open_page(article, address("discussion", article))
    page.on("request", lambda request: asked.append(1) if "/news/" in request.url else None)
    for times, seconds in enumerate([30, 60, 120, 240, 480, 600, 600]):
        is_dead = times == 5  # a line, which is asked as seldom
        context.set_offline(is_dead)
        page.clock.run_for((seconds - 5) * 1000)
        assert len(asked) == times
        wait(page, 6, "requestfailed" if is_dead else "requestfinished")
        assert len(asked) == times + 1
    Discussion.objects.update(is_open=False)
    wait(page, 601)
    make_comment(article)
    page.clock.run_for(3_600_000)
    assert len(asked) == 8, "once more, and then no longer"
    expect(page.locator(LINE)).to_be_empty()

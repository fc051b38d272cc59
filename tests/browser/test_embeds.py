"""An embed in a browser: nothing of another site before a click, its player after one."""

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Embed
from tests.making import Make

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_player_is_asked_for_by_a_click_and_not_before(
    page: Page, live_server: LiveServer, make_article: Make
) -> None:
    article = make_article()
    Embed.objects.create(
        parent=article, ordering=20, url="https://youtu.be/abcdefghijk", title="The flood"
    )
    Embed.objects.create(parent=article, ordering=30, url="https://vimeo.com/1234567")
    asked: list[str] = []
    complaints: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(live_server.url):
            asked.append(request.url)

    def answer(route: Route) -> None:
        route.fulfill(body="<p>It plays.</p>", content_type="text/html")

    page.on("request", note)
    page.on("console", lambda message: complaints.append(message.text))
    page.route("https://**/*", answer)
    page.goto(live_server.url + article.get_absolute_url(), wait_until="networkidle")
    assert asked == []
    first = page.locator("[data-embed]").first
    first.get_by_role("button", name="Play it here").press("Enter")
    player = page.frame_locator("iframe[title='The flood']")
    expect(player.locator("p")).to_have_text("It plays.")
    assert asked == ["https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"]
    expect(page.locator("iframe")).to_be_focused()
    expect(page.get_by_role("button", name="Play it here")).to_have_count(1)
    assert complaints == []


def test_without_javascript_an_embed_is_a_link(
    browser: Browser, live_server: LiveServer, make_article: Make
) -> None:
    article = make_article()
    Embed.objects.create(parent=article, ordering=20, url="https://youtu.be/abcdefghijk")
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url + article.get_absolute_url())
    expect(page.get_by_role("link", name="youtu.be/abcdefghijk")).to_be_visible()
    expect(page.get_by_text("Play it here")).to_be_hidden()
    page.close()

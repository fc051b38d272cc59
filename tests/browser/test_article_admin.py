"""Writing an article in a real browser, by keyboard alone, under the admin's strict policy."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from articles.models import Article, Figure, Masthead, Photo, PullQuote, Text
from tests.axe import found_by_axe
from tests.making import Make

TABS = 120  # more than any of these pages has places to stop at
ORDER = ".order-machine > .inline-related:not(.empty-form)"


@pytest.fixture
def open_as(
    live_server: Any, context: BrowserContext, page: Page
) -> Iterator[Callable[[Any, str], Page]]:
    """Open an admin page as somebody; at the end the console must have said nothing."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: said.append(str(error)))

    def open_page(person: Any, url: str) -> Page:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        page.goto(live_server.url + url, wait_until="networkidle")
        return page

    yield open_page
    assert said == []


@pytest.fixture
def photo(make_photo: Make) -> Photo:
    """A photo with a file behind it."""
    picture = io.BytesIO()
    Image.new("RGB", (600, 400), (40, 90, 120)).save(picture, "JPEG")
    name = default_storage.save("photos/bridge.jpg", ContentFile(picture.getvalue()))
    return make_photo(file=name, caption="The bridge at dawn.", alt_text="A stone bridge")


def focused(page: Page) -> str:
    """The words of whatever has the focus."""
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def tab_to(page: Page, words: str, key: str = "Tab") -> None:
    """Press Tab until something with exactly these words has the focus, and can be seen to."""
    for _press in range(TABS):
        page.keyboard.press(key)
        if focused(page).lstrip("↑↓+ ") == words:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError(f"Tab never reaches “{words}”")


def said(page: Page) -> str:
    """What a screen reader was last told about the blocks."""
    return page.inner_text("[data-block-news]")


def save(page: Page) -> None:
    """Press Save with the keyboard, and wait for the page that answers."""
    page.focus("input[name=_continue]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")


def blocks_on(page: Page) -> list[str]:
    """What the blocks are called, in the order in which Tab goes through them."""
    return page.eval_on_selector_all(ORDER, "all => all.map(one => one.ariaLabel)")


def test_an_article_is_written_by_keyboard_alone(
    open_as: Callable[[Any, str], Page], make_user: Make, photo: Photo
) -> None:
    page = open_as(make_user("Reporters"), reverse("admin:articles_article_add"))
    keys = page.keyboard
    keys.type("The bridge is closed")  # the headline has the focus from the start
    tab_to(page, "Add text")
    keys.press("Enter")
    page.wait_for_selector(".ProseMirror-focused")
    assert said(page) == "Text added as 1 of 1."
    keys.type("It closed on Monday.  Two  spaces, and one at the end ")
    keys.press("Enter")
    keys.type("Nobody was asked.")
    keys.press("Escape")  # out of the text, to its buttons
    assert focused(page) == "↑ Move up"

    tab_to(page, "Add pull quote")
    keys.press("Enter")
    assert said(page) == "Pull quote added as 2 of 2."
    keys.type("Nobody was asked.")
    tab_to(page, "Move up", "Shift+Tab")
    keys.press("Enter")
    assert said(page) == "Pull quote moved, now 1 of 2."
    assert focused(page) == "↑ Move up"
    keys.press("Enter")
    assert said(page) == "Pull quote is the first already."

    tab_to(page, "Add a block here")  # between the two
    keys.press("Enter")
    tab_to(page, "Add figure")
    keys.press("Enter")
    assert said(page) == "Figure added as 2 of 3."
    keys.press("Enter")  # opens the list of photos
    keys.type("dawn")
    page.wait_for_selector(".select2-results__option--highlighted:has-text('dawn')")
    keys.press("Enter")
    page.wait_for_selector(".photo-peek img")
    assert blocks_on(page) == ["Pull quote, 1 of 3", "Figure, 2 of 3", "Text, 3 of 3"]
    save(page)

    article = Article.objects.get(headline="The bridge is closed")
    quote, figure = PullQuote.objects.get(), Figure.objects.get()
    text = Text.objects.get(parent=article)
    assert quote.ordering < figure.ordering < text.ordering
    assert figure.photo == photo
    assert text.html.startswith("<p>It closed on Monday.  Two  spaces, and one at the end </p>")
    assert "nbsp" not in text.html
    assert "\xa0" not in text.html
    assert blocks_on(page) == ["Pull quote, 1 of 3", "Figure, 2 of 3", "Text, 3 of 3"]


def test_blocks_are_removed_and_put_back_whether_they_are_saved_or_new(
    open_as: Callable[[Any, str], Page], make_user: Make, make_article: Make
) -> None:
    article = make_article(html="<p>One.</p>")
    Text.objects.create(parent=article, ordering=20, html="<p>Two.</p>")
    url = reverse("admin:articles_article_change", args=[article.pk])
    page = open_as(make_user("Editors"), url)
    first, second = page.locator(ORDER).nth(0), page.locator(ORDER).nth(1)
    first.get_by_role("button", name="Remove", exact=True).press("Enter")
    assert said(page).startswith("Text will be removed when you save.")
    assert focused(page) == "Put back"
    page.keyboard.press("Enter")
    assert said(page) == "Text is back."
    second.get_by_role("button", name="Move up").press("Enter")
    page.locator(ORDER).nth(1).get_by_text("Add a block here").press("Enter")
    page.locator(ORDER).nth(1).get_by_role("button", name="Add text").press("Enter")
    page.wait_for_selector(".ProseMirror-focused")
    page.keyboard.type("Never mind.")
    page.locator(ORDER).nth(1).get_by_role("button", name="Remove", exact=True).press("Enter")
    page.locator(ORDER).nth(2).get_by_role("button", name="Move up").press("Enter")
    save(page)
    texts = Text.objects.filter(parent=article).values_list("html", flat=True)
    assert list(texts) == ["<p>Two.</p>", "<p>One.</p>"]


def test_publishing_by_keyboard_says_what_is_missing_and_keeps_the_text(
    open_as: Callable[[Any, str], Page], make_user: Make
) -> None:
    Masthead.objects.create(language="en", name="The Courier")
    page = open_as(make_user("Editors"), reverse("admin:articles_article_add"))
    page.keyboard.type("The bridge is closed")
    button = page.get_by_role("button", name="Publish")
    assert button.inner_text() == "Publish"
    page.fill("#id_publish_at_0", "2030-01-01")
    assert button.inner_text() == "Publish at the time given"
    page.fill("#id_publish_at_0", "")
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".submit-said p:visible").all_inner_texts() == [
        "The section is missing.",
        "The byline is missing: name at least one author.",
        "The text is missing: write at least one paragraph.",
        "Your text is saved. The article is still what it was: draft.",
    ]
    assert page.input_value("#id_headline") == "The bridge is closed"


def test_what_is_typed_survives_a_lost_connection_and_a_lost_session(
    open_as: Callable[[Any, str], Page],
    make_user: Make,
    make_article: Make,
    context: BrowserContext,
    live_server: Any,
) -> None:
    article, editor = make_article(), make_user("Editors")
    page = open_as(editor, reverse("admin:articles_article_change", args=[article.pk]))
    page.fill("#id_headline", "The bridge is open")
    said_here = page.locator("[data-keep-typed]")

    page.evaluate("void (online = fetch, window.fetch = () => Promise.reject(Error('offline')))")
    page.click("input[name=_continue]")
    said_here.filter(has_text="the server cannot be reached").wait_for()
    page.evaluate("void (window.fetch = online)")

    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.click("input[name=_continue]")
    said_here.filter(has_text="you are signed out").wait_for()
    assert page.input_value("#id_headline") == "The bridge is open"

    again = Client()
    again.force_login(editor)
    cookie = again.cookies[settings.SESSION_COOKIE_NAME].value
    old_token = page.input_value("[name=csrfmiddlewaretoken]")
    context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url},
            {
                "name": "csrftoken",
                "value": "a" * 32,
                "url": live_server.url,
            },  # signing in renews it
        ]
    )
    save(page)
    article.refresh_from_db()
    assert article.headline == "The bridge is open"
    assert page.input_value("[name=csrfmiddlewaretoken]") != old_token


def test_leaving_with_something_typed_asks_first(
    open_as: Callable[[Any, str], Page], make_user: Make, make_article: Make
) -> None:
    url = reverse("admin:articles_article_change", args=[make_article().pk])
    page = open_as(make_user("Editors"), url)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload(wait_until="networkidle")
    assert asked == []
    page.locator(".ProseMirror[contenteditable]").first.press("End")
    page.keyboard.type(" More.")
    page.reload(wait_until="networkidle")
    assert asked == ["beforeunload"]


def test_the_first_error_comes_into_view(
    open_as: Callable[[Any, str], Page], make_user: Make, make_article: Make
) -> None:
    article = make_article(status="draft", publish_at=None, first_published_at=None)
    page = open_as(
        make_user("Editors"), reverse("admin:articles_article_change", args=[article.pk])
    )
    page.fill("#id_slug", "not a slug")
    page.fill("#id_publish_at_0", "the day after tomorrow")
    page.evaluate("scrollTo(0, 0)")
    save(page)
    page.wait_for_function("document.activeElement.id.startsWith('id_publish_at')")
    assert page.locator(".submit-said").inner_text().startswith("Nothing is saved yet")


PAGES = [
    "index",
    "articles_article_changelist",
    "articles_article_add",
    "articles_photo_changelist",
    "articles_photo_add",
    "articles_photogallery_add",
    "articles_section_add",
    "articles_author_add",
    "articles_tag_add",
    "articles_story_changelist",
    "articles_masthead_add",
    "portal_user_add",
    "auth_group_changelist",
    "password_change",
]


def test_no_page_of_the_newsroom_breaks_its_policy(
    open_as: Callable[[Any, str], Page],
    live_server: Any,
    page: Page,
    make_user: Make,
    make_article: Make,
    photo: Photo,
) -> None:
    page.goto(live_server.url + reverse("admin:login"), wait_until="networkidle")
    article = make_article(lead_photo=photo)
    records = [("article", article), ("photo", photo), ("story", article.story)]
    urls = [reverse(f"admin:{name}") for name in PAGES]
    urls += [reverse(f"admin:articles_{name}_change", args=[row.pk]) for name, row in records]
    for url in urls:
        open_as(administrator := make_user("Administrators"), url)
        assert page.title(), (administrator, url)


def test_axe_finds_nothing_in_the_body_of_the_form(
    open_as: Callable[[Any, str], Page], make_user: Make, make_article: Make, photo: Photo
) -> None:
    article = make_article()
    Figure.objects.create(parent=article, ordering=20, photo=photo)
    url = reverse("admin:articles_article_change", args=[article.pk])
    page = open_as(make_user("Editors"), url)
    page.wait_for_selector(".photo-peek img")
    assert not found_by_axe(page, ".order-machine-wrapper, .submit-row, .editions")

"""The form of a comment in a browser: drafts, a dead line, quotations, the preview, the counter."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from comments.body_text import characters
from comments.models import Comment
from comments.models.comments import BODY_CHARACTERS
from tests.comments.reading import address
from tests.making import Make

BODY = "#comment-form-body"
TYPED = "I write this in a tunnel, and slowly."
SEND = "Send the comment"
SAMPLES = [  # one by one, so that a difference names itself
    "👨‍👩‍👧‍👦", "👩🏽‍🌾", "🏳️‍🌈", "❤️‍🔥", "1️⃣", "🇺🇿🇮🇷", "🇺🇿🇮", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "می‌خواهم", "کتاب‌هایشان", "مُحَمَّد", "الله",
    "क्षत्रिय", "हिन्दी", "বাংলাদেশ", "தமிழ்", "తెలుగు", "ക്ഷേമം", "ไทยที่นี่", "각가", "é́",
    "\r\n", "a\r\nb", "\u200d\u200d", "\u0301", "Zażółć", "o‘zbekcha",
]  # fmt: skip


@pytest.fixture
def article_page(live_server: Any, page: Page, make_comment: Make, settings: Any) -> Page:
    """An article's page with one comment."""
    settings.COMMENT_MINIMUM_SECONDS = 0
    comment = make_comment(body="The first line.\n> not mine\n\nThe second line.")
    page.goto(live_server.url + comment.article.get_absolute_url())
    return page


def fill(page: Page, body: str = TYPED) -> None:
    """Fill in a guest's form as far as it is not."""
    page.fill("#comment-form-name", "Odile Wray")
    page.fill("#comment-form-email", "odile@example.org")
    page.check("#comment-form-agrees")
    if body:
        page.fill(BODY, body)


def open_form(page: Page, link: str = "Write a comment") -> None:
    """Open the form in its place, with what its script brings back."""
    page.get_by_role("link", name=link).click()
    expect(page.locator(BODY)).to_be_visible()
    page.wait_for_load_state("networkidle")


def drafts(page: Page) -> Any:
    """What the browser keeps."""
    return page.evaluate("JSON.parse(localStorage.getItem('comment-drafts') ?? '{}')")


def test_a_draft_comes_back_after_a_reload_and_is_gone_once_it_was_sent(
    article_page: Page,
) -> None:
    page, root = article_page, Comment.objects.get()
    open_form(page, "Reply to")
    fill(page)
    page.reload()
    (draft,) = drafts(page).values()
    assert draft.keys() == {"at", "body", "name", "language"}, "the e-mail address is not kept"
    open_form(page)
    expect(page.locator(BODY)).to_have_value("")
    open_form(page, "Reply to")
    expect(page.locator(BODY)).to_have_value(TYPED)
    expect(page.get_by_text("Draft restored")).to_be_visible()

    form = f"{address('post_comment', root.article)}?to={root.pk}"
    page.goto(page.url.split("/en/")[0] + form)
    expect(page.locator(BODY)).to_have_value(TYPED)  # a page of its own, as after signing in
    fill(page, "")
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_text("Your comment waits for a moderator")).to_be_visible()
    assert drafts(page) == {}
    assert "taken" not in {cookie["name"] for cookie in page.context.cookies()}


def test_a_draft_ends_when_it_is_discarded_emptied_too_old_or_sent_in_its_place(
    article_page: Page,
) -> None:
    page = article_page
    open_form(page)
    fill(page)
    page.reload()
    open_form(page)
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(BODY)).to_have_value("")
    assert drafts(page) == {}
    fill(page)
    page.fill(BODY, "")
    page.reload()
    assert drafts(page) == {}
    page.evaluate('localStorage.setItem(\'comment-drafts\', \'{"1.0": {"at": 5, "body": "x"}}\')')
    open_form(page)
    assert drafts(page) == {}, "older than thirty days"
    fill(page)
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_text("Your comment waits for a moderator")).to_be_visible()
    page.reload()
    assert drafts(page) == {}


def test_a_form_works_where_nothing_can_be_kept(article_page: Page) -> None:
    page = article_page
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    page.reload()
    open_form(page)
    fill(page)
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_text("Your comment waits for a moderator")).to_be_visible()
    assert not problems


@pytest.mark.parametrize("in_place", [True, False], ids=["in its place", "a page"])
def test_offline_the_text_stays_and_goes_out_when_the_line_is_back(
    in_place: bool, article_page: Page, context: BrowserContext
) -> None:
    page = article_page
    if in_place:
        open_form(page)
    else:
        page.goto(page.get_by_role("link", name="Write a comment").evaluate("link => link.href"))
    fill(page)
    context.set_offline(True)
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_text("You are offline, so the comment was not sent.")).to_be_visible()
    expect(page.locator(BODY)).to_have_value(TYPED)
    context.set_offline(False)
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("Your comment waits for a moderator")).to_be_visible()
    assert Comment.objects.waiting().get().body == TYPED


def test_what_is_selected_is_quoted_and_previewed(article_page: Page) -> None:
    page = article_page
    page.locator(".comment-body").evaluate("text => getSelection().selectAllChildren(text)")
    open_form(page, "Reply to")
    quoted = "> The first line.\n>\n> The second line.\n\n"
    expect(page.locator(BODY)).to_have_value(quoted)  # what that one quoted is not its own
    page.locator(".body p").evaluate("text => getSelection().selectAllChildren(text)")
    page.get_by_role("button", name="Quote").click()
    river = "> The river rose two metres overnight.\n\n"
    expect(page.locator(BODY)).to_have_value(quoted + river)
    page.locator(BODY).press_sequentially("So it did.")
    fill(page, "")
    page.get_by_role("button", name="Preview").click()
    preview = page.locator("[data-preview]")
    expect(preview).to_be_focused()
    expect(preview.locator("blockquote")).to_have_count(2)
    expect(preview.get_by_text("So it did.")).to_be_visible()
    expect(page.locator(BODY)).to_have_value(quoted + river + "So it did.")
    assert Comment.objects.count() == 1
    page.get_by_role("button", name=SEND).click()
    expect(page.locator(".is-waiting blockquote")).to_have_count(2)


def test_a_comment_is_previewed_without_javascript(
    live_server: Any, browser: Browser, make_article: Make, settings: Any
) -> None:
    settings.COMMENT_MINIMUM_SECONDS = 0
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + address("post_comment", make_article()))
    expect(page.get_by_role("button", name="Quote")).to_have_count(0)
    expect(page.get_by_text("A line that begins with “> ” is a quotation.")).to_be_visible()
    fill(page, "> Was it?\nIt was.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("[data-preview] blockquote")).to_have_text("Was it?")
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_text("Your comment waits for a moderator")).to_be_visible()
    context.close()


def test_the_counter_counts_as_the_server_does(article_page: Page) -> None:
    page = article_page
    open_form(page)
    counted = page.evaluate(
        """(samples) => {
          const area = document.querySelector("#comment-form-body")
          const shown = document.querySelector("[data-counter-of]")
          return samples.map((sample) => {
            area.value = `x${sample}x`
            area.dispatchEvent(new Event("input", {bubbles: true}))
            return Number(shown.textContent.replace(/\\D/g, ""))
          })
        }""",
        SAMPLES,
    )
    in_python = [
        BODY_CHARACTERS - characters(f"x{sample}x".replace("\r\n", "\n")) for sample in SAMPLES
    ]
    assert dict(zip(SAMPLES, counted, strict=True)) == dict(zip(SAMPLES, in_python, strict=True))

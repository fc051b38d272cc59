"""Every public page: the same bytes for everybody, strict markup, strict policy, open to all."""

import gzip
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Route

from articles.models import (
    Author,
    Embed,
    Figure,
    Gallery,
    GalleryPhoto,
    Masthead,
    PhotoGallery,
    PullQuote,
    SectionName,
    Tag,
)
from comments.public_log import sequencing
from portal.public_pages import _public_page_at
from tests.axe import found_by_axe

Make = Any
PAGE_BYTES = 50 * 1024
SCRIPT_BYTES = 10 * 1024
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763a8aaaa0200020a0105c2dfd8d60000000049454e44ae426082"
)


@pytest.fixture
def newspaper(
    make_article: Make, make_comment: Make, make_photo: Make, make_section: Make, make_user: Make
) -> dict[str, str]:
    """A small newspaper in two languages; gives the address of each kind of page."""
    zand = Author.objects.create(
        name="Maryam Zand", slug="maryam-zand", bio="She counts bats.", portrait=make_photo()
    )
    article = make_article(
        authors=[zand],
        place="TOLMIR",
        kicker="Bats",
        lead_photo=make_photo(),
        html='<h2>A subhead</h2><p>See <a href="https://example.org/">this</a>.</p>'
        "<ul><li><p>One</p></li></ul><blockquote><p>Said.</p></blockquote>",
    )
    Masthead.objects.update(tagline="A newspaper", notice="It is invented.")
    Masthead.objects.create(language="fa", name="پیک سروان", position=2)
    SectionName.objects.create(section=make_section(), language="fa", name="دره")
    persian = make_article(
        story=article.story, language="fa", headline="رودخانه", dek="", html="<p>آب آمد.</p>"
    )
    Figure.objects.create(parent=article, photo=make_photo(width=1200, height=1800), ordering=20)
    gallery = PhotoGallery.objects.create(title="The lake in pictures")
    for position in range(3):
        GalleryPhoto.objects.create(gallery=gallery, photo=make_photo(), position=position)
    Gallery.objects.create(parent=article, gallery=gallery, ordering=30)
    PullQuote.objects.create(parent=article, text="Two taps", attribution="She", ordering=40)
    Embed.objects.create(parent=article, url="https://youtu.be/abcdefghijk", ordering=50)
    article.tags.add(Tag.objects.create(name="Bats", slug="bats"))
    for _ in range(6):
        make_article(lead_photo=make_photo())
    answered = make_comment(article)
    make_comment(parent=answered, status="removed", by=make_user(role="Moderators"))
    for number in range(40):
        parent = answered if number % 3 else None
        make_comment(article, parent=parent, body=said(number))
    sequencing.append()
    assert article.publish_at is not None
    return {
        "home": "/",
        "persian home": "/fa/",
        "article": article.get_absolute_url(),
        "persian article": persian.get_absolute_url(),
        "section": "/en/valley/",
        "author": "/en/author/maryam-zand/",
        "tag": "/en/tag/bats/",
        "archive": "/en/archive/",
        "day": f"/en/archive/{article.publish_at:%Y/%-m/%-d}/",
        "moderation log": "/en/moderation/",
        "persian moderation log": "/fa/moderation/",
        "not found": "/en/valley/nothing/",
        "withdrawn": make_article(status="withdrawn").get_absolute_url(),
    }


def said(number: int) -> str:
    """Some 400 characters that compress no better than what people write."""
    words = Random(number)
    return " ".join("".join(words.choices(ascii_lowercase, k=5)) for _ in range(66))


def test_public_pages_are_the_same_bytes_for_everybody(
    newspaper: dict[str, str], make_user: Make
) -> None:
    reader, staff, junk = Client(), Client(), Client()
    staff.force_login(make_user(role="Administrators"))
    for name in ("sessionid", "csrftoken", "messages", "signed_in"):
        junk.cookies[name] = "junk"
    for name, address in newspaper.items():
        answers = [client.get(address) for client in (reader, staff, junk)]
        assert len({answer.content for answer in answers}) == 1, name
        for answer in answers:
            assert not answer.cookies, name
            assert "cookie" not in answer.headers.get("Vary", "").lower(), name


def test_public_pages_can_be_kept_and_asked_for_again(
    client: Client, newspaper: dict[str, str]
) -> None:
    for name, address in newspaper.items():
        response = client.get(address)
        assert "public" in response.headers["Cache-Control"], name
        if response.status_code == 200:
            again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b""), name


def test_what_public_pages_pass_by_would_have_changed_nothing(
    newspaper: dict[str, str], settings: Any
) -> None:
    asked = [{"path": address} for address in newspaper.values()]
    asked += [
        {"path": newspaper["article"], "headers": {"Host": "elsewhere.example.org"}},
        {"path": newspaper["article"], "headers": {"Accept-Encoding": "gzip"}},
        {"path": "/en/valley/?before=nothing"},
        {"path": "/en/valley/?before=%00"},
        {"path": "/en/"},
        {"path": "/en/wrong-section/" + newspaper["article"].split("/")[3] + "/"},
    ]
    for redirects in (False, True):
        settings.SECURE_SSL_REDIRECT = redirects
        short, settings.PAST_PUBLIC_PAGES = settings.PAST_PUBLIC_PAGES, set()
        whole = [answered(Client(), request) for request in asked]
        settings.PAST_PUBLIC_PAGES = short
        assert [answered(Client(), request) for request in asked] == whole
        assert {answer[0] for answer in whole} == (
            {301, 400} if redirects else {200, 301, 302, 400, 404, 410}
        )


def answered(client: Client, request: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return the status, the headers in their order and the body of an answer."""
    response = client.get(**request)
    return response.status_code, list(response.headers.items()), response.content


def test_what_goes_wrong_on_a_public_page_is_said_the_same_way(
    newspaper: dict[str, str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("The page cannot be made.")

    monkeypatch.setattr("portal.pages.front_page", fail)
    short, settings.PAST_PUBLIC_PAGES = settings.PAST_PUBLIC_PAGES, set()
    whole = answered(Client(raise_request_exception=False), {"path": "/"})
    settings.PAST_PUBLIC_PAGES = short
    assert answered(Client(raise_request_exception=False), {"path": "/"}) == whole
    assert whole[0] == 500


def test_public_pages_parse_strictly(client: Client, newspaper: dict[str, str]) -> None:
    for address in newspaper.values():
        html5lib.HTMLParser(strict=True).parse(client.get(address).content.decode())


def test_public_pages_hold_no_inline_code_and_ask_nobody_else(
    client: Client, newspaper: dict[str, str]
) -> None:
    for name, address in newspaper.items():
        response = client.get(address)
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy, name
        assert "nonce" not in policy, name
        page = response.content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page), name
        scripts = re.findall(r"<script([^>]*)>", page)
        assert all("src=" in script or "application/ld+json" in script for script in scripts), name
        loaded = re.findall(r'<(?:script|img|source|link rel="stylesheet")[^>]*', page)
        assert not [tag for tag in loaded if "//" in tag], name


def test_every_picture_keeps_its_place_and_says_what_it_shows(
    client: Client, newspaper: dict[str, str]
) -> None:
    for name, address in newspaper.items():
        for picture in re.findall(r"<img[^>]*>", client.get(address).content.decode()):
            assert re.search(r'width="\d+" height="\d+" alt="', picture), name


def test_an_article_with_42_comments_keeps_to_its_budget(
    client: Client, newspaper: dict[str, str]
) -> None:
    def wire(address: str) -> int:
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        return len(response.content)

    page = client.get(newspaper["article"]).content.decode()
    assert "42 comments" in page
    files = set(re.findall(r'(?:src|href)="/static/([^"]*\.(?:css|js))"', page))
    sizes = {name: compressed(name) for name in files}
    scripts = sum(size for name, size in sizes.items() if name.endswith(".js"))
    assert scripts <= SCRIPT_BYTES
    assert wire(newspaper["article"]) + sum(sizes.values()) <= PAGE_BYTES


def compressed(name: str) -> int:
    """How many bytes a static file takes over the wire."""
    return len(gzip.compress(Path(str(finders.find(name))).read_bytes(), 6))


def answer_from(pages: dict[str, Any]) -> Callable[[Route], None]:
    """Answer a browser from pages that were read before it started, and from static files."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in pages:
            page = pages[path]
            headers = {k: v for k, v in page.headers.items() if k != "Content-Length"}
            route.fulfill(status=page.status_code, headers=headers, body=page.content)
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            route.fulfill(path=str(file))
        else:
            route.fulfill(status=200, content_type="image/png", body=PIXEL)

    return answer


@pytest.mark.parametrize(("scheme", "only"), [("light", ()), ("dark", ("color-contrast",))])
def test_public_pages_are_open_to_all(
    scheme: Any, only: tuple[str, ...], client: Client, newspaper: dict[str, str], browser: Browser
) -> None:
    """No violation by axe, no complaint in the console, and nothing wider than a small phone."""
    pages = {address: client.get(address) for address in newspaper.values()}
    tab = browser.new_page(
        viewport={"width": 320, "height": 800}, color_scheme=scheme, base_url="http://localhost"
    )
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text))
    tab.route("**/*", answer_from(pages))
    for name, address in newspaper.items():
        tab.goto(address)
        found = found_by_axe(tab, only=only)
        assert not found, f"{name}: {found}"
        wide = tab.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{name} is wider than 320 pixels"
    assert not [text for text in complaints if "Failed to load" not in text]
    tab.close()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "OPTIONS"])
def test_a_public_page_is_only_read(method: str, client: Client, newspaper: dict[str, str]) -> None:
    answer = client.generic(method, newspaper["article"])
    assert (answer.status_code, answer["Allow"], answer.content) == (405, "GET, HEAD", b"")


def test_what_is_remembered_of_an_address_takes_little() -> None:
    """It lies beside the page memory, whose limit does not count it."""
    paths = [f"/en/valley/the-bridge-{number}/" for number in range(300)]
    _public_page_at("/en/valley/the-bridge/")  # what all of them need is there
    tracemalloc.start()
    try:
        before, _peak = tracemalloc.get_traced_memory()
        assert all(map(_public_page_at, paths))
        after, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (after - before) / len(paths) < 2500, "bytes an address"

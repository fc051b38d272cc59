"""Every public page of the demo edition, as a reader's browser and a validator see it."""

import os
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import html5lib
import pytest
from django.core.management import call_command
from django.urls import resolve
from playwright.sync_api import Browser, ConsoleMessage, Request

from tests.axe import found_by_axe

PER_KIND = 2  # pages of one kind (URL name, language, with a query or not) that are checked
LOOKED_AT = {None, "en", "fa"}  # of these, one of each kind is opened: left to right, and right
# What the demo has more on than the newspaper of test_public_pages, where axe is asked of all.
RICH = {"home", "article", "discussion", "author"}
NU_CHECKER = os.environ.get("VNU_JAR", "")  # `make test` fetches it where Java and npm are


@pytest.fixture
def newspaper(live_server: Any) -> str:
    """The demo edition at a live address."""
    call_command("demo", picture_width=320, verbosity=0)
    return str(live_server.url)


def fetch(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Fetch an address as somebody without a browser: status, headers, body."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 (our own server)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, dict(answer.headers), answer.read()
    except HTTPError as answer:
        return answer.code, dict(answer.headers), answer.read()


def kind_of(path: str) -> tuple[str | None, str | None, bool]:
    """What sort of page an address leads to: its URL's name, its language, with a query or not."""
    match = resolve(path.split("?")[0])
    return match.url_name, match.kwargs.get("language"), "?" in path


def is_public(path: str) -> bool:
    """Whether everybody gets the same page at an address (articles.public_page marks it)."""
    return hasattr(resolve(path.split("?")[0]).func, "reads")


def crawl(address: str) -> dict[str, bytes]:
    """Follow links from the front page; keep a few pages of each kind and language."""
    waiting, pages, kinds = ["/"], {}, {}
    seen = {"/"}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if not is_public(path) or kinds.get(kind, 0) >= PER_KIND:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        status, headers, body = fetch(address + path)
        assert status == 200, f"{path} answers {status}"
        if not headers["Content-Type"].startswith("text/html"):
            continue  # a feed or a table: read by other tests
        pages[path] = body
        for link in re.findall(rb'href="(/[^"#]*)', body):
            target = link.decode().replace("&amp;", "&")
            if target not in seen and not re.match(r"/(static|media|admin)/", target):
                seen.add(target)
                waiting.append(target)
    return pages


def test_every_public_page_is_sound(newspaper: str, browser: Browser, tmp_path: Path) -> None:
    pages = crawl(newspaper)
    names = {resolve(path.split("?")[0]).url_name for path in pages}
    assert names >= {
        "home", "edition", "section", "author", "tag", "archive", "archive_day",
        "article", "discussion", "comment", "policy",
    }  # fmt: skip
    for path, body in pages.items():
        html5lib.HTMLParser(strict=True).parse(body)
        _status, headers, again = fetch(
            newspaper + path, Cookie="csrftoken=junk; sessionid=junk; reader=junk"
        )
        assert again == body, f"{path} differs with cookies"
        assert "Set-Cookie" not in headers, path
        assert headers["Vary"] == "Accept-Encoding", path
        assert "unsafe-inline" not in headers["Content-Security-Policy"], path
        assert fetch(newspaper + path, **{"If-None-Match": headers["ETag"]})[0] == 304, path
    check_with_nu(pages, tmp_path)
    look_at(browser, newspaper, {kind_of(path): path for path in pages})


def check_with_nu(pages: dict[str, bytes], folder: Path) -> None:
    """Ask the Nu HTML checker, where Java and vnu-jar are ."""
    if not (shutil.which("java") and NU_CHECKER):
        return
    for number, body in enumerate(pages.values()):
        (folder / f"{number}.html").write_bytes(body)
    command = ["java", "-jar", NU_CHECKER, "--errors-only", *folder.glob("*.html")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def look_at(browser: Browser, address: str, pages: dict[Any, str]) -> None:
    """Open each on a small screen: no overflow, no strangers, no cookies, no axe finding.

    Axe, which takes longer than all else, is asked of RICH pages that read from left to right.
    """
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    problems: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            problems.append(f"{page.url}: {message.text}")

    def requested(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            problems.append(f"{page.url} asks for {request.url}")

    page.on("console", heard)
    page.on("request", requested)
    for (name, language, _query), path in pages.items():
        if language not in LOOKED_AT:
            continue
        page.goto(address + path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{path} is wider than 320 pixels")
        if name in RICH and language != "fa" and (found := found_by_axe(page)):
            problems.append(f"{path}: {found}")
    assert not problems, "\n".join(problems)
    assert context.cookies() == []
    context.close()

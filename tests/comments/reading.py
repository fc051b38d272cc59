"""How the tests of the conversation fill in forms and read pages, as a browser does."""

import re
from html import unescape
from typing import Any

import html5lib
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles.models import Article
from comments.models import Comment

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
GUEST = {
    "name": "Gulbahor M.",
    "email": "gulbahor@example.org",
    "body": "The bridge was closed in 1998 as well.",
    "agrees": "on",
}


def address(name: str, article: Article, **parts: Any) -> str:
    """An address below an article's own."""
    return reverse(name, kwargs={**article.address(), **parts})


def token_in(response: HttpResponse) -> str:
    """The token of the form on a page."""
    found = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    assert found, response.content.decode()
    return unescape(found[1])


def send(
    client: Client,
    article: Article,
    *,
    to: Comment | None = None,
    fragment: bool = False,
    token: str = "",
    headers: dict[str, str] | None = None,
    **fields: str,
) -> HttpResponse:
    """Open the form and send it; `token` sends one that was opened before."""
    query = ([f"to={to.pk}"] if to else []) + (["fragment=1"] if fragment else [])
    url = address("post_comment", article) + (f"?{'&'.join(query)}" if query else "")
    token = token or token_in(client.get(url))
    return client.post(
        url, GUEST | {"token": token, "website": ""} | fields, headers=headers or SAME_ORIGIN
    )


def text_of(response: HttpResponse) -> str:
    """The words of a page, with runs of space made one."""
    body = re.sub(r"<script.*?</script>", " ", response.content.decode(), flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


def parse(response: HttpResponse) -> Any:
    """Parse a page strictly; an error of its HTML fails the test."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(response.content.decode())


def parse_fragment(response: HttpResponse) -> Any:
    """Parse a fragment strictly."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(response.content.decode())


def links(response: HttpResponse) -> list[str]:
    """Where a page's links lead, without the parts behind #."""
    return [
        link.attrib["href"].partition("#")[0]
        for link in parse(response).iter("a")
        if "href" in link.attrib
    ]

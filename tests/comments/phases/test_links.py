"""Links: what counts as one, and which domain it leads to."""

import pytest
from pytest_django import Settings

from comments.phases.links import hosts_in, links
from tests.comments.phases.drafting import draft_of

MANY = "See https://a.example/ and https://b.example/ and https://c.example/."


def said(body: str) -> tuple[str, str] | None:
    verdict = links(draft_of(None, body))
    return (verdict.kind, verdict.quoted) if verdict else None


def test_a_few_links_pass_and_many_wait() -> None:
    assert said(MANY.replace("https://c", "c")) is None
    assert said(MANY) == ("hold", "")


def test_links_to_the_newspaper_itself_do_not_count(settings: Settings) -> None:
    home = settings.SITE_URL
    assert said(f"{home}/one {home}/two {home}/three {home}/four") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://bit.ly/3xY",
        "HTTPS://BIT.LY/3xY",
        "http://www.tinyurl.com/x",
        "https://clck.ru/3FgK",
        "https://somebody@bit.ly/x",
        "https://bit.ly:443/x",
    ],
)
def test_shortened_links_wait(url: str) -> None:
    assert said(f"Look: {url}")[0] == "hold"


@pytest.mark.parametrize(
    "url", ["https://rabbit.ly/x", "https://bit.ly.example/", "https://t.com/x"]
)
def test_what_only_looks_like_one_passes(url: str) -> None:
    assert said(f"Look: {url}") is None


def test_a_listed_domain_stands_for_all_below_it(settings: Settings) -> None:
    settings.COMMENT_DOMAINS_HELD = ["held.example", "пример.рф"]
    settings.COMMENT_DOMAINS_REFUSED = ["Refused.example"]
    assert said("https://www.held.example/") == ("hold", "www.held.example")
    assert said("https://пример.рф/страница") == ("hold", "xn--e1afmkfd.xn--p1ai")
    assert said("https://shop.refused.example/")[0] == "refuse"
    assert said("https://unrefused.example/") is None
    assert (
        "shop.refused.example" in links(draft_of(None, "https://shop.refused.example/")).to_author
    )


def test_a_host_is_read_as_a_browser_reads_it() -> None:
    assert list(hosts_in(r"https://bit.ly\@example.org/")) != ["example.org"]
    assert list(hosts_in("https://one.example/?to=https://two.example/")) == ["one.example"]

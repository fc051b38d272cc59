"""Downloads: bounded in everything, taken up where broken, and never from this house's network."""

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from articles.wxr.media.checked_connection import is_public, resolve
from articles.wxr.media.downloads import Downloads
from articles.wxr.media.limits import Limits, NotHad
from tests.articles.wxr.old_site import (
    OldSite,
    answer,
    certificate_of,
    leading_to,
    old_site,
)

PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 2000
Get = Callable[..., bytes]


@pytest.fixture
def site() -> Iterator[OldSite]:
    with old_site() as running:
        yield running


@pytest.fixture
def get(site: OldSite, tmp_path: Path) -> Get:
    """Get a path of the old site as a new run does; limits and names can be given."""

    def get(path: str, names: dict[str, list[str]] | None = None, **limits: Any) -> bytes:
        downloads = Downloads(tmp_path, site.limits(**limits), site.resolve(**names or {}))
        return downloads.get(path if "://" in path else f"{site.url}{path}")

    return get


def test_a_picture_comes_as_it_is_and_is_asked_for_once(site: OldSite, get: Get) -> None:
    site.pages["/a%20b.jpg?x=1"] = PICTURE
    assert get("/a b.jpg?x=1") == PICTURE
    assert get("/a b.jpg?x=1") == PICTURE
    assert len(site.asked) == 1


# --- Whose servers are asked ----------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0",  # noqa: S104
        "10.1.2.3", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1",
        "198.51.100.7", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "192.88.99.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:93.184.215.14",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "fc00::1",
        "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1", "3fff::1",
        "nonsense", "",
    ],
)  # fmt: skip
def test_addresses_of_networks_that_are_not_public_are_known(address: str) -> None:
    assert not is_public(address)


def test_addresses_of_the_public_internet_are_known() -> None:
    assert all(map(is_public, ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1"]))


WITHIN = [
    "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/",
    "http://169.254.169.254/latest/meta-data/", "http://0x7f.1/", "http://0177.0.0.1/",
    "http://127.1/", "http://[::ffff:127.0.0.1]/", "http://0/", "https://127.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("within", WITHIN)
def test_no_address_within_is_asked_however_it_is_written(within: str, tmp_path: Path) -> None:
    """With the resolver of the system, which reads numbers as browsers do."""
    with pytest.raises(NotHad, match="is no address of the public internet"):
        Downloads(tmp_path, Limits()).get(within)


@pytest.mark.parametrize("within", [*WITHIN, "//127.0.0.1/", "http://old.example:22/"])
def test_no_address_within_is_asked_after_a_redirect(
    within: str, site: OldSite, tmp_path: Path
) -> None:
    site.pages["/a.jpg"] = leading_to(within)
    known = site.resolve()

    def resolve_too(host: str, port: int) -> list[str]:
        return known(host, port) if host == "old.example" else resolve(host, port)

    with pytest.raises(NotHad, match="is no address of the public internet"):
        Downloads(tmp_path, site.limits(), resolve_too).get(f"{site.url}/a.jpg")
    assert len(site.asked) == 1


def test_a_port_within_is_not_asked_even_where_another_one_is_allowed(
    site: OldSite, get: Get
) -> None:
    with old_site() as other:
        site.pages["/a.jpg"] = leading_to(f"http://127.0.0.1:{other.port}/a.jpg")
        other.pages["/a.jpg"] = PICTURE
        with pytest.raises(NotHad, match="public internet"):
            get("/a.jpg")
        assert not other.asked


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["10.0.0.1"], ["::1"], ["169.254.169.254"], ["93.184.215.14", "10.0.0.1"]],
)
def test_a_name_that_resolves_to_an_address_within_is_refused(
    found: list[str], site: OldSite, get: Get
) -> None:
    with pytest.raises(NotHad, match=r"^evil\.example is no address of the public internet\.$"):
        get("http://evil.example/a.jpg", {"evil_example": found})
    site.pages["/a.jpg"] = leading_to("http://evil.example/a.jpg")
    with pytest.raises(NotHad, match="public internet"):
        get("/a.jpg", {"evil_example": found})


def test_a_name_is_resolved_once_so_that_it_cannot_change_its_mind(
    site: OldSite, tmp_path: Path
) -> None:
    site.pages["/a.jpg"] = PICTURE
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    assert Downloads(tmp_path, site.limits(), rebinding).get(f"{site.url}/a.jpg") == PICTURE
    assert asked == ["old.example"]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://old.example/a.jpg", "gopher://old.example/", "http:///a.jpg",
        "http://user:word@old.example/a.jpg", "http://old.example:0/", "http://old.example:99999/",
        "http://[::1/", "http://old.example:25/a.jpg", "http://" + "x" * 300 + ".example/",
        "http://nowhere.example/a.jpg",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_public_site_is_refused(address: str, get: Get) -> None:
    with pytest.raises(NotHad):
        get(address)


def test_a_redirect_to_another_protocol_is_refused(site: OldSite, get: Get) -> None:
    site.pages["/a.jpg"] = leading_to("file:///etc/passwd")
    with pytest.raises(NotHad, match="no address of the web"):
        get("/a.jpg")


def test_over_tls_the_certificate_has_to_be_the_hosts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = certificate_of("old.example", tmp_path)
    with old_site(tls=certificate) as site:
        site.pages["/a.jpg"] = PICTURE
        downloads = Downloads(
            tmp_path / "got", site.limits(), site.resolve(b_example=["127.0.0.1"])
        )
        with pytest.raises(NotHad, match="certificate verify failed"):
            downloads.get(f"{site.url}/a.jpg")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert downloads.get(f"{site.url}/a.jpg") == PICTURE
        with pytest.raises(NotHad, match="certificate verify failed"):
            downloads.get(f"https://b.example:{site.port}/a.jpg")


# --- How much -------------------------------------------------------------------------------------
def test_redirects_are_followed_but_not_for_ever(site: OldSite, get: Get) -> None:
    site.pages |= {"/a.jpg": leading_to("/b.jpg", 301), "/b.jpg": leading_to("c.jpg", 308)}
    site.pages |= {"/c.jpg": PICTURE, "/d.jpg": leading_to("/d.jpg")}
    assert get("/a.jpg") == PICTURE
    with pytest.raises(NotHad, match="on and on"):
        get("/d.jpg", redirects=3)
    assert [path for path, _range in site.asked].count("/d.jpg") == 4


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Answer without end."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(bytes(65536))


def test_a_picture_that_is_too_large_is_given_up(site: OldSite, get: Get, tmp_path: Path) -> None:
    site.pages |= {"/a.jpg": PICTURE, "/b.jpg": endless}
    for path in site.pages:
        with pytest.raises(NotHad, match="more than 0 MB"):
            get(path, picture_bytes=100_000)
    assert not list(tmp_path.iterdir())


def test_a_run_ends_at_its_number_and_its_bytes(site: OldSite, tmp_path: Path) -> None:
    site.pages = {f"/{number}.jpg": PICTURE for number in range(3)}
    downloads = Downloads(tmp_path, site.limits(pictures=2), site.resolve())
    downloads.get(f"{site.url}/0.jpg")
    downloads.get(f"{site.url}/1.jpg")
    with pytest.raises(NotHad, match="run it again"):
        downloads.get(f"{site.url}/2.jpg")
    again = Downloads(tmp_path, site.limits(all_bytes=len(PICTURE) - 1), site.resolve())
    assert again.get(f"{site.url}/0.jpg") == PICTURE, "what is here costs nothing"
    with pytest.raises(NotHad, match="run it again"):
        again.get(f"{site.url}/2.jpg")


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """Answer a byte at a time."""
    handler.send_response(200)
    handler.end_headers()
    for _piece in range(1000):
        handler.wfile.write(b"x")
        time.sleep(0.02)


def dripping_headers(handler: BaseHTTPRequestHandler) -> None:
    """Answer with a header that takes its time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _piece in range(1000):
        handler.wfile.write(b"x")
        time.sleep(0.02)


@pytest.mark.parametrize("slow", [dripping, dripping_headers, lambda _handler: time.sleep(3)])
def test_a_site_that_is_slow_on_purpose_is_given_up(
    slow: Callable[[BaseHTTPRequestHandler], None], site: OldSite, get: Get
) -> None:
    site.pages["/a.jpg"] = slow
    began = time.monotonic()
    with pytest.raises(NotHad, match="longer than one picture may take"):
        get("/a.jpg", seconds=0.3)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (lambda h: answer(h, b"<html>", content_type="text/html; charset=utf-8"), "text/html"),
        (lambda h: answer(h, b"x", content_encoding="gzip"), "packed"),
        (lambda h: answer(h, b"", 403), "answers 403"),
        (lambda h: answer(h, b"", 500), "answers 500"),
        (lambda h: h.wfile.write(b"\0\1nonsense\r\n\r\n"), "connection failed"),
        (lambda h: None, "connection failed"),
        (lambda h: answer(h, b"", 302), "on and on|no address"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(
    page: Callable[[Any], None], why: str, site: OldSite, get: Get
) -> None:
    site.pages["/a.jpg"] = page
    with pytest.raises(NotHad, match=why):
        get("/a.jpg")


# --- Broken off -----------------------------------------------------------------------------------
def breaking_off(at: int, etag: str = '"one"', content: bytes = PICTURE) -> Callable[[Any], None]:
    """A page whose answers break off behind so many bytes; it knows ranges."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        begin, rest = 0, handler.headers.get("Range", "")
        if rest and handler.headers.get("If-Range") == etag:
            begin = int(rest.removeprefix("bytes=").rstrip("-"))
        handler.send_response(206 if begin else 200)
        if begin:
            last = len(content) - 1
            handler.send_header("Content-Range", f"bytes {begin}-{last}/{len(content)}")
        handler.send_header("Content-Length", str(len(content) - begin))
        handler.send_header("ETag", etag)
        handler.end_headers()
        handler.wfile.write(content[begin : begin + at])
        handler.close_connection = True

    return page


def test_a_download_that_breaks_off_goes_on_where_it_was(site: OldSite, get: Get) -> None:
    site.pages["/a.jpg"] = breaking_off(200_000)
    assert get("/a.jpg") == PICTURE
    ranges = [asked for _path, asked in site.asked]
    assert ranges == ["", "bytes=200000-", "bytes=400000-"]


def test_a_run_that_was_stopped_goes_on_where_it_was(site: OldSite, get: Get) -> None:
    site.pages["/a.jpg"] = breaking_off(200_000)
    with pytest.raises(NotHad, match="connection failed"):
        get("/a.jpg", attempts=1)
    site.pages["/a.jpg"] = breaking_off(10**9)
    assert get("/a.jpg") == PICTURE
    assert site.asked[-1][1] == "bytes=200000-"


def test_a_rest_of_another_version_is_not_put_behind_the_first(site: OldSite, get: Get) -> None:
    site.pages["/a.jpg"] = breaking_off(200_000)
    with pytest.raises(NotHad):
        get("/a.jpg", attempts=1)
    other = PICTURE[::-1]
    site.pages["/a.jpg"] = breaking_off(10**9, '"two"', other)
    assert get("/a.jpg") == other


def test_a_rest_that_begins_elsewhere_is_not_put_behind_the_first(site: OldSite, get: Get) -> None:
    site.pages["/a.jpg"] = breaking_off(200_000)
    with pytest.raises(NotHad):
        get("/a.jpg", attempts=1)

    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("Range"):
            return answer(handler, PICTURE[7:], 206, content_range=f"bytes 7-{len(PICTURE)}/*")
        return answer(handler, PICTURE)

    site.pages["/a.jpg"] = elsewhere
    assert get("/a.jpg") == PICTURE


def test_limits_that_nobody_changes_let_nothing_within_be_asked() -> None:
    assert Limits().allowed == frozenset()

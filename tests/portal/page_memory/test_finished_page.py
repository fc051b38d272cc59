"""A finished page answers each reader in the encoding they take, and says when they have it."""

import gzip

import brotli
import pytest

from portal.page_memory.finished_page import FinishedPage, best_encoding, compressed

BODY = b"<p>The lamp in Swallow Street is lit.</p>\n" * 100
ETAG = 'W/"5f3a"'
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", "4200"),
    ("Cache-Control", "public, max-age=0"),
    ("ETag", ETAG),
    ("Surrogate-Key", "page story-1"),
]


@pytest.fixture
def page() -> FinishedPage:
    return FinishedPage(200, HEADERS, BODY)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("GZip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("br; q=0, *", "gzip"),
        ("*;q=0.1", "br"),
        ("gzip;q=nonsense", ""),
        ("gzip;q=0, *;q=0", ""),
    ],
)
def test_the_encoding_is_the_one_that_is_taken_most_gladly(accepted: str, encoding: str) -> None:
    assert best_encoding(accepted) == encoding


@pytest.mark.parametrize(
    ("encoding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_a_body_is_compressed_once_and_counted(
    page: FinishedPage, encoding: str, decode: object
) -> None:
    grown: list[int] = []
    page.on_growth = grown.append
    status, headers, body = page.answer(encoding, None)
    assert status == "200 OK"
    assert dict(headers)["Content-Encoding"] == encoding
    assert dict(headers)["Content-Length"] == str(len(body[0]))
    assert [name for name, _ in headers].count("Content-Length") == 1
    assert decode(body[0]) == BODY  # type: ignore[operator]
    assert page.answer(encoding, None)[2] is body
    assert grown == [len(body[0])]
    assert page.size == len(BODY) + len(body[0])


def test_who_takes_no_encoding_gets_the_body_as_it_is(page: FinishedPage) -> None:
    _status, headers, body = page.answer("", None)
    assert body == [BODY]
    assert "Content-Encoding" not in dict(headers)


def test_short_bodies_are_not_compressed() -> None:
    assert FinishedPage(200, HEADERS, b"short").answer("br, gzip", None)[2] == [b"short"]


@pytest.mark.parametrize("known", [ETAG, '"5f3a"', f'"other", {ETAG}', "*", ' W/"5f3a" '])
def test_who_has_the_page_is_told_so(page: FinishedPage, known: str) -> None:
    status, headers, body = page.answer("gzip", known)
    assert (status, body) == ("304 Not Modified", [])
    assert dict(headers) == {
        "Cache-Control": "public, max-age=0",
        "ETag": ETAG,
        "Surrogate-Key": "page story-1",
    }


@pytest.mark.parametrize("known", ['"other"', "5f3a", "", '"5f3a'])
def test_who_has_another_page_gets_this_one(page: FinishedPage, known: str) -> None:
    assert page.answer("gzip", known)[0] == "200 OK"


def test_a_page_that_is_gone_is_never_the_one_somebody_has() -> None:
    assert FinishedPage(410, HEADERS, BODY).answer("", ETAG)[0] == "410 Gone"


def test_the_same_body_is_compressed_to_the_same_bytes() -> None:
    assert compressed(BODY, "gzip") == compressed(BODY, "gzip")

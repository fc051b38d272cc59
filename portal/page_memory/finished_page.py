"""A finished page: its status, headers and body, and how it answers one request.

A page of the memory and the answer that filled it are made by the same code, so that they are the
same, byte for byte. Bodies are compressed when somebody first asks for it, and kept.
"""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus

import brotli

Headers = list[tuple[str, str]]
Answer = tuple[str, Headers, list[bytes]]

LONGEST_HEADER = 200  # characters of an Accept-Encoding that are worth being remembered
SMALLEST = 200  # bytes; shorter bodies grow by being compressed
BROTLI_QUALITY = 5  # 2.8 ms for 55 KB on one core here, gzip 1.5; and a tenth smaller
GZIP_LEVEL = 6
OF_304 = {"cache-control", "cdn-cache-control", "content-location", "etag", "surrogate-key", "vary"}


class FinishedPage:
    """One page, ready for any reader. `headers` are without Content-Length and -Encoding."""

    __slots__ = ("_not_modified", "_variants", "body", "etag", "headers", "on_growth", "size",
                 "status")  # fmt: skip

    def __init__(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        self.status = status_line(status)
        self.headers = [row for row in headers if row[0].lower() != "content-length"]
        self.body = body
        self.size = len(body)
        self.on_growth: Callable[[int], None] | None = None
        self.etag = dict(self.headers).get("ETag", "")
        self._variants: dict[str, tuple[Headers, list[bytes]]] = {}
        kept = [(name, value) for name, value in self.headers if name.lower() in OF_304]
        self._not_modified = kept if status == HTTPStatus.OK and self.etag else None

    def prepare(self, accept_encoding: str) -> None:
        """Compress for a reader who accepts these encodings, before anybody asks."""
        self.answer(accept_encoding, None)

    def answer(self, accept_encoding: str, if_none_match: str | None) -> Answer:
        """Return status line, headers and body for a reader who accepts these encodings.

        `if_none_match` is the request's header, None without one; whoever has the page already
        is told so (304).
        """
        if (
            if_none_match is not None
            and self._not_modified is not None
            and (if_none_match == self.etag or self._is_among(if_none_match))
        ):
            return "304 Not Modified", self._not_modified, []
        short = len(accept_encoding) <= LONGEST_HEADER
        encoding = (best_encoding if short else best_encoding.__wrapped__)(accept_encoding)
        variant = self._variants.get(encoding) or self._make_variant(encoding)
        return self.status, variant[0], variant[1]

    def _is_among(self, if_none_match: str) -> bool:
        """Compare weakly (RFC 9110, 13.1.2): W/ says nothing about what it stands before."""
        if if_none_match.strip() == "*":
            return True
        wanted = self.etag.removeprefix("W/")
        return any(tag.strip().removeprefix("W/") == wanted for tag in if_none_match.split(","))

    def _make_variant(self, encoding: str) -> tuple[Headers, list[bytes]]:
        body = compressed(self.body, encoding) if len(self.body) >= SMALLEST else self.body
        if len(body) >= len(self.body):
            body = self.body
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        if body is not self.body:
            headers.append(("Content-Encoding", encoding))
        made = (headers, [body])
        variant = self._variants.setdefault(encoding, made)
        if variant is made and body is not self.body:  # else somebody was quicker
            self.size += len(body)
            if self.on_growth:
                self.on_growth(len(body))
        return variant


def compressed(body: bytes, encoding: str) -> bytes:
    """Return a body in an encoding: br, gzip, or "" for as it is."""
    if encoding == "br":
        return brotli.compress(body, quality=BROTLI_QUALITY)
    if encoding == "gzip":
        return gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)
    return body


@lru_cache(maxsize=64)
def status_line(status: int) -> str:
    """Return what stands in an answer's first line: 200 OK."""
    return f"{status} {HTTPStatus(status).phrase}"


@lru_cache(maxsize=512)
def best_encoding(accept_encoding: str) -> str:
    """Return the encoding for a request's Accept-Encoding: br, gzip, or "" for none.

    Of those that are accepted equally gladly the smaller one is taken (RFC 9110, 12.5.3).
    """
    named = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.partition(";")
        named[name.strip()] = _weight(parameters)
    others = named.get("*", 0.0)
    gladly = {encoding: named.get(encoding, others) for encoding in ("br", "gzip")}
    best = max(gladly, key=lambda encoding: gladly[encoding])
    return best if gladly[best] > 0 else ""


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0

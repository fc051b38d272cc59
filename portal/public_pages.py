"""Public pages: the same bytes for everybody, by dropping cookies before anything reads them.

A view marked by articles.public_page answers GET and HEAD from the address alone. This middleware
is the first one: it takes the cookies and the authorisation off the request, and afterwards gives
the answer its Cache-Control, ETag, compression and 304.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag

from articles.public_page import public_page

__all__ = ["PublicPagesMiddleware", "public_page"]

READING = ["GET", "HEAD"]
CACHEABLE = {200, 301, 404, 410}


class _Gzip(GZipMiddleware):
    """Compresses without random padding: a public page holds no secret that length could tell."""

    max_random_bytes = 0


class PublicPagesMiddleware:
    """Keeps readers' identity out of public pages, and makes their answers cacheable."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.compress = _Gzip(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request; others than those for public pages pass through untouched."""
        seconds = _shared_seconds(request)
        if seconds is None:
            return self.get_response(request)
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        request.META.pop("HTTP_COOKIE", None)
        request.META.pop("HTTP_AUTHORIZATION", None)
        request.__dict__.pop("COOKIES", None)
        response = self.get_response(request)
        if response.status_code not in CACHEABLE:
            return response
        if response.cookies or "cookie" in response.get("Vary", "").lower():
            if settings.DEBUG:
                raise AssertionError(f"{request.path} is public, but its view read or set a cookie")
            patch_cache_control(response, private=True, no_store=True)
            return response
        return self._finish(request, response, seconds)

    def _finish(
        self, request: HttpRequest, response: HttpResponse, seconds: int
    ) -> HttpResponseBase:
        patch_cache_control(
            response, public=True, max_age=0, s_maxage=seconds, stale_if_error=86400
        )
        patch_vary_headers(response, ["Accept-Encoding"])
        compressed = self.compress.process_response(request, response)
        assert isinstance(compressed, HttpResponse)  # noqa: S101 (public pages are never streamed)
        digest = hashlib.sha256(compressed.content).hexdigest()[:32]
        compressed.headers["ETag"] = quote_etag(digest)
        if response.status_code != 200:
            return compressed
        return get_conditional_response(request, etag=quote_etag(digest), response=compressed) or (
            compressed
        )


def _shared_seconds(request: HttpRequest) -> int | None:
    """How long the answer may be shared, or None when the address is not a public page's."""
    try:
        return getattr(resolve(request.path_info).func, "shared_seconds", None)
    except Resolver404:
        return None

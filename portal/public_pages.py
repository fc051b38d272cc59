"""Public pages: the same bytes for everybody, by dropping cookies before anything reads them.

A view marked by articles.public_page answers GET and HEAD from the address alone. This middleware
stands before all that reads cookies: it takes the cookies, the authorisation and what nobody reads
of the query off the request, and makes of the answer a finished page with its Cache-Control, ETag
and purge tags. Under a page memory the page is kept, and made once however many ask for it at the
same time.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from articles.public_page import Shown, what_is_shown
from articles.purging import MOVED
from portal.page_memory.finished_page import FinishedPage
from portal.page_memory.layer import MEMORY, PAGE, READING, Key, parameters_read
from portal.page_memory.memory import Memory
from portal.page_memory.parts import PartsKeeper
from portal.public_way import PublicWay

CACHEABLE = {200, 301, 404, 410}
KEPT = {200, 410}  # of others there are as many as strangers care to ask for
LONGEST_KEY = 1000  # characters of path and query; the longest of ours name a place in a thread
STALE_IF_ERROR = 86400  # seconds for which a cache may answer while we are down
STALE_WHILE_REVALIDATE = 30  # seconds for which a shared cache may answer while it asks us


class PublicPagesMiddleware:
    """Keeps readers' identity out of public pages, and makes their answers cacheable."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.way = PublicWay(after=f"{__name__}.{type(self).__name__}")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request; others than those for public pages pass through untouched."""
        match = _public_page_at(request.path_info)
        if match is None:
            response = self.get_response(request)
            has_moved = MOVED in what_is_shown(request).tags
            return self._led_on(request, response) if has_moved else response
        if request.method not in READING:
            return HttpResponseNotAllowed(sorted(READING))
        request.resolver_match = match
        request.META.pop("HTTP_COOKIE", None)
        request.META.pop("HTTP_AUTHORIZATION", None)
        request.__dict__.pop("COOKIES", None)
        query = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = query and parameters_read(query, _reads(match))
        memory: Memory | None = request.META.get(MEMORY)
        key = request.META["PATH_INFO"], request.META["QUERY_STRING"]
        if memory is None or _is_turned_away(request) or len("".join(key)) > LONGEST_KEY:
            return self._made(request)
        return self._remembered(request, memory, key)

    def _remembered(self, request: HttpRequest, memory: Memory, key: Key) -> HttpResponseBase:
        """Answer from memory what somebody else made meanwhile, or make it and keep it."""
        with memory.flights.of(key, lambda: memory.get(key)) as page:
            if page is not None:
                memory.counts.hits += 1
                return _handed_over(request, page)
            memory.counts.misses += 1
            return self._kept(request, memory, key)

    def _kept(self, request: HttpRequest, memory: Memory, key: Key) -> HttpResponseBase:
        reading = memory.begin()
        keeper = PartsKeeper(memory, reading)
        request.keeper = keeper  # type: ignore[attr-defined]
        response = self._made(request)
        page = request.META.get(PAGE)
        if page is not None and response.status_code in KEPT:
            shown = what_is_shown(request)
            seconds = _seconds(shown)
            page.prepare(request.META.get("HTTP_ACCEPT_ENCODING", ""))  # before others see it
            memory.keep(
                key, page, tags=shown.tags, reading=reading, seconds=seconds, not_after=keeper.ends
            )
        return response

    def _made(self, request: HttpRequest) -> HttpResponseBase:
        """Let the view answer, and make a finished page of it."""
        return self._finished(request, self.way(request))

    def _led_on(self, request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
        """Make everybody's what leads on from an address that no page has.

        It came by those middlewares that look at who somebody is, and says the same to all.
        """
        if response.status_code in CACHEABLE:
            response.cookies.clear()
            response.headers.pop("Vary", None)
        return self._finished(request, response)

    def _finished(self, request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
        """Make a finished page of an answer that is everybody's."""
        if response.status_code not in CACHEABLE:
            return response
        if response.cookies or "cookie" in response.get("Vary", "").lower():
            if settings.DEBUG:
                raise AssertionError(f"{request.path} is public, but its view read or set a cookie")
            patch_cache_control(response, private=True, no_store=True)
            return response
        headers = dict(response.items()) | _how_it_is_kept(response, what_is_shown(request))
        page = FinishedPage(response.status_code, headers.items(), response.content)
        if MEMORY in request.META:
            request.META[PAGE] = page  # which the layer in front answers from
            return response
        return _handed_over(request, page)


def _public_page_at(path: str) -> ResolverMatch | None:
    """Return the public page that an address names, None where it names none."""
    look = _resolved if len(path) <= LONGEST_KEY else _resolved.__wrapped__
    try:
        match = look(path, settings.ROOT_URLCONF)
    except Resolver404:
        return None
    return match if hasattr(match.func, "reads") else None


@lru_cache(maxsize=1000)  # to resolve an address takes a tenth of a miss's time
def _resolved(path: str, urlconf: str) -> ResolverMatch:
    """Return what is at an address; that there is nothing is not remembered.

    Nobody changes what is returned: it is everybody's. Raises Resolver404.
    """
    match = resolve(path, urlconf)
    match.tried = None  # the patterns that did not match: 6 KB an address, beside the page memory
    return match


def _reads(match: ResolverMatch) -> frozenset[str]:
    """Return which parameters of the query the page reads."""
    return match.func.reads  # type: ignore[attr-defined]


def _is_turned_away(request: HttpRequest) -> bool:
    """Whether a later middleware redirects to https. Raises DisallowedHost for a foreign host."""
    request.get_host()
    return settings.SECURE_SSL_REDIRECT and not request.is_secure()


def _how_it_is_kept(response: HttpResponse, shown: Shown) -> dict[str, str]:
    """Return the headers for browsers, for caches in front, and for purging those.

    A browser asks each time (and usually gets a 304): were it told of stale-while-revalidate, it
    would show the page from before once more after a removal. Shared caches are told so in a
    header of their own (RFC 9213).
    """
    seconds = shown.shared_seconds
    if (ends := _seconds(shown)) is not None:
        seconds = max(0, min(seconds, int(ends)))
    patch_vary_headers(response, ["Accept-Encoding"])
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    return {
        "Cache-Control": f"public, max-age=0, s-maxage={seconds}, stale-if-error={STALE_IF_ERROR}",
        "CDN-Cache-Control": f"public, max-age={seconds}, "
        f"stale-while-revalidate={STALE_WHILE_REVALIDATE}, stale-if-error={STALE_IF_ERROR}",
        "Vary": response.headers["Vary"],
        "Surrogate-Key": " ".join(["page", *sorted(shown.tags)]),
        "ETag": f'W/"{digest}"',  # weak: one for all encodings
    }


def _handed_over(request: HttpRequest, page: FinishedPage) -> HttpResponseBase:
    """Give a page to the layer in front; without one, answer from it here, as that would."""
    request.META[PAGE] = page
    if MEMORY in request.META:
        return HttpResponse(status=int(page.status[:3]))
    status, headers, body = page.answer(
        request.META.get("HTTP_ACCEPT_ENCODING", ""), request.META.get("HTTP_IF_NONE_MATCH")
    )
    response = HttpResponse(b"".join(body), status=int(status[:3]))
    del response.headers["Content-Type"]
    for name, value in headers:
        response.headers[name] = value
    return response


def _seconds(shown: Shown) -> float | None:
    """For how long the page is right by itself, None for as long as nothing changes."""
    return (shown.until - timezone.now()).total_seconds() if shown.until else None

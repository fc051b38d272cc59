"""The WSGI layer in front of Django: answers from memory, and knows when it may not.

It answers GET and HEAD on the hosts that it was told, for addresses whose page is kept; whatever
else comes goes through to Django, where portal.public_pages makes the page. What a page is kept
under is the path with those parameters of the query that public pages read.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.http import HttpResponse

from articles.public_page import PARAMETERS
from portal.page_memory.finished_page import FinishedPage
from portal.page_memory.memory import Memory

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Key = tuple[str | None, str]

MEMORY = "broadsheet.page_memory"  # in the environ: the memory to fill,
PAGE = "broadsheet.finished_page"  # and the page that Django has made
READING = {"GET", "HEAD"}


class PageMemoryLayer:
    """Answers from memory what it can, and lets Django make the rest.

    `hosts` are the values of Host that it answers to, `scheme` is what X-Forwarded-Proto has to
    say where the newspaper is read over https, "" where nothing has to be said.
    """

    def __init__(
        self, application: Application, memory: Memory, *, hosts: Iterable[str], scheme: str = ""
    ) -> None:
        self.application = application
        self.memory = memory
        self.scheme = scheme
        self.hosts = frozenset(hosts)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        method = environ["REQUEST_METHOD"]
        if (
            method in READING
            and environ.get("HTTP_HOST") in self.hosts
            and (not self.scheme or environ.get("HTTP_X_FORWARDED_PROTO") == self.scheme)
        ):
            path, query = environ["PATH_INFO"], environ.get("QUERY_STRING")
            key = (
                path if path.isascii() else as_django_reads(path),
                _read_of(query) if query else "",
            )
            page = self.memory.get(key)
            if page is None:
                page = self.memory.under_way(key)
            if page is not None:
                self.memory.counts.hits += 1
                return _answer(page, environ, start_response)
        return self._ask_django(environ, start_response)

    def _ask_django(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let Django answer; where it has made a page, answer from that as a hit would."""
        environ[MEMORY] = self.memory
        begun: list[Any] = []
        response = self.application(environ, lambda *answer: begun.extend(answer))
        page = environ.get(PAGE)
        if page is None:
            start_response(*begun)
            if isinstance(response, HttpResponse) and not response.streaming:
                body = list(response)
                response.close()
                return body
            return response
        assert isinstance(response, HttpResponse)  # noqa: S101 (of which the page was made)
        response.close()
        return _answer(page, environ, start_response)


def _answer(page: FinishedPage, environ: Environ, start_response: StartResponse) -> list[bytes]:
    status, headers, body = page.answer(
        environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH")
    )
    start_response(status, headers)
    return body if environ["REQUEST_METHOD"] == "GET" else []


def parameters_read(query: str, read: Iterable[str] = PARAMETERS) -> str:
    """Return a query without the parameters that are not among those `read`.

    Of a parameter that is given twice the last value counts, as for Django.
    """
    parts = ((part.partition("=")[0], part) for part in query.split("&"))
    return "&".join({name: part for name, part in parts if name in read}.values())


LONGEST_REMEMBERED = 200  # characters; those of our own links are shorter
_remembered = lru_cache(maxsize=1000)(parameters_read)


def _read_of(query: str) -> str:
    """Return what public pages read of a query; to read it anew is a tenth of a hit."""
    return (_remembered if len(query) <= LONGEST_REMEMBERED else parameters_read)(query)


def as_django_reads(path: str) -> str | None:
    """Return a path in letters instead of bytes (PEP 3333); None where it is not UTF-8."""
    try:
        return path.encode("latin-1").decode()
    except UnicodeDecodeError:
        return None

"""One contender in a process of its own: takes comments through its WSGI handler when told to.

The measuring program writes "post 200", "profile 200", "queries" or "decide 50" to its standard
input, a line each; the contender answers each with a line of JSON. One thread, one connection.
"""

import cProfile
import importlib
import io
import json
import os
import pstats
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

TEXT = (
    "The bridge was closed in 1998 as well, and nobody said so then. My mother walked the long "
    "way round for a year; the lamps on that road came only after the second winter. Number "
)
LETTERS = str.maketrans("0123456789", "abcdefghij")


def comment(number: int) -> str:
    """Return what the n-th comment says: other letters each, for signs make no other text."""
    return f"{TEXT}{str(number).translate(LETTERS)}."


def post_environ(path: str, fields: dict[str, str], number: int, cookie: str = "") -> dict:
    """Return the WSGI environ of a form that a browser sends, each from an address of its own."""
    body = urlencode(fields).encode()
    route, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": route,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        "HTTP_HOST": "localhost:8000",
        "HTTP_ORIGIN": "http://localhost:8000",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_COOKIE": cookie,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def send(application: Any, environ: dict) -> str:
    """Send one request; return its status line."""
    status: list[str] = []
    answer: Iterable[bytes] = application(environ, lambda line, _headers: status.append(line))
    b"".join(answer)
    answer.close()  # type: ignore[attr-defined]
    return status[0]


def server_seconds() -> float:
    """Return how long PostgreSQL's process behind this connection has worked."""
    from django.db import connection

    connection.ensure_connection()
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().split(") ")[1]
    return sum(map(int, fields.split()[11:13])) / os.sysconf("SC_CLK_TCK")


class Contender:
    """Answers the measuring program's lines with one contender's figures."""

    def __init__(self, name: str) -> None:
        self.house = importlib.import_module(f"benchmarks.posting.{name}")
        self.house.prepare()
        self.number = 0

    def environs(self, count: int) -> list[dict]:
        """Make so many requests, each by another guest with another text, before the clock runs."""
        first, self.number = self.number, self.number + count
        return [self.house.environ(number) for number in range(first, self.number)]

    def post(self, count: int) -> dict[str, float]:
        """Send so many comments; every one of them must be accepted."""
        environs, before = self.environs(count), self.house.accepted()
        spent, served = time.process_time(), server_seconds()
        begun = time.perf_counter()
        for environ in environs:
            send(self.house.application, environ)
        seconds = time.perf_counter() - begun
        spent, served = time.process_time() - spent, server_seconds() - served
        taken = self.house.accepted() - before
        if taken != count:
            raise SystemExit(f"{count} comments were sent and {taken} accepted")
        return {"seconds": seconds, "python": spent, "postgres": served}

    def analyze(self, _count: int) -> dict:
        """Let PostgreSQL learn what is in its tables."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return {}

    def queries(self, _count: int) -> dict[str, list[str]]:
        """Name every statement that one comment costs."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        environ = self.environs(1)[0]
        with CaptureQueriesContext(connection) as found:
            send(self.house.application, environ)
        return {"sql": [query["sql"] for query in found.captured_queries]}

    def profile(self, count: int) -> dict[str, str]:
        """Say where the time of so many comments goes, function by function."""
        environs, profile, told = self.environs(count), cProfile.Profile(), io.StringIO()
        profile.enable()
        for environ in environs:
            send(self.house.application, environ)
        profile.disable()
        pstats.Stats(profile, stream=told).sort_stats("cumulative").print_stats(110)
        return {"profile": told.getvalue()}

    def decide(self, count: int) -> dict[str, float]:
        """Approve so many waiting comments in one act; only our own house decides."""
        return self.house.decide(count)

    def serve(self) -> None:
        """Answer lines until there are no more."""
        for line in sys.stdin:
            word, _, count = line.strip().partition(" ")
            print(json.dumps(getattr(self, word)(int(count or 1))), flush=True)


if __name__ == "__main__":
    Contender(sys.argv[1]).serve()

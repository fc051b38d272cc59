"""A small application that keeps to the contract with the micro-cache, and remembers who asked."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli

PUBLIC = {
    "Surrogate-Key": "story-1 section-2",
    "Cache-Control": "public, max-age=0, s-maxage=600, stale-while-revalidate=60",
    "Vary": "Accept-Encoding",
}
ETAG = '"{}-of-the-page"'


@dataclass
class Application:
    """What it answers by path other than PUBLIC, what it was asked, and what is wrong with it."""

    port: int = 0
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0  # that an answer takes
    down: bool = False  # whether it hangs up on everybody
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def times(self, path: str) -> int:
        """How often it was asked for a path, its query included."""
        return sum(asked == path for _method, asked, _headers in list(self.asked))

    def last(self) -> dict[str, str]:
        """The headers of the request that came last, by their small names."""
        return self.asked[-1][2]


class Handler(BaseHTTPRequestHandler):
    """Says in each page how many times, and when, it was made."""

    protocol_version = "HTTP/1.1"
    application: Application

    def do_GET(self) -> None:
        """Answer with the time at which it was asked, compressed as it was asked to."""
        told, began = self.application, time.time()
        if told.down:
            self.close_connection = True
            return
        small = {name.lower(): value for name, value in self.headers.items()}
        self.rfile.read(int(small.get("content-length") or 0))
        with told.lock:
            told.asked.append((self.command, self.path, small))
            number = told.times(self.path)
        time.sleep(told.seconds)
        body, encoding = self._packed(f"{number} {began:.3f}".encode(), small)
        self.send_response(told.status.get(self.path, 200))
        for name, value in told.headers.get(self.path, PUBLIC).items():
            self.send_header(name, value)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("ETag", ETAG.format(encoding or "plain"))
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:  # a server says so, or nginx would use the connection again
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_POST = do_GET  # noqa: N815 (http.server asks for them by these names)

    def _packed(self, body: bytes, asked: dict[str, str]) -> tuple[bytes, str]:
        encodings = asked.get("accept-encoding", "")
        if "br" in encodings:
            return brotli.compress(body), "br"
        return (gzip.compress(body), "gzip") if "gzip" in encodings else (body, "")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Takes a flood that comes at once."""

    request_queue_size = 128
    daemon_threads = True


@contextmanager
def serving() -> Iterator[Application]:
    """Serve it on a port of its own until the block ends."""
    application = Application()
    handler = type("OwnHandler", (Handler,), {"application": application})
    server = Server(("127.0.0.1", 0), handler)
    application.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield application
    finally:
        server.shutdown()
        server.server_close()

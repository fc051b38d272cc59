"""Asks a server one thing, to see that it answers right before it is measured."""

import gzip
import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from benchmarks.wrk import MeasurementFailed

PATIENCE = 60.0  # seconds for a server to come up on a machine that is busy


@dataclass(frozen=True)
class Answer:
    """What a server said: the status, headers by their name in small letters, and the body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> bytes:
        """The body as it was before compression."""
        if self.headers.get("content-encoding") == "gzip":
            return gzip.decompress(self.body)
        return self.body


class Connection:
    """A connection that is kept, so that it stays with one worker of a server."""

    def __init__(self, url: str, *, certificate: Path | None = None, timeout: float = 20) -> None:
        parts = urlsplit(url)
        self.base = f"{parts.scheme}://{parts.netloc}"
        assert parts.hostname  # noqa: S101 (the addresses are our own)
        if parts.scheme == "https":
            context = ssl.create_default_context(cafile=str(certificate))
            self.http: http.client.HTTPConnection = http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=timeout, context=context
            )
        else:
            self.http = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)

    def ask(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
    ) -> Answer:
        """Send a request and read the whole answer."""
        self.http.request(method, path, body=body, headers=dict(headers or {}))
        answer = self.http.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, answer.read())

    def close(self) -> None:
        """Let go of it."""
        self.http.close()


def ask(
    url: str, headers: Mapping[str, str] | None = None, *, certificate: Path | None = None
) -> Answer:
    """Ask once, on a connection of its own. Raises MeasurementFailed when nobody answers."""
    parts = urlsplit(url)
    connection = Connection(url, certificate=certificate)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        return connection.ask(path, headers)
    except (OSError, http.client.HTTPException) as error:
        raise MeasurementFailed(f"{url} does not answer: {error}") from error
    finally:
        connection.close()


def wait_for(
    url: str, headers: Mapping[str, str] | None = None, *, certificate: Path | None = None
) -> Answer:
    """Ask until the answer is a 200, and return it. Raises MeasurementFailed after a minute."""
    deadline = time.monotonic() + PATIENCE
    said = "nobody answered"
    while time.monotonic() < deadline:
        try:
            answer = ask(url, headers, certificate=certificate)
        except MeasurementFailed as error:
            said = str(error)
        else:
            if answer.status == 200:
                return answer
            said = f"it answered {answer.status}"
        time.sleep(0.02)
    raise MeasurementFailed(f"{url} was not ready after {PATIENCE:.0f} seconds: {said}")


class Living(Protocol):
    """Something that can say that it has died."""

    def require_alive(self) -> None:
        """Raise MeasurementFailed when it has."""


def wait_until_listening(port: int, server: Living) -> None:
    """Wait until somebody takes connections. Raises MeasurementFailed when the server died."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        server.require_alive()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise MeasurementFailed(f"Nobody listened on port {port} after {PATIENCE:.0f} seconds")

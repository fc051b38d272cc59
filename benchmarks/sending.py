"""Sends many forms over a few kept connections, and times how long until all were accepted.

Requests are written beforehand and answers read with as little Python as will do, since this runs
on the core of the clients, where PostgreSQL works as well.
"""

import re
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks.bench import Site
from benchmarks.wrk import MeasurementFailed

CONNECTIONS = 8
ACCEPTED = {b"303", b"302"}  # a redirect to what became of the comment
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """A filled-in form: where to, with which headers, and its fields encoded."""

    path: str
    headers: dict[str, str]
    body: str

    def written(self, host: str) -> bytes:
        """Return it as it goes over the wire."""
        named = {
            "Host": host,
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(self.body)),
            **self.headers,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        return f"POST {self.path} HTTP/1.1\r\n{head}\r\n{self.body}".encode()


def send_all(site: Site, forms: Sequence[Form]) -> float:
    """Send forms to a site and return the seconds it took.

    Raises MeasurementFailed when one of them was not accepted.
    """
    written = [form.written(site.host) for form in forms]
    shares = [written[start::CONNECTIONS] for start in range(CONNECTIONS)]
    refused: list[str] = []
    threads = [threading.Thread(target=_send, args=(site.url, share, refused)) for share in shares]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.monotonic() - began
    if refused:
        raise MeasurementFailed(
            f"{len(refused)} of {len(forms)} forms were refused; one was told: {refused[0]}"
        )
    return lasted


def _send(url: str, share: Sequence[bytes], refused: list[str]) -> None:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
            for request in share:
                connection.sendall(request)
                answer = read_answer(connection)
                if answer[9:12] not in ACCEPTED:
                    refused.append(answer[:300].decode(errors="replace"))
    except (OSError, MeasurementFailed) as error:
        refused.append(str(error))


def read_answer(connection: socket.socket) -> bytes:
    """Read one answer, which has to say its length."""
    answer = b""
    while (end := answer.find(b"\r\n\r\n")) < 0:
        answer += _more(connection)
    found = LENGTH.search(answer[: end + 2])
    if found is None:
        raise MeasurementFailed(f"An answer without a length: {answer[:300]!r}")
    whole = end + 4 + int(found.group(1))
    while len(answer) < whole:
        answer += _more(connection)
    return answer


def _more(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise MeasurementFailed("The server closed a connection in the middle of an answer")
    return piece

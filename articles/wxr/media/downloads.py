"""Downloads pictures of another site: bounded in all that they may cost, and taken up where broken.

Each address has a file in a folder that stays from run to run: ".part" while it comes, then ".got".
Where the server says which version it is (ETag), a rest is asked for instead of the whole.
"""

import hashlib
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from articles.wxr.media.checked_connection import Resolve, open_connection, resolve
from articles.wxr.media.limits import Limits, NotHad

ASKED_WITH = {
    "User-Agent": "Broadsheet (moving a site's pictures)",
    "Accept": "image/avif,image/webp,image/*;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
LED_ON = {301, 302, 303, 307, 308}
WHOLE, PART, BEYOND = 200, 206, 416
PIECE = 64 * 1024  # bytes
BROKEN = (OSError, http.client.HTTPException)
KEPT_IN_A_URL = "/%:@!$&'()*+,;=~-._"  # and letters: what is escaped already stays as it is


@dataclass
class Begun:
    """A file that is coming: where it grows, and of which version on the server."""

    part: Path
    about: Path

    @property
    def size(self) -> int:
        """How many bytes are here."""
        return self.part.stat().st_size if self.part.exists() else 0

    @property
    def version(self) -> str:
        """The server's mark of the version that is here, "" without one."""
        with suppress(OSError, ValueError):
            return str(json.loads(self.about.read_text())["etag"])
        return ""

    def restart(self, version: str) -> None:
        """Begin anew with another version."""
        self.part.write_bytes(b"")
        self.about.write_text(json.dumps({"etag": version}))

    def drop(self) -> None:
        """Let go of what is here."""
        self.part.unlink(missing_ok=True)
        self.about.unlink(missing_ok=True)


class Downloads:
    """Gets pictures by their addresses, within the limits of one run."""

    def __init__(self, folder: Path, limits: Limits, resolve_host: Resolve = resolve) -> None:
        self.folder, self.limits, self.resolve_host = folder, limits, resolve_host
        self.folder.mkdir(parents=True, exist_ok=True)
        self.asked = 0
        self.bytes = 0

    def get(self, address: str) -> bytes:
        """Return what is at an address. Raises NotHad."""
        name = hashlib.sha256(address.encode()).hexdigest()[:40]
        got = self.folder / f"{name}.got"
        if got.exists():
            return got.read_bytes()
        if self.asked >= self.limits.pictures:
            raise NotHad(_("The limit of downloads in one run is reached; run it again."))
        self.asked += 1
        begun = Begun(self.folder / f"{name}.part", self.folder / f"{name}.json")
        self._fetch(address, begun)
        begun.part.replace(got)
        begun.drop()
        return got.read_bytes()

    def _fetch(self, address: str, begun: Begun) -> None:
        """Get a file, taking it up again where the connection breaks. Raises NotHad."""
        ends = time.monotonic() + self.limits.seconds
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return self._follow(address, begun, ends)
            except BROKEN as error:
                if time.monotonic() >= ends:
                    raise NotHad(_("It took longer than one picture may take.")) from error
                if attempt == self.limits.attempts:
                    words = _("The connection failed: %(why)s.")
                    raise NotHad(words % {"why": error or type(error).__name__}) from error
        return None

    def _follow(self, address: str, begun: Begun, ends: float) -> None:
        """Ask an address, and those that it leads to. Raises NotHad, or what BROKEN names."""
        for _step in range(self.limits.redirects + 1):
            parts = _split(address)
            with self._asked(parts, begun, ends) as answer:
                if answer.status not in LED_ON:
                    return self._take(answer, begun, ends)
                address = urljoin(address, answer.getheader("Location", ""))
        raise NotHad(_("The address leads on and on."))

    @contextmanager
    def _asked(
        self, parts: SplitResult, begun: Begun, ends: float
    ) -> Iterator[http.client.HTTPResponse]:
        """Ask one server for a file or its rest; whatever happens, it ends when time is up."""
        connection = open_connection(parts, self.limits, self.resolve_host)
        made = connection.sock
        left = max(0.0, ends - time.monotonic())
        clock = threading.Timer(left, lambda: _hang_up(made))
        clock.daemon = True
        clock.start()
        try:
            size, version = begun.size, begun.version
            rest = {"Range": f"bytes={size}-", "If-Range": version} if size and version else {}
            connection.request("GET", _target(parts), headers=ASKED_WITH | rest)
            with connection.getresponse() as answer:
                yield answer
        finally:
            clock.cancel()
            connection.close()
            made.close()

    def _take(self, answer: http.client.HTTPResponse, begun: Begun, ends: float) -> None:
        """Write what comes behind what is here. Raises NotHad, or what BROKEN names."""
        if answer.status == BEYOND:
            begun.drop()
            raise OSError("the rest is no longer there")
        _refuse(answer)
        if answer.status == WHOLE:
            version = answer.getheader("ETag", "")
            begun.restart("" if version.startswith("W/") else version)
        elif not _goes_on_at(answer, begun.size):
            begun.drop()
            raise OSError("the rest is another one")
        coming = answer.length  # which a reading in pieces does not count down
        if begun.size + (coming or 0) > self.limits.picture_bytes:
            raise NotHad(self._too_large(begun))
        all_of_it = None if coming is None else begun.size + coming
        with begun.part.open("ab") as file:
            while piece := answer.read1(PIECE):
                self.bytes += len(piece)
                if file.tell() + len(piece) > self.limits.picture_bytes:
                    raise NotHad(self._too_large(begun))
                if self.bytes > self.limits.all_bytes:
                    raise NotHad(_("The limit of bytes in one run is reached; run it again."))
                file.write(piece)
        if all_of_it is not None and begun.size < all_of_it:
            raise OSError("the end did not come")
        if time.monotonic() >= ends:
            raise OSError("time is up")

    def _too_large(self, begun: Begun) -> str:
        begun.drop()
        words = _("It has more than %(megabytes)s MB.")
        return words % {"megabytes": self.limits.picture_bytes // 1024**2}


def _split(address: str) -> SplitResult:
    """Take an address apart. Raises NotHad where it is none."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        return parts._replace(netloc=parts.netloc.replace(parts.hostname or "", host))
    except (ValueError, UnicodeError) as error:
        raise NotHad(_("This is no address of the web.")) from error


def _refuse(answer: http.client.HTTPResponse) -> None:
    """Refuse what is no picture by what the server says of it. Raises NotHad."""
    if answer.status not in {WHOLE, PART}:
        raise NotHad(_("The site answers %(status)s.") % {"status": answer.status})
    kind = answer.getheader("Content-Type", "").partition(";")[0].strip().lower()
    if kind and not kind.startswith("image/") and kind != "application/octet-stream":
        raise NotHad(_("The site sends %(kind)s instead of a picture.") % {"kind": kind[:100]})
    if answer.getheader("Content-Encoding", "identity").lower() != "identity":
        raise NotHad(_("The site sends it packed, which was not asked for."))


def _goes_on_at(answer: http.client.HTTPResponse, size: int) -> bool:
    given = re.match(r"bytes (\d+)-", answer.getheader("Content-Range", ""))
    return given is not None and int(given[1]) == size


def _target(parts: SplitResult) -> str:
    """Return what is asked for, escaped where it is not yet."""
    path, query = quote(parts.path or "/", KEPT_IN_A_URL), quote(parts.query, KEPT_IN_A_URL + "?")
    return urlunsplit(("", "", path, query, ""))


def _hang_up(made: socket.socket) -> None:
    """End a connection from another thread, as whoever reads from it will notice."""
    with suppress(OSError):
        socket.socket.shutdown(made, socket.SHUT_RDWR)

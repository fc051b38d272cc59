"""Folders and zips of pictures: what lies in them, and how a picture is found there by its name.

Nothing is ever unpacked to disk, so no name leads out of a folder; a zip that holds such names was
made to do harm, and is refused whole.
"""

import os
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from articles.wxr.media.limits import MediaUnusable, NotHad, NotThere
from articles.wxr.media.names import area, file_name, may_be_one, month_of, normal, without_size

ENCRYPTED, IN_UTF8 = 0x1, 0x800  # bits of a zip's entry
OF_MACOS = ("__MACOSX", "._")  # folders and files that macOS adds beside the real ones
# What zipfile raises for entries that it cannot read: for a compression that it does not know it is
# NotImplementedError. Nothing of ours is missing there.
UNREADABLE = (BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError)
MAKE = """
CREATE TABLE file (path TEXT, name TEXT, plain TEXT);
CREATE INDEX file_plain ON file (plain);
"""


class Place(Protocol):
    """Where files lie."""

    def paths(self) -> Iterator[tuple[str, str]]:
        """Give each file: what read() is asked for, and its path with slashes."""

    def read(self, name: str, most: int) -> bytes:
        """Read a file of at most so many bytes. Raises NotHad."""

    def close(self) -> None:
        """Let go of it."""


class Folder:
    """A folder with everything below it; links that lead out of it are not followed."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def paths(self) -> Iterator[tuple[str, str]]:
        """Give each file."""
        for folder, _folders, names in os.walk(self.root, followlinks=False):
            for name in names:
                path = (Path(folder) / name).relative_to(self.root).as_posix()
                yield path, path

    def read(self, name: str, most: int) -> bytes:
        """Read a file. Raises NotHad."""
        path = (self.root / name).resolve()
        try:
            if not path.is_relative_to(self.root) or not path.is_file():
                raise NotHad(_("“%(name)s” leads out of the folder.") % {"name": name})
            with path.open("rb") as file:
                return _at_most(most, file.read(most + 1), name)
        except OSError as error:
            raise NotHad(_unread(name, error)) from error

    def close(self) -> None:
        """There is nothing to let go of."""


class Archive:
    """A zip. Raises MediaUnusable for what is none, is locked, or has names that lead out of it."""

    def __init__(self, path: Path) -> None:
        try:
            self.zip = ZipFile(path)
        except (BadZipFile, LargeZipFile, OSError, ValueError) as error:
            words = _("%(file)s cannot be read as a zip: %(why)s.")
            raise MediaUnusable(words % {"file": path.name, "why": error}) from error
        for entry in self.zip.infolist():
            if why := _refused(entry):
                self.zip.close()
                raise MediaUnusable(why)

    def paths(self) -> Iterator[tuple[str, str]]:
        """Give each file."""
        for entry in self.zip.infolist():
            if not entry.is_dir():
                yield entry.filename, _readable(entry)

    def read(self, name: str, most: int) -> bytes:
        """Read a file, no more of it than is asked for, whatever its entry promises."""
        try:
            with self.zip.open(name) as file:
                return _at_most(most, file.read(most + 1), name)
        except UNREADABLE as error:
            raise NotHad(_unread(name, error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self.zip.close()


class Shelf:
    """A place with its files by name."""

    def __init__(self, place: Place, most: int) -> None:
        self.place, self.most = place, most
        self.table = sqlite3.connect("")  # a temporary file of SQLite's own; gone when closed
        self.table.executescript(MAKE)
        self.table.executemany("INSERT INTO file VALUES (?, ?, ?)", self._rows())

    def _rows(self) -> Iterator[tuple[str, str, str]]:
        for path, name in self.place.paths():
            if not any(part.startswith(OF_MACOS) for part in name.split("/")):
                yield path, normal(name), without_size(file_name(name))

    def find(self, address: str) -> bytes:
        """Return what is in the file that an address means. Raises NotHad."""
        path = normal(unquote(urlsplit(address).path))
        return self.place.read(self._meant(path, self._named(path)), self.most)

    def largest(self, address: str) -> bytes:
        """Return the largest size of the picture that an address names. Raises NotHad."""
        sizes = self._sizes(normal(unquote(urlsplit(address).path)))
        if not sizes:
            raise NotThere(_("It is not among the files that were given."))
        return self.place.read(max(sizes, key=lambda row: area(row[1]))[0], self.most)

    def close(self) -> None:
        """Let go of the place and the table."""
        self.place.close()
        self.table.close()

    def _named(self, path: str) -> list[tuple[str, str]]:
        name = file_name(path)
        return [row for row in self._of_picture(path) if file_name(row[1]) == name]

    def _sizes(self, path: str) -> list[tuple[str, str]]:
        rows = self._of_picture(path)
        return [
            row
            for row in rows
            if _shared(path, row[1]) is not None and area(row[1]) and may_be_one(path, row[1])
        ]

    def _of_picture(self, path: str) -> list[tuple[str, str]]:
        """Return the files of all sizes that one picture may have, by their names alone."""
        plain = without_size(file_name(path))
        return self.table.execute("SELECT path, name FROM file WHERE plain = ?", [plain]).fetchall()

    def _meant(self, path: str, rows: list[tuple[str, str]]) -> str:
        """Return the file that shares most folders with an address. Raises NotHad."""
        fits = [(shared, row[0]) for row in rows if (shared := _shared(path, row[1])) is not None]
        best = max((shared for shared, _file in fits), default=0)
        meant = [file for shared, file in fits if shared == best]
        if not meant:
            raise NotThere(_("It is not among the files that were given."))
        if len(meant) > 1:
            words = _("Several files are called “%(name)s”, and none lies where the address says.")
            raise NotHad(words % {"name": file_name(path)})
        return meant[0]


def _shared(address: str, path: str) -> int | None:
    """Return how many folders before the name two paths share; None for another month's file."""
    ours, theirs = month_of(address), month_of(path)
    if ours and theirs and ours != theirs:
        return None
    parts = zip(reversed(address.split("/")[:-1]), reversed(path.split("/")[:-1]), strict=False)
    shared = 0
    for one, other in parts:
        if one != other:
            break
        shared += 1
    return shared


def _refused(entry: ZipInfo) -> str:
    """Say why a zip with such an entry is not used, "" where it may be."""
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":" or ".." in PurePosixPath(name).parts:
        return _("The zip holds “%(name)s”, a name that leads out of it.") % {"name": name[:200]}
    if entry.flag_bits & ENCRYPTED:
        return _("The zip is locked with a password. Make one without.")
    return ""


def _readable(entry: ZipInfo) -> str:
    """Return an entry's name as it was meant: many programs write UTF-8 and do not say so."""
    if entry.flag_bits & IN_UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode()
    except UnicodeError:
        return entry.filename


def _at_most(most: int, content: bytes, name: str) -> bytes:
    if len(content) > most:
        words = _("“%(name)s” has more than %(megabytes)s MB.")
        raise NotHad(words % {"name": name, "megabytes": most // 1024**2})
    return content


def _unread(name: str, error: Exception) -> str:
    return _("“%(name)s” cannot be read: %(why)s.") % {"name": name, "why": error}

"""What an export says of its attachments; kept in a file, since there may be 100,000 of them."""

import sqlite3
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

from articles.wxr.items import Item, PictureRef
from articles.wxr.media.names import absolute, as_it_came, key_of, without_size

ALT, FILE = "_wp_attachment_image_alt", "_wp_attached_file"
MAKE = """
CREATE TABLE attachment (
    number INTEGER PRIMARY KEY, address TEXT, key TEXT, plain TEXT, caption TEXT, alt TEXT
);
CREATE INDEX attachment_key ON attachment (key);
CREATE INDEX attachment_plain ON attachment (plain);
"""
READ = "SELECT number, address, caption, alt FROM attachment"


@dataclass(frozen=True)
class Attachment:
    """A picture as its own entry in the export describes it; the words are plain text."""

    number: int
    address: str
    caption: str
    alt: str


class Attachments:
    """All attachments of an export, found by number and by address."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.table = sqlite3.connect("")  # a temporary file of SQLite's own; gone when closed
        self.table.executescript(MAKE)

    def add(self, item: Item) -> None:
        """Take in what an item of the type "attachment" says."""
        address = absolute(item.attachment_url or item.guid, self.base_url)
        if item.wp_id is None or not address:
            return
        key = key_of(address)
        caption, alt = plain(item.excerpt), plain(item.meta.get(ALT, ""))
        row = (item.wp_id, address, key, as_it_came(key), caption, alt)
        self.table.execute("INSERT OR REPLACE INTO attachment VALUES (?, ?, ?, ?, ?, ?)", row)

    def of(self, ref: PictureRef) -> Attachment | None:
        """Return the attachment that a text means: by its number, its address, its size's name."""
        found = None
        if ref.attachment_id is not None:
            found = self._one("number = ?", ref.attachment_id)
        key = key_of(absolute(ref.url, self.base_url)) if ref.url else ""
        if found is None and key:
            found = self._one("key = ?", key) or self._one("plain = ?", without_size(key))
        return found

    def close(self) -> None:
        """Let go of the table."""
        self.table.close()

    def _one(self, where: str, value: object) -> Attachment | None:
        row = self.table.execute(f"{READ} WHERE {where} ORDER BY number LIMIT 1", [value])
        found = row.fetchone()
        return Attachment(*found) if found else None


def plain(text: str) -> str:
    """Return words without markup, in one line."""
    return " ".join(unescape(strip_tags(text)).split())

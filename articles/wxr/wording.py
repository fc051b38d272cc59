"""Short texts of WordPress's as ours: headlines and names without HTML, slugs as they are meant."""

import re
from hashlib import sha256
from html import unescape
from urllib.parse import unquote

from django.utils.html import strip_tags
from django.utils.text import slugify

LOOKED_AT = 5_000  # characters of a title; stripping tags costs more than their number
NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MARKUP = re.compile(r"[<&]")
BREAKS = re.compile(r"<(?:br|/p|/div|/li|/h\d)\b")
SPACES = re.compile(r"\s+")
LEFT_OUT = "…"


def plain(html: str) -> str:
    """Return a title or an excerpt as text in one line, its HTML left away."""
    text = html[:LOOKED_AT]
    if MARKUP.search(text):
        text = unescape(strip_tags(BREAKS.sub(r" \g<0>", text)))
    return SPACES.sub(" ", NOT_TEXT.sub(" ", text)).strip()


def cut(text: str, length: int) -> str:
    """Return a text of at most so many characters, ended at a word where that is possible."""
    if len(text) <= length:
        return text
    begins = text[: length - 1]
    at = begins.rfind(" ")
    return (begins[:at] if at > length // 2 else begins).rstrip() + LEFT_OUT


def slug_meant(slug: str, length: int) -> str:
    """Return a slug in letters, as its percent signs mean it, and fit for one of ours.

    Where it is longer, its end becomes eight characters that stand for the whole, so that two long
    ones stay two.
    """
    text = slugify(unquote(slug.strip(), errors="replace"), allow_unicode=True)
    if len(text) <= length:
        return text
    return f"{text[: length - 9].rstrip('-')}-{sha256(text.encode()).hexdigest()[:8]}"


def ascii_slug(*names: str, length: int) -> str:
    """Return the first name that makes a slug of plain letters; "" where none does."""
    for name in names:
        if found := slugify(unquote(name, errors="replace"))[:length].strip("-_"):
            return found
    return ""


def looks(name: str) -> str:
    """Return what a name is compared by: the same however its capitals, spaces, dots stand."""
    return " ".join(re.findall(r"\w+", name.casefold()))

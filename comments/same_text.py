"""When two texts are the same: by their letters alone.

Another sign, another link's ending or a blank between letters makes no other text. Each screening
keeps the hash of what it was about (Screening.text_hash), by which copies are found.
"""

import unicodedata
from functools import lru_cache
from hashlib import sha256

import regex

LETTERS = regex.compile(r"\p{L}+")


@lru_cache(maxsize=16)  # each text is asked about by several phases, one after the other
def letters_of(text: str) -> str:
    """Return what of a text makes it that text: its letters, without case and accents."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(LETTERS.findall(folded))


def text_hash(text: str) -> int:
    """Return the number that stands for a text, of 64 bits; without letters its signs count."""
    said = letters_of(text) or text
    return int.from_bytes(sha256(said.encode()).digest()[:8], signed=True)

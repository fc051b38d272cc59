"""Which words of a caption say whom the picture is from. docs/moving-bodies.md lists the rules.

What is not recognised stays in the caption: a credit too few is put right in a moment, words that
are gone are gone.
"""

import re

LONGEST = 120  # characters of a photo's credit

WORDS = (
    r"photos?(?:graphs?)?(?:\s+credit)?|images?|pictures?|fotos?|bild|crédit(?:\s+photo)?"
    r"|credits?|illustrations?|graphics?|Фото|Иллюстрация|عکس|تصویر|صورة"
)
SAID = (
    rf"(?:(?:{WORDS})\s*[:：/]\s*|(?:{WORDS})\s+(?:by|von|par|courtesy\s+of)\s+"
    r"|courtesy\s+of\s+|©\s*)"
)
# A name goes to the end of its sentence, and a full stop behind a single letter ends none.
NAME = r"(?P<name>(?:[^.!?|\n]|(?<=\b\w)\.|\.(?=\S))+?)"
BRACKETED = re.compile(r"\s*\[(?P<name>[^\[\]]+)\]\s*\.?\s*$")
IN_PARENTHESES = re.compile(r"\s*\((?P<name>[^()]+)\)\s*\.?\s*$")
BEHIND = re.compile(rf"(?:^|(?<=[.!?…»”\")])\s+|\s*[|–—\n]\s*|\s+-\s+){SAID}{NAME}\s*\.?\s*$", re.I)
BEFORE = re.compile(rf"^\s*{SAID}", re.I)
TAGS = re.compile(r"</?a\b[^<>]*>")
PARTICLES = {
    *("al", "and", "bin", "da", "dal", "das", "de", "del", "della", "den", "der", "di", "dos"),
    *("du", "e", "el", "en", "et", "for", "ibn", "la", "le", "of", "ter", "the", "und", "van"),
    *("via", "von", "y", "zu", "&", "и"),
}
AGENCY = re.compile(r"[A-ZА-Я]{2,6}")


def credit_in(caption: str) -> tuple[str, str]:
    """Split a caption into what it says and whom it credits, "" where it credits nobody."""
    if found := BRACKETED.search(caption):
        name = _name_of(found["name"])
        if name and not _plain(found["name"]).islower():
            return caption[: found.start()].strip(), name
    if found := IN_PARENTHESES.search(caption):
        words = _plain(found["name"])
        if BEFORE.match(words) or is_name(words):
            return caption[: found.start()].strip(), _name_of(found["name"])
    if found := BEHIND.search(caption):
        name = _name_of(found["name"])
        if name:
            return caption[: found.start()].strip(), name
    return caption.strip(), ""


def is_name(words: str) -> bool:
    """Whether words in parentheses name somebody: "Ann Lee", "Ann Lee/AP", "AFP", not "2010"."""
    if any(character.isdigit() for character in words) or len(words) > LONGEST:
        return False
    parts = re.split(r"[\s/,]+", words.strip())
    names = [part for part in parts if part.lower() not in PARTICLES]
    if not names or len(names) > 7 or not all(_begins_large(part) for part in names):
        return False
    return "/" in words or len(names) > 1 or bool(AGENCY.fullmatch(names[0]))


def _begins_large(word: str) -> bool:
    letters = word.lstrip("\"“«'(")
    return letters[:1].isupper()


def _name_of(words: str) -> str:
    """Return the name without "Photo:" and its like; "" where it is too long for one."""
    name = BEFORE.sub("", _plain(words)).strip(" \t\n.,;:—–-|")
    return name if 1 < len(name) <= LONGEST else ""


def _plain(words: str) -> str:
    return TAGS.sub("", words).strip()

"""Shouting and gibberish: texts that nobody would read to their end. Held, never refused.

Only scripts that have capitals can shout with them, and only Latin and Cyrillic words are looked at
for vowels; marks and runs count in all.
"""

from collections.abc import Iterator
from unicodedata import normalize

import regex
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.body_text import without_links
from comments.screening import Draft, Verdict, describes

CASED = regex.compile(r"[\p{Lu}\p{Ll}]")
CAPITAL = regex.compile(r"\p{Lu}")
CAPITALS_FROM = 25  # letters: shorter ones are names, abbreviations and a single loud word
MARKS_IN_A_ROW = regex.compile(r"[!?！？؟‼⁉]{6,}")
ONE_SIGN_AGAIN = regex.compile(r"([^\s\p{P}])\1{14,}")
PILE = regex.compile(r"\p{M}{4,}")  # Vietnamese and vocalised Arabic need two, at times three
PILES = 3
MARKS = regex.compile(r"\p{M}+")
WORD = regex.compile(r"\p{L}+")
WORDS_FROM = 20  # letters that a text must have to be called gibberish
LONGEST_WORD = 60
VOWELS = regex.compile(r"[aeiouyаеёиоуыэюяіїєўө]")
WITH_VOWELS = regex.compile(r"[\p{Latin}\p{Cyrillic}]+")
MASHED_FROM = 7  # letters of a word without a vowel; "Schwr", "взгл" and "www" are shorter
MOST_MASHED = 0.4  # of a text's letters
FEWEST_KINDS = 5  # different letters in a text of this many:
KINDS_FROM = 40


@describes(title=gettext_lazy("shouting or gibberish"))
def shouting(draft: Draft) -> Verdict | None:
    """Hold a text in capitals, with rows of signs, or of no words."""
    if draft.by_staff:
        return None
    reasons = list(reasons_in(draft.body))
    if not reasons:
        return None
    to_author = _("It is written in a way that is hard to read, so a moderator reads it first.")
    return Verdict("hold", to_author, " ".join(reasons))


def reasons_in(text: str) -> Iterator[str]:
    """Give what about a text is shouting or gibberish, in a moderator's language."""
    text = without_links(text)
    if share := _capitals(text):
        yield _("%(share)d %% of its letters are capitals.") % {"share": share}
    if MARKS_IN_A_ROW.search(text):
        yield _("Rows of exclamation or question marks.")
    if ONE_SIGN_AGAIN.search(text):
        yield _("One sign over and over.")
    if len(PILE.findall(text)) >= PILES:
        yield _("Letters under piles of marks.")
    if _is_gibberish(text):
        yield _("It looks like no words of any language.")


def _capitals(text: str) -> int:
    """Return the share of capitals in hundredths where that is shouting, else 0."""
    cased = len(CASED.findall(text))
    share = round(100 * len(CAPITAL.findall(text)) / cased) if cased >= CAPITALS_FROM else 0
    return share if share >= settings.COMMENT_CAPITALS_PERCENT else 0


def _is_gibberish(text: str) -> bool:
    words = [word.lower() for word in WORD.findall(text)]
    letters = sum(map(len, words))
    if letters < WORDS_FROM:
        return False
    if any(len(word) > LONGEST_WORD and WITH_VOWELS.fullmatch(word) for word in words):
        return True
    if letters >= KINDS_FROM and len(set("".join(words))) < FEWEST_KINDS:
        return True
    mashed = [word for word in words if len(word) >= MASHED_FROM and _has_no_vowel(word)]
    return sum(map(len, mashed)) > MOST_MASHED * letters


def _has_no_vowel(word: str) -> bool:
    consonant = word.replace("й", "j")  # which else were a vowel under a breve
    plain = MARKS.sub("", normalize("NFD", consonant))
    return bool(WITH_VOWELS.fullmatch(plain)) and not VOWELS.search(plain)

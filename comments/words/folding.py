"""Folding a text so that words in it are found however they are dressed up.

Unlike a name (comments.name_folding, whose tables are used here), a text keeps its scripts apart:
"cop" and "сор" look alike, and only one of them is about the police. So letters are folded within
their script, and those of others (Greek, Armenian, small capitals) to the Latin ones they imitate;
what a Latin letter may stand for in a Cyrillic word is said by the entry (comments.words.alike).
"""

import re
import unicodedata

from comments.name_folding import ALIKE, APOSTROPHES, MARKS, UNSEEN

INSIDE = "\x01"  # where punctuation stood within a word: "f.u.c.k", "fu-ck"
SPACED = "\x02"  # where something stood between the single letters of a run: "f u c k"
SIGNS = "@$!|+*#"  # what may stand for a letter; everything else that is none becomes a space
OTHERS = f" {INSIDE}{SPACED}{SIGNS}"  # whatever else a folded text holds is a letter or a digit

# Cyrillic letters of Uzbek, Ukrainian and others as those that they are written for; the last six
# stand in no Russian or Uzbek word, and for Latin ones here.
CYRILLIC = dict(zip("қғҳәөүұңӏꙇєѵѡћԁԛԝѕјһ", "кгхаоуунііеуохdqwsjh", strict=True))
# ALIKE takes l and i for one letter, and mu for m; in words they are two, and u.
LATIN = dict(zip("ʟłⅼıɪɩιlμƒʁ", "llliiiilufr", strict=True))
LAST = 0x20000  # no letter or digit beyond it is anybody's look-alike
SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL (\w)")


def _letters() -> dict[int, str]:
    table = {ord(one): other for one, other in zip(f"€¢_{INSIDE}{SPACED}", "ec-  ", strict=True)}
    for letter, row in ALIKE.items():
        for alike in row:
            if letter.isalpha() and alike.isalpha() and "CYRILLIC" not in unicodedata.name(alike):
                table[ord(alike)] = letter
    for code in range(128, LAST):
        if unicodedata.category(chr(code)) == "Nd":  # digits of every script as ours
            table[code] = str(unicodedata.decimal(chr(code)))
        elif unicodedata.category(chr(code)) == "Ll" and (
            match := SMALL_CAPITAL.fullmatch(unicodedata.name(chr(code)))
        ):
            table[code] = match[1].lower()
    for first in (0x1F150, 0x1F170, 0x1F1E6):  # letters in boxes and flags, which NFKC leaves
        table |= {first + number: chr(ord("a") + number) for number in range(26)}
    return table | {ord(one): other for one, other in (CYRILLIC | LATIN).items()}


LETTERS = _letters()
DRAWN = {
    "}|{": "ж",
    ">|<": "ж",
    "}{": "ж",
    "/\\": "л",
    "|<": "к",
    "|_|": "u",
    "|\\|": "n",
}  # by punctuation
CAPITAL_I = re.compile(r"(?<=[a-z])I(?=[a-zI])|(?<=[a-z]I)I")  # for l among small letters
SMALL_L = re.compile(r"(?<=[A-Z])l(?=[A-Z])")  # for I among capitals
CONTRACTED = re.compile(r"['’](?=(?:ll|re|ve|s|m)\b)", re.IGNORECASE)  # "who're" is two words
LETTER, NONE = r"[\w@$]", r"[^\w@$]"  # "_" is none of them any more: fold_letters makes it "-"
# Three single letters or more with a little between each: nobody writes words like that.
RUN = re.compile(rf"(?<!{LETTER}){LETTER}(?:{NONE}{{1,4}}+{LETTER}(?!{LETTER})){{2,}}+")
BETWEEN = re.compile(rf"{NONE}+")
WITHIN = re.compile(rf"(?<={LETTER})[^\w@$!|+*#\s{SPACED}]{{1,5}}+(?={LETTER})")
NO_WORDS = re.compile(rf"[^\w@$!|+*#{INSIDE}{SPACED}]+")


def fold(text: str) -> str:
    """Return a text as its words are looked for, with a space before and behind it.

    Small letters without accents, each in its script; a space for what is no letter, digit or
    sign (SIGNS), INSIDE or SPACED where letters were only pulled apart.
    """
    for drawn, letter in DRAWN.items():
        text = text.replace(drawn, letter)
    text = CONTRACTED.sub(" ", text)
    text = fold_letters(SMALL_L.sub("i", CAPITAL_I.sub("l", text)))
    text = RUN.sub(lambda run: BETWEEN.sub(SPACED, run[0]), text)
    text = WITHIN.sub(INSIDE, text)
    return f" {NO_WORDS.sub(' ', text)} "


def fold_letters(text: str) -> str:
    """Return a text with each letter as it is looked for; what stands between stays."""
    text = seen(text).casefold()
    if not text.isascii():
        text = MARKS.sub("", unicodedata.normalize("NFKD", text))
    return APOSTROPHES.sub("", text).translate(LETTERS)


def seen(text: str) -> str:
    """Return a text as people see it, on one line: compatible forms, nothing invisible."""
    text = " ".join(text.split())
    return text if text.isascii() else UNSEEN.sub("", unicodedata.normalize("NFKC", text))

"""Folding a name: two names that look alike fold to the same letters.

The table is small on purpose. Unicode's own (UTS 39, over 6,000 rows) has no package that is kept
up, and most of its rows are of scripts whose letters nobody takes for those of a byline. This one
holds what Latin, Cyrillic, Greek, Armenian and Arabic letters lend each other, small and capital,
after NFKC has taken care of mathematical, full-width and circled ones.
"""

import unicodedata

import regex

FOLDED_CHARACTERS = 200  # a ligature of one character may stand for a sentence of eighteen
# Each letter on the left of a pair looks like the one on the right, in small or in capitals.
ALIKE = {
    "a": "аαɑᴀ@",
    "b": "вβʙ",
    "c": "сϲᴄ¢",
    "d": "ԁɗđᴅ",
    "e": "еεєɛᴇ",
    "g": "ɡցɢ",
    "h": "нһհћħʜη",
    "i": "іιıɩɪӏlⅼ1|ꙇłʟ",
    "j": "јʝᴊ",
    "k": "кκĸᴋ",
    "m": "мμᴍ",
    "n": "пոռɴ",
    "o": "оοօøσ0ᴏ",
    "p": "рρᴘ",
    "q": "ԛզ",
    "r": "гʀ",
    "s": "ѕꜱ$ʂ",
    "t": "тτᴛ",
    "u": "υսᴜ",
    "v": "νѵᴠ",
    "w": "ԝωᴡ",
    "x": "хχ",
    "y": "уүγʏ",
    "z": "ʐᴢζ",
    "3": "з",
    "6": "б",
    "ی": "يىې",
    "ک": "كڪ",
    "ه": "ةہھە",
    "ا": "ٱ",
    "و": "ۆۇ",
}
LETTERS = str.maketrans({alike: letter for letter, row in ALIKE.items() for alike in row})
PAIRS = {"rn": "m", "vv": "w"}
# Marks over letters of these scripts; elsewhere (Devanagari, Thai) a mark is a vowel of its own.
MARKS = regex.compile(
    r"[\p{M}&&[\p{sc=Zinh}\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\p{sc=Arab}\p{sc=Hebr}]]", regex.V1
)
UNSEEN = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{C}\u0640\u2800]", regex.V1)
APOSTROPHES = regex.compile(r"['`´‘’ʻʼʽʹˈ′\u02bf]")
NO_LETTERS = regex.compile(r"[^\p{L}\p{M}\p{N}]+")


def fold(name: str) -> str:
    """Return what a name looks like: words of skeleton letters, single spaces between them.

    Case, accents, invisible characters, punctuation and pictures make no difference. A name of
    nothing else folds to itself in small letters.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = unicodedata.normalize("NFKD", UNSEEN.sub("", text))
    text = MARKS.sub("", text)
    text = "".join(_digit(letter) for letter in text).translate(LETTERS)
    text = NO_LETTERS.sub(" ", APOSTROPHES.sub("", text)).strip()
    for pair, letter in PAIRS.items():
        text = text.replace(pair, letter)
    return (text or " ".join(name.casefold().split()))[:FOLDED_CHARACTERS]


def squeezed(folded: str) -> str:
    """Return a folded name without the spaces: "I.r.i.n.a" is written as one word too."""
    return folded.replace(" ", "")


def _digit(letter: str) -> str:
    """A digit of any script as ours, anything else as it is."""
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)

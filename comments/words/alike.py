"""What each letter of an entry may be written as in a folded text (comments.words.folding).

In two tables for each script: what looks like a letter, and what sounds like it in the other
script, which counts only in a word that has letters of both ("пизda" is one, a Polish word not).
"""

import re
from functools import cache

LATIN_LOOKS = """
    a: @ 4 а; b: 8 6 в ь; c: с; e: 3 @ е э; g: 9 6; h: н; k: к; i: 1 ! | @ l і; l: 1 | ! і
    m: м; n: п и; o: 0 @ о; p: р; q: 9; r: г я; s: 5 $; t: 7 + т; u: v @ и; v: u; w: ш vv; x: х
    y: у; z: 2 з; f: ph
"""
LATIN_SOUNDS = """
    a: а; b: б; c: ц к; d: д; f: ф; g: г; h: х; i: и; j: й ж; k: к; l: л; m: м; n: н; o: о
    p: п; r: р; s: с; t: т; u: у ю; v: в; w: в; x: кс; y: й ы; z: з; e: е
"""
CYRILLIC_LOOKS = """
    а: @ 4 a; б: 6 b; в: 8 b; г: r; д: g 9; е: 3 @ e; з: 3; и: u n 1 ! @ і; к: k; м: m; н: h
    о: 0 @ o; п: n; р: p; с: c; т: t m; у: y @; х: x; ч: 4; ш: w; щ: w; ъ: b; ь: b 6
    ы: @ bl ьl ьi bi ь1 b1; э: 3; ю: io lo 10 l0 i0; я: r 9 @; і: i 1 ! | l
"""
CYRILLIC_SOUNDS = """
    а: a; б: b; в: v w; г: g; д: d; е: ye je; ж: zh j g; з: z; и: i y; к: c q; л: l; м: m
    н: n; п: p; р: r; с: s 5 $; т: t; у: u; ф: f; х: h kh; ц: ts c; ч: ch; ш: sh; щ: sch
    ы: y i; э: e; ю: yu ju u; я: ya ja ia
"""


def _table(rows: str) -> dict[str, list[str]]:
    """Return for each letter what it may be written as."""
    lines = [row.partition(":") for line in rows.splitlines() for row in line.split(";")]
    return {letter.strip(): forms.split() for letter, _colon, forms in lines if forms}


LOOKS = _table(LATIN_LOOKS) | _table(CYRILLIC_LOOKS)
SOUNDS = _table(LATIN_SOUNDS) | _table(CYRILLIC_SOUNDS)
MASK = "*#"  # what letters are covered with: "f**k"


@cache
def written_as(letter: str, *, sounds: bool, masked: bool) -> str:
    """Return the RE2 pattern of whatever a folded letter may be written as.

    With what `sounds` like it or only what looks like it, and covered (`masked`) or not.
    """
    forms = [letter, *LOOKS.get(letter, ()), *(SOUNDS.get(letter, ()) if sounds else ())]
    single = {one for one in forms if len(one) == 1} | set(MASK if masked else "")
    chosen = f"[{''.join(sorted(re.escape(one) for one in single))}]"
    several = sorted({one for one in forms if len(one) > 1}, key=lambda one: (-len(one), one))
    return f"(?:{'|'.join([chosen, *several])})" if several else chosen


def script_of(letter: str) -> str:
    """Return the alphabet of a folded letter: latin, cyrillic, other; "" for what is none."""
    if not letter.isalpha():
        return ""
    if letter.isascii():
        return "latin"
    return "cyrillic" if "\u0400" <= letter <= "\u04ff" else "other"

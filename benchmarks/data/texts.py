"""Invented text of realistic length and variety: the same number always gives the same words.

Half of the words are common ones and half are made of syllables, so that a page compresses about
as well as one that people wrote, and a million comments cost seconds.
"""

from functools import cache

COMMON = (  # noqa: SIM905 (a list of so many would run over the page)
    "the of and to in that it is was for on with as at by but not from they which this have had "
    "all we one no more would there when what so about out if who up time some could them only "
    "then now than like other our over also after first new because these two may any before "
    "must through years where much way should well each last long house water council road"
).split()
STARTS = "al ber cor den el far gor har is jan kel lo mar nor os pel ras sen tol ul".split()  # noqa: SIM905
MIDDLES = "a an ar e en er i in ir o on or u un ur al el il".split()  # noqa: SIM905
ENDS = "bridge dale den ford gate ing ish ker land ler ling mere mill ness ster ton".split()  # noqa: SIM905
NAMES = [
    "Anvar", "Mira Toll", "J. Westen", "Old Fisher", "Sabo", "Gulnora K.", "Tilda Marsh", "Emil R.",
    "reader_of_maps", "Nodira", "Petra Lind", "H. Omarov", "Weir Keeper", "Lola", "Ruben Aske",
]  # fmt: skip
KINDS = 3_000  # different texts of a length; more would only fill the memory while building
SENTENCE = 11  # words
SENTENCES = 5  # in a paragraph


def words(number: int, count: int) -> list[str]:
    """Return so many words; neighbours differ as if drawn by lot."""
    chosen, drawn = [], number * 2_654_435_761 % 2**32
    for _word in range(count):
        drawn = (drawn * 1_664_525 + 1_013_904_223) % 2**32
        lot = drawn >> 8  # the lowest digits of this generator repeat
        if lot & 1:
            chosen.append(COMMON[(lot >> 1) % len(COMMON)])
        else:
            lot, start = divmod(lot >> 1, len(STARTS))
            lot, middle = divmod(lot, len(MIDDLES))
            chosen.append(f"{STARTS[start]}{MIDDLES[middle]}{ENDS[lot % len(ENDS)]}")
    return chosen


def sentence(number: int, count: int = SENTENCE) -> str:
    """Return a sentence of so many words."""
    said = " ".join(words(number, count))
    return f"{said[0].upper()}{said[1:]}."


@cache
def text(kind: int, length: int) -> str:
    """Return sentences of about so many characters together, in paragraphs of a few."""
    said, number, size = [], kind * 97, 0
    while size < length:
        said.append(sentence(number))
        size += len(said[-1]) + 1
        number += 1
    starts = range(0, len(said), SENTENCES)
    return "\n\n".join(" ".join(said[start : start + SENTENCES]) for start in starts)


def letter(number: int, length: int) -> str:
    """Return what a reader writes; the number stands in it, so that a page can be searched."""
    return f"{text(number % KINDS, length)} (No. {number})"


def name(number: int) -> str:
    """Return what a reader goes by."""
    return NAMES[number * 7 % len(NAMES)]


@cache
def article_html(kind: int, paragraphs: int) -> str:
    """Return an article's body of so many paragraphs, about 60 words each."""
    parts = (text(kind * 31 + number, 380).replace("\n\n", " ") for number in range(paragraphs))
    return "".join(f"<p>{part}</p>" for part in parts)

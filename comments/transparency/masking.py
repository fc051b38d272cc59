"""Personal data in free text: found, and masked before it leaves the house.

Addresses of mail and of the web, numbers of telephones, cards and accounts, addresses of networks,
and names that are given. In doubt it is masked: a sentence with a hole can be read, an address that
was published cannot be called back. What is left on purpose: days, the numbers of the Union's acts
("(EU) 2022/2065") and pages of europa.eu, which grounds of law name.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from urllib.parse import urlsplit

import regex
from django.utils.translation import gettext_lazy as _

DIGIT = r"[\p{Nd}\p{No}]"
# What may stand between the digits of one number: spaces, dashes, dots, brackets, strokes, signs
# that nobody sees. Not a comma: articles 130, 131 and 185 of a law are no telephone.
BETWEEN = r"[\s\p{Z}\p{Pd}\p{Cf}.()\[\]/⁄∕·•_*~+−]{0,4}"
FEWEST_DIGITS = 7  # of a telephone's number without its area
AT = r"[@＠﹫]"
HIDDEN_AT = r"(?:at|ät|arroba|собака|собачка|@)"
HIDDEN_DOT = r"(?:dot|punkt|point|точка|\.)"
NUMBER = regex.compile(rf"[+(\[]{{0,2}}{DIGIT}(?:{BETWEEN}{DIGIT}){{{FEWEST_DIGITS - 1},}}")
MAIL = regex.compile(rf'"[^"\n]{{1,64}}"{AT}\S+|(?<!\S)[^\s@＠﹫]*+{AT}\S*|(?<!\S)\S++\s{AT}\s\S+')
HIDDEN_MAIL = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}._%+-])[\p{{L}}\p{{N}}._%+-]++\s*[(\[{{<]\s*{HIDDEN_AT}\s*[)\]}}>]\s*[\p{{L}}\p{{N}}.-]+"
    rf"(?:\s*[(\[{{<]\s*{HIDDEN_DOT}\s*[)\]}}>]\s*[\p{{L}}\p{{N}}-]+)*"
    r"|(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]++\s+at\s+[\p{L}\p{N}-]+(?:\s+dot\s+[\p{L}\p{N}-]+)+",
    regex.IGNORECASE,
)
WEB = regex.compile(
    r"(?:(?<![\p{L}\p{N}])[a-z][a-z0-9+.-]*://|(?<![\p{L}\p{N}])(?:mailto|tel|sip|xmpp|skype):"
    r"|(?<![\p{L}\p{N}])www\.)\S+"
    r"|(?<![\p{L}\p{N}.-])(?:[\p{L}\p{N}-]++\.)+\p{L}{2,}/\S+",
    regex.IGNORECASE,
)
ACCOUNT = regex.compile(
    r"(?<![\p{L}\p{N}])[A-Z]{2}[ -]?\d{2}(?:[ -]?[A-Z\d]{4}){2,7}(?:[ -]?[A-Z\d]{1,4})?"
    r"(?![\p{L}\p{N}])",
    regex.IGNORECASE,
)
DIGITS_OF_AN_ACCOUNT = 6
NEARBY = 60  # characters on either side in which a number goes on
FOUR = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}])(?<!\d\.){DIGIT}{{1,3}}(?:[.。]{DIGIT}{{1,3}}){{3}}(?![.。]?{DIGIT})"
)
# Groups of hexadecimal digits: addresses of networks and of network cards.
GROUPS = regex.compile(
    r"(?<![\p{L}\p{N}:])(?:[\da-f]{0,4}:){2,7}(?:[\da-f]{1,4}|(?<=::))(?:%\w+)?(?![\p{L}\p{N}])",
    regex.IGNORECASE,
)
ISO_DAY = regex.compile(r"(?P<year>[12]\d{3})-(?P<month>\d{2})-(?P<day>\d{2})", regex.ASCII)
DAY = regex.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>[12]\d{3})", regex.ASCII)
ACT = regex.compile(r"(?:19|20)\d{2}/\d{1,4}|\d{1,4}/(?:19|20)\d{2}", regex.ASCII)
OF_THE_UNION = regex.compile(
    r"\((?:EU|EC|EEC|UE|CE|EG|EWG|ЕС)\)\s*(?:No\.?|Nr\.?|n°|№)?\s*\Z|https://(?:[\w-]+\.)*europa\.eu/\S*/\Z",
    regex.IGNORECASE,
)
WORD = r"[\p{L}\p{M}\p{N}]"
GAP = r"[\s\p{Z}\p{Cf}]+"
ORDINARY = regex.compile(r"\p{Ll}+")  # a word as texts have it
FEWEST_LETTERS = 3  # of a name of one word


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Return a text in which marks stand in the place of personal data; twice is as once.

    `names` are those of people, in whatever case they stand in the text. The marks are words of the
    language that is active.
    """
    return _replaced(text, names, lambda _kind, mark: mark)


def personal_data(text: str, names: Iterable[str] = ()) -> set[str]:
    """Return which kinds of personal data stand in a text; an empty set where none does."""
    found: set[str] = set()

    def note(kind: str, mark: str) -> str:
        found.add(kind)
        return mark

    _replaced(text, names, note)
    return found


MARKS = {
    "web": _("[web address]"),
    "mail": _("[e-mail address]"),
    "account": _("[account number]"),
    "network": _("[network address]"),
    "number": _("[number]"),
    "name": _("[name]"),
}
Note = Callable[[str, str], str]


def _replaced(text: str, names: Iterable[str], note: Note) -> str:
    steps: list[tuple[str, re.Pattern[str], Callable[[re.Match[str]], bool]]] = [
        ("web", WEB, _is_private_page),
        ("mail", MAIL, _always),
        ("mail", HIDDEN_MAIL, _always),
        ("account", ACCOUNT, _is_account),
        ("network", GROUPS, _always),
        ("network", FOUR, _is_network),
        ("number", NUMBER, _is_private_number),
    ]
    if (pattern := _any_of(names)) is not None:
        steps.append(("name", pattern, _always))
    for kind, pattern, is_meant in steps:
        text = pattern.sub(partial(_mark_or_leave, kind, is_meant, note), text)
    return text


def _mark_or_leave(
    kind: str, is_meant: Callable[[re.Match[str]], bool], note: Note, match: re.Match[str]
) -> str:
    return note(kind, str(MARKS[kind])) if is_meant(match) else match[0]


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Names as whole words, the longest first; None where there are none to look for.

    Names of several words in any case; of one word as it is written, and only where it is no
    ordinary word: somebody called "comment" would be told by the holes in every text.
    """
    wanted = {" ".join(name.split()) for name in names}
    ways = []
    for name in sorted(wanted, key=lambda name: (-len(name), name)):
        spaced = GAP.join(regex.escape(part) for part in name.split())
        if " " in name:
            ways.append(f"(?i:{spaced})")
        elif len(name) >= FEWEST_LETTERS and not ORDINARY.fullmatch(name):
            ways.append(spaced)
    return regex.compile(rf"(?<!{WORD})(?:{'|'.join(ways)})(?!{WORD})") if ways else None


def _always(match: re.Match[str]) -> bool:
    return True


def _is_private_page(match: re.Match[str]) -> bool:
    """Whether it is any address but a page of the Union's own, on which the law stands."""
    try:
        parts = urlsplit(match[0])
    except ValueError:
        return True
    host = (parts.hostname or "").lower()
    is_the_law = host == "europa.eu" or host.endswith(".europa.eu")
    return not (is_the_law and parts.scheme == "https" and "@" not in match[0])


def _is_account(match: re.Match[str]) -> bool:
    return sum(character.isdigit() for character in match[0]) >= DIGITS_OF_AN_ACCOUNT


def _is_network(match: re.Match[str]) -> bool:
    """Whether four groups are an address, and not the middle of a number that goes on around it.

    Else a number's two ends would be left, each too short to be one.
    """
    begin, end = max(0, match.start() - NEARBY), match.end() + NEARBY
    for number in NUMBER.finditer(match.string, begin, end):
        if number.start() <= match.start() and match.end() <= number.end():
            ends = (
                _digits(match.string[number.start() : match.start()]),
                _digits(match.string[match.end() : number.end()]),
            )
            return sum(ends) < FEWEST_DIGITS or max(ends) >= FEWEST_DIGITS
    return True


def _digits(text: str) -> int:
    return len(regex.findall(DIGIT, text))


def _is_private_number(match: re.Match[str]) -> bool:
    text = match[0]
    if _is_day(text):
        return False
    before = match.string[max(0, match.start() - 80) : match.start()]
    return not (ACT.fullmatch(text) and OF_THE_UNION.search(before))


def _is_day(text: str) -> bool:
    found = ISO_DAY.fullmatch(text) or DAY.fullmatch(text)
    if found is None:
        return False
    try:
        date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    return True

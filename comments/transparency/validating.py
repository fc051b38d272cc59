"""Whether a statement is one that the transparency database takes: each of its rules, one by one.

What it would refuse is found here, before anything is written: it takes a batch whole or not at
all. Two rules are stricter than its own: no field may hold personal data, and there is no field
that it does not know.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from comments.transparency import vocabulary as words
from comments.transparency.masking import personal_data

Fields = Mapping[str, Any]
PUID = re.compile(r"[a-zA-Z0-9-_]+")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LAST_DAY = date(2038, 1, 1)
FIRST_DAYS = {"content_date": date(2000, 1, 1), "application_date": date(2020, 1, 1)}
END_DATES = tuple(
    f"end_date_{what}_restriction" for what in ("visibility", "monetary", "service", "account")
)
DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
REQUIRED = (
    "puid",
    "decision_ground",
    "content_type",
    "category",
    "content_date",
    "application_date",
    "decision_facts",
    "source_type",
    "automated_detection",
    "automated_decision",
)
# Of one word, and of a list of words: which are known.
ONE_OF = {
    "decision_monetary": words.MONETARY,
    "decision_provision": words.PROVISION,
    "decision_account": words.ACCOUNT,
    "decision_ground": words.GROUND,
    "category": words.CATEGORY,
    "source_type": words.SOURCE,
    "automated_detection": words.YES_OR_NO,
    "automated_decision": words.AUTOMATED,
    "account_type": words.ACCOUNT_TYPE,
    "content_language": words.LANGUAGE,
    "incompatible_content_illegal": words.YES_OR_NO,
}
SOME_OF = {
    "decision_visibility": words.VISIBILITY,
    "content_type": words.CONTENT_TYPE,
    "category_addition": words.CATEGORY,
    "category_specification": words.KEYWORD,
    "territorial_scope": frozenset(words.EEA),
}
# A field that stands if another holds a word: is it needed then?
ONLY_WITH = {
    "illegal_content_legal_ground": ("decision_ground", words.ILLEGAL, True),
    "illegal_content_explanation": ("decision_ground", words.ILLEGAL, True),
    "incompatible_content_ground": ("decision_ground", words.INCOMPATIBLE, True),
    "incompatible_content_explanation": ("decision_ground", words.INCOMPATIBLE, True),
    "incompatible_content_illegal": ("decision_ground", words.INCOMPATIBLE, False),
    "decision_visibility_other": ("decision_visibility", "DECISION_VISIBILITY_OTHER", True),
    "decision_monetary_other": ("decision_monetary", "DECISION_MONETARY_OTHER", True),
    "content_type_other": ("content_type", "CONTENT_TYPE_OTHER", True),
    "category_specification_other": ("category_specification", "KEYWORD_OTHER", False),
}
KNOWN = {*REQUIRED, *DECISIONS, *ONE_OF, *SOME_OF, *ONLY_WITH, *END_DATES, *words.LENGTHS}


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one field of one statement, in a sentence for the operator."""

    puid: str
    field: str
    why: str

    def __str__(self) -> str:
        return f"Statement {self.puid or '(without a puid)'}: {self.field} {self.why}"


def wrongs(fields: Fields) -> list[Wrong]:
    """Return all that is wrong with a statement; nothing where the database would take it."""
    puid = str(fields.get("puid") or "")
    return [Wrong(puid, field, why) for rule in RULES for field, why in rule(fields)]


def wrongs_of_all(statements: Iterable[Fields]) -> list[Wrong]:
    """Return what is wrong with several statements; a puid that comes twice among them, too."""
    found: list[Wrong] = []
    seen: set[str] = set()
    for fields in statements:
        found += wrongs(fields)
        puid = str(fields.get("puid") or "")
        if puid and puid in seen:
            found.append(Wrong(puid, "puid", "is used twice."))
        seen.add(puid)
    return found


Found = Iterator[tuple[str, str]]


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _unknown(fields: Fields) -> Found:
    for field in fields:
        if field not in KNOWN:
            yield field, "is no field of the database."


def _required(fields: Fields) -> Found:
    for field in REQUIRED:
        if _is_empty(fields.get(field)):
            yield field, "is missing."


def _decided(fields: Fields) -> Found:
    if all(_is_empty(fields.get(field)) for field in DECISIONS):
        yield "decision_visibility", f"is missing: one of {', '.join(DECISIONS)} is needed."


def _words(fields: Fields) -> Found:
    for field, known in ONE_OF.items():
        value = fields.get(field)
        if not _is_empty(value) and not (isinstance(value, str) and value in known):
            yield field, f"is {value!r}, which the database does not know."


def _lists(fields: Fields) -> Found:
    for field, known in SOME_OF.items():
        value = fields.get(field)
        if value is None:
            continue
        if not isinstance(value, list):
            yield field, "is not a list."
            continue
        for word in value:
            if not (isinstance(word, str) and word in known):
                yield field, f"holds {word!r}, which the database does not know."


def _conditions(fields: Fields) -> Found:
    for field, (other, word, is_needed) in ONLY_WITH.items():
        held = fields.get(other)
        applies = word in held if isinstance(held, list) else held == word
        is_empty = _is_empty(fields.get(field))
        if applies and is_needed and is_empty:
            yield field, f"is missing: {other} is {word}."
        if not applies and not is_empty:
            yield field, f"stands without {word} in {other}."
    if fields.get("source_type") == words.VOLUNTARY and not _is_empty(
        fields.get("source_identity")
    ):
        yield "source_identity", f"stands with {words.VOLUNTARY}."


def _lengths(fields: Fields) -> Found:
    for field, most in words.LENGTHS.items():
        value = fields.get(field)
        if _is_empty(value):
            continue
        if not isinstance(value, str):
            yield field, "is not a text."
        elif len(value) > most:
            yield field, f"has {len(value)} characters; {most} are allowed."


def _puid(fields: Fields) -> Found:
    puid = fields.get("puid")
    if isinstance(puid, str) and puid and not PUID.fullmatch(puid):
        yield "puid", "may hold letters of ASCII, digits, hyphens and underscores alone."


def _dates(fields: Fields) -> Found:
    begin = _day(fields.get("application_date"))
    for field in (*FIRST_DAYS, *END_DATES):
        value = fields.get(field)
        if _is_empty(value):
            continue
        day = _day(value)
        if day is None:
            yield field, f"is {value!r}, and not a day as YYYY-MM-DD."
        elif day > LAST_DAY or day < FIRST_DAYS.get(field, day):
            yield field, f"is {value}, which lies outside of what the database takes."
        elif field in END_DATES and begin is not None and day < begin:
            yield field, f"is {value}, before application_date."


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _reference(fields: Fields) -> Found:
    value = fields.get("decision_ground_reference_url")
    if _is_empty(value):
        return
    try:
        parts = urlsplit(str(value))
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        yield "decision_ground_reference_url", "is not the address of a page."


def _nobody(fields: Fields) -> Found:
    for field in words.FREE_TEXT:
        value = fields.get(field)
        if isinstance(value, str) and (kinds := personal_data(value)):
            yield field, f"holds personal data ({', '.join(sorted(kinds))})."


RULES: tuple[Callable[[Fields], Found], ...] = (
    _unknown,
    _required,
    _decided,
    _words,
    _lists,
    _conditions,
    _lengths,
    _puid,
    _dates,
    _reference,
    _nobody,
)

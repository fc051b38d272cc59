"""Names that people go by: how they are written down, and whose nobody else may take."""

import unicodedata
from collections.abc import Iterable
from functools import cache

import regex
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.body_text import SHOWS, characters
from comments.name_folding import fold, squeezed
from comments.prepared import Statement

NAME_CHARACTERS = 60
LONGEST_NAME_SENT = 16 * NAME_CHARACTERS  # code points that are brought into their canonical form
LONG_ENOUGH = 8  # letters of a name that is looked for within other words
NOT_ON_A_LINE = regex.compile(r"[\p{Cc}\p{Cs}\p{NChar}\p{Zl}\p{Zp}]")
# Marks and overrides of direction come along unseen when a name is pasted, and would turn the
# words behind the name around. The joiners that Persian and emoji need are not among them.
DIRECTION = regex.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

# What only those who run the newspaper may call themselves, in each of its languages.
TITLES = (
    "editor", "editorial", "editor in chief", "moderator", "moderation", "mod team", "admin",
    "administrator", "administration", "newsroom", "staff", "webmaster", "sysadmin",
    "редактор", "главред", "редакция", "редколлегия", "модератор", "модерация", "админ",
    "администратор", "администрация", "сотрудник редакции",
    "muharrir", "tahririyat", "moderator", "administrator", "maʼmur", "xodim",
    "муҳаррир", "таҳририят", "маъмур", "ходим",
    "سردبیر", "ویراستار", "تحریریه", "ناظر", "مدیر", "مدیر سایت", "ادمین", "مدیریت",
)  # fmt: skip
FOLDED_TITLES = frozenset(fold(title) for title in TITLES)


def clean_name(name: str) -> str:
    """Return a name on one line, without marks that nobody sees.

    Raises ValidationError where it is too long, cannot be seen or does not stay on its line.
    """
    too_long = ValidationError(_("The name is too long: at most 60 characters are possible."))
    if len(name) > LONGEST_NAME_SENT:
        raise too_long
    name = unicodedata.normalize("NFC", name)
    name = DIRECTION.sub("", name)
    if NOT_ON_A_LINE.search(name):
        raise ValidationError(_("The name holds line breaks or other control characters."))
    name = regex.sub(r"\s+", " ", name).strip()
    if not SHOWS.search(name):
        raise ValidationError(_("The name has no letter that can be seen."))
    if characters(name) > NAME_CHARACTERS or len(name) > NAME_CHARACTERS:
        raise too_long
    return name


def refuse_names_of_staff(name: str, staff: Iterable[str] | None = None) -> None:
    """Keep readers and guests from passing for somebody of the newsroom.

    `staff` are the folded names of those who work here, where they are known already; else one
    query asks for them. Raises ValidationError for a title of the newsroom, and for a name that
    looks like that of a member of staff or holds it.
    """
    folded = fold(name)
    if has_a_title(folded):
        raise ValidationError(
            _("The name holds a title of the newsroom. Please choose another."), code="title"
        )
    if imitates(folded, _names_of_staff() if staff is None else staff):
        raise ValidationError(
            _("Somebody of the newsroom goes by this name. Please choose another."), code="staff"
        )


def has_a_title(folded: str) -> bool:
    """Whether a folded name holds one of TITLES, as words of its own or spelled out."""
    spaced = f" {folded} "
    return squeezed(folded) in FOLDED_TITLES or any(
        f" {title} " in spaced for title in FOLDED_TITLES
    )


def imitates(folded: str, others: Iterable[str]) -> bool:
    """Whether a folded name looks like one of the others, or holds one of two words or more.

    A single word ("Anna") is taken as a whole only: half the town has it in its name.
    """
    spaced, whole = f" {folded} ", squeezed(folded)
    for other in filter(None, others):
        letters = squeezed(other)
        if letters == whole:
            return True
        if " " in other and (
            f" {other} " in spaced or (len(letters) >= LONG_ENOUGH and letters in whole)
        ):
            return True
    return False


def _names_of_staff() -> list[str]:
    [[said]] = _asking().rows()
    return names_of_staff(said)


def names_of_staff(said: Iterable[tuple[str, str]]) -> list[str]:
    """Return the folded names that `staff_in_sql` says; of namesakes only one has it stored."""
    return [folded or fold(name) for folded, name in said]


@cache
def staff_in_sql() -> str:
    """Return a SELECT of one value: the names of everybody who works here, for `names_of_staff`.

    Asked with every comment of a guest: the ORM needs longer to say it than to hear of it.
    """
    accounts = get_user_model()._meta.db_table
    return f"""SELECT coalesce(json_agg(json_build_array(display_name_folded, display_name)), '[]')
        FROM {accounts} WHERE is_staff AND is_active"""  # noqa: S608


@cache
def _asking() -> Statement:
    return Statement("names_of_staff", (), staff_in_sql())

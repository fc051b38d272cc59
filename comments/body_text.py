"""The text of a comment: cleaned on its way in, turned into safe HTML on its way out."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import regex
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from linkify_it import LinkifyIt

from comments.models.comments import BODY_CHARACTERS, BODY_CODE_POINTS

GRAPHEME = regex.compile(r"\X")  # a user-perceived character, Unicode UAX #29
# Control characters, halves of characters, and the 66 code points that HTML forbids.
NOT_TEXT = regex.compile(r"[[\p{Cc}\p{Cs}\p{NChar}]--[\n\t]]", regex.VERSION1)
# Something to see: blank letters, such as the Hangul filler, and the blank Braille cell are not.
SHOWS = regex.compile(
    r"[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800]]", regex.VERSION1
)
BLANK_LINES = regex.compile(r"\n{3,}")
# A line of somebody else's words. Not ">100 people" nor ">:(", whose sign belongs to the words.
QUOTED = regex.compile(r"\A>(?: |$|(?=>+(?: |$)))")
QUOTES_WITHIN = 2  # levels; signs beyond them stay signs
# Text beyond these is not looked at closely. Its canonical order costs the square of the longest
# run of marks: a form of 2.5 MB would keep a core busy for hours.
LONGEST_SENT = 4 * BODY_CODE_POINTS
PILE_OF_MARKS = regex.compile(r"\p{M}{100}")
CODE_POINTS_A_CHARACTER = BODY_CODE_POINTS // BODY_CHARACTERS
LINK_SHOWN = 60  # characters of an address that a reader sees
find_links = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
for _schema in ("ftp:", "//", "mailto:"):
    find_links.add(_schema, None)


def characters(text: str) -> int:
    """Count the characters of a text as a reader does: an emoji family is one.

    Of a text longer than anybody may send the code points are counted.
    """
    return len(text) if len(text) > LONGEST_SENT else len(GRAPHEME.findall(text))


def _is_costly(text: str) -> bool:
    """Whether a text that was sent is not to be brought into its canonical form."""
    return len(text) > LONGEST_SENT or PILE_OF_MARKS.search(text) is not None


def clean_body(text: str, *, most: int = BODY_CHARACTERS) -> str:
    """Return the text as it is stored: NFC, LF line ends, no edge space, no runs of blank lines.

    Raises ValidationError when it is empty, longer than `most` characters, or holds a NUL or
    another control character.
    """
    if _is_costly(text):
        raise _too_long(text, most)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if NOT_TEXT.search(text):
        raise ValidationError(
            _("The comment holds control characters that cannot be shown. Please take them out.")
        )
    text = BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
    if not SHOWS.search(text):
        raise ValidationError(_("Please write your comment."))
    if characters(text) > most or len(text) > most * CODE_POINTS_A_CHARACTER:
        raise _too_long(text, most)
    return text


def _too_long(text: str, most: int) -> ValidationError:
    over = characters(text) - most
    if over <= 0:  # each character is one to a reader, but many to a machine
        return ValidationError(
            _(
                "The comment holds more combined emoji or accents than can be stored."
                " Please make it shorter."
            )
        )
    return ValidationError(
        ngettext(
            "The comment is %(over)d character too long: at most %(most)d are possible.",
            "The comment is %(over)d characters too long: at most %(most)d are possible.",
            over,
        )
        % {"over": over, "most": most}
    )


@dataclass(frozen=True)
class Look:
    """How text and links are printed: what escapes a piece, and how much of an address is seen."""

    show: Callable[[str], str] = escape
    link_characters: int = LINK_SHOWN


READERS = Look()


def body_html(text: str, look: Look = READERS) -> SafeString:
    """Return a comment's text as HTML: escaped, paragraphs and line breaks kept, links live.

    Lines that begin with "> " are a quotation. Nothing else of the text is left away.
    """
    return mark_safe(_blocks(text.split("\n"), QUOTES_WITHIN, look))  # noqa: S308 (its parts are escaped)


def _blocks(lines: list[str], within: int, look: Look) -> str:
    """Return lines as paragraphs and quotations, these at most `within` levels deep."""
    html: list[str] = []
    own: list[str] = []
    for is_marked, run in groupby(lines, lambda line: within > 0 and bool(QUOTED.match(line))):
        found = list(run)
        quoted = [QUOTED.sub("", line) for line in found] if is_marked else []
        if any(line.strip("> ") for line in quoted):  # signs alone are no quotation
            inner = _blocks(quoted, within - 1, look)
            html += [_paragraphs("\n".join(own), look), f"<blockquote>{inner}</blockquote>"]
            own = []
        else:
            own += found
    return "".join([*html, _paragraphs("\n".join(own), look)])


def _paragraphs(text: str, look: Look) -> str:
    text = BLANK_LINES.sub("\n\n", text).strip("\n")
    if not text:
        return ""
    return "".join(
        f'<p dir="auto">{paragraph.replace(chr(10), "<br>")}</p>'
        for paragraph in _linked(text, look).split("\n\n")
    )


def _linked(text: str, look: Look) -> str:
    """Return a text escaped, with its web addresses as links."""
    parts: list[str] = []
    done = 0
    for match in _links(text):
        parts += [look.show(text[done : match.index]), _link(match.url, match.text, look)]
        done = match.last_index
    parts.append(look.show(text[done:]))
    return "".join(parts)


def _links(text: str) -> list[Any]:
    """Return the web addresses in a text, as linkify-it has found them."""
    if "://" not in text:  # most texts have none, and looking for one takes long
        return []
    return [m for m in find_links.match(text) or [] if m.schema in {"http:", "https:"}]


def links_in(text: str) -> list[str]:
    """Return the addresses to which the links of a text lead, in their order."""
    return [match.url for match in _links(text)]


def without_links(text: str) -> str:
    """Return the words of a text between its links."""
    parts, done = [], 0
    for match in _links(text):
        parts.append(text[done : match.index])
        done = match.last_index
    return " ".join([*parts, text[done:]])


def _link(url: str, shown: str, look: Look) -> str:
    if len(shown) > look.link_characters:
        shown = shown[: look.link_characters - 1] + "…"
    words = look.show(shown)
    return f'<a href="{escape(url)}" rel="ugc nofollow noopener"><bdi>{words}</bdi></a>'

"""A comment's text with nothing hidden: links whole, and characters that nobody sees made visible.

What letters need stays as it is: a joiner between Arabic letters or the parts of an emoji is how
these are written.
"""

import unicodedata

import regex
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from comments.body_text import Look, body_html

# What takes no room, turns the direction or only looks like a space; blank letters; tags.
HIDDEN = regex.compile(
    r"[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800\u00a0\u2000-\u200a\u202f\u205f\u3000]"
)
ARABIC = regex.compile(r"\p{Script=Arabic}")
EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]")
JOINERS = "\u200c\u200d"
VARIATIONS = "\ufe0e\ufe0f"
WHOLE = 10_000  # characters: longer than any address in a comment


def marked_html(text: str) -> SafeString:
    """Return a comment's text as HTML with everything in it to be seen."""
    return body_html(text, Look(show=shown, link_characters=WHOLE))


def shown(text: str) -> SafeString:
    """Return a piece of text escaped, with a mark in the place of each hidden character."""
    parts: list[str] = []
    done = 0
    for match in HIDDEN.finditer(text):
        at = match.start()
        if _is_needed(text, at):
            continue
        parts += [escape(text[done:at]), _mark(match[0])]
        done = match.end()
    parts.append(escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308 (its parts are escaped)


def hidden_in(text: str) -> int:
    """Count the characters of a text that nobody would see."""
    return sum(not _is_needed(text, match.start()) for match in HIDDEN.finditer(text))


def _is_needed(text: str, at: int) -> bool:
    """Whether the letters or signs around a joiner ask for it."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in JOINERS and ARABIC.match(before):
        return True
    if text[at] == "\u200d":
        return bool(EMOJI.match(before) and EMOJI.match(after))
    return text[at] in VARIATIONS and bool(before) and not before.isalpha()


def _mark(character: str) -> SafeString:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, code)
    return format_html('<mark class="desk-hidden" title="{}">{}</mark>', name, code)

"""Captions: plain text, in which a link may be written as <a href="https://…">words</a>.

A caption is shown in many places, most of which have no room for markup; it stays a line of text
that anybody may type. Everything but such links is shown as it was typed.
"""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LINK = re.compile(r'<a href="((?:https?://|/(?!/)|mailto:)[^"<>\s]+)">([^<>]+)</a>')
ESCAPED = re.compile(
    r"&lt;a href=&quot;((?:https?://|/(?!/)|mailto:)(?:(?!&quot;|&lt;|&gt;)\S)+)&quot;&gt;"
    r"((?:(?!&lt;|&gt;).)+)&lt;/a&gt;"
)


def linked(caption: str) -> SafeString:
    """Return a caption as HTML: its links are links, and all else is text."""
    text: str = escape(caption)
    if "&lt;a " in text:
        text = ESCAPED.sub(r'<a href="\1">\2</a>', text)
    return mark_safe(text)  # noqa: S308 (escaped; what is put back is matched letter by letter)


def without_links(caption: str) -> str:
    """Return a caption's words alone."""
    return LINK.sub(r"\2", caption)

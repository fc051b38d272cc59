"""The text of a comment from elsewhere: its HTML made our plain text, with nothing of it lost."""

import re
import unicodedata
from html import unescape

from comments.body_text import BLANK_LINES, LONGEST_SENT, NOT_TEXT, PILE_OF_MARKS, SHOWS

BREAKS = {
    *("br", "div", "section", "tr", "table", "dl", "dt", "dd", "figure", "hr"),
    *("address", "article", "aside", "caption", "fieldset", "footer", "header", "summary"),
}
PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "blockquote"}
WITHIN_LINES = {
    *("abbr", "acronym", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd"),
    *("mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "td", "th", "tt"),
    *("u", "tbody", "thead", "figcaption", "center", "label", "button", "input", "form"),
    *("bdo", "col", "colgroup", "dfn", "samp", "tfoot", "var", "wbr"),
    *("iframe", "object", "embed", "param", "video", "audio", "source", "svg", "path"),
}
NO_WORDS = {"script", "style"}
KNOWN = BREAKS | PARAGRAPHS | WITHIN_LINES | NO_WORDS | {"li", "a", "img"}
# Each alternative ends at the next sign that begins another: a text of signs alone takes no longer.
TOKENS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*|/)?)>|<![^<>]*>|([^<]+|<)")
VALUES = re.compile(r"""([a-zA-Z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
DEEPEST = 20  # quotations within quotations that get signs of their own
HTML = re.compile(r"[<&]")
LETTERS = re.compile(r"\w")


def text_of(html: str) -> str:
    """Return a comment of WordPress's as text: links named, quotations marked, lines kept.

    "" where nothing is left to see. It may be longer than readers may write here.
    """
    text = html.replace("\r\n", "\n").replace("\r", "\n")
    if HTML.search(text):
        text = _Reader().read(text)
    if len(text) <= LONGEST_SENT and not PILE_OF_MARKS.search(text):
        text = unicodedata.normalize("NFC", text)
    text = NOT_TEXT.sub("", text)
    lines = (line.rstrip() for line in text.split("\n"))
    text = BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
    return text if SHOWS.search(text) else ""


class _Reader:
    """Walks through HTML once and writes text; whatever the HTML is, in time with its length."""

    def __init__(self) -> None:
        self._parts: list[list[str]] = [[]]  # of the text, and of each quotation within it
        self._links: list[tuple[str, tuple[int, int]]] = []
        self._silent = False  # within a script
        self._numbers: list[int | None] = []  # of the lists around, None for one with bullets

    def read(self, html: str) -> str:
        """Return the text of some HTML; what is no tag of HTML's stays as it is."""
        for match in TOKENS.finditer(html):
            closing, name, attributes, text = match.groups()
            if name is not None and name.lower() in KNOWN:
                self._tag(name.lower(), attributes, is_closing=bool(closing))
            elif name is not None or text is not None:
                self._add(match[0])
        while len(self._parts) > 1:
            self._end_quotation()
        return "".join(self._parts[0])

    def _add(self, text: str) -> None:
        if self._silent:
            return
        if self._numbers and text.isspace() and "\n" in text:
            self._begin_line()  # how the HTML of a list is set, no empty line of its text
        else:
            self._parts[-1].append(unescape(text))

    def _tag(self, name: str, attributes: str, *, is_closing: bool) -> None:
        if name in NO_WORDS:
            self._silent = not is_closing
        elif is_closing:
            self._close(name)
        else:
            self._open(name, attributes)

    def _open(self, name: str, attributes: str) -> None:
        if name == "blockquote":
            if len(self._parts) <= DEEPEST:
                self._parts.append([])
        elif name == "a":
            if self._links:  # one that was never closed ends where the next begins
                self._close("a")
            self._links.append((_address(_values(attributes).get("href", "")), self._place()))
        elif name == "img":
            values = _values(attributes)
            words = [values.get("alt", "").strip(), _address(values.get("src", ""))]
            self._parts[-1].append(" ".join(filter(None, words)))
        elif name == "li":
            self._begin_line()
            self._parts[-1].append(self._bullet())
        elif name not in WITHIN_LINES:
            self._break(name)
            if name in {"ul", "ol"}:
                start = _values(attributes).get("start", "1")
                first = int(start) if start.isdecimal() and len(start) < 9 else 1
                self._numbers.append(first if name == "ol" else None)

    def _place(self) -> tuple[int, int]:
        return len(self._parts), len(self._parts[-1])

    def _close(self, name: str) -> None:
        if name == "blockquote":
            if len(self._parts) > 1:
                self._end_quotation()
        elif name == "a" and self._links:
            address, (level, since) = self._links.pop()
            self._end_link(address, since if level == len(self._parts) else 0)
        elif name not in {"a", "img", "li", "br", "hr"} and name not in WITHIN_LINES:
            if name in {"ul", "ol"} and self._numbers:
                self._numbers.pop()
            self._break(name)

    def _bullet(self) -> str:
        if not self._numbers or (number := self._numbers[-1]) is None:
            return "- "
        self._numbers[-1] = number + 1
        return f"{number}. "

    def _begin_line(self) -> None:
        so_far = self._parts[-1]
        at = len(so_far) - 1
        while at > 0 and so_far[at].strip(" \t") == "":
            so_far[at] = ""
            at -= 1
        if so_far and not so_far[at].rstrip(" \t").endswith("\n"):
            so_far.append("\n")

    def _break(self, name: str) -> None:
        if name == "br":
            self._parts[-1].append("\n")
            return
        self._begin_line()
        is_list_in_list = name in {"ul", "ol"} and bool(self._numbers)
        if name in PARAGRAPHS and not is_list_in_list and self._parts[-1]:
            self._parts[-1].append("\n")

    def _end_link(self, address: str, since: int) -> None:
        """Put a link's address behind its words, unless they are the address."""
        words = "".join(self._parts[-1][since:]).strip()
        bare = address.removeprefix("mailto:")
        if not bare or bare.rstrip("/") == words.rstrip("/"):
            return
        self._parts[-1].append(f" ({bare})" if LETTERS.search(words) else bare)

    def _end_quotation(self) -> None:
        inner = BLANK_LINES.sub("\n\n", "".join(self._parts.pop())).strip("\n")
        self._break("blockquote")
        if inner.strip():
            lines = (f"> {line}".rstrip() for line in inner.split("\n"))
            self._parts[-1].append("\n".join(lines) + "\n\n")


def _values(attributes: str) -> dict[str, str]:
    """Return the attributes of a tag; one that is written twice counts the first time."""
    found: dict[str, str] = {}
    for name, *values in VALUES.findall(attributes):
        found.setdefault(name.lower(), unescape(next(filter(None, values), "")))
    return found


def _address(address: str) -> str:
    """Return an address that a reader may follow, "" for any other."""
    address = address.strip()
    return address if ADDRESS.fullmatch(address) else ""

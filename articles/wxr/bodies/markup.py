"""What WordPress writes that is no HTML, as elements: its blocks' comments and its shortcodes.

An element has its place in the tree of the text, however badly what surrounds it is nested; that
is why comments and shortcodes become elements (named wp-…, see articles.wxr.bodies.tree) before
the HTML is read. Stands in the way of nothing: each character is looked at once.
"""

import json
import re
from dataclasses import dataclass, field
from html import escape

from articles.embeds import player_of
from articles.wxr.bodies import shortcodes
from articles.wxr.bodies.shortcodes import Shortcode

COMMENT = re.compile(r"\s*(/?)wp:([a-z][\w-]*/)?([a-z][\w-]*)\s*(\{.*\})?\s*(/?)\s*", re.DOTALL)
GONE = ("script", "style", "svg", "math", "template", "noscript", "form", "select", "textarea")
START = re.compile(rf"<!--|<({'|'.join(GONE)})(?=[\s>/])|<(pre|code)(?=[\s>])|<[a-z/]|\[", re.I)
NO_BRACKETS = re.compile(rf"<!--|<({'|'.join(GONE)})(?=[\s>/])", re.I)
TAG = re.compile(r"</?[a-z](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+>", re.I)
SOURCE = re.compile(r"\ssrc=[\"']?(?:https?:)?//([^/\"'\s>]+)", re.I)
ESCAPED = re.compile(r"\[(\[/?[a-zA-Z][^\[\]]*\])\]")
ALONE = re.compile(r"^[ \t]*(https?://[^\s<>\"'\[\]]+)[ \t]*\r?$", re.MULTILINE)
SILENT = {"spacer", "social-link", "nextpage", "page-list", "post-content", "column", "columns"}


@dataclass
class Opened:
    """A block or a shortcode that waits for its end, and what is to be written there."""

    name: str
    closing: str = ""


def as_elements(content: str) -> str:
    """Return a body as HTML alone: text that wants paragraphs stands in <wp-classic>."""
    return Reader(content).read()


@dataclass
class Reader:
    """Goes through a body once, and writes what it finds."""

    content: str
    place: int = 0
    written: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)  # of all blocks: what Gutenberg never saw
    blocks: list[Opened] = field(default_factory=list)
    codes: list[Opened] = field(default_factory=list)
    partners: dict[str, int] = field(default_factory=dict)  # where each shortcode ends last

    def read(self) -> str:
        """Return the whole."""
        start = START if "[" in self.content else NO_BRACKETS
        while found := start.search(self.content, self.place):
            self.write(self.content[self.place : found.start()])
            self.place = found.start()
            opening = found[0].lower()
            if opening == "<!--":
                self.comment()
            elif found[1]:
                self.gone(found[1].lower())
            elif found.lastindex == 2:
                self.verbatim(found[2].lower())
            elif opening == "[":
                self.shortcode()
            else:
                tag = TAG.match(self.content, self.place)
                self.copy(tag.end() if tag else self.place + 1)
        self.write(self.content[self.place :])
        while self.blocks:
            self.written.append(self.blocks.pop().closing)
        self.end_outside()
        return "".join(self.written)

    def write(self, text: str) -> None:
        """Add to what is written: into a block, or outside of all."""
        (self.written if self.blocks else self.outside).append(text)

    def copy(self, end: int) -> None:
        """Write what stands there until `end`, as it is."""
        self.write(self.content[self.place : end])
        self.place = end

    def end_outside(self) -> None:
        """Write what stood outside of blocks, as text that wants paragraphs."""
        text = "".join(self.outside)
        self.outside.clear()
        if text.strip():
            self.written.append(f"<wp-classic>{ALONE.sub(_played, text)}</wp-classic>")

    # --- Comments: Gutenberg's blocks, and the two of before it ---------------------------------
    def comment(self) -> None:
        """Read a comment. One that never ends is no comment: the text behind it stays."""
        if "-->" not in self.partners:
            self.partners["-->"] = self.content.rfind("-->")
        ends = self.partners["-->"] > self.place
        end = self.content.find("-->", self.place + 4) if ends else -1
        if end < 0:
            self.place += 4
            return
        words = self.content[self.place + 4 : end]
        self.place = end + 3
        if delimiter := COMMENT.fullmatch(words):
            ending, space, name, attributes, empty = delimiter.groups()
            name = name if space in (None, "core/") else f"{space}{name}"
            if ending:
                self.close_block(name)
            else:
                self.open_block(name, shortcodes.from_json(attributes), empty=bool(empty))
        elif words.strip().lower().startswith("more"):
            self.write("<wp-more></wp-more>")
        elif words.strip().lower() == "nextpage":
            self.write("\n\n")

    def open_block(self, name: str, attributes: dict[str, str], *, empty: bool) -> None:
        """Begin a block; most say all that they are in the HTML inside of them."""
        url = attributes.get("url")
        closing = ""
        if not self.blocks:
            self.end_outside()
        if not empty:
            self.blocks.append(Opened(name))
        if (name == "embed" or name.startswith("core-embed/")) and url:
            self.written.append(f'<wp-embed url="{escape(url)}">')
            closing = "</wp-embed>"
        elif name in {"freeform", "classic"}:
            self.written.append("<wp-classic>")
            closing = "</wp-classic>"
        elif name == "cover":
            self.written.append(_element(Shortcode("cover", attributes)))
            closing = "</wp-sc>"
        elif empty and name == "separator":
            self.written.append("<hr>")
        elif empty and name not in SILENT:
            self.written.append(_dropped(f"WordPress block “{name}”"))
        if empty:
            self.written.append(closing)
        else:
            self.blocks[-1].closing = closing

    def close_block(self, name: str) -> None:
        """End a block, and those in it that have not ended."""
        if not any(block.name == name for block in self.blocks):
            return
        closed = ""
        while closed != name:
            block = self.blocks.pop()
            self.written.append(block.closing)
            closed = block.name

    # --- Elements whose contents are not text ----------------------------------------------------
    def gone(self, tag: str) -> None:
        """Leave out an element with all that is in it, and say so."""
        end = self._end_of(tag)
        element = self.content[self.place : self.place + 400]
        if end < 0:  # browsers read a script to the end of the page, a form they do not
            self.copy(self.place + 1)
            return
        if tag not in {"style", "noscript", "template"}:
            source = SOURCE.search(element.split(">", 1)[0])
            self.write(_dropped(f"{tag} from {source[1]}" if source else tag))
        self.place = end

    def verbatim(self, tag: str) -> None:
        """Copy code as it is: a shortcode in it is shown, not run."""
        end = self._end_of(tag)
        if end < 0:
            self.copy(self.place + 1)
            return
        self.write(ESCAPED.sub(r"\1", self.content[self.place : end]))
        self.place = end

    def _end_of(self, tag: str) -> int:
        """Return where the element that begins here has ended, -1 if it never does."""
        key = f"<{tag}"
        last = self.partners.get(key)
        if last is None:
            last = self.partners[key] = self.content.lower().rfind(f"</{tag}")
        if last < self.place:
            return -1
        found = re.compile(f"</{tag}[^>]*>?", re.I).search(self.content, self.place)
        return found.end() if found else -1

    # --- Shortcodes ------------------------------------------------------------------------------
    def shortcode(self) -> None:
        """Read what begins with a bracket: a shortcode, or words."""
        found = shortcodes.TAG.match(self.content, self.place)
        if found is None:
            self.copy(self.place + 1)
            return
        name = found["name"].lower()
        if found["escaped"]:
            self.escaped(found, name)
        elif found["ending"]:
            self.close_code(found, name)
        else:
            self.open_code(found, name)

    def escaped(self, found: re.Match, name: str) -> None:
        """Write a shortcode that is to be read, not run: [[name]] or [[name]…[/name]]."""
        if found["unescaped"]:
            self.write(escape(found[0][1:-1], quote=False))
            self.place = found.end()
            return
        end = self.content.find(f"[/{name}]]", found.end()) if self._partner(name) else -1
        if end < 0:
            self.copy(self.place + 1)
            return
        end += len(f"[/{name}]")
        self.write(escape(self.content[self.place + 1 : end], quote=False))
        self.place = end + 1

    def close_code(self, found: re.Match, name: str) -> None:
        """End a shortcode. What ends nothing is words, unless it was a shortcode's already."""
        if not any(code.name == name for code in self.codes):
            self.copy(found.end())
            return
        self.place = found.end() - len(found["unescaped"])
        closed = ""
        while closed != name:
            code = self.codes.pop()
            self.write(code.closing)
            closed = code.name

    def open_code(self, found: re.Match, name: str) -> None:
        """Begin a shortcode, read one that has no contents, or copy words."""
        given = found["attributes"]
        end = found.end() - len(found["unescaped"])
        partner = self._partner(name)
        code = Shortcode(name, shortcodes.attributes_of(given.rstrip("/")))
        if name in shortcodes.CODES and partner:
            self.code(end, name)
        elif not shortcodes.is_shortcode(name, given, has_partner=partner):
            self.copy(found.end())
        elif name in shortcodes.PLAYED:
            self.played(code, end, has_partner=partner)
        else:
            self.known_or_dropped(code, partner)
            self.place = end

    def known_or_dropped(self, code: Shortcode, partner: bool) -> None:
        """Write the beginning of a shortcode; of an unknown one only the words inside stay."""
        known = code.name in shortcodes.KNOWN
        closing = "</wp-sc>" if known else ""
        self.write(_element(code) if known else _dropped(f"shortcode [{code.name}]"))
        if partner and not (known and code.name in shortcodes.GALLERIES):
            self.codes.append(Opened(code.name, closing))
        else:
            self.write(closing)

    def played(self, code: Shortcode, end: int, *, has_partner: bool) -> None:
        """Write what a shortcode plays, taking its contents for an address."""
        contents = ""
        if has_partner:
            ending = self.content.find(f"[/{code.name}]", end)
            contents = self.content[end:ending]
            if ending < 0 or len(contents) > 2000:
                contents = ""
            else:
                end = ending + len(f"[/{code.name}]")
        url = shortcodes.played_address(code, contents)
        self.write(_embed(url) if url else _dropped(f"shortcode [{code.name}]"))
        self.place = end

    def code(self, end: int, name: str) -> None:
        """Write what stands in [code]…[/code], as it is."""
        ending = self.content.find(f"[/{name}]", end)
        contents = self.content[end:ending].replace("&lt;", "<").replace("&gt;", ">")
        self.write(f"<wp-code>{escape(contents.strip())}</wp-code>")
        self.place = ending + len(f"[/{name}]")

    def _partner(self, name: str) -> bool:
        """Whether the shortcode's end comes later."""
        if name not in self.partners:
            self.partners[name] = self.content.rfind(f"[/{name}]")
        return self.partners[name] > self.place


def _played(line: re.Match) -> str:
    """Return a line that is nothing but an address as what it plays, if anything plays it."""
    url = line[1].replace("&amp;", "&")
    return f"\n{_embed(url)}\n" if player_of(url).kind != "page" else line[0]


def _embed(url: str) -> str:
    return f'<wp-embed url="{escape(url)}"></wp-embed>'


def _dropped(what: str) -> str:
    return f'<wp-dropped what="{escape(what)}"></wp-dropped>'


def _element(code: Shortcode) -> str:
    attributes = escape(json.dumps(code.attributes))
    return f'<wp-sc name="{escape(code.name)}" attrs="{attributes}">'

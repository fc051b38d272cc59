"""Running text on its way to blocks: paragraphs, and what stands between them.

A Flow collects the text of one place (the body, a quotation, a list's item, a table's cell). What
is no text (a picture, a film) comes out of it, wherever it was nested: the body's flow ends its
text there, others hand it on to be put behind them.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from articles.embeds import player_of
from articles.wxr.bodies.blocks import Block, Body, Dropped, EmbedBlock, Source, TextBlock

RTL_LANGUAGES = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
RTL_LETTER = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LETTER = re.compile(r"[^\W\d_]")
TAG = re.compile(r"<[^>]*>")
EMPTY = re.compile(r"<(strong|em|s|sub|sup|code)>(\s*)</\1>|<a href=\"[^\"]*\">(\s*)</a>")
EDGE = r"(?:\s|\xa0|<br>)+"
EDGES = re.compile(rf"^{EDGE}|{EDGE}$")
BLANK_LINE = re.compile(r"\n[ \t\xa0]*\n\s*")
SPACES = re.compile(r"[ \t\r\n\f]+")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
SENTENCE_ENDS = (".", "!", "?", "…", "»", "”", '"', ":", ";", "؟", "۔", "。")


class Piece(NamedTuple):
    """A part of a text as it will stand there: its kind ("p", "h", "list" …) and its HTML."""

    kind: str
    html: str


@dataclass
class Reading:
    """What all flows of one body share."""

    source: Source
    body: Body = field(default_factory=Body)
    last_words: str = ""

    def drop(self, what: str) -> None:
        """Note that something does not come in, and behind which words it stood."""
        words = " ".join(self.last_words.split())
        where = f"after “{words[-60:].lstrip()}”" if words else "at the beginning"
        dropped = Dropped(what, where)
        if dropped not in self.body.dropped[-20:]:
            self.body.dropped.append(dropped)

    @property
    def is_rtl(self) -> bool:
        """Whether the article's language is written from right to left."""
        return self.source.language.split("-")[0].lower() in RTL_LANGUAGES


@dataclass
class Flow:
    """The text of one place; `outermost` is the body's own."""

    reading: Reading
    outermost: bool = False
    classic: bool = False  # blank lines part paragraphs, ends of line are ends of line
    aside: str = ""  # the class of paragraphs that are set apart
    link: str = ""  # where what is read now leads
    plain: bool = False  # no marks: in headings all is bold already
    pieces: list[Piece] = field(default_factory=list)
    run: list[str] = field(default_factory=list)  # of the paragraph that is being read
    has_words: bool = False
    marks: list[tuple[str, str]] = field(default_factory=list)  # open ones, with their ends
    lifted: list[Block] = field(default_factory=list)  # what waits for the end of its paragraph

    def inside(self) -> "Flow":
        """Begin the flow of a place within this one."""
        return Flow(self.reading, classic=self.classic, aside=self.aside, link=self.link)

    # --- Words ----------------------------------------------------------------------------------
    def words(self, text: str) -> None:
        """Add words to the paragraph, or end it where the text does."""
        if not self.classic:
            self.say(SPACES.sub(" ", text))
            return
        for number, part in enumerate(BLANK_LINE.split(text)):
            if number:
                self.break_paragraph()
            for line_number, line in enumerate(part.split("\n")):
                if line_number:
                    self.end_line(by_newline=True)
                self.say(SPACES.sub(" ", line))

    def say(self, words: str) -> None:
        """Add words without any lines in them."""
        if not words:
            return
        if not words.isspace():
            self.has_words = True
            self.reading.last_words = (self.reading.last_words + words)[-90:]
        elif not self.run:
            return
        self.run.append(words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))

    def end_line(self, *, by_newline: bool = False) -> None:
        """End a line; where one ends twice a paragraph does."""
        while self.run and self.run[-1].isspace():
            self.run.pop()
        if self.run:
            self.run[-1] = self.run[-1].rstrip()
        if not self.has_words or self.plain:
            self.say(" ")
        elif self.run[-1] != "<br>":
            self.run.append("<br>")
        elif not by_newline:
            self.break_paragraph()

    @contextmanager
    def marked(self, tag: str, attributes: str = "") -> Iterator[None]:
        """Mark the words that are read meanwhile."""
        opening, closing = f"<{tag}{attributes}>", f"</{tag}>"
        if (self.plain and tag == "strong") or any(end == closing for _, end in self.marks):
            yield
            return
        self.marks.append((opening, closing))
        self.run.append(opening)
        yield
        self.run.append(closing)
        self.marks.remove((opening, closing))

    # --- Paragraphs -----------------------------------------------------------------------------
    def end_run(self) -> str:
        """Return the paragraph that was being read, "" without words; begin another."""
        self.run.extend(closing for _, closing in reversed(self.marks))
        html, has_words = "".join(self.run), self.has_words
        self.run = [opening for opening, _ in self.marks]
        self.has_words = False
        if not has_words:
            return ""
        while (tidied := EMPTY.sub(r"\2\3", html)) != html:
            html = tidied
        return EDGES.sub("", html)

    def break_paragraph(self) -> None:
        """End the paragraph; put behind it what was lifted out of the middle of it."""
        html = self.end_run()
        if html:
            self.reading.last_words += " "
        if html and not self.is_played(html):
            if ADDRESS.fullmatch(html):
                html = f'<a href="{html}">{html}</a>'
            self.pieces.append(Piece("p", f"<p{self.set_apart(html)}>{html}</p>"))
        if self.outermost and self.lifted:
            lifted, self.lifted = self.lifted, []
            for block in lifted:
                self.place(block)

    def is_played(self, html: str) -> bool:
        """Embed what a paragraph of nothing but an address plays, if anything does."""
        if not html.startswith("http") or not ADDRESS.fullmatch(html):
            return False
        url = unescape(html)
        if player_of(url).kind == "page":
            return False
        self.emit(EmbedBlock(url))
        return True

    def set_apart(self, html: str) -> str:
        """Return the class of a paragraph, as it goes into its tag."""
        classes = [self.aside] if self.aside else []
        if self.reading.is_rtl or RTL_LETTER.search(html):
            letters = LETTER.findall(unescape(TAG.sub("", html)))
            rtl = sum(1 for letter in letters if RTL_LETTER.match(letter))
            if letters and (rtl * 2 > len(letters)) != self.reading.is_rtl:
                classes.append("is-ltr" if self.reading.is_rtl else "is-rtl")
        return f' class="{" ".join(classes)}"' if classes else ""

    def add(self, kind: str, html: str) -> None:
        """Add a finished piece behind what was read."""
        self.break_paragraph()
        self.pieces.append(Piece(kind, html))

    def take(self, other: "Flow") -> None:
        """Put behind this flow what was lifted out of one inside of it."""
        for block in other.lifted:
            self.emit(block)

    # --- Blocks ---------------------------------------------------------------------------------
    def emit(self, block: Block) -> None:
        """Add what is no text: here, or behind the paragraph whose sentence it would cut in two."""
        if not self.outermost or self.is_amid_sentence():
            self.lifted.append(block)
            return
        self.break_paragraph()
        self.place(block)

    def is_amid_sentence(self) -> bool:
        """Whether the paragraph that is being read has words whose sentence goes on."""
        if not self.has_words:
            return False
        said = "".join(self.run[-8:])
        said = said.removesuffix("".join(opening for opening, _ in self.marks))
        if said.rstrip().endswith("<br>"):
            return False
        words = TAG.sub("", said).rstrip()
        return bool(words) and not words.endswith(SENTENCE_ENDS)

    def place(self, block: Block) -> None:
        """Put a block behind the text so far."""
        self.end_text()
        self.reading.body.blocks.append(block)

    def end_text(self) -> None:
        """Make a block of the text so far."""
        if html := "".join(piece.html for piece in self.pieces):
            self.reading.body.blocks.append(TextBlock(html))
        self.pieces = []

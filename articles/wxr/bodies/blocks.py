"""What the body of an old article is made of, before anything is written: plain descriptions.

No database here: articles.wxr.bodies.storing makes rows of them. HTML in them is clean already.
"""

from dataclasses import dataclass, field
from typing import Literal

from articles.wxr.items import PictureRef

Placement = Literal["", "start", "end", "wide"]


@dataclass(frozen=True)
class Source:
    """Which text is read: how a report names it, and what its addresses are relative to."""

    item_id: int
    title: str = ""
    language: str = "en"
    base_url: str = ""


@dataclass
class TextBlock:
    """Paragraphs, headings, lists, quotes, tables, code and rules, as the text editor has them."""

    html: str


@dataclass
class FigureBlock:
    """A picture. `caption_html` is plain text in which <a href="…"> is all the HTML there is."""

    picture: PictureRef
    caption_html: str = ""
    alt: str = ""
    credit: str = ""
    placement: Placement = ""


@dataclass
class GalleryBlock:
    """Pictures together. `attached`: all that were uploaded to the article, which the file knows.

    Such a gallery names no pictures of its own; `excluded` are attachments that it leaves out.
    """

    pictures: list[FigureBlock] = field(default_factory=list)
    title: str = ""
    attached: bool = False
    excluded: list[int] = field(default_factory=list)


@dataclass
class PullQuoteBlock:
    """A sentence set large."""

    text: str
    attribution: str = ""


@dataclass
class EmbedBlock:
    """Something that another site, or the old one, plays or shows."""

    url: str
    title: str = ""
    caption_html: str = ""


Block = TextBlock | FigureBlock | GalleryBlock | PullQuoteBlock | EmbedBlock


@dataclass(frozen=True)
class Dropped:
    """Something that did not come in: what it was, and the words or the heading before it."""

    what: str
    where: str = ""


@dataclass
class Body:
    """An article's body in order, with what its list pages showed and what was left out."""

    blocks: list[Block] = field(default_factory=list)
    excerpt: str = ""  # plain text before <!--more-->; "" without one
    dropped: list[Dropped] = field(default_factory=list)

"""Composes an article of its body's blocks and its lead photo, and says what could not be had."""

from dataclasses import dataclass, field

from articles.models import Article
from articles.wxr.bodies import Dropped, FigureBlock, Source, blocks_of
from articles.wxr.desk import Desk
from articles.wxr.items import Item, PictureRef


@dataclass
class Composed:
    """What came of it: how many pictures are missing and which, and what was dropped."""

    missing: int = 0
    dropped: list[Dropped] = field(default_factory=list)
    not_had: list[str] = field(default_factory=list)

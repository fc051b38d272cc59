"""The bodies of WordPress articles, of Gutenberg or of before it, as blocks of ours."""

from articles.wxr.bodies.blocks import (
    Block,
    Body,
    Dropped,
    EmbedBlock,
    FigureBlock,
    GalleryBlock,
    PullQuoteBlock,
    Source,
    TextBlock,
)
from articles.wxr.bodies.converting import blocks_of

__all__ = [
    "Block",
    "Body",
    "Dropped",
    "EmbedBlock",
    "FigureBlock",
    "GalleryBlock",
    "PullQuoteBlock",
    "Source",
    "TextBlock",
    "blocks_of",
]

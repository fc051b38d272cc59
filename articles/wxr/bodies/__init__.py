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


def blocks_of(content: str, source: Source) -> Body:
    """Turn a body into blocks; pure, and never refuses: what cannot be read is text or dropped."""
    raise NotImplementedError

"""The rows of a body: blocks of an article, made of descriptions."""

from collections.abc import Callable, Sequence

from articles.models import Article, Photo
from articles.models.blocks import Block as BlockRow
from articles.wxr.bodies.blocks import Body, FigureBlock

PhotoOf = Callable[[FigureBlock], Photo | None]
PlaceholderFor = Callable[[Article, FigureBlock], BlockRow | None]


def write_blocks(
    article: Article,
    body: Body,
    photo_of: PhotoOf,
    *,
    placeholder_for: PlaceholderFor | None = None,
    attached: Sequence[FigureBlock] = (),
) -> list[BlockRow]:
    """Write the blocks of an article that has none yet, and return them in order.

    `photo_of` finds a picture's photo. Where it has none, `placeholder_for` makes the unsaved row
    that stands in its place (its `parent` and `ordering` are set here), so that the text goes on
    around it. `attached` are the pictures of galleries that show all that the article had.
    """
    raise NotImplementedError

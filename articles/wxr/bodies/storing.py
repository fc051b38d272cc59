"""The rows of a body: blocks of an article, made of descriptions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.captions import without_links
from articles.models import (
    Article,
    Embed,
    Figure,
    Gallery,
    GalleryPhoto,
    Photo,
    PhotoGallery,
    PullQuote,
    Text,
)
from articles.models.blocks import Block as BlockRow
from articles.wxr.bodies.blocks import (
    Block,
    Body,
    EmbedBlock,
    FigureBlock,
    GalleryBlock,
    PullQuoteBlock,
    TextBlock,
)
from articles.wxr.rows import Rows

PhotoOf = Callable[[FigureBlock], Photo | None]
PlaceholderFor = Callable[[Article, FigureBlock], BlockRow | None]
STEP = 10  # between the orders of two blocks, as the newsroom's form numbers them


def write_blocks(
    article: Article,
    body: Body,
    photo_of: PhotoOf,
    *,
    placeholder_for: PlaceholderFor | None = None,
    attached: Sequence[FigureBlock] = (),
    later: Rows | None = None,
) -> list[BlockRow]:
    """Write the blocks of an article that has none yet, and return them in order.

    `photo_of` finds a picture's photo. Where it has none, `placeholder_for` makes the unsaved row
    that stands in its place (its `parent` and `ordering` are set here), so that the text goes on
    around it. `attached` are the pictures of galleries that show all that the article had. Takes
    one query for each kind of block, and one more for the galleries and one for their photos. The
    blocks themselves wait with other rows where `later` is given.
    """
    writing = Writing(article, photo_of, placeholder_for, attached)
    for block in body.blocks:
        writing.add(block)
    rows = Rows() if later is None else later
    writing.save(rows)
    if later is None:
        rows.write()
    return writing.rows


@dataclass
class Writing:
    """Rows in the order of the page, and the galleries that they show."""

    article: Article
    photo_of: PhotoOf
    placeholder_for: PlaceholderFor | None
    attached: Sequence[FigureBlock]
    rows: list[BlockRow] = field(default_factory=list)
    placed: list[GalleryPhoto] = field(default_factory=list)

    def add(self, block: Block) -> None:
        """Make the row, or the rows, of one block."""
        match block:
            case TextBlock():
                self.put(Text(html=block.html))
            case FigureBlock():
                self.figure(block)
            case GalleryBlock():
                self.gallery(block)
            case PullQuoteBlock():
                self.put(PullQuote(text=block.text, attribution=block.attribution))
            case EmbedBlock():
                caption = fitting(block.caption_html)
                self.put(Embed(url=block.url, title=block.title, caption=caption))

    def put(self, row: BlockRow) -> None:
        """Give a row its place."""
        row.parent = self.article
        row.ordering = (len(self.rows) + 1) * STEP
        self.rows.append(row)

    def figure(self, block: FigureBlock) -> None:
        """Make a figure; what only repeats its photo's own words is left to those."""
        photo = self.photo_of(block)
        if photo is None:
            self.placeholder(block)
            return
        self.put(Figure(photo=photo, placement=block.placement, **own_words(block, photo)))

    def gallery(self, block: GalleryBlock) -> None:
        """Make a gallery of the pictures that can be had; the others leave their placeholders."""
        wanted = block.pictures
        if block.attached:
            wanted = [
                one for one in self.attached if one.picture.attachment_id not in block.excluded
            ]
        found = [(one, self.photo_of(one)) for one in wanted]
        gallery = PhotoGallery(title=block.title or self.gallery_title())
        placed = [
            GalleryPhoto(
                gallery=gallery, photo=photo, position=number * STEP, **own_words(one, photo)
            )
            for number, (one, photo) in enumerate(found, start=1)
            if photo is not None
        ]
        if placed:
            self.placed += placed
            self.put(Gallery(gallery=gallery))
        for one, photo in found:
            if photo is None:
                self.placeholder(one)

    def gallery_title(self) -> str:
        """Call a gallery that had no name after its article, in the article's language."""
        with translation.override(self.article.language):
            title = _("In pictures: %(headline)s") % {"headline": self.article.headline}
        return Truncator(title).chars(160)

    def placeholder(self, block: FigureBlock) -> None:
        """Keep a place for a picture that cannot be had."""
        row = self.placeholder_for(self.article, block) if self.placeholder_for else None
        if row is not None:
            self.put(row)

    def save(self, rows: Rows) -> None:
        """Write the galleries, and let the blocks wait among other rows."""
        galleries = [row.gallery for row in self.rows if isinstance(row, Gallery)]
        PhotoGallery.objects.bulk_create(galleries)
        for placed in self.placed:
            placed.gallery_id = placed.gallery.pk
        GalleryPhoto.objects.bulk_create(self.placed)
        for row in self.rows:
            if isinstance(row, Gallery):
                row.gallery_id = row.gallery.pk
        rows.add(self.rows)


def own_words(block: FigureBlock, photo: Photo) -> dict[str, str]:
    """Return the caption and alternative text of a place, where they are not its photo's."""
    caption, alt = fitting(block.caption_html), block.alt
    return {
        "caption": "" if caption == photo.caption else caption,
        "alt_text": "" if alt == photo.alt_text else alt,
    }


def fitting(caption: str, most: int = 500) -> str:
    """Return a caption that its column holds: without links where those make it too long."""
    return caption if len(caption) <= most else without_links(caption)[:most]

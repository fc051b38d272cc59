"""Composes an article of its body's blocks and its lead photo, and says what could not be had."""

from dataclasses import dataclass, field

from articles.models import Article, MissingMedia, Photo
from articles.models.blocks import Block
from articles.wxr.addresses import remember_file
from articles.wxr.bodies import Body, Dropped, FigureBlock, Source, blocks_of
from articles.wxr.bodies.storing import write_blocks
from articles.wxr.desk import Desk
from articles.wxr.items import Item, PictureRef
from articles.wxr.wording import cut, plain

BEFORE_THE_BODY = 5  # blocks of the body are numbered from 10


@dataclass
class Composed:
    """What came of it: what was dropped, and which pictures could not be had, each with why."""

    dropped: list[Dropped] = field(default_factory=list)
    not_had: list[str] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many pictures could not be had."""
        return len(self.not_had)


def compose(article: Article, item: Item, desk: Desk) -> Composed:
    """Give an article that has none its lead photo, and its blocks with the desk's rows."""
    composing = _Composing(article, desk)
    base = item.link if "//" in item.link else desk.channel.base_blog_url
    body = blocks_of(
        item.content, Source(item.wp_id or 0, article.headline, article.language, base)
    )
    composing.lead(item, body)
    attached = [
        FigureBlock(PictureRef(attachment_id=number))
        for number in desk.attached.get(item.wp_id or 0, ())
    ]
    write_blocks(
        article,
        body,
        composing.photo_of,
        placeholder_for=composing.placeholder_for,
        attached=attached,
        later=desk.rows,
    )
    return Composed(body.dropped, composing.not_had)


class _Composing:
    """The pictures of one article."""

    def __init__(self, article: Article, desk: Desk) -> None:
        self._article, self._desk = article, desk
        self.not_had: list[str] = []

    def lead(self, item: Item, body: Body) -> None:
        """Set the featured picture as lead photo; the body does not begin with it once more."""
        number = item.meta.get("_thumbnail_id", "").strip()
        if not (number.isdecimal() and int(number)):
            return
        featured = FigureBlock(PictureRef(attachment_id=int(number)))
        photo = self.photo_of(featured)
        if photo is None:
            place = self.placeholder_for(self._article, featured)
            place.parent, place.ordering = self._article, BEFORE_THE_BODY
            place.save()
            return
        self._article.lead_photo = photo
        first = body.blocks[0] if body.blocks else None
        if isinstance(first, FigureBlock) and self.photo_of(first) == photo:
            del body.blocks[0]
            caption = plain(first.caption_html)
            if caption and caption != photo.caption:
                self._article.lead_caption = cut(caption, 500)
        self._article.save(update_fields=["lead_photo", "lead_caption"])

    def photo_of(self, figure: FigureBlock) -> Photo | None:
        """Return a picture as a photo here, under its old address as well."""
        photo = self._desk.pictures.photo_for(
            figure.picture,
            caption=figure.caption_html,
            credit=figure.credit,
            alt=figure.alt,
            by=None,
        )
        if photo is not None:
            self._desk.report.count("photos_used")
            if figure.picture.url and figure.picture.url not in self._desk.files:
                self._desk.files.add(figure.picture.url)
                remember_file(figure.picture.url, photo=photo)
        return photo

    def placeholder_for(self, _article: Article, figure: FigureBlock) -> Block:
        """Return the place that a picture leaves for editors, and note that it is missing."""
        missing = self._desk.pictures.why_missing(figure.picture)
        self.not_had.append(f"{missing.address}: {missing.reason}")
        return MissingMedia(
            address=cut(missing.address, 1000),
            reason=cut(missing.reason, 300),
            caption=cut(plain(figure.caption_html), 500),
            credit=cut(plain(figure.credit), 120),
            alt_text=cut(plain(figure.alt), 300),
        )

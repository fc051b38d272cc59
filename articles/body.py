"""An article's body: its blocks in order, each ready for the template of its kind."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.models import (
    Article,
    Embed,
    Figure,
    Gallery,
    GalleryPhoto,
    MissingMedia,
    PullQuote,
    Text,
)

# What the editor leaves where somebody pressed Enter once more: it would open a gap in the page.
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|\xa0|<br\s*/?>)*</p>", re.IGNORECASE)
FIRST_PARAGRAPH = re.compile(r"<p>", re.IGNORECASE)


@dataclass
class Part:
    """A block with the template that shows it; `html` of texts, `photos` of galleries."""

    template: str
    block: Any
    html: SafeString = field(default_factory=SafeString)
    photos: list[GalleryPhoto] = field(default_factory=list)


def body_of(article: Article) -> list[Part]:
    """Read the body of an article that articles.reading.for_page() has read.

    Takes one query for each kind of block that the article has, and one more for the photos of
    all its galleries.
    """
    parts = [*_texts(article), *_figures(article), *_galleries(article), *_others(article)]
    parts += _missing_media(article)
    parts.sort(key=lambda part: part.block.ordering)
    _run_in_place(parts, article.place)
    return parts


def _texts(article: Article) -> list[Part]:
    blocks = Text.objects.filter(parent=article) if article.has_text else ()  # type: ignore[attr-defined]
    # The field has sanitised its HTML on the way in (Text.html, sanitize=True).
    texts = ((block, _as_shown(block.html)) for block in blocks)
    return [Part("articles/_text.html", block, html=mark_safe(html)) for block, html in texts]  # noqa: S308


def _as_shown(html: str) -> str:
    """Leave out empty paragraphs; let what is wider than the page be moved by itself."""
    html = EMPTY_PARAGRAPH.sub("", html)
    if "<table" not in html:
        return html
    opened = (
        f'<div class="table" role="group" tabindex="0" aria-label="{escape(_("Table"))}"><table'
    )
    return html.replace("<table", opened).replace("</table>", "</table></div>")


def _figures(article: Article) -> list[Part]:
    if not article.has_figure:  # type: ignore[attr-defined]
        return []
    blocks = Figure.objects.filter(parent=article).select_related("photo")
    return [Part("articles/_inline_figure.html", block) for block in blocks]


def _galleries(article: Article) -> list[Part]:
    if not article.has_gallery:  # type: ignore[attr-defined]
        return []
    blocks = list(Gallery.objects.filter(parent=article).select_related("gallery"))
    placements = GalleryPhoto.objects.filter(gallery__in={block.gallery_id for block in blocks})
    photos: dict[int, list[GalleryPhoto]] = {}
    for placement in placements.select_related("photo").order_by("position", "pk"):
        photos.setdefault(placement.gallery_id, []).append(placement)
    return [
        Part("articles/_gallery.html", block, photos=photos[block.gallery_id])
        for block in blocks
        if block.gallery_id in photos
    ]


def _others(article: Article) -> list[Part]:
    """Read the kinds of block that hold all that they show."""
    quotes = PullQuote.objects.filter(parent=article) if article.has_pull_quote else ()  # type: ignore[attr-defined]
    embeds = Embed.objects.filter(parent=article) if article.has_embed else ()  # type: ignore[attr-defined]
    return [
        *(Part("articles/_pull_quote.html", block) for block in quotes),
        *(Part("articles/_embed.html", block) for block in embeds),
    ]


def _missing_media(article: Article) -> list[Part]:
    if not article.has_missing_media:  # type: ignore[attr-defined]
        return []
    blocks = MissingMedia.objects.filter(parent=article)
    return [Part("articles/_missing_media.html", block) for block in blocks]


def _run_in_place(parts: list[Part], place: str) -> None:
    """Put the dateline's place before the first words of the first paragraph."""
    if not place:
        return
    dateline = format_html('<span class="dateline">{} — </span>', place)
    for part in parts:
        if FIRST_PARAGRAPH.search(part.html):
            opened = FIRST_PARAGRAPH.sub(lambda tag: tag[0] + dateline, part.html, count=1)
            part.html = mark_safe(opened)  # noqa: S308 (both halves are safe)
            return

"""Prints of what the file said and of what stands here: whether either has changed since."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.db.models import Model

from articles.models import Article, Gallery, GalleryPhoto
from articles.models.blocks import Block
from articles.wxr.items import Item

SAID = (
    *("post_type", "status", "title", "slug", "link", "creator", "content", "excerpt"),
    *("post_date", "post_date_gmt", "pub_date", "parent_id", "password", "is_sticky"),
    "comment_status",
)
# What editors decide about an article; the rest of its columns is counts and times.
FIELDS = (
    *("language", "section_id", "slug", "kicker", "headline", "dek", "place"),
    *("lead_photo_id", "lead_caption", "lead_alt_text", "status", "publish_at", "on_top"),
    "is_standing",
)


def of_source(item: Item, names: Iterable[str]) -> str:
    """Return the print of what a file says of an item, signed with these names."""
    said = [getattr(item, name) for name in SAID]
    filed = [(term.taxonomy, term.slug, term.name) for term in item.terms]
    return _print([said, filed, item.meta.get("_thumbnail_id", ""), list(names)])


def of_article(article: Article) -> str:
    """Return the print of an article as it stands in the database: its words, pictures, place."""
    row = Article.objects.filter(pk=article.pk).values_list(*FIELDS).get()
    bylines = article.bylines.values_list("author_id", "role").order_by("position", "pk")
    tags = article.tags.through.objects.filter(article_id=article.pk).order_by("tag_id")
    galleries = Gallery.objects.filter(parent=article).values("gallery_id")
    placed = GalleryPhoto.objects.filter(gallery__in=galleries).order_by("gallery", "position")
    photos = placed.values_list("gallery_id", "photo_id", "caption", "alt_text")
    return _print(
        [
            list(row),
            list(bylines),
            list(tags.values_list("tag_id", flat=True)),
            list(_blocks(article)),
            list(photos),
        ]
    )


def _blocks(article: Article) -> Iterator[Any]:
    """Give every block of whatever kind; their order is a column of theirs."""
    for model in sorted(Block.__subclasses__(), key=lambda kind: kind.__name__):
        for row in _rows(model, article):
            yield [model.__name__, row]


def _rows(model: type[Model], article: Article) -> Iterator[dict[str, Any]]:
    rows: Any = model._default_manager.filter(parent=article).order_by("ordering", "pk").values()
    for row in rows:
        yield {name: value for name, value in row.items() if name not in {"id", "parent_id"}}


def _print(said: Any) -> str:
    text = json.dumps(said, default=str, ensure_ascii=True, sort_keys=True)
    return sha256(text.encode()).hexdigest()

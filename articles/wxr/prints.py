"""Prints of what the file said and of what stands here: whether either has changed since."""

import json
from collections.abc import Collection, Iterable
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import connection

from articles.models import Article
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
    return of_articles([article.pk])[article.pk]


def of_articles(ids: Collection[int]) -> dict[int, str]:
    """Return the prints of articles by their ids. One query.

    What is empty is left out, so that a column of a later version changes no print.
    """
    found: dict[int, list[tuple[str, int, Any]]] = {pk: [] for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute(_asked(), {"articles": list(ids)})
        for article, kind, place, text in cursor.fetchall():
            found[article].append((kind, place, _said(text)))
    return {
        article: _print(sorted(rows, key=lambda row: (row[0], row[1], json.dumps(row[2]))))
        for article, rows in found.items()
    }


@cache
def _asked() -> str:
    """Return the query for the parts of articles: whose, kind, place among its kind, JSON."""
    fields = ", ".join(f"'{name}', {name}" for name in FIELDS)
    blocks = [
        f"SELECT parent_id, '{model.__name__}', ordering,"  # noqa: S608
        " to_jsonb(block) - 'id' - 'parent_id' - 'gallery_id'"
        f" FROM {model._meta.db_table} AS block WHERE parent_id = ANY(%(articles)s)"
        for model in Block.__subclasses__()
    ]
    return " UNION ALL ".join([PARTS.replace("{fields}", fields), *blocks])


# Names of tables and columns are our own.
PARTS = """
SELECT id, 'article', 0, jsonb_build_object({fields})
    FROM articles_article WHERE id = ANY(%(articles)s)
UNION ALL SELECT article_id, 'byline', position,
    jsonb_build_object('author', author_id, 'role', role)
    FROM articles_byline WHERE article_id = ANY(%(articles)s)
UNION ALL SELECT article_id, 'tag', 0, to_jsonb(tag_id)
    FROM articles_article_tags WHERE article_id = ANY(%(articles)s)
UNION ALL SELECT block.parent_id, 'placed', block.ordering, to_jsonb(placed) - 'id' - 'gallery_id'
    FROM articles_galleryphoto AS placed JOIN articles_gallery AS block
    ON block.gallery_id = placed.gallery_id WHERE block.parent_id = ANY(%(articles)s)
UNION ALL SELECT block.parent_id, 'gallery', block.ordering, to_jsonb(gallery.title)
    FROM articles_photogallery AS gallery JOIN articles_gallery AS block
    ON block.gallery_id = gallery.id WHERE block.parent_id = ANY(%(articles)s)
"""


def _said(text: str) -> Any:
    said = json.loads(text)
    return (
        {name: value for name, value in said.items() if value} if isinstance(said, dict) else said
    )


def _print(said: Any) -> str:
    text = json.dumps(said, default=str, ensure_ascii=True, sort_keys=True)
    return sha256(text.encode()).hexdigest()

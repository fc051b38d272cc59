"""Drafting: what an article gets without anybody typing it: slug, story, byline, order."""

import re
from collections.abc import Iterable
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.text import Truncator, slugify

from articles.models import (
    Article,
    Author,
    Byline,
    Embed,
    Figure,
    Gallery,
    MissingMedia,
    Story,
)
from articles.models.stories import BylineRole
from articles.moving import is_former

SLUG_LENGTH = 100  # characters; the column takes 120, the rest is for "-2" and by hand
LABEL_LENGTH = 120  # characters of a story's working title
PROVISIONAL = re.compile(r"draft-[0-9a-f]{8}")
# Uzbek oʻ and gʻ and apostrophes are part of a word: they go, instead of splitting it.
WITHIN_WORDS = str.maketrans(dict.fromkeys("ʻʼ‘’'`´"))
ZERO_WIDTH_NON_JOINER = "\u200c"  # parts the halves of a Persian word, as a hyphen does


def slug_from(headline: str) -> str:
    """Make a slug of a headline in any script, cut at the end of a word; "" where it has none."""
    words = headline.translate(WITHIN_WORDS).replace(ZERO_WIDTH_NON_JOINER, "-")
    slug = slugify(words, allow_unicode=True)
    if len(slug) > SLUG_LENGTH:
        slug = slug[:SLUG_LENGTH].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return slug.strip("-_")


def free_slug(headline: str, language: str, besides: int | None = None) -> str:
    """Return a slug that no other article in the language has or has had before.

    Without words it is a provisional one.
    `besides` is the id of the article that the slug is for.
    """
    base = slug_from(headline) or f"draft-{token_hex(4)}"
    others = Article.objects.filter(language=language, slug__startswith=base)
    taken = set(others.exclude(pk=besides or 0).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken or is_former(slug, language, besides):
        number += 1
        slug = f"{base}-{number}"
    return slug


def is_made_from(slug: str, headline: str) -> bool:
    """Whether a slug was made from a headline (or for want of one), not typed by somebody."""
    if PROVISIONAL.fullmatch(slug):
        return True
    base = slug_from(headline)
    return bool(base) and re.fullmatch(rf"{re.escape(base)}(-\d+)?", slug) is not None


def settle_story(article: Article) -> None:
    """Give a new article a story, and a provisionally named story its name; saves the story."""
    name = Truncator(article.headline).chars(LABEL_LENGTH)
    if article.story_id is None:
        article.story = Story.objects.create(label=name or article.slug)
    elif name and PROVISIONAL.fullmatch(article.story.label):
        article.story.label = name
        article.story.save(update_fields=["label"])


def sign_by_default(article: Article, *, by: Any) -> None:
    """Put whoever began an article into its byline where nobody is named yet.

    Somebody without an entry among the authors leaves it as it is.
    """
    author = Author.objects.filter(user_id=by.pk).first()
    if author is not None and not article.bylines.exists():
        Byline.objects.create(article=article, author=author, position=10)


def number_in_order(rows: Iterable[Model]) -> None:
    """Number rows 10, 20, 30 by their positions; those without one (0) come last."""
    ordered = sorted(rows, key=lambda row: (row.position or 1_000_000, row.pk))  # type: ignore[attr-defined]
    for place, row in enumerate(ordered, start=1):
        if row.position != place * 10:  # type: ignore[attr-defined]
            row.position = place * 10  # type: ignore[attr-defined]
            row.save(update_fields=["position"])


@transaction.atomic
def begin_edition(original: Article, language: str, *, by: Any) -> Article:
    """Begin the edition of an article's story in another language, and return the new draft.

    It gets the section, the tags, the pictures in their order and the bylines, with whoever
    begins it as the translator. Captions are copied as the text to be translated. Raises
    IntegrityError where the story has an edition in that language.
    """
    edition = Article.objects.create(
        story=original.story,
        language=language,
        section=original.section,
        slug=free_slug("", language),
        lead_photo=original.lead_photo,
        lead_caption=original.lead_caption,
        lead_alt_text=original.lead_alt_text,
        created_by=by,
    )
    edition.tags.set(original.tags.all())
    translator = Author.objects.filter(user_id=by.pk).first()
    bylines = list(original.bylines.all())
    if translator is not None:
        bylines.append(Byline(author=translator, role=BylineRole.TRANSLATOR))
    for place, byline in enumerate(bylines, start=1):
        Byline.objects.get_or_create(
            article=edition,
            author=byline.author,
            role=byline.role,
            defaults={"position": place * 10},
        )
    for block in (
        *Figure.objects.filter(parent=original),
        *Gallery.objects.filter(parent=original),
        *Embed.objects.filter(parent=original),
        *MissingMedia.objects.filter(parent=original),
    ):
        block.pk, block._state.adding, block.parent = None, True, edition
        block.save(force_insert=True)
    return edition


@transaction.atomic
def put_in_missing_photos(article: Article) -> None:
    """Put figures where pictures were missing and somebody has chosen them."""
    for block in MissingMedia.objects.filter(parent=article).exclude(photo=None):
        Figure.objects.create(
            parent=article,
            region=block.region,
            ordering=block.ordering,
            photo=block.photo,
            caption=block.caption,
            alt_text=block.alt_text,
        )
        block.delete()


@transaction.atomic
def discard(article: Article) -> None:
    """Delete a draft, and its story where nothing else hangs on it."""
    story = article.story
    article.delete()
    try:
        with transaction.atomic():
            story.delete()
    except ProtectedError:
        return  # another edition, or something that the conversation has noted of it

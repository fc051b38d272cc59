"""Takes posts and pages in: as articles here, once each, and never over what an editor changed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.drafting import LABEL_LENGTH, slug_from
from articles.models import (
    Article,
    Byline,
    Gallery,
    ImportedThing,
    PhotoGallery,
    Section,
    Story,
    Tag,
)
from articles.models import Author as Writer
from articles.models.blocks import Block
from articles.models.stories import ArticleStatus
from articles.wxr import prints
from articles.wxr.composing import Composed, compose
from articles.wxr.dates import moment_of
from articles.wxr.desk import Desk
from articles.wxr.items import Item
from articles.wxr.wording import cut, plain, slug_meant

TAKEN = {"post", "page"}
STATUSES = {
    "publish": ArticleStatus.PUBLISHED,
    "future": ArticleStatus.PUBLISHED,
    "pending": ArticleStatus.IN_REVIEW,
    "draft": ArticleStatus.DRAFT,
    "private": ArticleStatus.DRAFT,
}
HEADLINE, DEK, SLUG = 300, 600, 120


@dataclass(frozen=True)
class Taken:
    """What became of an item: the article (None where there is none), and what was done."""

    article: Article | None
    done: str  # "new", "changed", "same", "kept", "gone", "left"
    key: str = ""


@dataclass
class Plan:
    """An item as it is to stand here, before anything is written."""

    fields: dict[str, Any]
    authors: list[Writer]
    tags: list[Tag]
    notes: list[str] = field(default_factory=list)  # what an editor should know


def take_in(item: Item, desk: Desk) -> Taken:
    """Make an article of an item, or see that it is one already. Part of a transaction.

    One that changed there is changed here as well, unless somebody has changed it here; one that
    was deleted here stays so. Other kinds of things, and what was in the bin, are left out.
    """
    if item.post_type not in TAKEN or item.status not in STATUSES:
        return Taken(None, "left")
    key = key_of(item)
    names = [writer.login for writer in desk.people.writers_of(item)]
    source = prints.of_source(item, names)
    thing = desk.ledger.find(key)
    if thing is None:
        return Taken(_add(item, desk, key, source), "new", key)
    if thing.article is None:
        return Taken(None, "gone", key)
    article = thing.article
    wants_pictures = thing.missing and desk.can_fetch
    if thing.source == source and not wants_pictures:
        return Taken(article, "same", key)
    if prints.of_article(article) != thing.written:
        return Taken(article, "same" if thing.source == source else "kept", key)
    return Taken(article, _change(item, desk, thing, article, source), key)


def key_of(item: Item) -> str:
    """Name an item within its site: by its number, else by its address."""
    if item.wp_id is not None:
        return str(item.wp_id)
    return (item.guid or item.link or item.title or f"line {item.line}")[-255:]


# --- New ones ---------------------------------------------------------------------------------
def _add(item: Item, desk: Desk, key: str, source: str) -> Article:
    plan = _plan(item, desk)
    plan.fields["slug"] = _free_slug(item, plan.fields["headline"], desk.language)
    label = cut(plan.fields["headline"], LABEL_LENGTH)
    article = Article(
        story=Story.objects.create(label=label), language=desk.language, **plan.fields
    )
    composed = _write(article, plan, item, desk)
    desk.ledger.add(key, article, source=source, missing=composed.missing)
    _tell(item, desk, article, plan, composed)
    return article


def _write(article: Article, plan: Plan, item: Item, desk: Desk) -> Composed:
    """Save an article; its bylines, tags and blocks, of which it has none yet, wait at the desk."""
    article.save()
    desk.rows.add(
        Byline(article=article, author=author, position=place * 10)
        for place, author in enumerate(plan.authors, start=1)
    )
    through = Article.tags.through
    desk.rows.add(through(article_id=article.pk, tag_id=tag.pk) for tag in plan.tags)
    return compose(article, item, desk)


# --- Those that are here ----------------------------------------------------------------------
def _change(item: Item, desk: Desk, thing: ImportedThing, article: Article, source: str) -> str:
    """Write an article anew that nobody here has changed; say whether that changed anything."""
    if article.first_published_at is None or not article.is_published:
        changed = _rewrite(item, desk, thing, article)
    else:  # its address and its time are promised to readers
        changed = _rewrite(item, desk, thing, article, fixed=("publish_at", "first_published_at"))
    if changed or thing.source != source:
        thing.source = source
        thing.save()
    return "changed" if changed else "same"


@transaction.atomic
def _rewrite(
    item: Item, desk: Desk, thing: ImportedThing, article: Article, fixed: tuple[str, ...] = ()
) -> bool:
    """Replace what an article consists of; nothing is written where only a print would differ."""
    plan = _plan(item, desk)
    for name, value in plan.fields.items():
        if name not in fixed:
            setattr(article, name, value)
    article.lead_photo, article.lead_caption, article.lead_alt_text = None, "", ""
    desk.rows.write()  # those of others are not to be taken back with this one's
    before = transaction.savepoint()
    article.bylines.all().delete()
    article.tags.through.objects.filter(article_id=article.pk).delete()
    _delete_blocks(article)
    composed = _write(article, plan, item, desk)
    desk.rows.write()
    written = prints.of_article(article)
    if written == thing.written and composed.missing == thing.missing:
        transaction.savepoint_rollback(before)
        return False
    transaction.savepoint_commit(before)
    thing.written, thing.missing = written, composed.missing
    _tell(item, desk, article, plan, composed)
    return True


def _delete_blocks(article: Article) -> None:
    """Delete what an article's body consists of, and the galleries that it alone showed."""
    shown = Gallery.objects.filter(parent=article)
    galleries = list(shown.values_list("gallery_id", flat=True))
    for model in Block.__subclasses__():
        model._default_manager.filter(parent=article).delete()
    elsewhere = Gallery.objects.filter(gallery__in=galleries).values("gallery_id")
    PhotoGallery.objects.filter(pk__in=galleries).exclude(pk__in=elsewhere).delete()


# --- What it is to be -------------------------------------------------------------------------
def _plan(item: Item, desk: Desk) -> Plan:
    is_page = item.post_type == "page"
    notes: list[str] = []
    status, when = _standing(item, desk, notes)
    category = None if is_page else desk.subjects.leading_category(item)
    fields = {
        "section": _section(item, desk),
        "headline": _headline(item, desk, notes),
        "dek": _dek(item, notes),
        "status": status,
        "publish_at": when,
        "first_published_at": when if status == ArticleStatus.PUBLISHED else None,
        "on_top": item.is_sticky and not is_page,
        "is_standing": is_page,
    }
    return Plan(fields, desk.people.authors_of(item), desk.subjects.tags_of(item, category), notes)


def _section(item: Item, desk: Desk) -> Section:
    if item.post_type == "page":
        return desk.subjects.section_of_pages()
    return desk.subjects.section_of(item)


def _standing(item: Item, desk: Desk, notes: list[str]) -> tuple[str, datetime | None]:
    """Return the status that an item gets, and its time."""
    when = moment_of(item, desk.zone)
    if item.status == "private":
        notes.append(_("It was private there: a draft here."))
    if item.password:
        notes.append(_("A password was asked for it there: a draft here."))
    status = ArticleStatus.DRAFT if item.password else STATUSES[item.status]
    if status != ArticleStatus.PUBLISHED:
        return status, None
    if when is None:
        notes.append(_("It has no date in the file: it got that of the import."))
    return status, when or timezone.now().replace(microsecond=0)


def _headline(item: Item, desk: Desk, notes: list[str]) -> str:
    title = plain(item.title)
    if len(title) > HEADLINE:
        notes.append(_("The headline was cut; it was: %(title)s") % {"title": title})
    if not title:
        notes.append(_("It has no headline in the file: it got its first words."))
        with translation.override(desk.language):
            title = cut(plain(item.content), 80) or _("Untitled")
    return cut(title, HEADLINE)


def _dek(item: Item, notes: list[str]) -> str:
    excerpt = plain(item.excerpt)
    if len(excerpt) > DEK:
        notes.append(_("The excerpt was cut; it was: %(excerpt)s") % {"excerpt": excerpt})
    return cut(excerpt, DEK)


def _free_slug(item: Item, headline: str, language: str) -> str:
    base = slug_meant(item.slug, SLUG - 8) or slug_from(headline)
    base = base or f"{item.post_type}-{item.wp_id or item.line}"
    there = Article.objects.filter(language=language)
    if not there.filter(slug=base).exists():
        return base
    slugs = set(there.filter(slug__startswith=f"{base}-").values_list("slug", flat=True)) | {base}
    slug, number = base, 1
    while slug in slugs:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _tell(item: Item, desk: Desk, article: Article, plan: Plan, composed: Composed) -> None:
    """Put into the report what an editor should look at."""
    where = article.headline
    for note in plan.notes:
        desk.report.tell("article", note, where, item.line)
    for dropped in composed.dropped:
        place = f"{where} › {dropped.where}" if dropped.where else where
        desk.report.tell("dropped", dropped.what, place, item.line)
    for missing in composed.not_had:
        desk.report.tell("picture", missing, where, item.line)

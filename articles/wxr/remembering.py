"""Remembers the old site's addresses while it comes in: each as soon as its goal is known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from articles.models import Article, Section, Tag, TakenPicture
from articles.wxr import addresses
from articles.wxr.desk import Desk
from articles.wxr.items import Item, Term
from articles.wxr.media.names import absolute, key_of


class Remembering:
    """What is to be remembered still; `leading` are the categories that become sections.

    `bases` are the first words of the addresses of categories and tags, where they are of the old
    site's own choice.
    """

    def __init__(self, desk: Desk, leading: set[str], bases: Mapping[str, str]) -> None:
        self._desk, self._leading, self._bases = desk, leading, bases
        self._items: list[tuple[Item, Article]] = []
        self._waiting: list[Item] = []  # attachments whose article may come later

    def item(self, item: Item, article: Article) -> None:
        """Remember the addresses of a post or page, at the end of the batch."""
        self._items.append((_slim(item), article))

    def attachment(self, item: Item) -> None:
        """Remember an attachment's page now, or when its article or its photo is known."""
        article = self._article_of(item)
        if article is not None:
            addresses.remember_attachment(item, self._desk.channel, article=article)
        else:
            self._waiting.append(_slim(item))

    def batch(self) -> None:
        """Remember the articles, authors, sections and tags that are new in a batch."""
        desk = self._desk
        addresses.remember_items(self._items, desk.channel)
        self._items.clear()
        for writer, author in desk.people.new:
            addresses.remember_author(writer, desk.channel, writer=author, language=desk.language)
        tags = [
            (term, tag)
            for term, tag in desk.subjects.new_tags
            if term.taxonomy != "category" or term.slug not in self._leading
        ]
        terms: list[tuple[Term, Section | Tag]] = [*desk.subjects.new_sections, *tags]
        addresses.remember_terms(terms, desk.channel, language=desk.language, bases=self._bases)
        desk.people.new.clear()
        desk.subjects.new_sections.clear()
        desk.subjects.new_tags.clear()

    def rest(self, days: set[date]) -> None:
        """Remember what could wait: attachments, feeds, and the archives of days."""
        unused = []
        for item in self._waiting:
            article = self._article_of(item)
            address = absolute(item.attachment_url or item.guid, self._desk.channel.base_blog_url)
            taken = TakenPicture.objects.filter(address=key_of(address)).select_related("photo")
            found = None if article else taken.first()
            if article is None and found is None:
                unused.append(item)
            addresses.remember_attachment(
                item, self._desk.channel, article=article, photo=found.photo if found else None
            )
        self._waiting.clear()
        addresses.remember_unused(
            self._desk.channel, unused, language=self._desk.language, bases=self._bases
        )
        addresses.remember_site(self._desk.channel, days, language=self._desk.language)

    def _article_of(self, item: Item) -> Article | None:
        if not item.parent_id:
            return None
        return self._desk.ledger.article_of(str(item.parent_id))


def _slim(item: Item) -> Item:
    """Return an item without what its addresses do not need."""
    former = item.meta.get(addresses.FORMER_SLUG)
    meta = {addresses.FORMER_SLUG: former} if former else {}
    return replace(item, content="", excerpt="", meta=meta, terms=[])

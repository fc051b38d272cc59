"""Reads a WordPress export (WXR 1.0 to 1.2) from its beginning to its end, an item at a time.

What stands in the file is given as it stands there (articles.wxr.items); nothing is interpreted.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from articles.wxr.comment_pile import CommentPile
from articles.wxr.items import Author, Channel, Item, ItemComment, Term
from articles.wxr.vocabulary import (
    CHANNEL,
    GROUPS,
    INSIDE,
    LIMITS,
    LONGEST_COMMENT,
    LONGEST_WORD,
    META_KEPT,
    MOST_COMMENTS,
    MOST_TERMS,
    NAMESPACES,
    NUMBERS,
    TAXONOMIES,
    TERMS,
)
from articles.wxr.xml_stream import ExportRefused, Progress, XmlStream

__all__ = ["Entry", "ExportRefused", "read"]


@dataclass
class Entry:
    """An item of the file with its comments."""

    item: Item
    comments: CommentPile


def read(source: BinaryIO, progress: Progress | None = None) -> Iterator[Channel | Entry]:
    """Give what stands before the first item, then each item, in the order of the file.

    `progress` is told from time to time how many bytes were read. Authors and terms that stand
    behind the first item are added to the channel as they come. Raises ExportRefused.
    """
    listener = _Listener()
    stream = listener.stream = XmlStream(source, listener)
    for _piece in stream:
        while listener.ready:
            yield listener.ready.popleft()
        if progress is not None:
            progress(stream.bytes_read)
    if not listener.is_wordpress:
        raise stream.refuse(_("this is no export of WordPress: nothing of WordPress's is in it."))
    if not listener.channel_given:
        yield listener.channel


class _Listener:
    """Puts the elements of the file together."""

    stream: XmlStream

    def __init__(self) -> None:
        self.ready: deque[Channel | Entry] = deque()
        self.channel = Channel()
        self.is_wordpress = self.channel_given = False
        self._names: dict[str, str] = {}
        self._depth = 0
        self._groups: list[tuple[str, dict[str, Any], int]] = []  # name, what it holds, its depth
        self._leaf, self._leaf_depth, self._length = "", 0, 0
        self._limit = LONGEST_WORD
        self._parts: list[str] = []
        self._term: dict[str, str] = {}
        self._comments = CommentPile()

    # --- What the stream tells ----------------------------------------------------------------
    def opened(self, raw: str, attributes: dict[str, str]) -> None:
        """See whether a group or something of one begins."""
        self._depth += 1
        if self._leaf_depth:
            return
        name = self._names.get(raw) or self._short(raw)
        if self._depth == 1 and name != "rss":
            raise self.stream.refuse(
                _("this is no export of WordPress: it begins with another element than <rss>.")
            )
        inside = self._groups[-1][0] if self._groups else ""
        if (name == "channel" and self._depth == 2) or (inside and INSIDE.get(name) == inside):
            self._begin(name)
        elif inside and self._is_child() and name in GROUPS[inside]:
            self._collect(name)
        elif inside == "item" and name == "category":
            self._term = attributes
            self._collect(name)

    def text(self, text: str) -> None:
        """Keep the text of what is being collected."""
        self._length += len(text)
        if self._length > self._limit:
            raise self.stream.refuse(_("a text here is too long to be one of WordPress's."))
        self._parts.append(text)

    def closed(self, _raw: str) -> None:
        """Finish what ends here."""
        if self._leaf_depth == self._depth:
            self._finish_leaf()
        elif self._groups and self._groups[-1][2] == self._depth:
            self._finish_group()
        self._depth -= 1

    # --- Parts --------------------------------------------------------------------------------
    def _short(self, raw: str) -> str:
        """Name an element by its prefix as WordPress writes it, whatever the file calls it."""
        address, _space, local = raw.rpartition(" ")
        prefix = next((short for like, short in NAMESPACES if like.fullmatch(address)), None)
        name = local if not address else f"{prefix or '?'}{local}"
        if prefix == "wp:":
            self.is_wordpress = True
        self._names[raw] = name
        return name

    def _is_child(self) -> bool:
        return self._depth == self._groups[-1][2] + 1

    def _begin(self, name: str) -> None:
        held: dict[str, Any] = {"line": self.stream.line, "terms": [], "meta": {}}
        self._groups.append((name, held, self._depth))
        if name == "item":
            self._comments = CommentPile()
            if not self.channel_given:
                self.channel_given = True
                self.ready.append(self.channel)

    def _collect(self, name: str) -> None:
        self._leaf, self._leaf_depth, self._length = name, self._depth, 0
        self._limit = LIMITS.get(name, LONGEST_WORD)
        if name in {"excerpt:encoded", "wp:meta_value"}:
            self._limit = LONGEST_COMMENT
        self._parts = []
        self.stream.tell_text(wanted=True)

    def _finish_leaf(self) -> None:
        self.stream.tell_text(wanted=False)
        value, name = "".join(self._parts), self._leaf
        self._leaf, self._leaf_depth, self._parts = "", 0, []
        group, held, _depth = self._groups[-1]
        if name == "category" and group == "item":
            domain = self._term.get("domain", "")
            self._add_term(held["terms"], domain, self._term.get("nicename", ""), value.strip())
        elif group == "channel":
            self._set_channel(CHANNEL[name], value.strip())
        else:
            field = GROUPS[group][name]
            held[field] = _number(value) if field in NUMBERS else value

    def _set_channel(self, field: str, value: str) -> None:
        if field != "link":
            setattr(self.channel, field, value)
        elif not self.channel.base_blog_url:  # older than the addresses of their own
            self.channel.base_blog_url = value

    def _add_term(self, terms: list[Term], domain: str, slug: str, name: str) -> None:
        """Add what an item is filed under; WXR 1.0 names it twice, once without a slug."""
        if slug and len(terms) < MOST_TERMS:
            taxonomy = TAXONOMIES.get(domain, domain or "category")
            terms.append(Term(taxonomy, slug, name))

    def _finish_group(self) -> None:
        name, held, _depth = self._groups.pop()
        above = self._groups[-1][1] if self._groups else {}
        line, terms, meta = held.pop("line"), held.pop("terms"), held.pop("meta")
        if name == "item":
            self._finish_item(held, line, terms, meta)
        elif name == "wp:postmeta":
            key = held.get("key", "").strip()
            if META_KEPT.fullmatch(key) and len(above["meta"]) < MOST_TERMS:
                above["meta"].setdefault(key, held.get("value", ""))
        elif name == "wp:comment":
            self._finish_comment(held, line)
        elif name == "wp:author":
            self._keep(self.channel.authors, Author(**{"login": "", **_bare(held)}))
        elif name in TERMS:
            term = {"taxonomy": TAXONOMIES.get(name, ""), "slug": "", "name": "", **_bare(held)}
            self._keep(self.channel.terms, Term(**term))

    def _keep(self, kept: list[Any], thing: Any) -> None:
        if len(kept) >= MOST_TERMS:
            raise self.stream.refuse(_("the site has more authors or subjects than can be."))
        kept.append(thing)

    def _finish_item(self, held: dict[str, Any], line: int, terms: list[Term], meta: Any) -> None:
        held["is_sticky"] = held.get("is_sticky", "").strip() == "1"
        for number in ("parent_id", "menu_order"):
            held[number] = held.get(number) or 0
        for word in ("post_type", "status"):
            if not held.get(word, "").strip():
                held.pop(word, None)
        whole: dict[str, Any] = {n: held[n] for n in ("content", "excerpt") if n in held}
        fields: dict[str, Any] = {"wp_id": None, **_bare(held), **whole}
        item = Item(**fields, terms=terms, meta=meta, line=line)
        self.ready.append(Entry(item, self._comments))

    def _finish_comment(self, held: dict[str, Any], line: int) -> None:
        for number in ("parent_id", "user_id"):
            held[number] = held.get(number) or 0
        content = held.pop("content", "")
        item = self._groups[-1][1].get("wp_id")
        fields: dict[str, Any] = {"wp_id": None, **_bare(held), "content": content}
        comment = ItemComment(**fields, item_id=item, line=line)
        if len(self._comments) >= MOST_COMMENTS:
            raise self.stream.refuse(_("more comments stand under one article than can be."))
        self._comments.append(comment)


def _bare(held: dict[str, Any]) -> dict[str, Any]:
    """Return values without the blanks around them."""
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in held.items()
    }


def _number(value: str) -> int | None:
    """Read a number of WordPress's, None for anything else."""
    text = value.strip()
    is_number = text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if is_number else None

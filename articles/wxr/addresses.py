"""Every address that WordPress answers for a post, an attachment, a term, an author, a day."""

from collections.abc import Iterable
from datetime import date

from articles.models import Article, Photo, Section, Tag
from articles.models import Author as Writer
from articles.wxr.items import Author, Channel, Item, Term


def remember_item(item: Item, channel: Channel, *, article: Article) -> None:
    """Remember a post's or page's permalink, former slugs, `?p=N`, and its feed and pages."""
    raise NotImplementedError


def remember_attachment(
    item: Item, channel: Channel, *, article: Article | None = None, photo: Photo | None = None
) -> None:
    """Remember an attachment's page: it leads to the article it hangs on, else to the picture."""
    raise NotImplementedError


def remember_term(
    term: Term,
    channel: Channel,
    *,
    section: Section | None = None,
    tag: Tag | None = None,
    language: str,
) -> None:
    """Remember a category's or tag's archive (`/category/parent/child/`, `?cat=N`, `?tag=slug`).

    The parents are found among channel.terms.
    """
    raise NotImplementedError


def remember_author(author: Author, channel: Channel, *, writer: Writer, language: str) -> None:
    """Remember `/author/login/` and `?author=N`."""
    raise NotImplementedError


def remember_site(channel: Channel, days: Iterable[date], *, language: str) -> None:
    """Remember the site's own addresses: feeds, and archives of the days on which it published."""
    raise NotImplementedError

"""Every address that WordPress answers for a post, an attachment, a term, an author, a day.

An export names permalinks of items alone; the others are made as WordPress makes them. Feeds and
further pages need no rows (articles/address_keys.py). An address that leads somewhere already, from
an earlier run or by an editor's hand, is left as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from django.urls import reverse

from articles.models import Article, Photo, Section, Tag
from articles.models import Author as Writer
from articles.moving import remember_all, remember_each, remember_pages
from articles.newspaper import Newspaper
from articles.wxr.items import Author, Channel, Item, Term

FORMER_SLUG = "_wp_old_slug"  # in an item's meta, one of those that it once had
MOST_PARENTS = 20  # of a category; more is a circle
BASES = {"category": "category", "post_tag": "tag"}  # WordPress's own, where nobody chose others


def remember_item(item: Item, channel: Channel, *, article: Article) -> None:
    """Remember a post's or page's permalink, a former slug, and `?p=N`.

    A guid is no address: those of a site that was moved once bear other posts' numbers.
    """
    remember_all(_of_item(item, channel), article=article, replace=False)


def remember_items(items: Iterable[tuple[Item, Article]], channel: Channel) -> None:
    """Remember many posts and pages at once, as remember_item() does one."""
    goals: dict[str, dict[str, Any]] = {}
    for item, article in items:
        goal = {"article": article}
        for address in _of_item(item, channel):
            goals.setdefault(address, goal)
    remember_each(goals)


def remember_attachment(
    item: Item, channel: Channel, *, article: Article | None = None, photo: Photo | None = None
) -> None:
    """Remember an attachment's page: it leads to the article it hangs on, else to the picture."""
    addresses = [address for address in _of_item(item, channel) if address != item.attachment_url]
    if article is not None:
        remember_all(addresses, article=article, replace=False)
    elif photo is not None:
        remember_all(addresses, photo=photo, replace=False)


def remember_file(address: str, *, photo: Photo) -> None:
    """Remember the address of a picture's file: other sites show it, and texts link to it."""
    remember_all([address], photo=photo, replace=False)


def remember_term(
    term: Term,
    channel: Channel,
    *,
    section: Section | None = None,
    tag: Tag | None = None,
    language: str,
    base: str = "",
) -> None:
    """Remember a category's or tag's archive (`/category/parent/child/`, `?cat=N`, `?tag=slug`).

    The parents are found among channel.terms. `base` is the first word where the site chose another
    one than WordPress's.
    """
    goal = {"section": section} if section is not None else {"tag": tag}
    addresses = _of_term(term, channel, base or BASES.get(term.taxonomy, term.taxonomy))
    remember_all(addresses, language=language, replace=False, **goal)


def remember_terms(
    terms: Iterable[tuple[Term, Section | Tag]],
    channel: Channel,
    *,
    language: str,
    bases: Mapping[str, str],
) -> None:
    """Remember many categories and tags at once, as remember_term() does one.

    `bases` are the first words of their addresses by taxonomy, where they are not WordPress's own.
    """
    goals: dict[str, dict[str, Any]] = {}
    for term, thing in terms:
        goal = {"section" if isinstance(thing, Section) else "tag": thing}
        base = bases.get(term.taxonomy) or BASES.get(term.taxonomy, term.taxonomy)
        for address in _of_term(term, channel, base):
            goals.setdefault(address, goal)
    front = Newspaper(language).home_url
    remember_each(goals, language=language, instead_of=front)


def remember_author(author: Author, channel: Channel, *, writer: Writer, language: str) -> None:
    """Remember `/author/login/` and `?author=N`."""
    goal = {"author": writer}
    goals = {address: goal for address in _of_author(author, channel)}  # noqa: C420 (one goal)
    remember_each(goals, language=language, instead_of=Newspaper(language).home_url)


def remember_unused(
    channel: Channel, attachments: Iterable[Item], *, language: str, bases: Mapping[str, str]
) -> None:
    """Lead to the front page what nothing here stands for: terms, authors, pictures never used."""
    addresses = [address for author in channel.authors for address in _of_author(author, channel)]
    for term in channel.terms:
        if term.taxonomy in BASES:
            base = bases.get(term.taxonomy) or BASES[term.taxonomy]
            addresses += _of_term(term, channel, base)
    addresses += [address for item in attachments for address in _of_item(item, channel)]
    front = Newspaper(language).home_url
    remember_pages(dict.fromkeys(addresses, front), replace=False)


def remember_site(channel: Channel, days: Iterable[date], *, language: str) -> None:
    """Remember the site's own addresses: feeds, and archives of the days on which it published.

    `days` are by the old site's clock. Our archive has no months: theirs lead to the year.
    """
    home = _home(channel)
    front = Newspaper(language).home_url
    feeds = ("feed", "comments/feed", "rss", "rss2", "atom", "rdf")
    pages = {home: front} | {f"{home}{feed}/": front for feed in feeds}
    for day in sorted(set(days)):
        where = {"language": language, "year": day.year}
        year = reverse("archive_year", kwargs=where)
        whole = reverse("archive_day", kwargs=where | {"month": day.month, "day": day.day})
        pages |= {f"{home}{day:%Y}/": year, f"{home}?m={day:%Y}": year}
        pages |= {f"{home}{day:%Y/%m}/": year, f"{home}?m={day:%Y%m}": year}
        pages |= {f"{home}{day:%Y/%m/%d}/": whole, f"{home}?m={day:%Y%m%d}": whole}
    remember_pages(pages, replace=False)


def nicename(login: str) -> str:
    """Return what WordPress makes of a login for an author's address (its user_nicename)."""
    kept = (letter if letter.isalnum() or letter in "-_" else "-" for letter in login.lower())
    return "-".join(part for part in "".join(kept).split("-") if part)


def _of_item(item: Item, channel: Channel) -> Iterator[str]:
    home = _home(channel)
    if item.wp_id:
        yield f"{home}?p={item.wp_id}"
    if item.link and not _is_front(item.link, home):
        yield item.link
        former, slug = item.meta.get(FORMER_SLUG, ""), unquote(item.slug)
        path = unquote(urlsplit(item.link).path)
        if former and slug and path.rstrip("/").endswith(f"/{slug}"):
            yield f"{path.rstrip('/').removesuffix(slug)}{former}/"


def _of_author(author: Author, channel: Channel) -> list[str]:
    home, slug = _home(channel), nicename(author.login)
    addresses = [f"{home}author/{slug}/", f"{home}?author_name={slug}"] if slug else []
    return [*addresses, f"{home}?author={author.wp_id}"] if author.wp_id else addresses


def _of_term(term: Term, channel: Channel, base: str) -> list[str]:
    home = _home(channel)
    above = "/".join(_parents(term, channel))
    addresses = [f"{home}{base}/{term.slug}/"]
    if above:
        addresses.append(f"{home}{base}/{above}/{term.slug}/")
    if term.taxonomy == "post_tag":
        addresses.append(f"{home}?tag={term.slug}")
    else:
        addresses.append(f"{home}?category_name={term.slug}")
    if term.taxonomy == "category" and term.wp_id:
        addresses.append(f"{home}?cat={term.wp_id}")
    return addresses


def _parents(term: Term, channel: Channel) -> list[str]:
    """Return the slugs above a term, the highest first."""
    by_slug = {other.slug: other for other in channel.terms if other.taxonomy == term.taxonomy}
    above: list[str] = []
    while term.parent and term.parent in by_slug and len(above) < MOST_PARENTS:
        term = by_slug[term.parent]
        above.insert(0, term.slug)
    return above if len(above) < MOST_PARENTS else []


def _home(channel: Channel) -> str:
    """Return the path of the old site's front page, with its slash."""
    path = urlsplit(channel.base_blog_url or channel.base_site_url).path
    return f"{path.rstrip('/')}/"


def _is_front(address: str, home: str) -> bool:
    """Whether an address is the old site's front page: a page that stood there has this link."""
    parts = urlsplit(address)
    return not parts.query and parts.path.rstrip("/") == home.rstrip("/")

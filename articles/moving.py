"""Addresses that once led somewhere: written when something moves, looked up where nothing answers.

What leads to an article, a section, an author or a tag leads to wherever that is now, so a second
move makes no chain. A goal that readers do not see is no goal: the address stays empty until they
do. Nothing leads back to the address that was asked for.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from articles.address_keys import key_of, possible_keys
from articles.models import Article, Author, Masthead, OldAddress, Photo, Section, SectionName, Tag
from articles.models.moved import GOALS
from articles.publishing import has_been_public

# An article's own address, with what stands below it: its discussion, its vote.
OWN = re.compile(r"/(?P<language>[^/]+)/[^/]+/(?P<slug>[^/]+)(?P<rest>/.*)?")
ANY_SECTION = "*"  # where the section stands, which never decides which article is meant
WITH_GOAL = [*(name for name in GOALS if name != "article"), "article__section"]


# --- Writing -----------------------------------------------------------------------------------
def remember(
    old_path: str,
    *,
    article: Article | None = None,
    section: Section | None = None,
    author: Author | None = None,
    tag: Tag | None = None,
    photo: Photo | None = None,
    to: str = "",
    query: str = "",
    language: str = "",
    replace: bool = True,
) -> None:
    """Let an old address lead to one thing for ever (301), as soon as readers may see that.

    `old_path` is a path or a whole address, of which path and query count; `query` ("p=17") stands
    for the address's own. `language` says whose edition's page of a section, author or tag is
    meant, "" for the first masthead's. `to` is a path of ours. Exactly one goal is given, and a
    page answers at `to`: ValueError. An address that has a goal keeps it unless `replace`.
    """
    goal = {"article": article, "section": section, "author": author, "tag": tag, "photo": photo}
    given = {name: value for name, value in goal.items() if value is not None}
    remember_all(
        [f"{old_path.partition('?')[0]}?{query}" if query else old_path],
        **given,
        **({"to": to} if to else {}),
        language=language,
        replace=replace,
    )


@transaction.atomic
def remember_all(
    addresses: Iterable[str], *, language: str = "", replace: bool = True, **goal: Any
) -> None:
    """Let several old addresses lead to one thing, as remember() does for one."""
    if len(goal) != 1:
        raise ValueError("An old address leads to exactly one thing.")
    if "to" in goal:
        goal, language = goal_at(goal["to"], language)
    _write(dict.fromkeys(addresses, goal), language, replace=replace)


@transaction.atomic
def remember_each(
    goals: Mapping[str, dict[str, Any]], *, language: str = "", instead_of: str = ""
) -> None:
    """Let each of many addresses lead to its own goal; one that leads somewhere stays as it is.

    But where it leads to `instead_of`, a path of ours, it gets its goal now.
    """
    if instead_of:
        keys = {key_of(address) for address in goals}
        OldAddress.objects.filter(address__in=keys, to=instead_of).delete()
    _write(goals, language, replace=False)


@transaction.atomic
def remember_pages(pages: Mapping[str, str], *, replace: bool = True) -> None:
    """Let old addresses lead to pages that never move themselves: an archive's, the front page.

    `pages` maps each to a path of ours, which is not looked at.
    """
    _write({address: {"to": to} for address, to in pages.items()}, replace=replace)


def remember_former(thing: Article | Section | Author | Tag, slug: str) -> None:
    """Let what has got another slug be found under the one that readers know.

    An article that readers have never seen has no address that they could know.
    """
    if isinstance(thing, Article):
        if has_been_public(thing):
            _write({f"/{thing.language}/{ANY_SECTION}/{slug}": {"article": thing}})
        return
    kind = type(thing).__name__.lower()
    for language, _name in settings.LANGUAGES:
        page = reverse(kind, kwargs={"language": language, "slug": slug})
        _write({page: {kind: thing}}, language)


def goal_at(path: str, language: str = "") -> tuple[dict[str, Any], str]:
    """Return what a path of ours leads to, as a goal, and its language.

    An article, a section, an author or a tag is meant itself, wherever it goes; what an old address
    leads to is meant where the path is one. Raises ValueError where nothing answers.
    """
    path = urlsplit(path).path
    known = OldAddress.objects.filter(address=key_of(path)).first()
    if known is not None:
        goal = {name: value for name in (*GOALS, "to") if (value := getattr(known, name))}
        return goal, known.language
    try:
        match = resolve(path)
    except Resolver404:
        raise ValueError(f"No page of the newspaper has the address {path}.") from None
    models: dict[str, Any] = {"article": Article, "section": Section, "author": Author, "tag": Tag}
    kind = match.url_name or ""
    if kind not in models:
        return {"to": path}, language
    where = {"slug": match.kwargs["slug"]}
    if kind == "article":
        where["language"] = match.kwargs["language"]
    thing = models[kind].objects.filter(**where).first()
    if thing is None:
        raise ValueError(f"No page of the newspaper has the address {path}.")
    return {kind: thing}, "" if kind == "article" else match.kwargs["language"]


def _write(
    goals: Mapping[str, dict[str, Any]], language: str = "", *, replace: bool = True
) -> None:
    """Write a row for each address; what led to one of them by its path leads on to its goal."""
    rows = {key_of(address): goal for address, goal in goals.items()}
    new = [
        OldAddress(address=key, language=language, **goal)
        for key, goal in rows.items()
        if key not in {"", "/"}
    ]
    paths: dict[int, str | None] = {}  # by their goals, which addresses share
    for row in new:
        if (goal := id(rows[row.address])) not in paths:
            paths[goal] = _path_of(row, seen=False)
    new = [row for row in new if key_of(paths[id(rows[row.address])] or "/") != row.address]
    if replace:
        OldAddress.objects.bulk_create(
            new,
            update_conflicts=True,
            unique_fields=["address"],
            update_fields=[*GOALS, "to", "language"],
        )
    else:
        OldAddress.objects.bulk_create(new, ignore_conflicts=True)
    by_path = {path: row for row in new for path in (row.address, f"{row.address}/")}
    for leading in OldAddress.objects.exclude(to="").filter(to__in=by_path):
        row = by_path[leading.to]
        for name in (*GOALS, "to", "language"):
            setattr(leading, name, getattr(row, name))
        leading.save()


def is_former(slug: str, language: str, besides: int | None = None) -> bool:
    """Whether readers know an article by a slug that it has no longer, other than `besides`."""
    key = key_of(f"/{language}/{ANY_SECTION}/{slug}")
    return OldAddress.objects.filter(address=key).exclude(article=besides or 0).exists()


# --- Looking up --------------------------------------------------------------------------------
def moved_to(path: str, query: str = "") -> str | None:
    """Return where an address that nothing answers leads now; None for nowhere.

    `path` is decoded, as path_info is. Gives a path of ours, or a picture's address.
    """
    found = _remembered(path, query) or _below_an_article(path)
    return found if found and key_of(found) != possible_keys(path, query)[0] else None


def _remembered(path: str, query: str) -> str | None:
    keys = possible_keys(path, query)
    rows = OldAddress.objects.filter(address__in=keys).select_related(*WITH_GOAL)
    by_key = {row.address: row for row in rows}
    return next((to for key in keys if key in by_key and (to := _path_of(by_key[key]))), None)


def _below_an_article(path: str) -> str | None:
    """Return where an article's own address, or a page below it, has gone with the article.

    It may have another slug now, or another section: the pages below it ask for both.
    """
    own = OWN.fullmatch(path.rstrip("/") + "/" if path != "/" else path)
    if own is None or own["language"] not in dict(settings.LANGUAGES):
        return None
    language, slug, rest = own["language"], own["slug"], own["rest"].removeprefix("/")
    articles = Article.objects.select_related("section")
    article = articles.filter(language=language, slug=slug).first()
    if article is None:
        key = key_of(f"/{language}/{ANY_SECTION}/{slug}")
        row = OldAddress.objects.filter(address=key).select_related("article__section").first()
        article = row.article if row else None
    if article is None or not (article.is_published if rest else article.answers):
        return None
    to = f"{article.get_absolute_url()}{rest}"
    return to if _is_address(to) else None


def _is_address(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _path_of(row: OldAddress, *, seen: bool = True) -> str | None:
    """Return where a row leads; None where nothing is there yet that readers would see.

    Without `seen`, return where it would lead if they did.
    """
    if row.article is not None:
        there = row.article.answers if seen else row.article.section_id is not None
        return row.article.get_absolute_url() if there else None
    if row.photo is not None:
        return row.photo.file.url
    return row.to or _page_in_an_edition(row)


def _page_in_an_edition(row: OldAddress) -> str | None:
    """Return the page of a section, an author or a tag; None where that edition has none."""
    editions = list(Masthead.objects.values_list("language", flat=True))
    language = row.language or next(iter(editions), "")
    if language not in editions:
        return None
    if row.section is not None:
        if not SectionName.objects.filter(section=row.section, language=language).exists():
            return None
        return reverse("section", kwargs={"language": language, "slug": row.section.slug})
    if row.author is not None:
        return row.author.get_url(language)
    assert row.tag is not None  # noqa: S101 (the database holds it: there is one goal)
    return reverse("tag", kwargs={"language": language, "slug": row.tag.slug})

"""Purge tags: what a page shows, and so what a change makes stale.

A public page bears the tags of what it shows. When one of those things changes, the database tells
everybody who keeps pages: triggers (migrations named `…_pages_hear…`) send the tags by
NOTIFY in the transaction that makes the change, whoever makes it. What nobody sees is not told.

`story-7` a story in any form (its headline in a list too), `talk-7` its discussion, `words-7` what
was said there and by whom, for parts of pages; `votes-7` its votes; `section-3`, `tag-4`,
`author-5` lists; `home-en`, `archive-en` lists of a language; `discussed` the counts of comments in
lists; `moderation` the public log and the policy's versions; `moved` what answers at old
addresses. `all` is every page. A tag behind `~` is told softly: pages that bear it may stay for
SOFT_SECONDS more.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection

CHANNEL = "broadsheet_pages"  # the migrations name it too
ALL = "all"
SOFT = "~"
SOFT_SECONDS = 10.0  # counts of votes and of comments in lists may lag this long (design.md)
DISCUSSED = "discussed"
MODERATION = "moderation"
MOVED = "moved"


def story(pk: int) -> str:
    """The tag of whatever shows a story."""
    return f"story-{pk}"


def stories(articles: Iterable[Any]) -> list[str]:
    """The tags of a list of articles."""
    return [f"story-{article.story_id}" for article in articles]


def talk(story_id: int) -> str:
    """The tag of what shows a story's discussion."""
    return f"talk-{story_id}"


def words(story_id: int) -> str:
    """The tag of finished comments on a story, whatever becomes of them in its discussion."""
    return f"words-{story_id}"


def votes(story_id: int) -> str:
    """The tag of what shows the votes on a story's editions."""
    return f"votes-{story_id}"


def section(pk: int) -> str:
    """The tag of lists of a section, and of what is chosen from one."""
    return f"section-{pk}"


def tag(pk: int) -> str:
    """The tag of lists of a subject, and of what is chosen from one."""
    return f"tag-{pk}"


def author(pk: int) -> str:
    """The tag of an author's page."""
    return f"author-{pk}"


def home(language: str) -> str:
    """The tag of a language's front page."""
    return f"home-{language}"


def archive(language: str) -> str:
    """The tag of a language's archive."""
    return f"archive-{language}"


def purge(tags: Iterable[str]) -> None:
    """Tell that what these tags stand for has changed, for what no trigger sees.

    Part of the caller's transaction: it is told when that commits, and not otherwise.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_purge(t) FROM unnest(%s::text[]) AS t", [list(tags)])

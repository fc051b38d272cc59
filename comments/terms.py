"""Terms: what a discussion asks of comments, until when it takes them, and who says so.

What it says itself comes first, then its section, then the whole site, then the house's default. A
discussion is a story's: its section is that of its first edition, from whose publication the days
are counted as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Discussion, Mode


class Level(models.TextChoices):
    """Where terms come from."""

    STORY = "story", _("this discussion")
    SECTION = "section", _("its section")
    SITE = "site", _("the whole site")
    HOUSE = "house", _("the newspaper’s default")


@dataclass(frozen=True)
class Terms:
    """What is asked of comments in a discussion, when it closes, and where each comes from."""

    mode: Mode = Mode.FIRST_WAIT
    mode_from: Level = Level.HOUSE
    closes_at: datetime | None = None
    closes_from: Level = Level.HOUSE
    is_switched_off: bool = False  # closed by hand, whatever the mode

    @property
    def accepts_comments(self) -> bool:
        """Whether somebody may post now."""
        if self.is_switched_off or self.mode == Mode.CLOSED:
            return False
        return self.closes_at is None or self.closes_at > timezone.now()

    @property
    def closed_at(self) -> datetime | None:
        """When it closed by itself; None while it is open, or where somebody has closed it."""
        by_itself = not self.is_switched_off and self.mode != Mode.CLOSED
        return self.closes_at if by_itself and not self.accepts_comments else None


HOUSE = Terms()

# What is read of the discussion `d` for the terms: AROUND joins the rest, COLUMNS names it.
AROUND = """
LEFT JOIN LATERAL (
    SELECT section_id, coalesce(first_published_at, publish_at) AS since
    FROM articles_article WHERE story_id = {story}
    ORDER BY (status = 'published') DESC, since, id LIMIT 1
) AS edition ON true
LEFT JOIN comments_discussionterms AS section_terms
    ON section_terms.section_id = edition.section_id
LEFT JOIN comments_discussionterms AS site_terms ON site_terms.section_id IS NULL
"""
NAMES = ("is_open", "closes_at", "mode", "section_mode", "section_days", "site_mode", "site_days",
         "since")  # fmt: skip
COLUMNS = """d.is_open, d.closes_at, d.mode, section_terms.mode, section_terms.close_after_days,
    site_terms.mode, site_terms.close_after_days,
    extract(epoch FROM edition.since)::float8"""  # a time would be read for each row beside it
ONE_STORY = f"""
SELECT d.id, d.comment_count, {COLUMNS}
FROM (SELECT %s::bigint AS id) AS story LEFT JOIN comments_discussion AS d ON d.story_id = story.id
{AROUND.format(story="story.id")}
"""  # noqa: S608 (of our own words)
OF_THE_SITE = "SELECT mode FROM comments_discussionterms WHERE section_id IS NULL"


def terms_from(columns: Sequence[Any]) -> Terms:
    """Return the terms that COLUMNS say. The discussion's own are None where there is none yet."""
    said = dict(zip(NAMES, columns, strict=True))
    mode, mode_from = _first(
        (said["mode"], Level.STORY),
        (said["section_mode"], Level.SECTION),
        (said["site_mode"], Level.SITE),
        otherwise=Mode.FIRST_WAIT,
    )
    closes_at, closes_from = said["closes_at"], Level.STORY
    if closes_at is None:
        days, closes_from = _first(
            (said["section_days"], Level.SECTION), (said["site_days"], Level.SITE), otherwise=0
        )
        if days and said["since"]:  # no days: it stays open
            closes_at = datetime.fromtimestamp(said["since"], UTC) + timedelta(days=days)
    return Terms(Mode(mode), mode_from, closes_at, closes_from, said["is_open"] is False)


def _first(*said: tuple[Any, Level], otherwise: Any) -> tuple[Any, Level]:
    """Return what is said first, and by whom; 0 days are said as well."""
    for value, level in said:
        if value not in {None, ""}:
            return value, level
    return otherwise, Level.HOUSE


def terms_of(story_id: int) -> Terms:
    """Return the terms in force for a story's discussion, in one query."""
    return discussion_with_terms(story_id)[1]


def discussion_with_terms(story_id: int) -> tuple[Discussion, Terms]:
    """Return a story's discussion and its terms; one that is not there yet is not made."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_STORY, [story_id])
        pk, comment_count, *columns = cursor.fetchone()
    return discussion_from(story_id, pk, comment_count, columns), terms_from(columns)


def discussion_from(
    story_id: int, pk: int | None, comment_count: int, columns: Sequence[Any]
) -> Discussion:
    """Return the discussion that a row says; without an id one that is not there yet."""
    if pk is None:
        return Discussion(story_id=story_id)
    own = dict(zip(NAMES[:3], columns, strict=False))
    return Discussion(id=pk, story_id=story_id, comment_count=comment_count, **own)


def mode_of_site() -> Mode:
    """Return the mode of all discussions about which nothing else is said."""
    with connection.cursor() as cursor:
        cursor.execute(OF_THE_SITE)
        row = cursor.fetchone()
    return Mode(row[0]) if row and row[0] else Mode.FIRST_WAIT

"""Cards that are somebody's: handed out for a while, assigned for good, given back.

A card belongs to at most one moderator: the row of a comment is unique, and another's is taken over
only once its time is over. Comments are locked while they are handed out, so that nobody gets one
that is just being decided about; those that are locked are passed over instead of waited for.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from comments.models import Comment, HandOut

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

FORGET_AFTER = timedelta(days=1)
HAND_OUT = """
WITH theirs AS MATERIALIZED (
    {theirs} LIMIT %s FOR NO KEY UPDATE OF comments_comment SKIP LOCKED
), free AS MATERIALIZED (
    {free} LIMIT (SELECT %s - count(*) FROM theirs)
    FOR NO KEY UPDATE OF comments_comment SKIP LOCKED
), chosen AS (
    SELECT id FROM theirs UNION ALL SELECT id FROM free
)
INSERT INTO comments_handout AS own (comment_id, moderator_id, since, until)
SELECT chosen.id, %s, %s, %s FROM chosen
ON CONFLICT (comment_id) DO UPDATE
    SET moderator_id = excluded.moderator_id, since = excluded.since,
        until = CASE WHEN own.until IS NULL THEN NULL ELSE excluded.until END
    WHERE own.moderator_id = excluded.moderator_id OR own.until <= excluded.since
RETURNING comment_id
"""


def hand_out(comments: QuerySet[Comment], *, to: "_User", number: int) -> list[int]:
    """Give somebody the first cards of an ordered set, theirs before free ones; return their ids.

    Theirs are kept for another while. Fewer come back where others were quicker: ask again.
    """
    now = timezone.now()
    held = HandOut.objects.filter(_is_held(now), comment=OuterRef("pk"))
    theirs, own_values = _statement(comments.filter(Exists(held.filter(moderator=to))))
    free, values = _statement(comments.filter(~Exists(held)))
    until = now + timedelta(minutes=settings.COMMENT_HAND_OUT_MINUTES)
    with connection.cursor() as cursor:
        cursor.execute(
            HAND_OUT.format(theirs=theirs, free=free),
            [*own_values, number, *values, number, to.pk, now, until],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _statement(comments: QuerySet[Comment]) -> tuple[str, tuple[Any, ...]]:
    return comments.values("id").query.sql_with_params()


def _is_held(now: datetime) -> Q:
    return Q(until=None) | Q(until__gt=now)


def with_others(comments: Iterable[int], moderator: "_User") -> dict[int, Any]:
    """Return which of these comments another moderator has, and who."""
    found = _others(moderator).filter(comment__in=list(comments)).select_related("moderator")
    return {row.comment_id: row.moderator for row in found}


def _others(moderator: "_User") -> QuerySet[HandOut]:
    theirs = HandOut.objects.exclude(moderator=moderator)
    return theirs.filter(_is_held(timezone.now()))


def assign(comment: Comment, moderator: "_User | None") -> None:
    """Make a card somebody's until they decide, whoever had it; or, with None, nobody's."""
    if moderator is None:
        HandOut.objects.filter(comment=comment).delete()
        return
    HandOut.objects.update_or_create(
        comment=comment,
        defaults={"moderator": moderator, "until": None, "since": timezone.now()},
    )


def give_back(comments: Iterable[int]) -> None:
    """Let cards be nobody's: they were decided about, or their moderator leaves them."""
    HandOut.objects.filter(comment__in=list(comments)).delete()


def leave(moderator: "_User") -> int:
    """Give back what was handed out to somebody, without what is assigned to them."""
    return HandOut.objects.filter(moderator=moderator, until__isnull=False).delete()[0]


def forget_returned() -> None:
    """Delete the rows of cards that went back long ago."""
    HandOut.objects.filter(until__lt=timezone.now() - FORGET_AFTER).delete()

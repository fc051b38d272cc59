"""Recommending: one "recommend" a person and comment, taken back by a second press.

A person is an account, or a guest who is known by the link in a mail. Nobody recommends what they
said themselves, nor twice by having been a guest before they had an account. A closed discussion
takes no words, but what was said there may still be recommended.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.legal_holds import free
from comments.models import Comment, Recommendation
from comments.moderation import lock_discussions
from comments.ownership import guest_hash

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

REMEMBERED = timedelta(days=1)  # an address of the network, of which an hour counts
# The count changes by the rows that were written, in the statement that writes them, so they cannot
# drift apart. The comment is locked before, so that it is still what was looked at: readable, and
# not recommended by the same person as guest or account meanwhile.
RECOMMEND = """
WITH made AS (
    INSERT INTO comments_recommendation (comment_id, story_id, user_id, guest, address, made_at)
    SELECT %(comment)s, %(story)s, %(user)s::bigint, %(own_guest)s, %(address)s, now()
    WHERE NOT EXISTS (
        SELECT 1 FROM comments_recommendation
        WHERE comment_id = %(comment)s AND (user_id = %(user)s OR guest = %(guest)s)
    )
    ON CONFLICT DO NOTHING RETURNING comment_id
)
UPDATE comments_comment AS comment SET recommend_count = comment.recommend_count + 1
FROM made WHERE comment.id = made.comment_id
"""
TAKE_BACK = """
WITH gone AS (
    DELETE FROM comments_recommendation
    WHERE comment_id = %(comment)s AND (user_id = %(user)s OR guest = %(guest)s)
    RETURNING comment_id
)
UPDATE comments_comment AS comment SET recommend_count = comment.recommend_count - gone.number
FROM (SELECT count(*) AS number FROM gone) AS gone
WHERE comment.id = %(comment)s AND gone.number > 0
"""


class RecommendRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The recommendation was not taken; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Person:
    """Who recommends: an account, or the keyed hash of a guest (comments.ownership)."""

    user: "_User | None" = None
    guest: str = ""

    @property
    def as_guest(self) -> str:
        """The hash of their address of mail: what they have said as a guest bears it too."""
        return guest_hash(self.user.email) if self.user else self.guest

    @property
    def is_known(self) -> bool:
        """Whether it is anybody at all."""
        return bool(self.user or self.guest)

    def wrote(self, comment: Comment) -> bool:
        """Whether a comment is their own, under the account or under its address."""
        if self.user and comment.author_id == self.user.pk:
            return True
        address = comment.author.email if comment.author else comment.guest_email
        return bool(self.as_guest) and guest_hash(address) == self.as_guest

    def columns(self) -> dict[str, Any]:
        """Return what the statements above are told of them."""
        return {
            "user": self.user.pk if self.user else None,
            "guest": self.as_guest or None,
            "own_guest": "" if self.user else self.guest,
        }


def recommend(
    comment: Comment, *, user: "_User | None" = None, guest: str = "", address: str = ""
) -> None:
    """Recommend a comment as an account or as a guest; a second time changes nothing.

    `guest` is the guest's keyed hash, `address` that of where it comes from. Raises
    RecommendRefused for one's own comment, for one that readers cannot read, and when the person
    or the address has recommended too much within the hour; ValueError where it is of nobody.
    """
    person = _somebody(user, guest)
    with transaction.atomic():
        _take_turn(person, address)
        locked = _lock(comment)
        if not locked.is_readable:
            raise RecommendRefused(_("This comment is no longer there."))
        if person.wrote(locked):
            raise RecommendRefused(_("This is your own comment."))
        _check_limits(locked, person, address)
        _write(RECOMMEND, locked, person, address=address)


def take_back(comment: Comment, *, user: "_User | None" = None, guest: str = "") -> None:
    """Take a recommendation back, whatever became of the comment; without one nothing changes.

    Raises ValueError where it is of nobody.
    """
    person = _somebody(user, guest)
    with transaction.atomic():
        _write(TAKE_BACK, _lock(comment), person)


@transaction.atomic
def take_back_some(user: "_User", *, most: int) -> int:
    """Take back so many of what an account has recommended; return how many, 0 at the end.

    The comments are locked in the order of all locks, so that no count is lost to a press of
    somebody else's.
    """
    made = list(Recommendation.objects.filter(user=user).order_by("pk")[:most])
    lock_discussions(row.story_id for row in made)
    comments = Comment.objects.filter(pk__in=[row.comment_id for row in made])
    list(comments.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    # Of those that somebody has taken back meanwhile there is nothing left to take back.
    left = Recommendation.objects.filter(pk__in=[row.pk for row in made])
    theirs = list(left.values_list("comment_id", flat=True))
    counted = comments.filter(pk__in=theirs, recommend_count__gt=0)
    counted.update(recommend_count=F("recommend_count") - 1)
    left.delete()
    return len(made)


def recommended(comments: Iterable[int], person: Person) -> set[int]:
    """Return which of these comments, by their ids, a person has recommended."""
    if not person.is_known:
        return set()
    found = Recommendation.objects.filter(comment__in=list(comments))
    theirs = Q(user=person.user) if person.user else Q(guest=person.guest)
    if person.as_guest:
        theirs |= Q(guest=person.as_guest)
    return set(found.filter(theirs).values_list("comment_id", flat=True))


def forget_addresses() -> int:
    """Forget where recommendations came from, once no limit asks; return of how many."""
    settled = Recommendation.objects.filter(made_at__lt=timezone.now() - REMEMBERED)
    return free(settled.exclude(address="")).update(address="")


def _somebody(user: "_User | None", guest: str) -> Person:
    person = Person(user, "" if user else guest)
    if not person.is_known:
        raise ValueError("A recommendation is an account's or a guest's.")
    return person


def _take_turn(person: Person, address: str) -> None:
    """Let one press of a person and of an address in at a time, so that limits are exact."""
    names = [f"person {person.as_guest or person.user}", f"address {address}"]
    keys = sorted(
        int.from_bytes(sha256(f"recommending {name}".encode()).digest()[:8], signed=True)
        for name in (names if address else names[:1])
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


def _lock(comment: Comment) -> Comment:
    """Lock the comment alone: whoever decides about it waits, or is waited for."""
    comments = Comment.objects.select_for_update(no_key=True, of=("self",))
    return comments.select_related("author").get(pk=comment.pk)


def _check_limits(comment: Comment, person: Person, address: str) -> None:
    hour = timezone.now() - timedelta(hours=1)
    lately = Recommendation.objects.filter(made_at__gte=hour).exclude(comment=comment)
    own = lately.filter(user=person.user) if person.user else lately.filter(guest=person.guest)
    if own.count() >= settings.RECOMMENDS_PER_HOUR:
        raise RecommendRefused(
            _("You have recommended a lot within an hour. Please go on a little later.")
        )
    near = lately.filter(address=address)
    if address and near.count() >= settings.RECOMMENDS_PER_ADDRESS_HOUR:
        raise RecommendRefused(
            _("Too many recommendations have come from your connection. Please try again later.")
        )


def _write(sql: str, comment: Comment, person: Person, *, address: str = "") -> None:
    told: dict[str, Any] = {"comment": comment.pk, "story": comment.story_id, "address": address}
    with connection.cursor() as cursor:
        cursor.execute(sql, told | person.columns())

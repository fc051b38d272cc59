"""Sanctions: who puts whom under one, when it counts, and how it ends.

They end by themselves: whether one counts is asked each time (comments.models.sanctions.IN_FORCE).
What it keeps people from, and what they are told then, is comments.barring's.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.reader_identity import Origin, hash_of_network
from comments.appeals.telling import close_with_sanction
from comments.models import Comment, Rule, Sanction, SanctionKind
from comments.models.sanctions import IN_FORCE
from comments.networks import in_clear, is_too_wide, read_network
from comments.ownership import guest_hash
from comments.telling_of_sanctions import tell
from comments.turns import wait_for_turn

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

Query = tuple[str, list[Any]]
TWICE = timedelta(minutes=1)
NOBODY = "-"  # what no hash is, so that an index can be asked for it
# On somebody by one of the ways in which they are known, each by its own index (the conditions
# "<> ''" are those of partial ones). A guest is an account's person where both have one address.
AGAINST = """comments_sanction.id IN (
    SELECT id FROM comments_sanction WHERE user_id = %s
    UNION ALL SELECT id FROM comments_sanction
        WHERE user_id = (SELECT id FROM {accounts} WHERE email = %s)
    UNION ALL SELECT id FROM comments_sanction WHERE guest <> '' AND guest = %s
    UNION ALL SELECT id FROM comments_sanction WHERE network_hash IN (%s, %s)
    UNION ALL SELECT id FROM comments_sanction
        WHERE network <> '' AND NULLIF(network, '')::inet >>= %s::inet
)"""
STRICTEST = f"""SELECT (SELECT id FROM comments_sanction
WHERE {IN_FORCE} AND {AGAINST} AND kind <> 'warning'
ORDER BY array_position(ARRAY['ban', 'suspension', 'hold'], kind::text), ends_at DESC NULLS FIRST
LIMIT 1)"""  # noqa: S608 (made of the texts above)


class SanctionRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The sanction was not put, or not lifted; the message says why, to the moderator."""


@dataclass(frozen=True)
class Who:
    """How somebody who acts is known: an account, an address of mail, where they come from."""

    user_id: int | None = None
    email: str = ""
    origin: Origin = Origin("", "")  # noqa: RUF009 (it cannot be changed)

    @property
    def values(self) -> list[Any]:
        """What AGAINST is given."""
        near, around = self.origin.address, self.origin.network
        return [
            self.user_id,
            self.email or None,
            guest_hash(self.email) or None,
            near or NOBODY,
            around or NOBODY,
            self.origin.ip or None,
        ]


def who_acts(user: "_User | None", email: str, origin: Origin) -> Who:
    """Return how somebody is known: an account, or a guest by an address of mail.

    Whoever works here is known by the account alone: no network shuts the newsroom out.
    """
    if user is None:
        return Who(None, email, origin)
    where = Origin("", "") if getattr(user, "is_staff", False) else origin
    return Who(user.pk, user.email, where)


@dataclass(frozen=True)
class Target:
    """Whom a sanction is on: an account, a guest by the address of mail, or a network.

    A network is given in clear (`network`), or by the hash that a comment bears (`network_hash`).
    """

    user: "_User | None" = None
    email: str = ""
    name: str = ""
    network: str = ""
    network_hash: str = ""

    @property
    def is_network(self) -> bool:
        """Whether nobody in particular is meant."""
        return self.user is None and not self.email


def strictest_query(who: Who, now: datetime) -> Query:
    """Return the question for the id of what strictest() returns; its answer is NULL for none."""
    return _sql(STRICTEST), [now, now, *who.values]


def strictest(who: Who, now: datetime | None = None) -> Sanction | None:
    """Return the strictest sanction that somebody is under now, warnings aside, or None."""
    with connection.cursor() as cursor:
        cursor.execute(*strictest_query(who, now or timezone.now()))
        [pk] = cursor.fetchone()
    return sanction_by_id(pk) if pk else None


def sanction_by_id(pk: int) -> Sanction:
    """Read a sanction with all that its words name."""
    found = Sanction.objects.select_related("rule").prefetch_related("rule__texts")
    return found.get(pk=pk)


def in_force_on(who: Who, now: datetime | None = None) -> list[Sanction]:
    """Return all sanctions that count on somebody now, warnings as well, newest first."""
    now = now or timezone.now()
    sql = f"SELECT * FROM comments_sanction WHERE {IN_FORCE} AND {AGAINST} ORDER BY id DESC"  # noqa: S608
    return list(Sanction.objects.raw(_sql(sql), [now, now, *who.values]))


def sanctions_on(comment: Comment) -> list[Sanction]:
    """Return what counts now on a comment's author, its guest's address, or where it came from."""
    return sanctions_on_some([comment])[comment.pk]


def sanctions_on_some(comments: Iterable[Comment]) -> dict[int, list[Sanction]]:
    """Return that for several comments by their ids, newest first; two queries for all of them."""
    comments = list(comments)
    guests = {row.pk: guest_hash(_email(row)) for row in comments}
    hashes = {row.pk: {row.address, row.network} - {""} for row in comments}
    wanted = (
        Q(user__in={row.author_id for row in comments if row.author_id})
        | Q(guest__in=set(guests.values()) - {""})
        | Q(network_hash__in=set().union(*hashes.values()))
    )
    found = Sanction.objects.in_force().filter(wanted).select_related("made_by", "rule")
    on: dict[int, list[Sanction]] = defaultdict(list)
    for row in found.prefetch_related("rule__texts").order_by("-pk"):
        for comment in comments:
            is_theirs = row.user_id == comment.author_id if row.user_id else False
            is_guests = bool(row.guest) and row.guest == guests[comment.pk]
            if is_theirs or is_guests or row.network_hash in hashes[comment.pk]:
                on[comment.pk].append(row)
    return on


@transaction.atomic
def sanction(
    target: Target,
    kind: SanctionKind,
    *,
    by: "_User",
    reason: str,
    ends_at: datetime | None = None,
    rule: Rule | None = None,
    comment: Comment | None = None,
    is_wide_meant: bool = False,
) -> Sanction:
    """Put somebody, or a network, under a sanction from now on, and let them be told.

    `comment` is the one because of which. A warning has no end: it is over once it is said. The
    very same within a minute is a button pressed twice, and gives the one there is. Raises
    SanctionRefused where it makes no sense (why_not()), or where a network is too wide and that is
    not meant; BadNetwork for a text that is no network.
    """
    now = timezone.now()
    if refused := why_not(target, kind, reason=reason, ends_at=ends_at, now=now):
        raise SanctionRefused(refused)
    network, network_hash = "", target.network_hash
    if target.network:
        typed = read_network(target.network)
        if is_too_wide(typed) and not is_wide_meant:
            raise SanctionRefused(
                _("So many people are in this network that it is to be confirmed.")
            )
        network, network_hash = str(typed), hash_of_network(typed)
    on = {
        "user": target.user,
        "guest": "" if target.user else guest_hash(target.email),
        "network": network if target.is_network else "",
        "network_hash": network_hash if target.is_network else "",
    }
    said = {"kind": kind, "made_by": by, "reason": reason.strip(), "rule": rule, "comment": comment}
    ends_at = None if kind == SanctionKind.WARNING else ends_at
    wait_for_turn(f"sanctions of {by.pk}")
    if target.user and _has_closed_meanwhile(target.user):
        raise SanctionRefused(_("This account is closed."))
    pressed = Sanction.objects.filter(**on, **said, begins_at__gt=now - TWICE)
    if twice := pressed.filter(_about(ends_at)).first():
        return twice
    row = Sanction.objects.create(
        **on,
        **said,
        guest_name="" if target.user else target.name[:60],
        begins_at=now,
        ends_at=ends_at,
    )
    tell(row, email=target.email)
    return row


def _has_closed_meanwhile(user: "_User") -> bool:
    """Ask it behind whoever is closing the account, and keep it open until the transaction ends.

    Closing passes on what it finds (leaving.pass_on_sanctions): a sanction put at the same moment
    would stay on an account that nobody can be in.
    """
    locked = get_user_model()._default_manager.select_for_update(no_key=True).get(pk=user.pk)
    return bool(getattr(locked, "closed_at", None))


def _about(ends_at: datetime | None) -> Q:
    """Of an end that is counted from now, such as a week, two presses differ by moments."""
    return Q(ends_at__range=(ends_at - TWICE, ends_at + TWICE)) if ends_at else Q(ends_at=None)


def why_not(
    target: Target, kind: SanctionKind, *, reason: str, ends_at: datetime | None, now: datetime
) -> str:
    """Return why such a sanction makes no sense, in the moderator's language; "" where it does."""
    if not (target.user or target.email or target.network or target.network_hash):
        return _("Nobody is named whom the sanction could be on.")
    if target.user and getattr(target.user, "is_staff", False):
        return _("This account works for the newspaper: an administrator takes its rights away.")
    if target.user and getattr(target.user, "closed_at", None):
        return _("This account is closed.")
    if kind == SanctionKind.WARNING and target.is_network:
        return _("A network cannot be warned: nobody would be told.")
    if not reason.strip():
        return _("Please give a reason: whoever is under the sanction reads it.")
    if kind == SanctionKind.SUSPENSION and ends_at is None:
        return _("A suspension has an end. Without one it is a ban.")
    if kind != SanctionKind.WARNING and ends_at is not None and ends_at <= now:
        return _("The end has to lie ahead.")
    return ""


@transaction.atomic
def lift(row: Sanction, *, by: "_User", because: str, on_appeal: bool = False) -> Sanction:
    """End a sanction before its time; what was not told of it yet is told no more.

    An open appeal against it ends with that, as reversed. `on_appeal` lifts one as well that has
    ended by itself: the record then says that it was wrong. Raises SanctionRefused without a
    reason, and where it has ended already.
    """
    locked = Sanction.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
    if not because.strip():
        raise SanctionRefused(_("Please write why it is lifted."))
    if locked.lifted_at or not (on_appeal or locked.is_in_force()):
        raise SanctionRefused(_("This sanction has ended already."))
    locked.lifted_at, locked.lifted_by = timezone.now(), by
    locked.lifted_because = because.strip()
    locked.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    close_with_sanction(locked)
    return locked


def learn(origin: Origin) -> None:
    """Keep networks in clear that were under sanction by a hash, when somebody comes from one.

    The list shows them then, and they go on counting when hashes are made with another key. Asked
    once a sanction was found, and outside of what is rolled back with a refusal.
    """
    unknown = Sanction.objects.in_force().filter(network="").exclude(network_hash="")
    for row in unknown.filter(network_hash__in=[origin.address, origin.network]):
        Sanction.objects.filter(pk=row.pk).update(network=in_clear(origin, row.network_hash))


def _sql(text: str) -> str:
    return text.replace("{accounts}", get_user_model()._meta.db_table)


def _email(comment: Comment) -> str:
    return comment.author.email if comment.author else comment.guest_email

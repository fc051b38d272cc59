"""Who took part in what is appealed, and so who may decide the appeal: somebody else.

Where nobody else is there, an administrator may all the same, and the record says so. Never a
program: a verdict has a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _

from comments import limits
from comments.models import Appeal, Comment, Decision, Report, Sanction
from comments.ownership import guest_hash

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

MODERATE, SANCTION = "moderate_comment", "change_sanction"


@dataclass(frozen=True)
class Parties:
    """Accounts that took part, and guests by their hashes, who may be accounts as well."""

    accounts: frozenset[int]
    guests: frozenset[str]

    def __contains__(self, user: "_User") -> bool:
        return user.pk in self.accounts or guest_hash(user.email) in self.guests


@dataclass(frozen=True)
class Ruling:
    """Whether somebody may decide an appeal, whether alone though they took part, or why not."""

    may: bool
    alone: bool = False
    reason: str = ""


def who_took_part(appeal: Appeal) -> Parties:
    """Return all who had a part in what is appealed, as `user in who_took_part(appeal)`.

    Whoever decided anything about the comment, put or lifted a sanction because of it, reported it,
    wrote it, or makes the appeal. For an appeal against a sanction the comment is the one because
    of which it was put.
    """
    sanction = appeal.sanction
    comment = sanction.comment if sanction else appeal.comment
    accounts, guests = {appeal.user_id}, set[str]()
    sanctions = [sanction] if sanction else []
    if comment:
        decided = Decision.objects.filter(comment=comment).order_by()
        accounts |= {comment.author_id, *decided.values_list("actor", flat=True).distinct()}
        guests.add(guest_hash(comment.guest_email))
        # An address that a stranger typed is no proof: it could keep any moderator from deciding.
        for user, guest in Report.objects.filter(comment=comment).values_list("user", "guest"):
            accounts.add(user)
            guests.add(guest)
        sanctions += Sanction.objects.filter(comment=comment)
    for row in sanctions:
        accounts |= {row.made_by_id, row.lifted_by_id, row.user_id}
        guests.add(row.guest)
    return Parties(frozenset(filter(None, accounts)), frozenset(guests - {""}))


def may_decide(user: "_User", appeal: Appeal) -> bool:
    """Whether somebody may decide an appeal, and ask about it."""
    return ruling_of(user, appeal).may


def ruling_of(user: "_User", appeal: Appeal) -> Ruling:
    """Say whether somebody may decide an appeal, alone or as one who had no part, or why not."""
    right = _right_for(appeal)
    if not user.is_active or not user.has_perm(f"comments.{right}"):
        return Ruling(False, reason=_("You may not decide about this."))
    if _outside(appeal, user):
        return Ruling(False, reason=limits.outside_in_words())
    parties = who_took_part(appeal)
    if user not in parties:
        return Ruling(True)
    if not user.is_superuser:
        return Ruling(False, reason=_took_part_in_words())
    if next(iter(_others(appeal, parties)), None):
        return Ruling(False, reason=f"{_took_part_in_words()} {_there_are_others_in_words()}")
    return Ruling(True, alone=True)


def _took_part_in_words() -> str:
    return _("You had a part in what is appealed: somebody else decides.")


def _there_are_others_in_words() -> str:
    return _("There are others who can: only where nobody else is there an administrator may.")


def _right_for(appeal: Appeal) -> str:
    return SANCTION if appeal.sanction_id else MODERATE


def _others(appeal: Appeal, parties: Parties) -> Iterable[Any]:
    """Give those who had no part and may decide; who cannot sign in any more is not there."""
    right = {"codename": _right_for(appeal), "content_type__app_label": "comments"}
    by_name = {f"user_permissions__{key}": value for key, value in right.items()}
    by_group = {f"groups__permissions__{key}": value for key, value in right.items()}
    accounts: Any = get_user_model()._default_manager
    found = accounts.filter(is_active=True, is_staff=True).exclude(pk__in=parties.accounts)
    able = found.filter(Q(is_superuser=True) | Q(**by_name) | Q(**by_group)).distinct()
    return (user for user in able if user not in parties and not _outside(appeal, user))


def _outside(appeal: Appeal, user: "_User") -> bool:
    comment: Comment | None = appeal.sanction.comment if appeal.sanction else appeal.comment
    return bool(comment and limits.outside([comment], user))

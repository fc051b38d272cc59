"""Adoption: an account takes over the comments that its owner wrote as a guest.

Who an address belongs to is for portal to say: it gives the addresses that an account has
confirmed (portal/confirmed_addresses.py).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from comments.confirming import confirm
from comments.guest_links import revoke_links
from comments.legal_holds import under_hold
from comments.models import Comment, Notice, Recommendation, Status, Subscription
from comments.models.comments import CommentQuerySet
from comments.moderation import lock_discussions
from comments.ownership import guest_hash

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


def adoptable(addresses: Iterable[str]) -> CommentQuerySet:
    """Return guests' comments that the owner of these confirmed addresses may adopt, newest first.

    Not those that their guest has deleted or the house has erased: nothing of them is left. Nor
    those that a legal hold keeps: a guest's name and address are a part of what it keeps.
    """
    kept = (
        Comment.objects.of_guests(addresses).filter(erased_at=None).exclude(status=Status.DELETED)
    )
    kept = kept.exclude(pk__in=under_hold(kept).values("pk"))
    return kept.order_by("-submitted_at", "-pk")


@transaction.atomic
def adopt(user: "_User", addresses: Iterable[str]) -> int:
    """Make the guest's comments of these confirmed addresses the account's; return how many.

    From then on they stand under the account's name, are reached by its sign-in and no longer by
    links, and their answers are told as the account wishes. The address is kept no longer.
    """
    known = list(addresses)
    stories = adoptable(known).order_by().values_list("story_id", flat=True)
    lock_discussions(list(stories))
    locked = adoptable(known).order_by("pk").select_for_update(no_key=True, of=("self",))
    comments = list(locked)
    for comment in comments:
        if comment.unconfirmed:  # whoever confirmed the address for the account has confirmed it
            confirm(comment)
    ids = [comment.pk for comment in comments]
    revoke_links(*comments)
    Subscription.objects.filter(comment__in=ids).delete()
    _take_over_notices(user, ids)
    Comment.objects.filter(pk__in=ids).update(author=user, guest_name="", guest_email="")
    _take_over_recommendations(user, known)
    return len(ids)


def _take_over_notices(user: "_User", ids: list[int]) -> None:
    """Tell the account what the guest was still to be told, but nothing twice."""
    told = Notice.objects.filter(user=user, decision=None, comment=OuterRef("comment"))
    open_ones = Notice.objects.unsettled().filter(own_comment__in=ids, letter=None)
    # That it has arrived, with a link to it, is a guest's to be told.
    fresh = open_ones.exclude(kind=Notice.Kind.RECEIVED).filter(
        Q(decision__isnull=False) | ~Exists(told)
    )
    fresh.update(user=user, own_comment=None)


def _take_over_recommendations(user: "_User", addresses: Iterable[str]) -> None:
    """Make the guest's recommendations the account's, where it has not recommended as well."""
    given = Recommendation.objects.filter(user=user, comment=OuterRef("comment"))
    for guest in {guest_hash(address) for address in addresses} - {""}:
        own = Recommendation.objects.filter(guest=guest)
        own.filter(~Exists(given)).update(user=user, guest="")

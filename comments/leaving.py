"""What the conversation forgets of somebody who closes their account, and what stays of them.

What only concerned them goes: notices, letters, what they follow and ignore, how they are told,
what they recommended. Open appeals of theirs are taken back. Reports stay without a name, sanctions
go on until their end. Their comments stay, without a name, or become tombstones, as they chose;
threads stay whole, and so does the record of decisions. Everything is done in batches, each of them
whole, and can be begun again where it stopped.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from comments import recommending
from comments.appeals.emptying import take_back_all_of
from comments.bulk import forget_queries
from comments.legal_holds import must_stay
from comments.models import (
    Comment,
    DeskKeys,
    GuestLink,
    HandOut,
    Ignored,
    Letter,
    MailSettings,
    ModeratorScope,
    Move,
    Notice,
    Report,
    Sanction,
    SanctionKind,
    Status,
    Subscription,
)
from comments.moderation import decide
from comments.ownership import guest_hash

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

BATCH = 100  # comments whose discussions one transaction holds
ROWS = 1000  # comments of one transaction that holds nothing besides


def stop_telling(user: "_User") -> None:
    """Let nothing be sent to somebody any more; a letter that is on its way is dropped.

    Those that were sent are forgotten. Part of the transaction that closes the account.
    """
    drop_letters(user)
    Notice.objects.filter(user=user).delete()
    Letter.objects.filter(user=user, sent_at__isnull=False).delete()
    take_back_all_of(user.pk)
    for model in (MailSettings, Ignored):
        model.objects.filter(user=user).delete()
    HandOut.objects.filter(moderator=user).delete()
    DeskKeys.objects.filter(moderator=user).delete()
    Subscription.objects.filter(user=user).delete()
    ModeratorScope.objects.filter(moderator=user).delete()
    forget_queries(Comment.objects.of_account(user.pk).order_by())


def drop_letters(user: "_User") -> None:
    """Let what is on its way to somebody not be sent: all there is to do while a hold stands."""
    on_its_way = Letter.objects.filter(user=user, sent_at=None, dropped_at=None)
    on_its_way.update(dropped_at=timezone.now(), why_dropped="The account was closed.")


def pass_on_sanctions(user: "_User") -> None:
    """Let sanctions that count go on where the account ends: on its address of mail, as a hash.

    Else whoever is banned would close the account and open it again. Part of the transaction that
    closes the account, while the address is still known.
    """
    counting = Sanction.objects.in_force().filter(user=user).exclude(kind=SanctionKind.WARNING)
    counting.update(user=None, guest=guest_hash(user.email))


def name_nobody_in_reports(user: "_User") -> None:
    """Let reports stay, which others' cases are made of, without saying whose they were.

    Those that they sent as a guest before they had the account as well. Why something is illegal is
    still read where nobody has decided about it, and forgotten with the rest later.
    """
    theirs = Report.objects.filter(Q(user=user) | Q(user=None, guest=guest_hash(user.email)))
    theirs.filter(case__closed_at__isnull=False).update(explanation="")
    theirs.update(user=None, guest="", address="", name="", email="", token_hash="")


def take_back_recommendations(user: "_User") -> int:
    """Take back some of what somebody has recommended; return how many, 0 at the end."""
    return recommending.take_back_some(user, most=BATCH)


def delete_comments(user: "_User") -> int:
    """Delete some of somebody's comments, as if they did it; return how many, 0 at the end.

    What must stay for now (comments.legal_holds) is passed over; waits_for_deletion() tells.
    """
    own = _deletable(user)
    some = list(own.exclude(pk__in=must_stay(own).values("pk")).order_by("pk")[:BATCH])
    return len(decide(some, Move.DELETE, by=user).decisions)


def waits_for_deletion(user: "_User") -> bool:
    """Whether comments of theirs could not be deleted yet."""
    return _deletable(user).exists()


def _deletable(user: "_User") -> QuerySet[Comment]:
    return Comment.objects.of_account(user.pk).exclude(status=Status.DELETED)


def forget_senders(user: "_User") -> int:
    """Forget from where some of somebody's comments were sent, and whose they were before.

    A comment may have been a guest's before its writer opened the account: that name, address and
    the links to it go as well. What must stay for now is passed over; waits_to_be_forgotten()
    tells. Returns how many comments, 0 at the end.
    """
    own = _traced(user)
    own = own.exclude(pk__in=must_stay(own).values("pk")).order_by("pk")
    with transaction.atomic():
        locked = own.select_for_update(no_key=True, of=("self",))
        some = list(locked.values_list("pk", flat=True)[:ROWS])
        Letter.objects.filter(own_comment__in=some).delete()
        for model in (Notice, Subscription, GuestLink):
            field = "own_comment" if model is Notice else "comment"
            model.objects.filter(**{f"{field}__in": some}).delete()
        found = Comment.objects.filter(pk__in=some)
        found.filter(~Q(guest_email="") | ~Q(guest_name="")).update(guest_email="", guest_name="")
        return found.update(address="", network="")


def waits_to_be_forgotten(user: "_User") -> bool:
    """Whether it could not be forgotten yet where some of their comments were sent from."""
    return _traced(user).exists()


def _traced(user: "_User") -> QuerySet[Comment]:
    traced = ~Q(address="") | ~Q(network="") | ~Q(guest_email="") | ~Q(guest_name="")
    return Comment.objects.of_account(user.pk).filter(traced)

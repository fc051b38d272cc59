"""Whether a guest's address may be written to: the house must not become a cannon of mail.

Anybody can write anybody's address into a form. So an address from which nobody has ever come back
by a link gets a few mails a day, and one that was switched off gets none.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from comments.mail_addresses import address_hash, folded
from comments.models import Comment, GuestLink, Letter, LinkRequest
from comments.suppressing import is_suppressed
from comments.turns import wait_for_turn

DAY = timedelta(days=1)


@transaction.atomic
def may_write_to(address: str) -> bool:
    """Return whether one more mail may go to a guest's or a reporter's address now.

    Ask in the transaction that adds the mail (a Letter, or the `mailed_at` of a LinkRequest): who
    asks about the same address meanwhile waits for it, so that no two take the last place.
    """
    if not address:  # forgotten, or never given
        return False
    key = address_hash(address)
    wait_for_turn(f"mail to {key}")
    if is_suppressed(address):
        return False
    own = Comment.objects.of_guest(address)
    if GuestLink.objects.filter(comment__in=own, opened_at__isnull=False).exists():
        return True
    since = timezone.now() - DAY
    theirs = Q(own_comment__in=own) | Q(report__email=folded(address))
    letters = Letter.objects.filter(theirs, dropped_at=None, made_at__gte=since)
    links = LinkRequest.objects.filter(mail_hash=key, mailed_at__gte=since)
    return letters.count() + links.count() < settings.GUEST_FIRST_MAILS_PER_DAY

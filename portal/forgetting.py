"""What the house forgets by itself, once a night, when it is of no more use (docs/readers.md).

In batches, so that nobody waits for it: a night that was missed makes the next one longer.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import ReaderVote
from comments.legal_holds import free
from comments.models import Appeal, GuestLink, Report, Sanction

BATCH = 1000  # rows of one statement
VOTERS = timedelta(days=1)  # of where votes came from: they are counted by the hour
OF_A_REPORT = ("name", "email", "explanation", "token_hash")
OF_A_SANCTION = ("network", "network_hash", "guest_name")
OUTCOMES = timedelta(days=7)  # for which a mail about an appeal that ended may be on its way
LINKS = timedelta(days=30)  # after a guest's link has ended: "was it that one?"


def forget_old() -> None:
    """Forget everything whose time has passed, but for what a legal hold keeps."""
    now = timezone.now()
    for found, blank in _old(now):
        rows = free(found)
        while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
            some = rows.model._default_manager.filter(pk__in=ids)
            if blank:
                some.update(**dict.fromkeys(blank, ""))
            else:
                some.delete()


def _old(now: datetime) -> Iterator[tuple[QuerySet[Any], tuple[str, ...]]]:
    """Give rows with the columns that are emptied, or with none where the rows themselves go."""
    yield ReaderVote.objects.filter(address__gt="", voted_at__lt=now - VOTERS), ("address",)
    yield GuestLink.objects.filter(expires_at__lt=now - LINKS), ()
    yield GuestLink.objects.filter(revoked_at__lt=now - LINKS), ()
    addresses_until = now - timedelta(days=settings.COMMENT_ADDRESS_DAYS)
    reports = Report.objects.filter(address__gt="", made_at__lt=addresses_until)
    yield reports, ("address",)
    told_until = now - timedelta(days=settings.COMMENT_EVIDENCE_DAYS)  # none is made any more
    known = ~Q(name="", email="", explanation="", token_hash="")
    to_be_told = Q(closed_at=None) | Q(closed_at__gt=now - OUTCOMES)
    heard = Exists(Appeal.objects.filter(to_be_told, comment=OuterRef("comment")))
    over = Report.objects.filter(known, ~heard, case__closed_at__lt=told_until)
    yield over, OF_A_REPORT
    known = ~Q(network="", network_hash="", guest_name="")
    yield Sanction.objects.over(addresses_until).filter(known), OF_A_SANCTION

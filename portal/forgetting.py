"""What the house forgets by itself, once a night, when it is of no more use (docs/readers.md).

In batches, so that nobody waits for it: a night that was missed makes the next one longer.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import ReaderVote
from comments.legal_holds import free
from comments.models import GuestLink, Report, Sanction

BATCH = 1000  # rows of one statement
VOTERS = timedelta(days=1)  # of where votes came from: they are counted by the hour
OF_A_REPORT = ("name", "email", "explanation", "token_hash")
OF_A_SANCTION = ("network", "network_hash", "guest_name")
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
    told_until = now - timedelta(days=settings.COMMENT_EVIDENCE_DAYS)  # an appeal is over by then
    known = ~Q(name="", email="", explanation="", token_hash="")
    yield Report.objects.filter(known, case__closed_at__lt=told_until), OF_A_REPORT
    known = ~Q(network="", network_hash="", guest_name="")
    yield Sanction.objects.over(addresses_until).filter(known), OF_A_SANCTION

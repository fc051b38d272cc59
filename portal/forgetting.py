"""What the house forgets by itself, once a night, when it is of no more use (docs/readers.md).

In batches, so that nobody waits for it: a night that was missed makes the next one longer.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import ReaderVote
from comments.models import Comment, GuestLink, Letter, Notice

BATCH = 1000  # rows of one statement
ADDRESSES = timedelta(days=90)  # of where comments came from: for tracing a flood, and bans
VOTERS = timedelta(days=1)  # of where votes came from: they are counted by the hour
LINKS = timedelta(days=30)  # after a guest's link has ended: "was it that one?"
NOTICES = timedelta(days=365)
LETTERS = timedelta(days=90)  # after one was sent: "did you write to me?"


def forget_old() -> None:
    """Forget everything whose time has passed."""
    now = timezone.now()
    for rows, blank in _old(now):
        while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
            some = rows.model._default_manager.filter(pk__in=ids)
            if blank:
                some.update(**dict.fromkeys(blank, ""))
            else:
                some.delete()


def _old(now: datetime) -> Iterator[tuple[QuerySet[Any], tuple[str, ...]]]:
    """Give rows with the columns that are emptied, or with none where the rows themselves go."""
    # "Greater than nothing" is read from the index of addresses, "not nothing" would not be.
    known = Comment.objects.filter(address__gt="", submitted_at__lt=now - ADDRESSES)
    yield known, ("address", "network")
    yield ReaderVote.objects.filter(address__gt="", voted_at__lt=now - VOTERS), ("address",)
    yield GuestLink.objects.filter(expires_at__lt=now - LINKS), ()
    yield GuestLink.objects.filter(revoked_at__lt=now - LINKS), ()
    yield Notice.objects.filter(made_at__lt=now - NOTICES), ()
    yield Letter.objects.filter(sent_at__lt=now - LETTERS), ()
    yield Letter.objects.filter(dropped_at__lt=now - LETTERS), ()
    yield Session.objects.filter(expire_date__lt=now), ()

"""Guests ask for fresh links by their address of mail; the answer is the same for any address.

Whether an address has comments is looked up by the job that writes the mail, not here, so that
neither the answer nor its time tells a stranger.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from articles.reader_identity import Origin
from comments.mail_addresses import address_hash, folded
from comments.models import LinkRequest
from comments.turns import wait_for_turn

TASK = "comments.tasks.send_links"
HOUR = timedelta(hours=1)
KEPT = timedelta(days=1)
NETWORK_IS = 5  # as many addresses as a network may ask from, each as often as it may


class TooManyRequests(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """So many links were asked for from one place that it has to wait; nothing was taken."""


@transaction.atomic
def ask_for_links(mail_address: str, *, origin: Origin) -> None:
    """Take a request for links to the comments of an address, and leave the mail to a job.

    Raises TooManyRequests when GUEST_LINK_REQUESTS_PER_HOUR have come from there. An address of
    mail that has been asked for too often gets no more mail for the hour, and nobody is told.
    """
    key = address_hash(mail_address)
    wait_for_turn(*(f"links {name}" for name in {key, origin.address, origin.network} if name))
    lately = LinkRequest.objects.filter(made_at__gte=timezone.now() - HOUR)
    most = settings.GUEST_LINK_REQUESTS_PER_HOUR
    for field, value, limit in (
        ("address", origin.address, most),
        ("network", origin.network, most * NETWORK_IS),
    ):
        if value and lately.filter(**{field: value}).count() >= limit:
            raise TooManyRequests
    is_heard = lately.filter(mail_hash=key).count() < settings.GUEST_LINK_MAILS_PER_HOUR
    request = LinkRequest.objects.create(
        mail_address=folded(mail_address) if is_heard else "",
        mail_hash=key,
        address=origin.address,
        network=origin.network,
    )
    app.configure_task(TASK).defer(request_id=request.pk)


def forget_old() -> int:
    """Forget requests by which nothing is counted any more; return how many."""
    return LinkRequest.objects.filter(made_at__lt=timezone.now() - KEPT).delete()[0]

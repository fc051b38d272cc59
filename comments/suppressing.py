"""Addresses that are written to no more: their mail comes back, or somebody has complained."""

from comments.mail_addresses import address_hash
from comments.models import Suppression


def suppress(address: str, reason: Suppression.Reason) -> bool:
    """Write to an address no more; return whether it was written to until now."""
    _row, is_new = Suppression.objects.get_or_create(
        address_hash=address_hash(address), defaults={"reason": reason}
    )
    return is_new


def is_suppressed(address: str) -> bool:
    """Whether an address is not to be written to."""
    return Suppression.objects.filter(address_hash=address_hash(address)).exists()

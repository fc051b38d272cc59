"""Which addresses of mail an account has confirmed: those that django-allauth says it has."""

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


def confirmed_addresses(user: "_User") -> list[str]:
    """Return the addresses that an account has confirmed by a code from a mail."""
    addresses = EmailAddress.objects.filter(user=user.pk, verified=True)
    return list(addresses.values_list("email", flat=True))

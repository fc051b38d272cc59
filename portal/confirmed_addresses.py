"""Which addresses of mail an account has shown to be its own: those that allauth has verified."""

from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


def confirmed_addresses(user: "_User") -> list[str]:
    """Return the addresses that the account's owner has confirmed; none where nothing asks them.

    The address that an account was opened with does not count by itself: anybody can write one.
    """
    if not apps.is_installed("allauth.account"):
        return []
    addresses: Any = apps.get_app_config("account").get_model("EmailAddress")
    return list(addresses.objects.filter(user=user, verified=True).values_list("email", flat=True))

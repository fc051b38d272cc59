"""E-mail addresses of accounts: the one way in which each is written, and whether it is confirmed.

Compared and stored are small letters and the ASCII form of the domain ("почта.example" is
"xn--80a1acny.example"): what is stored is letter by letter what the mail server is told, so two
spellings of one mailbox are one account, and a look-alike domain is another. A local part beyond
ASCII (SMTPUTF8) is refused: few servers take such mail, and small letters of it are ambiguous
(the Kelvin sign becomes a k).
"""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.models import User


def canonical(address: str) -> str:
    """Return how an address is stored. Raises ValidationError for one that mail cannot be sent to.

    Plus signs and dots stay: only the mailbox's own server knows what they mean.
    """
    local, _at, domain = address.strip().rpartition("@")
    try:
        return f"{local.encode('ascii').decode().lower()}@{punycode(domain.lower()).lower()}"
    except UnicodeError as error:
        raise ValidationError(
            _("Please write an e-mail address such as name@example.org."), code="invalid"
        ) from error


def as_people_write_it(address: str) -> str:
    """Return an address with its domain in the letters of its language."""
    local, _at, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('ascii').decode('idna')}"
    except UnicodeError:
        return address


class AddressField(forms.EmailField):
    """A field for an address, which gives it as it is stored."""

    default_error_messages = {
        "required": _("Please write your e-mail address."),
        "invalid": _("Please write an e-mail address such as name@example.org."),
    }
    widget = forms.EmailInput

    def clean(self, value: str | None) -> str:
        """Return the address as it is stored."""
        cleaned: str = super().clean(value)
        return canonical(cleaned) if cleaned else cleaned


def take_as_confirmed(user: "User") -> None:
    """Record that somebody's address is theirs: the newsroom says so, who has typed it."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user_id=user.pk).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(
        user_id=user.pk, email=user.email, defaults={"verified": True, "primary": True}
    )

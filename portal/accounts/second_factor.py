"""The newsroom's second factor: who has to have one (STAFF_MFA), and is led to set it up."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

FACTORS = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]


def is_missed_by(user: Any) -> bool:
    """Whether somebody works here without the second factor that the house asks for."""
    return bool(
        settings.STAFF_MFA
        and user.is_active
        and user.is_staff
        and not is_mfa_enabled(user, FACTORS)
    )


def ask_for_one(request: HttpRequest) -> None:
    """Say on the next page why somebody is led there."""
    words = _(
        "The newsroom opens to those who have a second factor: please add a passkey or an"
        " authenticator app."
    )
    messages.warning(request, words)

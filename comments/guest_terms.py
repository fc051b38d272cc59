"""On which terms guests may write: COMMENT_GUESTS, one answer for the whole newspaper.

With "allowed" they write as they are; with "confirmed" each comment waits until its guest has
shown, by the link in a mail, that the address is theirs; with "accounts" they may not.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import resolve_url

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


def needs_account(author: "_User | None") -> bool:
    """Whether whoever writes (None: a guest) has to sign in first."""
    return author is None and settings.COMMENT_GUESTS == "accounts"


def needs_confirmation(author: "_User | None") -> bool:
    """Whether a comment of theirs waits until its guest has confirmed the address."""
    return author is None and settings.COMMENT_GUESTS == "confirmed"


def sign_in_address(next_page: str) -> str:
    """Where one signs in or opens an account, to come back to a page of this site."""
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': next_page})}"

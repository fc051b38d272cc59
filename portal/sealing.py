"""Sealing words: what lies in the database for a while, or is printed by others, read by us alone.

The key follows from SECRET_KEY. With another one, whatever was sealed before is lost unless the old
one stands in SECRET_KEY_FALLBACKS: mail that has not been sent yet, and authenticator apps, which
are set up anew.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

__all__ = ["InvalidToken", "seal", "unseal"]


def seal(words: str) -> str:
    """Return words that only unseal() can read."""
    return _box().encrypt(words.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises InvalidToken for what another key has sealed."""
    return _box().decrypt(sealed.encode()).decode()


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    derived = hmac.new(force_bytes(secret), b"portal.sealing", hashlib.sha256)
    return base64.urlsafe_b64encode(derived.digest())

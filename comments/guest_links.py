"""Guests' links: a random token in a mail, of which the house keeps the hash alone.

A link is bound to one comment. It ends after LIFETIME, or when all links of its comment are
revoked. Each mail carries one of its own, since no token can be read from the database again.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, GuestLink

LIFETIME = timedelta(days=200)  # an appeal may be made for six months (DSA, Article 20)
TOKEN_BYTES = 32


def new_link(comment: Comment) -> str:
    """Make a link to a guest's comment; return its address, to be put into a mail to them."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    GuestLink.objects.create(
        comment=comment,
        story_id=comment.story_id,
        token_hash=_hash(token),
        expires_at=timezone.now() + LIFETIME,
    )
    return f"{settings.SITE_URL}{reverse('open_guest_link', kwargs={'token': token})}"


def link_with(token: str) -> GuestLink | None:
    """Return the link that a token opens, with its comment; None for any other token."""
    return (
        GuestLink.objects.good()
        .filter(token_hash=_hash(token))
        .select_related("comment", "comment__article", "comment__article__section")
        .first()
    )


def revoke_links(comment: Comment) -> int:
    """End every link to a comment; return how many were good until now."""
    return GuestLink.objects.good().filter(comment=comment).update(revoked_at=timezone.now())


def _hash(token: str) -> str:
    # No key and no salt: of 256 random bits nobody guesses one.
    return sha256(token.encode()).hexdigest()

"""Guests' links: a random token in a mail, of which the house keeps the hash alone.

A link is bound to one comment. It ends after LIFETIME, or when all links of its comment are
revoked. Each mail carries one of its own, since no token can be read from the database again.
"""

import secrets
from datetime import timedelta
from enum import StrEnum
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


def note_opened(link: GuestLink) -> None:
    """Keep that somebody came by this link: its mail has reached a person who wants it."""
    GuestLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


def revoke_links(*comments: Comment) -> int:
    """End every link to these comments; return how many were good until now."""
    return GuestLink.objects.good().filter(comment__in=comments).update(revoked_at=timezone.now())


class Ended(StrEnum):
    """Why a token leads nowhere, as far as the house can tell."""

    OLD, REVOKED, UNKNOWN = "old", "revoked", "unknown"


def why_not(token: str) -> tuple[Ended, str]:
    """Return why a token opens nothing, and the language of what it opened once ("" for none).

    Only who was sent a link can ask this of it: nobody guesses one.
    """
    link = GuestLink.objects.filter(token_hash=_hash(token)).select_related("comment__article")
    found = link.first()
    if found is None:
        return Ended.UNKNOWN, ""
    return (Ended.REVOKED if found.revoked_at else Ended.OLD), found.comment.article.language


def _hash(token: str) -> str:
    # No key and no salt: of 256 random bits nobody guesses one.
    return sha256(token.encode()).hexdigest()

"""Whose comment it is: who may act as the author of one, and as which guest a browser is known.

An account owns what it has posted. A guest owns a comment while their browser holds a good link
to it, in a cookie that goes to that comment's own page alone. A second cookie, for the whole site,
says which guest it is, for what guests may do besides (recommend): it names a link, not a person.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponse
from django.urls import reverse

from articles.reader_identity import keyed_hash
from comments.guest_links import LIFETIME, link_with
from comments.mail_addresses import folded
from comments.models import Comment, GuestLink

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

LINK, GUEST = "comment_link", "guest"
HINT = "guest_known"  # readable by our script: that there is a guest to ask for, and not who
SALT = "comments.ownership"
SECONDS = int(LIFETIME.total_seconds())


@dataclass(frozen=True)
class Owner:
    """Who acts as a comment's author: an account, or a guest by a link."""

    user: "_User | None" = None
    link: GuestLink | None = None


def owner_of(request: HttpRequest, comment: Comment) -> Owner | None:
    """Return as whom this browser owns a comment; None where it does not."""
    if comment.author_id:
        is_author = request.user.is_authenticated and request.user.pk == comment.author_id
        return Owner(user=request.user) if is_author else None  # type: ignore[arg-type]
    link = link_with(request.COOKIES.get(LINK, ""))
    return Owner(link=link) if link and link.comment_id == comment.pk else None


def keep_link(response: HttpResponse, link: GuestLink, token: str) -> None:
    """Let the browser keep a link that was opened: for its comment's page, and who the guest is."""
    secure = settings.SESSION_COOKIE_SECURE
    page = reverse("your_comment", kwargs={"pk": link.comment_id})
    response.set_cookie(
        LINK, token, max_age=SECONDS, path=page, httponly=True, secure=secure, samesite="Lax"
    )
    response.set_signed_cookie(
        GUEST,
        str(link.pk),
        salt=SALT,
        max_age=SECONDS,
        httponly=True,
        secure=secure,
        samesite="Lax",
    )
    response.set_cookie(HINT, "1", max_age=SECONDS, secure=secure, samesite="Lax")


def forget_link(response: HttpResponse, comment: Comment) -> None:
    """Take back from the browser what it kept of a comment's link, and which guest it is."""
    page = reverse("your_comment", kwargs={"pk": comment.pk})
    response.delete_cookie(LINK, path=page, samesite="Lax")
    response.delete_cookie(GUEST, samesite="Lax")
    response.delete_cookie(HINT, samesite="Lax")


def guest_of(request: HttpRequest) -> str:
    """Return the keyed hash of the guest whose link this browser has opened; "" for others."""
    return guest_hash(guest_address_of(request))


def guest_address_of(request: HttpRequest) -> str:
    """Return that guest's address of mail; "" for others."""
    kept = request.get_signed_cookie(GUEST, default="", salt=SALT, max_age=SECONDS) or ""
    if not kept.isdigit():
        return ""
    link = GuestLink.objects.good().filter(pk=int(kept)).select_related("comment").first()
    return link.comment.guest_email if link else ""


def guest_hash(address: str) -> str:
    """Return 64 hexadecimal digits that stand for a guest, "" for no address."""
    return keyed_hash("guest", folded(address)) if address else ""

"""The mail that brings a guest fresh links to their comments.

It names the articles and the times, not what was said: whoever writes a stranger's address into
our form cannot send that stranger words of their own.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.newspaper import Newspaper
from comments.guest_links import LIFETIME, new_link
from comments.guest_mail_caps import may_write_to
from comments.models import Comment, LinkRequest, Status

SINCE = timedelta(days=182)  # as long as an appeal can be made
MOST = 20  # comments that one mail links to, the newest


@dataclass(frozen=True)
class Link:
    """A comment, and the address that leads its guest back to it."""

    comment: Comment
    url: str


def send_links(request_id: int) -> None:
    """Write and send the mail that a request asks for; nothing where there is nothing to send.

    Raises OSError (SMTP's errors are such) when the mail could not be handed over: asked again,
    it makes links anew and sends the same mail, by its Message-ID.
    """
    request = LinkRequest.objects.filter(pk=request_id).exclude(mail_address="").first()
    if request is None:
        return
    links = _fresh_links(request)
    if links:
        _mail(request, links).send()
    LinkRequest.objects.filter(pk=request.pk).update(mail_address="")


@transaction.atomic
def _fresh_links(request: LinkRequest) -> list[Link]:
    """Make a link to each comment of the address, if it may be written to.

    They are written before they are sent: a link in a mail must be good.
    """
    found = (
        Comment.objects.of_guest(request.mail_address)
        .exclude(status=Status.DELETED)
        .filter(submitted_at__gte=timezone.now() - SINCE, erased_at=None)
        .select_related("article")
        .order_by("-submitted_at", "-pk")
    )
    comments = list(found[:MOST])
    is_again = request.mailed_at is not None  # its place among the day's mails is taken
    if not comments or not (is_again or may_write_to(request.mail_address)):
        return []
    LinkRequest.objects.filter(pk=request.pk).update(mailed_at=timezone.now())
    return [Link(comment, new_link(comment)) for comment in comments]


def _mail(request: LinkRequest, links: list[Link]) -> EmailMultiAlternatives:
    """The mail in the language of the edition that the newest comment was written on."""
    language = links[0].comment.article.language
    with translation.override(language):
        newspaper = Newspaper(language)
        context: dict[str, Any] = {
            "links": links,
            "newspaper": newspaper,
            "language": language,
            "days": LIFETIME.days,
        }
        mail = EmailMultiAlternatives(
            _("Your comments in %(newspaper)s") % {"newspaper": newspaper.masthead.name},
            render_to_string("mail/links.txt", context),
            to=[request.mail_address],
            headers={
                "Message-ID": f"<links-{request.pk}-{request.mail_hash[:16]}@{_host()}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string("mail/links.html", context), "text/html")
    return mail


def _host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"

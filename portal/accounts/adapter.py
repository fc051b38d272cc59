"""How django-allauth does things in this house: addresses, mail, limits, where people are led."""

import base64
import logging
import secrets
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.sites.requests import RequestSite
from django.core.mail import EmailMessage
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from comments.name_folding import fold
from portal import mail
from portal.accounts import addresses
from portal.accounts.redirects import is_ours
from portal.models import User
from portal.newspaper import name_of_the_newspaper
from portal.sealing import InvalidToken, seal, unseal

MAILS = {"mail": "10/h/key"}  # to one mailbox, whoever asks for them from wherever
# What one sees anyhow: it would be told on whichever page of ours comes next.
UNSAID = {
    f"account/messages/{name}.txt"
    for name in ("logged_in", "logged_out", "email_confirmation_sent")
}
logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """django-allauth's accounts, as this house keeps them."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that portal.client_address has found."""
        return str(request.META["REMOTE_ADDR"])

    def is_safe_url(self, url: str) -> bool:
        """Whether to lead somebody there: to this very site only."""
        return is_ours(allauth_context.request, url)

    def clean_email(self, email: str) -> str:
        """Return an address as it is stored."""
        return addresses.canonical(email)

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Fill in what our form of a new account asks beyond address and password."""
        user.display_name = form.cleaned_data["display_name"]
        user.display_name_folded = fold(user.display_name)
        user.language = form.cleaned_data["language"]
        user.time_zone = form.cleaned_data["time_zone"]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead the newsroom to its work, and readers to their account."""
        return reverse("admin:index" if request.user.is_staff else "account")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Tell what was done, unless one sees that anyhow."""
        if message_template not in UNSAID:
            super().add_message(request, level, message_template, *args, **kwargs)

    def format_email_subject(self, subject: str) -> str:
        """Say what a mail is about, and after it from whom it is."""
        return f"{subject} · {name_of_the_newspaper()}"

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """Write a mail in the newspaper's name."""
        site = RequestSite(allauth_context.request)
        site.name = name_of_the_newspaper()
        return super().render_mail(
            template_prefix, email, context | {"current_site": site}, headers
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Let the job queue send a mail, as long as this mailbox has not had enough of them.

        Whoever asks is not told: that a mailbox had mail from us lately is nobody's business.
        """
        request = allauth_context.request
        if not ratelimit.consume(
            request, app="portal", action="mail", config=MAILS, key=email, limit_get=True
        ):
            logger.warning("A mailbox has been sent %s within an hour, and no more.", MAILS["mail"])
            return
        ours = {"request": request, "email": addresses.as_people_write_it(email)}
        mail.defer(self.render_mail(template_prefix, email, ours | context))


class SecondFactorAdapter(DefaultMFAAdapter):
    """django-allauth's second factors, with their secrets sealed."""

    def encrypt(self, text: str) -> str:
        """Seal a secret: whoever reads the database cannot make somebody's codes."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret; one that another key has sealed becomes one that nobody knows."""
        try:
            return unseal(encrypted_text)
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def build_totp_svg(self, url: str) -> SafeString:
        """Draw an address as a QR code that stands in the page itself: no data: of the policy's."""
        code = qrcode.QRCode(border=2)
        code.add_data(url)
        rows = code.get_matrix()
        dark = ((x, y) for y, row in enumerate(rows) for x, dot in enumerate(row) if dot)
        return format_html(
            '<svg viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg"><path d="{}"/></svg>',
            len(rows),
            len(rows),
            "".join(f"M{x} {y}h1v1h-1z" for x, y in dark),
        )

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """Return a name to begin with: the first of somebody's passkeys needs no number."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        if number == 1:
            return gettext("My passkey")
        return gettext("My passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        return name_of_the_newspaper()

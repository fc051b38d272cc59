"""Sending a letter: whether it still may go, its message, and what the mail server says to it.

A letter may be tried any number of times and is one mail: its Message-ID is made of its number.
What it tells is read anew each time.
"""

import re
from datetime import timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.models import Masthead
from articles.newspaper import direction_of
from articles.numbers import in_digits
from comments.letter_words import OF_OWN, Links, still_to_tell, told
from comments.models import Letter, Notice, Suppression
from comments.recipients import language_of, zone_of
from comments.report_words import OF_REPORTS, warning_of
from comments.stopping import token_for
from comments.suppressing import is_suppressed, suppress

PATIENCE = timedelta(days=5)  # for which a mail server may be away (RFC 5321, 4.5.4.1)
SUBJECT = 150  # characters
# Refusals of the address itself. Without such a code, 5.1.x or 5.2.1 (RFC 3463), 550 may as well
# mean that our server is not trusted (5.7.x), and says nothing of the address.
NO_SUCH_ADDRESS = re.compile(r"^5\.(1\.[0-9]+|2\.1)\b")


def send(letter_id: int) -> None:
    """Send a letter that is on its way; one that was sent or dropped already is left alone.

    Raises OSError (what smtplib raises is one) where the mail server does not take it now.
    """
    letters = Letter.objects.select_related("user", "own_comment", "report")
    letter = letters.filter(pk=letter_id).first()
    if letter is None or letter.sent_at or letter.dropped_at:
        return
    if why := _why_not(letter):
        _drop(letter, why)
        return
    with transaction.atomic():  # a guest's link has to be good before it is on its way
        message = _message(letter)
    if message is None:
        _drop(letter, "nothing was left to tell")
        return
    with transaction.atomic():
        # Nobody else sends it meanwhile: who holds it marks it, or is tried again in our place.
        waiting = Letter.objects.filter(pk=letter.pk, sent_at=None, dropped_at=None)
        if waiting.select_for_update(skip_locked=True, no_key=True).first():
            _hand_over(letter, message)


def _why_not(letter: Letter) -> str:
    """Return why somebody is not written to, "" where they are."""
    if letter.user and (getattr(letter.user, "closed_at", None) or not letter.user.is_active):
        return "the account is closed"
    address = _address(letter)
    if not address:
        return "there is no address"
    return "the address is not written to" if is_suppressed(address) else ""


def _address(letter: Letter) -> str:
    if letter.user:
        return letter.user.email
    if letter.report:
        return letter.report.email
    return letter.own_comment.guest_email if letter.own_comment else ""


def _drop(letter: Letter, why: str) -> None:
    letter.dropped_at, letter.why_dropped = timezone.now(), why
    letter.save(update_fields=["dropped_at", "why_dropped"])


def _hand_over(letter: Letter, message: EmailMultiAlternatives) -> None:
    try:
        message.send()
    except OSError as error:  # what smtplib raises is one
        if isinstance(error, SMTPRecipientsRefused) and _says_no_such_address(error):
            suppress(_address(letter), Suppression.Reason.BOUNCE)
            _drop(letter, "the mail server knows no such address")
        elif letter.made_at < timezone.now() - PATIENCE:
            _drop(letter, "the mail server did not take it for five days")
        else:
            raise
        return
    letter.sent_at = timezone.now()
    letter.save(update_fields=["sent_at"])


def _says_no_such_address(refusal: SMTPRecipientsRefused) -> bool:
    answers = [text for code, text in refusal.recipients.values() if 500 <= code < 600]
    words = [text.decode(errors="replace") if isinstance(text, bytes) else text for text in answers]
    return any(NO_SUCH_ADDRESS.match(text) for text in words)


def _message(letter: Letter) -> EmailMultiAlternatives | None:
    """Return a letter as it is sent now, in its reader's language and time; None if it is empty."""
    notices, left = still_to_tell(letter)
    if left:  # a comment that is published again later is told then
        Notice.objects.filter(pk__in=[notice.pk for notice in left]).update(letter=None)
    if not notices:
        return None
    language = language_of(letter)
    with translation.override(language), timezone.override(zone_of(letter.user)):
        return _written(letter, notices, language)


def _written(letter: Letter, notices: list[Notice], language: str) -> EmailMultiAlternatives:
    links = Links()
    entries, more = told(notices, links)
    subject = entries[0].sentence
    if len(notices) > 1:
        number = in_digits(len(notices) - 1, language)
        subject = _("%(first)s, and %(number)s more") % {"first": subject, "number": number}
    newspaper = _newspaper(language)
    token = token_for(letter, notices, language)
    context = {
        "subject": subject,
        "entries": entries,
        "more": more,
        "own": _own_comments(letter, notices, links),
        "is_guests": letter.own_comment_id is not None,
        "warning": warning_of(notices),
        "is_of_reports": all(notice.kind in OF_REPORTS for notice in notices),
        "newspaper": newspaper,
        "home": f"{settings.SITE_URL}/",
        "language": language,
        "direction": direction_of(language),
        "stop": f"{settings.SITE_URL}{reverse('stop_mail', args=[token])}" if token else "",
        "wishes": f"{settings.SITE_URL}{reverse('mail_settings')}" if letter.user_id else "",
    }
    return _enveloped(letter, context)


def _own_comments(letter: Letter, notices: list[Notice], links: Links) -> list[tuple[str, str]]:
    """Return headline and link of a guest's comments to which no entry of the letter leads."""
    if letter.user_id:
        return []
    own = {notice.own_comment_id: notice.own_comment for notice in notices if notice.own_comment}
    for notice in notices:
        if notice.kind in OF_OWN:
            own.pop(notice.own_comment_id, None)
    return [(comment.article.headline, links.to_own(comment)) for comment in own.values()]


def _newspaper(language: str) -> str:
    names = dict(Masthead.objects.values_list("language", "name"))
    return names.get(language) or next(iter(names.values()), "Broadsheet")


def _enveloped(letter: Letter, context: dict[str, object]) -> EmailMultiAlternatives:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "Message-ID": f"<{letter.number}@{settings.SITE.host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: an absence note does not answer it
    }
    if context["stop"]:
        headers["List-Unsubscribe"] = f"<{context['stop']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    subject = " ".join(str(context["subject"]).split())
    message = EmailMultiAlternatives(
        subject if len(subject) <= SUBJECT else f"{subject[: SUBJECT - 1]}…",
        render_to_string("mail/letter.txt", context),
        formataddr((name or str(context["newspaper"]), address)),
        [_address(letter)],
        headers=headers,
    )
    message.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    return message

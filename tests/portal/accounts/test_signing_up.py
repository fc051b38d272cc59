"""A new account: a code from the mail, and nothing told to strangers."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail as django_mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts import unconfirmed
from portal.models import User
from tests.making import PASSWORD, Make
from tests.portal.accounts.walking import (
    code_for,
    confirm,
    delivered,
    is_signed_in,
    sign_in,
    sign_up,
)

pytestmark = pytest.mark.django_db
RITA = "rita@example.org"
_KEYWORDS = {"display_name": "name"}


def test_an_account_is_opened_with_the_code_from_the_mail(client: Client) -> None:
    page = sign_up(client, RITA, next="/en/policy/")
    assert page.url == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    answer = confirm(client, code_for(RITA))
    assert answer.url == "/en/policy/"
    assert is_signed_in(client)
    rita = User.objects.get(email=RITA)
    assert (rita.display_name, rita.is_staff, rita.is_superuser) == ("Rita Halm", False, False)
    assert EmailAddress.objects.get(user=rita).verified


def test_a_wrong_code_opens_nothing_and_three_are_the_end(client: Client) -> None:
    sign_up(client, RITA)
    for _try in range(3):
        confirm(client, "AAAA-AAAA")
    confirm(client, code_for(RITA))
    assert not is_signed_in(client)


def test_a_code_is_worth_nothing_in_another_browser(client: Client) -> None:
    sign_up(client, RITA)
    stranger = Client()
    confirm(stranger, code_for(RITA))
    assert not is_signed_in(stranger)


def test_another_code_is_sent_when_the_first_is_lost(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirm_email": None}
    sign_up(client, RITA)
    first = code_for(RITA)
    client.post(reverse("account_email_verification_sent"), {"action": "resend"})
    second = code_for(RITA)
    assert first != second
    confirm(client, second)
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Rita.Halm@Example.ORG", "rita.halm@example.org"),
        (" rita+news@example.org ", "rita+news@example.org"),
        ("rita@почта.рф", "rita@xn--80a1acny.xn--p1ai"),
        ("rita@XN--80a1acny.xn--p1ai", "rita@xn--80a1acny.xn--p1ai"),
        ("rita@bücher.example", "rita@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_stored_as_mail_servers_read_it(
    client: Client, typed: str, stored: str
) -> None:
    sign_up(client, typed)
    confirm(client, code_for(stored))
    assert User.objects.get().email == EmailAddress.objects.get().email == stored
    browser = Client()
    sign_in(browser, typed)
    assert is_signed_in(browser)


@pytest.mark.parametrize("typed", ["рита@example.org", "\u212aate@example.org", "rita", "a@b@c"])
def test_an_address_that_mail_may_not_reach_is_refused(client: Client, typed: str) -> None:
    page = sign_up(client, typed)
    assert "such as name@example.org" in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "", "Please write your e-mail address."),
        ("display_name", " ", "Please choose a name to go by."),
        ("display_name", "x" * 61, "at most 60 characters"),
        ("display_name", "\u200b", "no letter that can be seen"),
        ("password1", "", "Please choose a password."),
        ("password1", "12345678", "numeric"),
        ("password1", "rita@example.org", "too similar"),
    ],
)
def test_what_is_missing_is_said(client: Client, field: str, value: str, sentence: str) -> None:
    page = sign_up(client, **{"email": RITA, _KEYWORDS.get(field, field): value})
    assert sentence in page.content.decode()
    assert not User.objects.exists()


def test_language_and_time_zone_are_those_of_page_and_browser(client: Client) -> None:
    client.get(f"{reverse('account_signup')}?language=fa")
    sign_up(client, RITA, time_zone="Asia/Tehran")
    rita = User.objects.get()
    assert (rita.language, rita.time_zone) == ("fa", "Asia/Tehran")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Etc/GMT+5"])
def test_a_time_zone_that_is_none_is_the_houses(client: Client, zone: str) -> None:
    sign_up(client, RITA, time_zone=zone)
    assert User.objects.get().time_zone == ""


# --- Who has an account is nobody's business ---


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    hashed = 0

    def encode(self, *args: Any) -> str:
        CountingHasher.hashed += 1
        return super().encode(*args)


def told(answer: Any) -> tuple[int, str, str]:
    """What a stranger sees of an answer, without what is new with each page."""
    text = re.sub(r'value="[\w-]{64}"', "", answer.content.decode())
    return answer.status_code, answer.headers.get("Location", ""), text.replace(RITA, "…")


def walk(email: str, name: str) -> tuple[list[Any], int, int]:
    """Try to open an account; return what is seen, the questions asked, the mails sent."""
    browser = Client()
    mails = len(django_mail.outbox)
    with CaptureQueriesContext(connection) as asked:
        answers = [sign_up(browser, email, name)]
    questions = len(asked)  # before the next request empties the log
    answers += [
        browser.get(reverse("account_email_verification_sent")),
        confirm(browser, "AAAA-AAAA"),
    ]
    seen = [(*told(answer)[:2], told(answer)[2].replace(email, "…")) for answer in answers]
    return seen, questions, len(delivered()) - mails


def test_a_new_account_and_a_known_address_look_the_same(make_user: Make) -> None:
    make_user(email=RITA)
    known, known_asked, known_mails = walk(RITA, "Rita Halm")
    fresh, fresh_asked, fresh_mails = walk("nobody@example.org", "Nobody Halm")
    assert known == fresh
    assert known_mails == fresh_mails == 1
    # The rows of an account are written for both; a new one is looked at six times more.
    assert 30 < known_asked <= fresh_asked <= known_asked + 6
    assert "already" in django_mail.outbox[0].subject
    assert User.objects.filter(email=RITA).count() == 1


def test_an_account_that_was_never_confirmed_is_as_quiet(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirm_email": None}
    sign_up(Client(), RITA, "Rita Halm")
    known, _asked, mails = walk(RITA, "Another Name")
    assert mails >= 1
    assert known[0][0] == 302


def test_a_known_address_costs_a_hash_of_the_password_too(
    client: Client, make_user: Make, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["tests.portal.accounts.test_signing_up.CountingHasher"]
    make_user(email=RITA)
    for email in (RITA, "nobody@example.org"):
        CountingHasher.hashed = 0
        sign_up(Client(), email, "Rita Halm")
        assert CountingHasher.hashed == 1


@pytest.mark.parametrize("email", [RITA, "nobody@example.org"])
def test_a_forgotten_password_tells_nothing(make_user: Make, email: str) -> None:
    make_user(email=RITA)
    browser = Client()
    answer = browser.post(reverse("account_reset_password"), {"email": email})
    assert (answer.status_code, answer.url) == (302, reverse("account_confirm_password_reset_code"))
    page = browser.get(answer.url).content.decode()
    assert email in page
    wrong = browser.post(answer.url, {"code": "AAAA-AAAA"})
    assert "Incorrect code" in wrong.content.decode()
    assert [message.to for message in delivered()] == [[email]]


def test_a_wrong_password_and_an_unknown_address_look_the_same(make_user: Make) -> None:
    make_user(email=RITA)
    seen = [
        told(sign_in(Client(), email, "not the password"))[2].replace(email, "…")
        for email in (RITA, "nobody@example.org")
    ]
    assert seen[0] == seen[1]
    assert "not correct" in seen[0]


def test_a_mailbox_is_not_flooded_by_strangers(make_user: Make, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirm_email": None}
    make_user(email=RITA)
    for number in range(12):
        address = f"198.51.100.{number}"
        Client(REMOTE_ADDR=address).post(
            reverse("account_signup"),
            {"email": RITA, "display_name": f"Nobody {number}", "password1": PASSWORD},
        )
    assert len(delivered()) == 10


# --- What is left of it ---


def test_an_account_that_nobody_confirmed_ends(client: Client, make_user: Make) -> None:
    staff = make_user("Reporters")
    reader = make_user()
    sign_up(client, RITA)
    assert unconfirmed.forget() == 0
    long_ago = timezone.now() - timedelta(days=3)
    User.objects.update(date_joined=long_ago)
    assert unconfirmed.forget() == 1
    assert set(User.objects.all()) == {staff, reader}
    sign_up(Client(), RITA)
    assert User.objects.filter(email=RITA).exists()


def test_who_takes_a_name_at_the_same_moment_is_told(client: Client, monkeypatch: Any) -> None:
    sign_up(Client(), "first@example.org", "Rita Halm")
    # The moment between looking whether the name is free and taking it.
    monkeypatch.setattr("portal.accounts.forms.clean_display_name", lambda name: name)
    page = sign_up(client, RITA, "Rita Halm")
    assert page.status_code == 200
    assert "Somebody goes by this name" in page.content.decode()
    assert not User.objects.filter(email=RITA).exists()

"""Pages of accounts: strict, stored by nobody, in one's own language; settings."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Masthead
from portal.models import User
from tests.making import Make
from tests.portal.accounts.walking import sign_in

pytestmark = pytest.mark.django_db
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
OUTSIDE = ["account_login", "account_signup", "account_reset_password", "account_inactive"]
INSIDE = [
    "account", "account_settings", "account_sign_out_everywhere", "account_email",
    "account_change_password", "account_logout", "account_reauthenticate", "mfa_index",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp",
]  # fmt: skip


@pytest.fixture
def rita(make_user: Make) -> Any:
    return make_user(email="rita@example.org", display_name="Rita Halm")


@pytest.fixture
def inside(client: Client, rita: User) -> Client:
    """A reader's browser, just signed in."""
    sign_in(client, rita.email)
    client.post(reverse("account_reauthenticate"), {"password": "correct horse battery staple"})
    return client


def is_strict(page: Any) -> bool:
    """Whether a page runs and shows nothing but what this site serves."""
    html = page.content.decode()
    inline = re.search(r"<style|\sstyle=|\son\w+=|javascript:|data:", html)
    scripts = re.findall(r"<script([^>]*)>", html)
    ours = all('src="/static/' in tag or 'application/json"' in tag for tag in scripts)
    policy = page["Content-Security-Policy"]
    return not inline and ours and "script-src 'self'" in policy and "unsafe" not in policy


@pytest.mark.parametrize("name", OUTSIDE)
def test_pages_for_visitors_are_strict_and_stored_by_nobody(client: Client, name: str) -> None:
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "private" in page["Cache-Control"]
    assert is_strict(page)
    assert '<meta name="robots" content="noindex">' in page.content.decode()


@pytest.mark.parametrize("name", INSIDE)
def test_pages_for_readers_are_strict_and_stored_by_nobody(inside: Client, name: str) -> None:
    page = inside.get(reverse(name))
    assert page.status_code == 200, page.headers
    assert "no-store" in page["Cache-Control"]
    assert is_strict(page)


@pytest.mark.parametrize("name", ["account", "account_settings", "account_sign_out_everywhere"])
def test_a_visitor_is_led_to_the_sign_in_and_back(client: Client, name: str) -> None:
    url = reverse(name)
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"


def test_only_what_is_needed_of_allauth_is_there(client: Client) -> None:
    for path in ("3rdparty/", "sessions/", "social/signup/", "signup/passkey/", "login/code/"):
        assert client.get(f"/account/{path}").status_code == 404


# --- Languages ---


def language_of_page(page: Any) -> str:
    return re.search(r'<html lang="(\w+)"', page.content.decode())[1]


@pytest.mark.parametrize(
    ("own", "led_with", "preferred", "spoken"),
    [
        (None, "", "", "en"),
        (None, "", "ru, en;q=0.5", "ru"),
        (None, "", "tlh", "en"),
        (None, "fa", "ru", "fa"),
        (None, "xx", "ru", "ru"),
        ("uz", "", "ru", "uz"),
        ("uz", "fa", "ru", "uz"),
        ("", "", "ru", "en"),
    ],
)
def test_a_page_speaks_its_readers_language(
    client: Client, make_user: Make, own: str | None, led_with: str, preferred: str, spoken: str
) -> None:
    name = "account_login"
    if own is not None:
        client.force_login(make_user(language=own))
        name = "account"
    address = reverse(name) + (f"?language={led_with}" if led_with else "")
    page = client.get(address, headers={"Accept-Language": preferred})
    assert language_of_page(page) == spoken


def test_the_language_that_a_link_led_with_stays_and_no_other_page_hears_of_it(
    client: Client,
) -> None:
    assert "account_language" not in client.get(reverse("account_login")).cookies
    answer = client.get(f"{reverse('account_login')}?language=ru")
    cookie = answer.cookies["account_language"]
    assert (cookie.value, cookie["path"], cookie["max-age"]) == ("ru", "/account/", "")
    assert language_of_page(client.get(reverse("account_signup"))) == "ru"


def test_the_newspaper_stands_above_in_a_language_that_it_has(client: Client) -> None:
    Masthead.objects.create(language="en", name="The Sarvon Courier")
    page = client.get(f"{reverse('account_login')}?language=ru")
    assert language_of_page(page) == "ru"
    assert "The Sarvon Courier" in page.content.decode()
    assert 'href="/ru/"' not in page.content.decode()


# --- Settings ---


def test_settings_are_kept(inside: Client, rita: User) -> None:
    typed = {"display_name": "Rita H.", "language": "ru", "time_zone": "Asia/Tashkent"}
    answer = inside.post(reverse("account_settings"), typed, headers=SAME_SITE)
    assert answer.status_code == 302
    rita.refresh_from_db()
    assert (rita.display_name, rita.language, rita.time_zone) == ("Rita H.", "ru", "Asia/Tashkent")
    assert rita.display_name_folded == "rita h"
    assert language_of_page(inside.get(answer.url)) == "ru"


@pytest.mark.parametrize(
    ("field", "value"),
    [("display_name", "Moderator"), ("display_name", "Irina Velskaya"), ("display_name", ""),
     ("language", "xx"), ("time_zone", "Mars/Olympus")],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    inside: Client, rita: User, make_user: Make, field: str, value: str
) -> None:
    make_user("Editors", display_name="Irina Velskaya")
    typed = {"display_name": "Rita Halm", "language": "en", "time_zone": ""} | {field: value}
    page = inside.post(reverse("account_settings"), typed, headers=SAME_SITE)
    assert page.status_code == 200
    assert "data-errors" in page.content.decode()
    rita.refresh_from_db()
    assert rita.display_name == "Rita Halm"


def test_settings_are_not_changed_from_another_site(inside: Client, rita: User) -> None:
    typed = {"display_name": "Owned", "language": "en", "time_zone": ""}
    answer = inside.post(
        reverse("account_settings"), typed, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_the_list_of_passkeys_asks_as_much_for_many_as_for_one(
    inside: Client, rita: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def add(count: int) -> None:
        Authenticator.objects.bulk_create(
            Authenticator(user=rita, type="webauthn", data={"name": f"Key {n}", "credential": {}})
            for n in range(count)
        )

    add(1)
    with django_assert_num_queries(7):
        inside.get(reverse("mfa_list_webauthn"))
    add(9)
    with django_assert_num_queries(7):
        assert inside.get(reverse("mfa_list_webauthn")).content.decode().count("Key ") == 10


# --- The rest of the site ---


def test_a_public_page_offers_the_sign_in_to_everybody(
    client: Client, make_article: Make, rita: User
) -> None:
    address = make_article().get_absolute_url()
    page = client.get(address)
    assert 'data-sign-in="/account/login/"' in page.content.decode()
    assert 'href="/account/?language=en"' in page.content.decode()
    sign_in(client, rita.email)
    assert client.get(address).content == page.content
    assert not page.cookies


def test_the_nameplate_says_who_is_signed_in(client: Client, make_user: Make) -> None:
    client.force_login(make_user(display_name="Rita <b>Halm"))
    said = client.get(reverse("session")).content.decode()
    assert 'href="/account/"' in said
    assert "Rita &lt;b&gt;Halm" in said
    assert f'action="{reverse("account_logout")}"' in said
    assert "Newsroom" not in said
    client.force_login(make_user("Editors"))
    assert "Newsroom" in client.get(reverse("session")).content.decode()

"""Signing in and out: one door for readers and the newsroom, which shuts after too many tries."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from portal.models import User
from portal.sign_in import HINT
from tests.making import PASSWORD, Make
from tests.portal.accounts.walking import code_for, delivered, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
RITA = "rita@example.org"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
             "https:evil.example", "http://testserver.evil.example/"]  # fmt: skip


@pytest.fixture
def rita(make_user: Make) -> Any:
    """A reader."""
    return make_user(email=RITA, display_name="Rita Halm")


def code_now() -> str:
    """What Rita's authenticator app shows."""
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


# --- Where it leads ---


def test_a_reader_lands_at_their_account_and_the_newsroom_at_its_work(
    rita: User, make_user: Make
) -> None:
    assert sign_in(Client(), RITA).url == reverse("account")
    assert sign_in(Client(), make_user("Editors").email).url == reverse("admin:index")


def test_a_reader_comes_back_to_where_they_were(client: Client, rita: User) -> None:
    assert sign_in(client, RITA, next="/en/policy/?x=1#y").url == "/en/policy/?x=1#y"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_to_another_site(rita: User, make_user: Make, address: str) -> None:
    browser = Client()
    assert sign_in(browser, RITA, next=address).url == reverse("account")
    out = browser.post(reverse("account_logout"), {"next": address})
    assert out.url == reverse("home")
    door = Client().get(reverse("admin:login"), {"next": address})
    assert door.url == f"{reverse('account_login')}?next=%2Fadmin%2F"


def test_the_newsrooms_door_is_the_one_sign_in(client: Client, make_user: Make) -> None:
    editor = make_user("Editors")
    first = client.get(reverse("admin:articles_article_changelist"))
    door = client.get(first.url)
    assert door.url == f"{reverse('account_login')}?next=%2Fadmin%2Farticles%2Farticle%2F"
    answer = sign_in(client, editor.email, next="/admin/articles/article/")
    assert client.get(answer.url).status_code == 200
    assert (
        client.post(reverse("admin:login"), {"username": "x", "password": "y"}).status_code == 302
    )


def test_a_reader_is_not_let_into_the_newsroom(client: Client, rita: User) -> None:
    client.force_login(rita)
    page = client.get(reverse("admin:index"), follow=True)
    assert page.status_code == 403
    assert "You may not see this page" in page.content.decode()


def test_the_newsroom_changes_passwords_where_everybody_does(
    client: Client, make_user: Make
) -> None:
    client.force_login(make_user("Editors"))
    assert client.get(reverse("admin:password_change")).url == reverse("account_change_password")


def test_somebody_inactive_stays_outside(client: Client, rita: User) -> None:
    client.force_login(rita)
    User.objects.filter(pk=rita.pk).update(is_active=False)
    assert not is_signed_in(client)
    assert sign_in(client, RITA).url == reverse("account_inactive")
    assert not is_signed_in(client)


# --- How often ---


def test_an_account_is_shut_for_a_while_after_five_wrong_passwords(rita: User) -> None:
    for number in range(5):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), RITA, "wrong")
    page = sign_in(Client(REMOTE_ADDR="198.51.100.9"), RITA.upper())
    assert "Too many failed" in page.content.decode()


def test_an_unknown_address_is_shut_as_well(db: None) -> None:
    for _number in range(5):
        sign_in(Client(), "nobody@example.org", "wrong")
    assert "Too many failed" in sign_in(Client(), "nobody@example.org").content.decode()


def test_a_network_address_is_shut_after_ten_wrong_passwords(rita: User) -> None:
    for number in range(10):
        sign_in(Client(REMOTE_ADDR="198.51.100.7"), f"nobody{number}@example.org", "wrong")
    assert "Too many" in sign_in(Client(REMOTE_ADDR="198.51.100.7"), RITA).content.decode()
    elsewhere = Client(REMOTE_ADDR="198.51.100.8")
    sign_in(elsewhere, RITA)
    assert is_signed_in(elsewhere)


def test_the_address_that_counts_is_the_one_behind_our_proxies(rita: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(10):
        forwarded = f"203.0.113.{number}, 198.51.100.7"
        browser = Client(headers={"X-Forwarded-For": forwarded})
        sign_in(browser, f"nobody{number}@example.org", "wrong")
    shut = Client(headers={"X-Forwarded-For": "203.0.113.99, 198.51.100.7"})
    assert "Too many" in sign_in(shut, RITA).content.decode()
    free = Client(headers={"X-Forwarded-For": "198.51.100.8"})
    sign_in(free, RITA)
    assert is_signed_in(free)


def test_too_many_new_accounts_from_one_address_are_refused_in_our_words(client: Client) -> None:
    url = reverse("account_signup")
    for _number in range(10):
        assert client.post(url).status_code == 200
    refused = client.post(url)
    assert refused.status_code == 429
    assert "That was a lot at once" in refused.content.decode()
    assert "no-store" in refused["Cache-Control"]


# --- The way out ---


def test_signing_out_leaves_a_reader_where_they_were(client: Client, rita: User) -> None:
    sign_in(client, RITA)
    assert client.cookies[HINT].value == "1"
    answer = client.post(reverse("account_logout"), {"next": "/en/policy/"})
    assert answer.url == "/en/policy/"
    assert not is_signed_in(client)
    assert client.cookies[HINT].value == ""


def test_signing_out_everywhere_ends_all_sessions_of_this_account(
    client: Client, rita: User, make_user: Make
) -> None:
    telephone, other = Client(), Client()
    for browser in (client, telephone):
        sign_in(browser, RITA)
    sign_in(other, make_user().email)
    page = client.get(reverse("account_sign_out_everywhere"))
    assert page.status_code == 200
    assert is_signed_in(telephone)
    same_site = {"Sec-Fetch-Site": "same-origin"}
    answer = client.post(reverse("account_sign_out_everywhere"), headers=same_site)
    assert answer.url == reverse("account_login")
    assert "signed out everywhere" in client.get(answer.url).content.decode()
    assert not is_signed_in(client)
    assert not is_signed_in(telephone)
    assert is_signed_in(other)
    sign_in(telephone, RITA)
    assert is_signed_in(telephone)


def test_another_site_signs_nobody_out_everywhere(client: Client, rita: User) -> None:
    sign_in(client, RITA)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = client.post(reverse("account_sign_out_everywhere"), headers=foreign)
    assert answer.status_code == 403
    assert is_signed_in(client)


def test_another_password_signs_out_the_other_devices(client: Client, rita: User) -> None:
    telephone = Client()
    for browser in (client, telephone):
        sign_in(browser, RITA)
    new = "apricots ripen in the second week"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), typed)
    assert is_signed_in(client)
    assert not is_signed_in(telephone)
    assert "password" in delivered()[-1].subject.lower()


# --- A forgotten password, another address ---


def test_a_forgotten_password_is_replaced_with_the_code_from_the_mail(
    client: Client, rita: User
) -> None:
    page = client.post(reverse("account_reset_password"), {"email": "RITA@example.org"})
    done = client.post(page.url, {"code": code_for(RITA)})
    new = "apricots ripen in the second week"
    client.post(done.url, {"password1": new, "password2": new})
    assert is_signed_in(client)
    sign_in(browser := Client(), RITA)
    assert not is_signed_in(browser)
    sign_in(browser, RITA, new)
    assert is_signed_in(browser)


def test_a_new_address_counts_once_its_code_is_written(client: Client, rita: User) -> None:
    sign_in(client, RITA)
    changed = client.post(
        reverse("account_email"), {"email": "New+Rita@Example.org", "action_add": "1"}
    )
    rita.refresh_from_db()
    assert rita.email == RITA
    client.post(changed.url, {"code": code_for("new+rita@example.org")})
    rita.refresh_from_db()
    assert rita.email == "new+rita@example.org"
    assert [RITA] in [message.to for message in delivered()]  # the old one is told


# --- The second factor ---


def test_the_app_s_code_is_asked_for_after_the_password(client: Client, rita: User) -> None:
    TOTP.activate(rita, SECRET)
    assert sign_in(client, RITA).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code" in page.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert is_signed_in(client)


def test_a_recovery_code_opens_the_account_once(rita: User) -> None:
    TOTP.activate(rita, SECRET)
    code = RecoveryCodes.activate(rita).get_unused_codes()[0]
    for is_open in (True, False):
        browser = Client()
        sign_in(browser, RITA)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(browser) == is_open


def test_a_second_factors_secret_is_not_read_from_the_database(rita: User) -> None:
    TOTP.activate(rita, SECRET)
    assert SECRET not in str(Authenticator.objects.get().data)


def test_with_another_secret_key_no_code_opens_the_account(
    client: Client, rita: User, settings: Any
) -> None:
    TOTP.activate(rita, SECRET)
    settings.SECRET_KEY = "another key" * 10
    sign_in(client, RITA)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert not is_signed_in(client)


def test_setting_up_an_app_asks_for_the_password_and_gives_recovery_codes(
    client: Client, rita: User
) -> None:
    sign_in(client, RITA)
    url = reverse("mfa_activate_totp")
    ask = client.get(url)
    assert ask.url.startswith(reverse("account_reauthenticate"))
    client.post(ask.url, {"password": PASSWORD})
    page = client.get(url).content.decode()
    assert "<svg " in page
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(url, {"code": code}).url == reverse("mfa_view_recovery_codes")
    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert codes.count("<code>") == 10


def test_the_newsroom_opens_to_a_second_factor_where_the_house_wants_one(
    client: Client, make_user: Make, settings: Any
) -> None:
    settings.STAFF_MFA = True
    editor = make_user("Editors", email=RITA)
    sign_in(client, RITA)
    page = client.get("/admin/articles/article/", follow=True)
    assert (
        page.redirect_chain[-1][0]
        == f"{reverse('mfa_index')}?next=%2Fadmin%2Farticles%2Farticle%2F"
    )
    assert "please add a passkey" in page.content.decode()
    TOTP.activate(editor, SECRET)
    assert client.get("/admin/articles/article/").status_code == 200
    settings.STAFF_MFA = False
    Authenticator.objects.all().delete()
    assert client.get("/admin/articles/article/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(
    client: Client, make_user: Make, settings: Any
) -> None:
    settings.STAFF_MFA = True
    editor = make_user("Editors")
    RecoveryCodes.activate(editor)
    client.force_login(editor)
    assert client.get("/admin/").status_code == 302


def test_readers_are_never_asked_for_one(client: Client, rita: User, settings: Any) -> None:
    settings.STAFF_MFA = True
    sign_in(client, RITA)
    assert client.get(reverse("account")).status_code == 200

"""People in the admin: signed in by e-mail, put into roles, never deleted."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from portal.models import User
from portal.staff_roles import ROLES
from tests.articles.admin_form import shown_in
from tests.making import PASSWORD, Make
from tests.portal.accounts.walking import sign_in

NEW_PASSWORD = "apricots ripen in the second week"


@pytest.fixture
def administrator(make_user: Make) -> Any:
    return make_user("Administrators")


@pytest.fixture
def office(client: Client, administrator: Any) -> Client:
    """A browser in which an administrator is signed in."""
    client.force_login(administrator)
    return client


def add_person(office: Client, **changes: Any) -> Any:
    url = reverse("admin:portal_user_add")
    typed = {
        "display_name": "Rita Halm",
        "usable_password": "true",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    return office.post(url, shown_in(office.get(url)) | typed | changes)


def test_somebody_new_signs_in_by_e_mail_and_has_their_role(office: Client) -> None:
    reporters = Group.objects.get(name="Reporters")
    add_person(office, email="Rita.Halm@Example.org", groups=[reporters.pk])
    rita = User.objects.get(email="rita.halm@example.org")
    assert rita.is_staff
    browser = Client()
    sign_in(browser, "RITA.HALM@example.org", NEW_PASSWORD)
    assert browser.get(reverse("admin:articles_article_add")).status_code == 200
    assert browser.get(reverse("admin:portal_user_changelist")).status_code == 403


def test_one_address_is_one_person_however_it_is_capitalised(
    office: Client, make_user: Make
) -> None:
    make_user(email="rita.halm@example.org")
    page = add_person(office, email="RITA.HALM@example.org")
    assert page.status_code == 200
    assert page.context["adminform"].form.errors
    assert User.objects.filter(email__iexact="rita.halm@example.org").count() == 1


def test_an_administrator_gives_somebody_another_password(office: Client, make_user: Make) -> None:
    rita = make_user("Reporters")
    url = reverse("admin:auth_user_password_change", args=[rita.pk])
    sent = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert office.post(url, sent | {"set-password": "Change"}).status_code == 302
    rita.refresh_from_db()
    assert rita.check_password(NEW_PASSWORD)
    assert not rita.check_password(PASSWORD)


@pytest.mark.parametrize("right", ["is_active", "is_staff", "is_superuser"])
def test_administrators_do_not_lock_themselves_out(
    right: str, office: Client, administrator: Any
) -> None:
    url = reverse("admin:portal_user_change", args=[administrator.pk])
    sent = shown_in(office.get(url))
    del sent[right]
    page = office.post(url, sent)
    assert page.context["adminform"].form.errors[right] == [
        "You cannot take this away from yourself."
    ]
    administrator.refresh_from_db()
    assert getattr(administrator, right)


def test_somebody_who_leaves_is_made_inactive_and_never_deleted(
    office: Client, make_user: Make
) -> None:
    rita = make_user("Reporters")
    assert office.post(reverse("admin:portal_user_delete", args=[rita.pk])).status_code == 403
    url = reverse("admin:portal_user_change", args=[rita.pk])
    sent = shown_in(office.get(url))
    del sent["is_active"]
    assert office.post(url, sent).status_code == 302
    browser = Client()
    sign_in(browser, rita.email)
    assert browser.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("name", ROLES)
def test_the_houses_own_roles_are_shown_and_not_changed(name: str, office: Client) -> None:
    role = Group.objects.get(name=name)
    url = reverse("admin:auth_group_change", args=[role.pk])
    assert office.get(url).status_code == 200
    assert office.post(url, {"name": "Kings"}).status_code == 403
    assert office.post(reverse("admin:auth_group_delete", args=[role.pk])).status_code == 403


def test_a_role_of_ones_own_may_be_made(office: Client) -> None:
    url = reverse("admin:auth_group_add")
    office.post(url, {"name": "Picture desk", "permissions": []})
    assert Group.objects.filter(name="Picture desk").exists()


def test_another_address_and_name_count_at_once(office: Client, make_user: Make) -> None:
    rita = make_user("Reporters")
    url = reverse("admin:portal_user_change", args=[rita.pk])
    changes = {"email": "Rita@Bücher.example", "display_name": "Rita Halm"}
    assert office.post(url, shown_in(office.get(url)) | changes).status_code == 302
    rita.refresh_from_db()
    assert (rita.email, rita.display_name_folded) == ("rita@xn--bcher-kva.example", "rita haim")
    browser = Client()
    sign_in(browser, "rita@bücher.example")
    assert browser.get(reverse("admin:index")).status_code == 200


def test_an_administrator_takes_away_a_second_factor_that_is_lost_and_sees_no_secret(
    office: Client, make_user: Make
) -> None:
    rita = make_user("Reporters")
    factor = Authenticator.objects.create(user=rita, type="totp", data={"secret": "VERYSECRET"})
    url = reverse("admin:mfa_authenticator_change", args=[factor.pk])
    page = office.get(url)
    assert page.status_code == 200
    assert "VERYSECRET" not in page.content.decode()
    assert office.post(url, {"type": "webauthn"}).status_code == 403
    assert office.get(reverse("admin:mfa_authenticator_add")).status_code == 403
    delete = reverse("admin:mfa_authenticator_delete", args=[factor.pk])
    assert office.post(delete, {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.exists()

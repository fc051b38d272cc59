"""No NUL in an address, a cookie or a form reaches the database."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

Make = Any
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/en/tag/a%00b/",
        "/en/author/a%00/",
        "/en/valley/a%00b/",
        "/en/valley/?before=%00",
        "/session/?%00=x",
    ],
)
def test_there_is_nothing_at_an_address_with_a_nul(
    address: str, client: Client, make_article: Make
) -> None:
    make_article()
    page = client.get(address)
    assert page.status_code == 404
    assert "There is nothing at this address" in page.content.decode()
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_such_a_page_speaks_the_language_of_its_address(client: Client, make_article: Make) -> None:
    make_article()
    assert '<html lang="fa" dir="rtl">' in client.get("/fa/tag/a%00b/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/article/?language__exact=%00",
        "/admin/comments/comment/?language=%00",
        "/admin/portal/user/?email__contains=%00",
        "/admin/autocomplete/?app_label=articles&model_name=article&field_name=story&term=%00",
    ],
)
def test_lists_and_choices_of_the_admin_are_not_asked_for_a_nul(
    address: str, client: Client, make_user: Make
) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get(address).status_code == 404
    assert client.get(address.replace("%00", "x")).status_code == 200


def test_a_session_s_cookie_with_a_nul_is_none(client: Client, make_article: Make) -> None:
    reply = f"{make_article().get_absolute_url()}reply/"
    junk = {"Cookie": f'{settings.SESSION_COOKIE_NAME}="\\000aaaaaaaaaaaa"; reader="\\000"'}
    for address, status in (("/session/", 204), ("/account/login/", 200), (reply, 200)):
        assert client.get(address, headers=junk).status_code == status

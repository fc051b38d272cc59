"""Letters in the admin: to be read; addresses that are not written to may be let in again."""

import pytest
from django.test import Client

from comments.letters import make_letters
from comments.models import Letter, Status, Suppression
from comments.suppressing import is_suppressed, suppress
from tests.comments.reading import text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
LETTERS, ADDRESSES = "/admin/comments/letter/", "/admin/comments/suppression/"


@pytest.fixture
def as_administrator(client: Client, make_user: Make) -> Client:
    client.force_login(make_user("Administrators"))
    return client


def test_letters_are_read_and_never_changed(as_administrator: Client, make_comment: Make) -> None:
    make_comment(status=Status.HELD, guest_name="Odile", guest_email="odile@example.org")
    make_letters()
    letter = Letter.objects.get()
    for address in (LETTERS, f"{LETTERS}{letter.pk}/change/"):
        page = as_administrator.get(address)
        assert "Odile" in text_of(page)
        assert "odile@example.org" not in text_of(page)
    assert as_administrator.get(f"{LETTERS}add/").status_code == 403
    assert as_administrator.post(f"{LETTERS}{letter.pk}/delete/").status_code == 403


def test_an_address_is_found_as_a_whole_and_let_in_again(as_administrator: Client) -> None:
    suppress("Gone@example.org", Suppression.Reason.BOUNCE)
    suppress("other@example.org", Suppression.Reason.COMPLAINT)
    found = text_of(as_administrator.get(ADDRESSES, {"q": "gone@EXAMPLE.org"}))
    assert "1 result" in found
    row = Suppression.objects.get(reason="bounce")
    as_administrator.post(f"{ADDRESSES}{row.pk}/delete/", {"post": "yes"})
    assert not is_suppressed("gone@example.org")
    assert is_suppressed("other@example.org")


def test_moderators_see_neither(client: Client, make_user: Make) -> None:
    client.force_login(make_user("Moderators"))
    assert client.get(LETTERS).status_code == client.get(ADDRESSES).status_code == 403

"""A guest's link leads its holder to one comment, and nobody else anywhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from comments.guest_links import new_link, revoke_links
from comments.models import Comment, GuestLink
from comments.ownership import GUEST, LINK

Make = Any


@pytest.fixture
def comment(make_comment: Make) -> Comment:
    return make_comment(status="held")


def path_of(address: str) -> str:
    return address.removeprefix(settings.SITE_URL)


def test_a_link_leads_to_its_comment_by_a_cookie_for_that_page_alone(
    client: Client, comment: Comment
) -> None:
    answer = client.get(path_of(new_link(comment)))
    page = f"/your-comment/{comment.pk}/"
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert answer.cookies[LINK]["path"] == page
    assert answer.cookies[LINK]["httponly"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    shown = client.get(page)
    assert comment.body in shown.content.decode()


def test_without_the_link_the_page_is_not_there(client: Client, comment: Comment) -> None:
    assert client.get(f"/your-comment/{comment.pk}/").status_code == 404


def test_a_link_to_one_comment_opens_no_other(
    client: Client, comment: Comment, make_comment: Make
) -> None:
    other = make_comment(status="held")
    token = path_of(new_link(comment)).strip("/").rsplit("/", 1)[1]
    client.cookies[LINK] = token
    assert client.get(f"/your-comment/{other.pk}/").status_code == 404
    assert client.get(f"/your-comment/{comment.pk}/").status_code == 200


def test_the_database_keeps_no_token(comment: Comment) -> None:
    token = path_of(new_link(comment)).strip("/").rsplit("/", 1)[1]
    kept = GuestLink.objects.get()
    assert token not in str(vars(kept))
    assert len(token) >= 43  # 256 random bits


def test_a_link_ends_when_it_is_revoked_or_too_old(client: Client, comment: Comment) -> None:
    address = path_of(new_link(comment))
    client.get(address)
    GuestLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404
    assert client.get(f"/your-comment/{comment.pk}/").status_code == 404
    GuestLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert client.get(f"/your-comment/{comment.pk}/").status_code == 200
    assert revoke_links(comment) == 1
    assert client.get(f"/your-comment/{comment.pk}/").status_code == 404


def test_a_forged_cookie_names_no_guest(client: Client, comment: Comment) -> None:
    client.get(path_of(new_link(comment)))
    assert client.cookies[GUEST].value.count(":") == 2  # signed, with its time
    assert client.get("/your-comment/open/made-up/").status_code == 404

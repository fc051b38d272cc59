"""The page that offers an account the comments that its owner wrote as a guest."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from comments.models import Comment
from tests.comments.reading import SAME_ORIGIN, parse, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
PAGE = "/account/adopt/"


def confirm(user: Any, *, verified: bool = True) -> None:
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": verified, "primary": True}
    )


def test_whoever_is_not_signed_in_is_led_to_sign_in(client: Client) -> None:
    answer = client.get(PAGE)
    assert answer.status_code == 302
    assert "next=/account/adopt/" in answer["Location"]
    assert "no-store" in answer["Cache-Control"]


def test_an_address_that_was_only_written_down_offers_nothing(
    client: Client, make_user: Make, make_comment: Make
) -> None:
    user = make_user()
    EmailAddress.objects.filter(user=user).delete()
    make_comment(guest_email=user.email)
    client.force_login(user)
    page = client.get(PAGE)
    assert "No comment of a guest" in text_of(page)
    client.post(PAGE, headers=SAME_ORIGIN)
    assert not Comment.objects.filter(author=user).exists()
    parse(page)


def test_a_confirmed_address_offers_its_comments_and_a_press_adopts_them(
    client: Client, make_user: Make, make_comment: Make
) -> None:
    user = make_user()
    confirm(user)
    comments = [make_comment(guest_email=user.email) for _n in range(2)]
    client.force_login(user)
    page = client.get(PAGE)
    assert "2 comments were sent as a guest" in text_of(page)
    assert all(comment.body in text_of(page) for comment in comments)
    parse(page)
    assert not Comment.objects.filter(author=user).exists(), "reading changes nothing"
    cross = client.post(PAGE, headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403
    done = client.post(PAGE, headers=SAME_ORIGIN, follow=True)
    assert "2 comments are yours now." in text_of(done)
    assert Comment.objects.filter(author=user).count() == 2


def test_an_address_that_waits_to_be_confirmed_offers_nothing(
    client: Client, make_user: Make, make_comment: Make
) -> None:
    user = make_user()
    confirm(user, verified=False)
    make_comment(guest_email=user.email)
    client.force_login(user)
    assert "No comment of a guest" in text_of(client.get(PAGE))

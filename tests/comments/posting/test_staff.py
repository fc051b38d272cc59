"""How staff post: at once, under their own name and badge."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from comments import own_comments
from comments.models import Comment, Status
from tests.comments.reading import SAME_ORIGIN, address, send, text_of, token_in
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(make_user: Make) -> Client:
    """A browser in which somebody of the newsroom is signed in; it insists on form tokens."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user("Reporters", display_name="Nilufar Sattor"))
    return browser


def staff_send(staff: Client, article: Any, **fields: str) -> Any:
    url = address("post_comment", article)
    page = staff.get(url)
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert found
    given = {"body": "From the newsroom.", "token": token_in(page)}
    return staff.post(url, given | {"csrfmiddlewaretoken": found[1]} | fields, headers=SAME_ORIGIN)


def test_staff_post_at_once_and_with_their_badge(staff: Client, make_article: Make) -> None:
    article = make_article()
    page = staff.get(address("post_comment", article))
    assert "You post as Nilufar Sattor ." in text_of(page)
    assert 'name="email"' not in page.content.decode()
    sent = staff_send(staff, article)
    comment = Comment.objects.get()
    assert comment.status == Status.PUBLISHED
    path = address("comment", article, pk=comment.pk)
    assert sent["Location"] == f"{path}#comment-{comment.pk}"
    assert "Nilufar Sattor Staff" in text_of(Client().get(urlsplit(sent["Location"]).path))
    assert not {own_comments.COOKIE, own_comments.HINT} & set(sent.cookies)


def test_staff_without_the_form_s_own_token_are_refused(staff: Client, make_article: Make) -> None:
    assert staff_send(staff, make_article(), csrfmiddlewaretoken="").status_code == 403
    assert not Comment.objects.exists()


def test_a_published_comment_in_place_is_the_comment_itself(
    make_user: Make, make_article: Make, client: Client
) -> None:
    client.force_login(make_user("Reporters"))
    sent = send(client, make_article(), fragment=True, body="At once.")
    assert sent.status_code == 201
    assert "At once." in text_of(sent)
    assert "waits for a moderator" not in text_of(sent)

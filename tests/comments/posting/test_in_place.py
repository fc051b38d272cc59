"""Posting in place, by our script: fragments of the form and of the comment."""

import re

import pytest
from django.test import Client

from comments.models import Comment, Move
from comments.moderation import decide
from tests.comments.reading import address, send, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db


def test_the_form_in_place_is_the_form_alone(client: Client, make_comment: Make) -> None:
    root = make_comment()
    html = client.get(
        f"{address('post_comment', root.article)}?to={root.pk}&fragment=1"
    ).content.decode()
    assert "<html" not in html
    action = re.search(r'action="([^"]+)"', html)
    assert action
    assert action[1] == f"{address('post_comment', root.article)}?to={root.pk}&amp;fragment=1"


def test_posting_in_place_answers_with_the_comment_that_waits(
    client: Client, make_article: Make
) -> None:
    sent = send(client, make_article(), fragment=True, body="In its place.")
    assert sent.status_code == 201
    assert "<html" not in sent.content.decode()
    assert "Your comment waits for a moderator" in text_of(sent)
    assert "In its place." in text_of(sent)


def test_errors_in_place_are_the_form_again(client: Client, make_article: Make) -> None:
    sent = send(client, make_article(), fragment=True, body=" ", name="Kept")
    assert sent.status_code == 200, "201 is what was sent"
    assert "<html" not in sent.content.decode()
    assert "autofocus" not in sent.content.decode()
    assert 'value="Kept"' in sent.content.decode()


def test_own_comments_that_wait_are_shown_to_their_author_under_their_story(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    send(client, article, body="Mine, waiting.")
    own = client.get(address("own_comments", article))
    assert "Mine, waiting." in text_of(own)
    assert "Until then only you see it." in text_of(own)
    assert Client().get(address("own_comments", article)).status_code == 204
    assert client.get(address("own_comments", make_article())).status_code == 204
    decide([Comment.objects.get()], Move.APPROVE, by=None)
    assert client.get(address("own_comments", article)).status_code == 204

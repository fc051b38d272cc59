"""A form that is sent twice, or at the same time as others, is one comment; no text is lost."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from comments.models import Comment, Discussion
from comments.posting import PostRefused, Writer, post
from tests.comments.reading import address, send, text_of, token_in
from tests.making import Make

pytestmark = pytest.mark.django_db


def test_the_same_form_sent_twice_is_one_comment(client: Client, make_article: Make) -> None:
    article = make_article()
    token = token_in(client.get(address("post_comment", article)))
    first, second = (send(client, article, token=token) for _ in range(2))
    assert Comment.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_a_second_text_in_the_same_form_is_not_lost(client: Client, make_article: Make) -> None:
    article = make_article()
    token = token_in(client.get(address("post_comment", article)))
    send(client, article, token=token, body="The first text.")
    again = send(client, article, token=token, body="The second text.")
    assert again.status_code == 422
    assert "sent already, with another text" in text_of(again)
    assert "The second text." in again.content.decode()
    send(client, article, token=token_in(again), body="The second text.")
    assert {c.body for c in Comment.objects.all()} == {"The first text.", "The second text."}


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_the_same_time_is_one_comment(make_article: Make) -> None:
    article = make_article()
    submission = uuid.uuid4()
    barrier = threading.Barrier(4)
    made: list[int] = []

    def go(_number: int) -> None:
        writer = Writer(guest_name="A", guest_email="a@example.org")
        barrier.wait()
        try:
            made.append(post(article, "Text.", by=writer, submission=submission).pk)
        finally:
            connection.close()

    together(go, 4)
    assert Comment.objects.count() == 1
    assert len(made) == 4
    assert len(set(made)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("address", "email", "limit"),
    [("one", "a{}@example.org", 2), ("", "a@example.org", 1)],
    ids=["from one address", "by one person"],
)
def test_forms_sent_at_the_same_time_see_each_other(
    address: str, email: str, limit: int, make_article: Make, settings: Settings
) -> None:
    article = make_article()
    settings.COMMENTS_PER_ADDRESS = 2
    Discussion.objects.of(article.story_id)  # making it would put them in order as well
    barrier = threading.Barrier(6)

    def go(number: int) -> None:
        writer = Writer(guest_name="A", guest_email=email.format(number), address=address)
        barrier.wait()
        try:
            with suppress(PostRefused):
                post(article, "Text.", by=writer, submission=uuid.uuid4())
        finally:
            connection.close()

    together(go, 6)
    assert Comment.objects.count() == limit


def together(act: Callable[[int], None], times: int) -> None:
    """Do something in several threads at once; what goes wrong in one goes wrong here."""
    with ThreadPoolExecutor(times) as pool:
        list(pool.map(act, range(times)))

"""The plans of posting: made once, and anew where a connection has lost them; no form is lost."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from comments import prepared
from comments.models import Comment
from tests.comments.reading import address, send
from tests.making import Make

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "FROM pg_prepared_statements WHERE name LIKE 'kept_%'"


@pytest.fixture(autouse=True)
def _quick_hands(settings: Settings) -> None:
    settings.COMMENT_MINIMUM_SECONDS = 0


def names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name {KEPT}")
        return [name for [name] in cursor.fetchall()]


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


def forget_here() -> None:
    """Let the connection know what the process does not: it was in other hands."""
    prepared._known.clear()


@pytest.mark.parametrize("lose", [forget, forget_here])
def test_what_was_sent_is_taken_all_the_same(
    lose: Callable[[], None], client: Client, make_article: Make
) -> None:
    article = make_article()
    forget()  # what other tests have left
    forget_here()
    for number in range(2):
        assert send(client, article, body=f"Before, {number}.").status_code == 303
    made = names()
    assert made
    lose()
    for number in range(3):
        assert send(client, article, body=f"Afterwards, {number}.").status_code == 303
    assert set(made) <= set(names()), "made anew"
    assert Comment.objects.count() == 5


def test_what_is_posted_is_planned_once_for_whoever_posts(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    forget()
    forget_here()
    for number in range(3):
        assert send(client, article, body=f"Said, {number}.").status_code == 303
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, custom_plans, generic_plans {KEPT}")
        kept = cursor.fetchall()
    assert kept
    assert [name for name, custom, generic in kept if custom or not generic] == []


def test_a_plan_that_was_there_all_along_is_used_again(client: Client, make_article: Make) -> None:
    form = address("post_comment", make_article())
    client.get(form)
    forget_here()
    client.get(form)  # asked plainly: the name was taken
    with CaptureQueriesContext(connection) as asked:
        client.get(form)
    sent = [query["sql"] for query in asked.captured_queries]
    assert not [sql for sql in sent if sql.startswith("PREPARE")]
    assert [sql for sql in sent if sql.startswith("EXECUTE subject_of_a_comment")]


def test_a_house_behind_a_pooler_prepares_nothing(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.PREPARED_STATEMENTS = False
    forget()
    assert send(client, make_article(), body="Well said.").status_code == 303
    assert names() == []

"""Posting: from the form to a comment in its thread, and what its author sees afterwards."""

import pytest
from django.test import Client

from articles.reader_identity import keyed_hash
from comments.models import Comment, Decision, Move, Status
from comments.moderation import decide
from tests.comments.reading import SAME_ORIGIN, address, parse, send, text_of, token_in
from tests.making import Make

pytestmark = pytest.mark.django_db


# --- A guest's comment ---


def test_a_guest_s_comment_waits_and_only_its_author_sees_it(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    sent = send(client, article, body="Closed in 1998 as well.\nAnd nobody said so.")
    comment = Comment.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, address("waiting", article, pk=comment.pk))
    assert comment.status == Status.HELD
    assert (comment.guest_name, comment.guest_email) == ("Gulbahor M.", "gulbahor@example.org")
    assert comment.body == "Closed in 1998 as well.\nAnd nobody said so."
    page = client.get(sent["Location"])
    assert "Your comment waits for a moderator" in text_of(page)
    assert "Closed in 1998 as well." in text_of(page)
    assert Client().get(sent["Location"]).status_code == 404
    assert "Closed in 1998" not in text_of(client.get(address("discussion", article)))


def test_posting_writes_the_decision_that_holds_it(client: Client, make_article: Make) -> None:
    send(client, make_article())
    decision = Decision.objects.get()
    assert (decision.move, decision.status_after) == (Move.POST, Status.HELD)
    assert (decision.phase, decision.automated) == ("new_author", True)


def test_where_it_came_from_is_kept_as_keyed_hashes(client: Client, make_article: Make) -> None:
    article = make_article()
    url = address("post_comment", article)
    token = token_in(client.get(url))
    fields = {"name": "A", "email": "A@Example.org", "body": "Text.", "agrees": "1", "token": token}
    client.post(url, fields, headers=SAME_ORIGIN, REMOTE_ADDR="203.0.113.9")
    comment = Comment.objects.get()
    assert comment.guest_email == "a@example.org"
    assert comment.address == keyed_hash("address", "203.0.113.9/32")
    assert comment.network == keyed_hash("network", "203.0.113.0/24")


def test_a_reply_stands_below_what_it_answers(client: Client, make_comment: Make) -> None:
    root = make_comment()
    send(client, root.article, to=root)
    reply = Comment.objects.get(parent=root)
    assert (reply.root_id, reply.depth) == (root.pk, 1)
    assert reply.path.startswith(root.path)


def test_an_approved_comment_is_on_the_page_and_its_author_s_page_says_so(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    sent = send(client, article, body="For everybody.")
    decide([Comment.objects.get()], Move.APPROVE, by=None)
    assert "For everybody." in text_of(Client().get(address("discussion", article)))
    assert "Your comment is published." in text_of(client.get(sent["Location"]))


@pytest.mark.parametrize(
    ("moves", "sentence"),
    [
        ([Move.REJECT], "Your comment was not published"),
        ([Move.APPROVE, Move.REMOVE], "Your comment was removed"),
    ],
)
def test_the_author_s_page_names_the_rule_that_was_broken(
    moves: list[Move], sentence: str, client: Client, make_article: Make, make_rule: Make
) -> None:
    sent = send(client, make_article())
    for move in moves:
        decide([Comment.objects.get()], move, by=None, rule=make_rule())
    words = text_of(client.get(sent["Location"]))
    assert sentence in words
    assert "rule 3, personal attacks" in words


# --- Its language ---


@pytest.mark.parametrize(
    ("chosen", "body", "stored"),
    [
        ("", "Мост закрывали и в 1998 году.", "ru"),
        ("", "Juda to‘g‘ri aytilgan.", "uz"),
        ("", "1998!", "en"),
        ("ru", "Juda to‘g‘ri aytilgan.", "ru"),
    ],
    ids=["recognised", "another", "unsure: the page's", "chosen by its writer"],
)
def test_a_comment_has_the_language_that_it_is_written_in(
    chosen: str, body: str, stored: str, client: Client, make_article: Make
) -> None:
    article = make_article(language="en")
    sent = send(client, article, body=body, language=chosen)
    assert Comment.objects.get().language == stored
    marked = f'<div class="comment-body" lang="{stored}">'
    assert (marked in client.get(sent["Location"]).content.decode()) == (stored != "en")


def test_a_form_from_before_the_choice_is_taken_as_well(client: Client, make_article: Make) -> None:
    send(client, make_article(), body="Когда откроют мост?")
    assert Comment.objects.get().language == "ru"


# --- Pages ---


def test_pages_of_posting_parse_strictly(client: Client, make_comment: Make) -> None:
    root = make_comment()
    parse(client.get(f"{address('post_comment', root.article)}?to={root.pk}"))
    parse(send(client, root.article, body="", name="", email="x"))
    parse(client.get(send(client, root.article)["Location"]))

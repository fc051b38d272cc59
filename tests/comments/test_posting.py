"""Posting: from the form to a comment in its thread, and what its author sees afterwards."""

import re
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.reader_identity import keyed_hash
from comments import own_comments
from comments.models import Comment, Decision, Discussion, Move, Status
from comments.moderation import decide
from comments.posting import PostRefused, Writer, post
from tests.comments.reading import SAME_ORIGIN, address, parse, send, text_of, token_in
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_hands(settings: Settings) -> None:
    """Let the tests type faster than people do."""
    settings.COMMENT_MINIMUM_SECONDS = 0


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


# --- Once, and on the text that was written ---


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


# --- What is refused, with the text kept ---


def test_a_closed_discussion_refuses_with_the_reason_and_keeps_the_text(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    token = token_in(client.get(address("post_comment", article)))
    Discussion.objects.create(story_id=article.story_id, is_open=False)
    refused = send(client, article, token=token, body="Too late.")
    assert refused.status_code == 422
    assert "This discussion is closed" in text_of(refused)
    assert "Too late." in refused.content.decode()
    assert not Comment.objects.exists()
    assert "<textarea" not in client.get(address("post_comment", article)).content.decode()


@pytest.mark.parametrize("move", [Move.REMOVE, Move.HOLD, Move.DELETE])
def test_an_answer_to_what_is_gone_can_become_a_comment_of_its_own(
    move: Move, client: Client, make_comment: Make, make_rule: Make
) -> None:
    root = make_comment()
    url = f"{address('post_comment', root.article)}?to={root.pk}"
    token = token_in(client.get(url))
    decide([root], move, by=None, rule=make_rule())
    refused = send(client, root.article, to=root, token=token, body="An answer.")
    assert refused.status_code == 422
    assert "The comment you answer is no longer there." in text_of(refused)
    assert "An answer." in refused.content.decode()
    assert f'action="{address("post_comment", root.article)}"' in refused.content.decode()
    send(client, root.article, token=token_in(refused), body="An answer.")
    assert Comment.objects.get(body="An answer.").parent is None


@pytest.mark.parametrize("asked", ["x", "0", "999999999", "1" * 30, "-1", "²"])
def test_a_form_that_answers_nothing_is_not_found(
    asked: str, client: Client, make_article: Make
) -> None:
    page = client.get(address("post_comment", make_article()) + f"?to={asked}")
    assert page.status_code == 404


def test_a_comment_of_another_story_cannot_be_answered_here(
    client: Client, make_article: Make, make_comment: Make
) -> None:
    other = make_comment()
    article = make_article()
    assert client.get(f"{address('post_comment', article)}?to={other.pk}").status_code == 404
    with pytest.raises(PostRefused):
        post(article, "Text.", by=Writer(guest_name="A"), submission=uuid.uuid4(), parent=other)


def test_an_article_that_nobody_reads_yet_takes_no_comments(
    client: Client, make_article: Make
) -> None:
    article = make_article(publish_at=timezone.now() + timedelta(days=1))
    assert client.get(address("post_comment", article)).status_code == 404
    with pytest.raises(PostRefused):
        post(article, "Text.", by=Writer(guest_name="A"), submission=uuid.uuid4())


# --- Forged forms, cookies and caches ---


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"X-Nothing": "neither header"},
    ],
)
def test_a_form_that_another_site_sends_is_refused(
    headers: dict[str, str], client: Client, make_article: Make
) -> None:
    refused = send(client, make_article(), headers=headers)
    assert refused.status_code == 403
    assert "no-store" in refused["Cache-Control"]
    assert not refused.cookies
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}],
)
def test_a_form_of_our_own_is_taken(
    headers: dict[str, str], client: Client, make_article: Make
) -> None:
    assert send(client, make_article(), headers=headers).status_code == 303


def test_reading_the_form_sets_no_cookie_and_posting_sets_three(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    assert not client.get(address("post_comment", article)).cookies
    sent = send(client, article)
    assert set(sent.cookies) == {own_comments.COOKIE, own_comments.HINT, own_comments.TAKEN}
    assert sent.cookies[own_comments.COOKIE]["httponly"]
    assert sent.cookies[own_comments.COOKIE]["samesite"] == "Lax"
    assert sent.cookies[own_comments.HINT].value == str(article.story_id)
    taken = sent.cookies[own_comments.TAKEN]
    assert (taken.value, taken["max-age"]) == (f"{article.story_id}.0", own_comments.TAKEN_SECONDS)


def test_pages_for_one_reader_are_stored_by_nobody(client: Client, make_article: Make) -> None:
    article = make_article()
    sent = send(client, article)
    pages = [
        sent,
        client.get(address("post_comment", article)),
        client.get(address("post_comment", article) + "?fragment=1"),
        client.get(sent["Location"]),
        Client().get(sent["Location"]),
        client.get(address("own_comments", article)),
        Client().get(address("own_comments", article)),
        client.put(address("post_comment", article), headers=SAME_ORIGIN),
    ]
    for page in pages:
        assert page["Cache-Control"] == "private, no-store"
        assert "Cookie" in page["Vary"]


def test_nobody_can_claim_another_s_comment(client: Client, make_article: Make) -> None:
    sent = send(client, make_article())
    stranger = Client()
    stranger.cookies[own_comments.COOKIE] = str(Comment.objects.get().pk)
    assert stranger.get(sent["Location"]).status_code == 404
    stranger.cookies[own_comments.COOKIE] = "1:forged:signature"
    assert stranger.get(sent["Location"]).status_code == 404


def test_a_browser_remembers_its_latest_twenty(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.COMMENTS_PER_ADDRESS = 100
    article = make_article()
    sent = [send(client, article, body=f"Text {n}.")["Location"] for n in range(22)]
    found = [client.get(url).status_code for url in sent]
    assert found == [404] * 2 + [200] * 20


# --- In place, by our script ---


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


# --- Staff ---


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


# --- Pages ---


def test_pages_of_posting_parse_strictly(client: Client, make_comment: Make) -> None:
    root = make_comment()
    parse(client.get(f"{address('post_comment', root.article)}?to={root.pk}"))
    parse(send(client, root.article, body="", name="", email="x"))
    parse(client.get(send(client, root.article)["Location"]))


def test_a_hint_that_the_house_did_not_write_is_forgotten(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    client.cookies[own_comments.HINT] = f"{'1' * 5000}.x.7"
    assert send(client, article).status_code == 303
    assert client.cookies[own_comments.HINT].value == f"7.{article.story_id}"

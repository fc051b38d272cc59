"""Posting and the browser: forged forms are refused, cookies are few, caches keep nothing."""

import pytest
from django.test import Client
from pytest_django import Settings

from comments import own_comments
from comments.models import Comment
from tests.comments.reading import SAME_ORIGIN, address, send
from tests.making import Make

pytestmark = pytest.mark.django_db


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


def test_a_hint_that_the_house_did_not_write_is_forgotten(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    client.cookies[own_comments.HINT] = f"{'1' * 5000}.x.7"
    assert send(client, article).status_code == 303
    assert client.cookies[own_comments.HINT].value == f"7.{article.story_id}"

""" "Do you like this article?": one answer a reader, counted exactly, asked of no account."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from articles.models import Article, ReaderVote
from articles.reader_identity import COOKIE, keyed_hash, new_token, origin_of
from articles.voting import VoteRefused, tally, vote
from articles.voting_views import HINT
from tests.making import Make

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
JSON = SAME_ORIGIN | {"Accept": "application/json"}


def vote_url(article: Article) -> str:
    return reverse("vote", kwargs=article.address())


def answer(client: Client, article: Article, said: str, **headers: str) -> HttpResponse:
    return client.post(vote_url(article), {"answer": said}, headers=headers or SAME_ORIGIN)


def counts(article: Article) -> tuple[int, int]:
    """The counts on the article; they must be those of the rows."""
    article.refresh_from_db()
    rows = ReaderVote.objects.filter(article=article).values_list("likes", flat=True)
    assert (article.likes, article.dislikes) == (sum(rows), len(rows) - sum(rows))
    return article.likes, article.dislikes


# --- One vote a reader, changeable ---


def test_a_reader_s_answer_is_counted_and_thanked_for(client: Client, make_article: Make) -> None:
    article = make_article()
    sent = answer(client, article, "yes")
    assert (sent.status_code, sent["Location"]) == (303, vote_url(article))
    assert counts(article) == (1, 0)
    page = client.get(sent["Location"]).content.decode()
    assert "Thank you. You can change your answer." in page
    assert re.search(r'value="yes" aria-pressed="true">Yes <span[^>]*>1<', page)
    assert re.search(r'value="no" aria-pressed="false">No <span[^>]*>0<', page)


def test_an_answer_can_be_changed_and_changed_back(client: Client, make_article: Make) -> None:
    article = make_article()
    for said, wanted in (("yes", (1, 0)), ("no", (0, 1)), ("no", (0, 1)), ("yes", (1, 0))):
        answer(client, article, said)
        assert counts(article) == wanted
    assert ReaderVote.objects.count() == 1


def test_readers_are_counted_apart_and_so_are_articles(make_article: Make) -> None:
    one, other = make_article(), make_article()
    first, second = Client(), Client()
    answer(first, one, "yes")
    answer(second, one, "no")
    answer(first, other, "no")
    assert counts(one) == (1, 1)
    assert counts(other) == (0, 1)


def test_what_a_reader_says_to_two_articles_cannot_be_matched(
    client: Client, make_article: Make
) -> None:
    for article in (make_article(), make_article()):
        answer(client, article, "yes")
    token = client.cookies[COOKIE].value
    readers = set(ReaderVote.objects.values_list("reader", flat=True))
    assert len(readers) == 2
    assert token not in readers


def test_our_script_gets_the_counts_and_a_sentence(client: Client, make_article: Make) -> None:
    article = make_article(language="fa")
    sent = answer(client, article, "no", **JSON)
    said = "Thank you. You can change your answer."
    assert sent.json()["answer"] == "no"
    assert (sent.json()["yes"], sent.json()["no"]) == ("۰", "۱")
    assert sent.json()["said"]
    assert "no-store" in sent["Cache-Control"]
    english = answer(client, make_article(), "yes", **JSON)
    assert english.json() == {"yes": "1", "no": "0", "answer": "yes", "said": said}


@pytest.mark.parametrize("said", ["", "maybe", "YES", "1"])
def test_an_answer_is_yes_or_no(said: str, client: Client, make_article: Make) -> None:
    article = make_article()
    assert answer(client, article, said).status_code == 404
    assert counts(article) == (0, 0)


def test_a_withdrawn_article_takes_no_votes(client: Client, make_article: Make) -> None:
    article = make_article(status="withdrawn")
    assert answer(client, article, "yes").status_code == 404


# --- Many at once ---


@pytest.mark.django_db(transaction=True)
def test_counts_are_those_of_the_rows_however_many_vote_at_once(make_article: Make) -> None:
    article = make_article()
    tokens = [new_token() for _ in range(6)]
    barrier = threading.Barrier(8)

    def go(number: int) -> None:
        barrier.wait()
        try:
            for turn in range(12):
                token = tokens[(number + turn) % len(tokens)]
                vote(article, likes=(number + turn) % 3 == 0, by=token, address="")
        finally:
            connection.close()

    together(go, 8)
    likes, dislikes = counts(article)
    assert likes + dislikes == len(tokens)


@pytest.mark.django_db(transaction=True)
def test_one_reader_pressing_twice_at_once_is_one_vote(make_article: Make) -> None:
    article = make_article()
    token = new_token()
    barrier = threading.Barrier(8)

    def go(number: int) -> None:
        barrier.wait()
        try:
            for turn in range(5):
                vote(article, likes=bool((number + turn) % 2), by=token, address="")
        finally:
            connection.close()

    together(go, 8)
    assert sum(counts(article)) == 1


def together(act: Callable[[int], None], times: int) -> None:
    """Do something in several threads at once; what goes wrong in one goes wrong here."""
    with ThreadPoolExecutor(times) as pool:
        list(pool.map(act, range(times)))


# --- Limits and forgeries ---


def test_an_address_has_so_many_votes_an_hour(make_article: Make, settings: Settings) -> None:
    settings.VOTES_PER_ADDRESS_HOUR = 2
    article = make_article()
    first, second, third = Client(), Client(), Client()
    answer(first, article, "yes")
    answer(second, article, "yes")
    refused = answer(third, article, "yes")
    assert refused.status_code == 429
    assert "Too many votes have come from your connection." in refused.content.decode()
    assert not refused.cookies
    assert answer(third, article, "yes", **JSON).status_code == 429
    assert counts(article) == (2, 0)
    answer(second, article, "no")
    assert counts(article) == (1, 1), "a reader who changes an answer adds none"
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    answer(elsewhere, article, "yes")
    assert counts(article) == (2, 1)


def test_votes_of_an_hour_ago_do_not_count(make_article: Make, settings: Settings) -> None:
    settings.VOTES_PER_ADDRESS_HOUR = 1
    article = make_article()
    vote(article, likes=True, by="a", address="somewhere")
    with pytest.raises(VoteRefused):
        vote(article, likes=True, by="b", address="somewhere")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_readervote SET voted_at = voted_at - interval '61 minutes'")
    vote(article, likes=True, by="b", address="somewhere")
    assert tally(article).likes == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"X-Nothing": "neither header"},
    ],
)
def test_a_vote_that_another_site_sends_is_refused(
    headers: dict[str, str], client: Client, make_article: Make
) -> None:
    article = make_article()
    refused = answer(client, article, "yes", **headers)
    assert refused.status_code == 403
    assert not refused.cookies
    assert counts(article) == (0, 0)


def test_the_house_s_own_address_is_ours_behind_any_proxy(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.SITE_URL = "https://news.example.org"
    article = make_article()
    assert answer(client, article, "yes", Origin="https://news.example.org").status_code == 303


# --- Cookies ---


def test_reading_sets_no_cookie_and_voting_sets_two(client: Client, make_article: Make) -> None:
    article = make_article()
    page = client.get(vote_url(article))
    assert not page.cookies
    assert page["Cache-Control"] == "private, no-store"
    sent = answer(client, article, "yes")
    assert set(sent.cookies) == {COOKIE, HINT}
    assert sent.cookies[COOKIE]["httponly"]
    assert sent.cookies[COOKIE]["samesite"] == "Lax"
    assert sent.cookies[HINT].value == "yes"
    assert sent.cookies[HINT]["path"] == article.get_absolute_url()
    again = answer(client, article, "no")
    assert again.cookies[COOKIE].value == sent.cookies[COOKIE].value


def test_a_made_up_cookie_is_replaced(client: Client, make_article: Make) -> None:
    client.cookies[COOKIE] = "short"
    sent = answer(client, make_article(), "yes")
    assert len(sent.cookies[COOKIE].value) == len(new_token())


# --- Who a reader is ---


@pytest.mark.parametrize(
    ("remote", "address", "network"),
    [
        ("203.0.113.9", "203.0.113.9/32", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.9/32", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
    ],
)
def test_an_address_is_kept_as_keyed_hashes_of_itself_and_its_network(
    remote: str, address: str, network: str, rf: object
) -> None:
    request = rf.get("/", REMOTE_ADDR=remote)  # type: ignore[attr-defined]
    origin = origin_of(request)
    assert origin.address == keyed_hash("address", address)
    assert origin.network == keyed_hash("network", network)


@pytest.mark.parametrize("remote", ["", "unix:", "300.1.1.1"])
def test_without_an_address_there_is_nothing_to_keep(remote: str, rf: object) -> None:
    request = rf.get("/", REMOTE_ADDR=remote)  # type: ignore[attr-defined]
    assert (origin_of(request).address, origin_of(request).network) == ("", "")


def test_hashes_depend_on_the_key_and_the_purpose(settings: Settings) -> None:
    one = keyed_hash("address", "203.0.113.9/32")
    assert len(one) == 64
    assert keyed_hash("network", "203.0.113.9/32") != one
    settings.SECRET_KEY = "another key"
    assert keyed_hash("address", "203.0.113.9/32") != one

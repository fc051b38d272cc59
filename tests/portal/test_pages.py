"""Which address shows an article and to whom, who is signed in, what stands where no page is."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.sign_in import HINT
from tests.making import Make
from tests.portal.reading import read

# --- Which address shows an article, and to whom -------------------------------------------------


def test_a_wrong_section_in_the_address_leads_to_the_right_one(
    client: Client, make_article: Make, make_section: Make
) -> None:
    make_section("sport", "Sport")
    article = make_article(slug="река-поднялась")
    for section in ("sport", "nothing"):
        response = client.get(f"/en/{section}/{article.slug}/")
        assert response.status_code == 301
        assert response.headers["Location"] == article.get_absolute_url()
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_changed_language_in_the_address_leads_to_the_article(
    client: Client, make_article: Make
) -> None:
    article = make_article(slug="the-dam")
    make_article(language="ru", slug="plotina")
    response = client.get("/ru/valley/the-dam/")
    assert (response.status_code, response.headers["Location"]) == (301, "/en/valley/the-dam/")
    edition = make_article(language="fa", slug="sad", story=article.story)
    assert client.get("/fa/valley/the-dam/").headers["Location"] == edition.get_absolute_url()
    make_article(language="uz", slug="the-dam")  # now nobody knows which one is meant
    assert client.get("/ru/valley/the-dam/").status_code == 404
    assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "in_review"},
        {"publish_at": timezone.now() + timedelta(hours=1)},
        {"status": "withdrawn", "publish_at": timezone.now() + timedelta(hours=1)},
    ],
)
def test_what_readers_may_not_see_is_not_there(
    client: Client, make_article: Make, fields: dict[str, Any]
) -> None:
    make_article(language="ru")
    article = make_article(slug="secret", **fields)
    assert client.get(article.get_absolute_url()).status_code == 404
    assert client.get("/ru/valley/secret/").status_code == 404  # nor does a redirect give it away


def test_an_article_appears_when_its_time_comes_by_nobodys_hand(
    client: Client, make_article: Make
) -> None:
    article = make_article(publish_at=timezone.now() + timedelta(seconds=0.6))
    assert client.get(article.get_absolute_url()).status_code == 404
    time.sleep(max(0.0, (article.publish_at - timezone.now()).total_seconds()))
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_withdrawn_article_is_gone(client: Client, make_article: Make) -> None:
    article = make_article(status="withdrawn", html="<p>Wrong in every word.</p>")
    page = read(client, article.get_absolute_url(), 410)
    assert "This article has been withdrawn" in page
    assert "Wrong in every word." not in page
    assert article.headline not in page


# --- Who is signed in, and errors ----------------------------------------------------------------


def test_staff_are_told_who_they_are_and_readers_nothing(client: Client, make_user: Make) -> None:
    client.cookies[HINT] = "1"
    response = client.get("/session/")
    assert response.status_code == 204
    assert response.cookies[HINT]["max-age"] == 0  # the hint was stale
    client.force_login(make_user(role="Editors", display_name="Irina <V>"))
    response = client.get("/session/?language=en")
    page = response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert "<bdi>Irina &lt;V&gt;</bdi>" in page
    assert 'href="/admin/"' in page


def test_the_fragments_button_signs_out_and_leads_back(make_user: Make) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(role="Editors"))
    page = client.get("/session/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "next": "/en/valley/"}
    response = client.post("/account/logout/", form)
    assert response.headers["Location"] == "/en/valley/"
    assert client.get("/session/").status_code == 204


def test_what_is_not_there_is_said_in_the_newspapers_own_design(
    client: Client, make_article: Make
) -> None:
    make_article(language="ru")
    assert "There is nothing at this address" in read(client, "/nothing/at/all/here/", 404)
    assert '<html lang="ru" dir="ltr">' in read(client, "/ru/nothing/", 404)


def test_the_page_for_what_went_wrong_needs_no_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("The database is away.")

    monkeypatch.setattr("portal.pages.front_page", broken)
    monkeypatch.setattr("portal.pages.Newspaper.of", broken)
    client.raise_request_exception = False
    # No `db` fixture: a query here is an error of its own, and would fail the test.
    page = read(client, "/", 500)
    assert "Something went wrong on our side" in page

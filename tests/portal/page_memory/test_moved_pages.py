"""An old address's answer is everybody's: no cookie, for caches, never older than its change."""

import pytest
from django.test import Client
from django.test.utils import override_settings

from articles.models import Article, OldAddress
from articles.moving import remember, remember_former
from tests.making import Make
from tests.portal.page_memory.conftest import Worker

OLD = ["/2012/03/hello/", "/?p=17", "/en/valley/was/"]


def remember_all_of(article: Article) -> None:
    """Let each of OLD lead to an article."""
    for address in OLD[:2]:
        remember(address, article=article)
    remember_former(article, "was")


@pytest.mark.parametrize("address", OLD)
@pytest.mark.parametrize("who", ["nobody", "somebody", "somebody with a cookie of another house"])
def test_an_old_address_answers_everybody_with_the_same_bytes(
    address: str, who: str, client: Client, make_article: Make, make_user: Make
) -> None:
    remember_all_of(make_article())
    if who == "somebody":
        client.force_login(make_user("Editors"))
    elif who != "nobody":
        client.cookies["sessionid"] = "junk"
    answer = client.get(address)
    assert answer.status_code == 301
    assert not answer.cookies
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Cache-Control"].startswith("public, max-age=0, s-maxage=10,")
    assert "moved" in answer["Surrogate-Key"].split()


def test_a_developer_sees_old_addresses_lead_on_too(client: Client, make_article: Make) -> None:
    remember_all_of(make_article())
    with override_settings(DEBUG=True):
        assert [client.get(address).status_code for address in OLD] == [301, 301, 301]


def test_an_address_without_its_slash_leads_on_at_once(client: Client, make_article: Make) -> None:
    article = make_article(slug="is")
    remember_all_of(article)
    answer = client.get("/en/valley/was")
    assert (answer.status_code, answer["Location"]) == (301, "/en/valley/is/")
    answer = client.get("/en/valley/is")
    assert (answer.status_code, answer["Location"]) == (301, "/en/valley/is/")


def test_what_is_not_there_stays_what_it_was(client: Client, make_article: Make) -> None:
    remember_all_of(make_article())
    for address in ("/2012/03/hell/", "/?p=1", "/en/valley/never/", "/x", "/a\0b/", "/%ff/"):
        assert client.get(address).status_code == 404
    assert client.post("/nothing/").status_code in {403, 404}
    assert client.get("/2012/03/hello/", headers={"host": "elsewhere"}).status_code == 400


def test_head_is_answered_as_get(client: Client, make_article: Make) -> None:
    remember_all_of(make_article())
    assert [client.head(address).status_code for address in OLD] == [301, 301, 301]


def test_under_a_memory_an_address_is_as_new_as_its_last_change(
    worker: Worker, make_article: Make
) -> None:
    article = make_article(slug="is")

    def asked(address: str) -> tuple[int, str]:
        path, _, query = address.partition("?")
        worker.settle()
        answer = worker.ask(path, query=query)
        return answer.status, answer.header("location")

    assert [asked(address)[0] for address in OLD] == [404, 404, 404]
    remember_all_of(article)
    assert [asked(address) for address in OLD] == [(301, "/en/valley/is/")] * 3
    before, article.slug = article.slug, "anew"
    article.save()
    remember_former(article, before)
    assert [asked(address) for address in OLD] == [(301, "/en/valley/anew/")] * 3
    assert asked("/en/valley/is/") == (301, "/en/valley/anew/")
    OldAddress.objects.all().delete()
    assert [asked(address)[0] for address in OLD] == [404, 404, 404]


def test_a_page_that_was_kept_gives_way_when_its_article_moves(
    worker: Worker, make_article: Make
) -> None:
    article = make_article(slug="is")
    assert worker.get("/en/valley/is/").status == 200
    assert worker.is_kept("/en/valley/is/")
    article.slug = "anew"
    article.save()
    remember_former(article, "is")
    assert worker.get("/en/valley/is/").status == 301
    newer = make_article(slug="is")
    assert worker.get("/en/valley/is/").status == 200
    newer.delete()
    assert worker.get("/en/valley/is/").status == 301


def test_a_front_page_is_kept_once_whatever_numbers_strangers_hang_on(
    worker: Worker, make_article: Make
) -> None:
    make_article()
    assert worker.get("/").status == 200
    kept = len(worker.memory)
    for number in range(20):
        assert worker.ask("/", query=f"p={number}").status == 404
        assert worker.ask("/", query=f"utm_source={number}").status == 200
    assert len(worker.memory) == kept

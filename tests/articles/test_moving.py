"""Old addresses: what is remembered leads to where it is now, in one step and never in a circle."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles.address_keys import key_of, possible_keys
from articles.models import Article, Author, OldAddress, Section, Tag
from articles.moving import moved_to, remember, remember_all, remember_former
from articles.publishing import withdraw
from tests.making import Make

NOT_HERE = 404


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://old.example/2012/03/Hello-World/", "/2012/03/hello-world"),
        ("/2012/03/hello-world", "/2012/03/hello-world"),
        ("/2012//03/./hello", "/2012/03/./hello"),
        ("https://old.example/?p=17", "/?p=17"),
        ("https://old.example/?page_id=17&preview=true", "/?p=17"),
        ("/blog/index.php?attachment_id=4", "/blog?p=4"),
        ("/index.php/2012/hello/", "/2012/hello"),
        ("/%D8%B3%D9%84%D8%A7%D9%85/", "/سلام"),
        ("/%u0633/", "/%u0633"),
        ("https://old.example/x/?utm_source=mail", "/x"),
        ("https://old.example", "/"),
        ("/" + "x" * 600, ""),
    ],
)
def test_an_address_is_kept_in_one_form(address: str, key: str) -> None:
    assert key_of(address) == key


@pytest.mark.parametrize(
    ("path", "query", "keys"),
    [
        ("/hello/feed/", "", ["/hello/feed", "/hello"]),
        ("/category/a/b/page/2/feed/rss2/", "", ["/category/a/b"]),
        ("/hello/comment-page-3/", "", ["/hello"]),
        ("/hello/2/", "", ["/hello/2", "/hello"]),
        ("/", "p=5&feed=rss2", ["/?p=5"]),
        ("/", "feed=atom", ["/feed"]),
        ("/", "cat=3&paged=2", ["/?cat=3"]),
        ("/feed/", "", ["/feed"]),
    ],
)
def test_what_wordpress_hangs_on_is_looked_up_without_it(
    path: str, query: str, keys: list[str]
) -> None:
    asked = possible_keys(path, query)
    assert [key for key in asked if key in keys] == keys


def test_an_old_address_leads_to_where_the_article_is_now(
    client: Client, make_article: Make, make_section: Make
) -> None:
    article = make_article()
    remember("https://old.example/2012/03/hello/", article=article)
    assert leads(client, "/2012/03/hello/") == article.get_absolute_url()
    Article.objects.update(slug="anew", section=make_section("sport", "Sport"))
    for form in ("/2012/03/hello", "/2012/03/HELLO/", "/2012/03/hello/feed/", "/2012/03/hello/2/"):
        assert leads(client, form) == "/en/sport/anew/"


def test_a_number_of_the_old_site_leads_to_its_article(client: Client, make_article: Make) -> None:
    article = make_article()
    remember("/", query="p=17", article=article)
    for query in ("?p=17", "?page_id=17", "?attachment_id=17", "?p=17&cpage=2", "?x=1&p=17"):
        assert leads(client, f"/{query}") == article.get_absolute_url()
    assert client.get("/?p=18").status_code == NOT_HERE
    assert client.get("/?utm_source=mail").status_code == 200
    assert client.get("/").status_code == 200


def test_pages_of_lists_lead_to_the_edition_that_was_named_else_to_the_first(
    client: Client, make_article: Make, make_section: Make
) -> None:
    make_article()
    author = Author.objects.get()
    tag = Tag.objects.create(name="Dam", slug="dam")
    remember("/category/valley/", section=Section.objects.get())
    remember("/author/nil/", author=author, language="en")
    remember("/tag/dam/", tag=tag)
    remember("/feed/", to="/")
    assert leads(client, "/category/valley/page/2/") == "/en/valley/"
    assert leads(client, "/author/nil/feed/") == f"/en/author/{author.slug}/"
    assert leads(client, "/tag/dam/") == "/en/tag/dam/"
    assert leads(client, "/feed/") == leads(client, "/?feed=rss2") == "/"


def test_an_edition_that_does_not_exist_is_led_to_by_nothing(
    client: Client, make_article: Make, make_section: Make
) -> None:
    make_article()
    remember("/rubrika/valley/", section=Section.objects.get(), language="ru")
    remember("/autor/nil/", author=Author.objects.get(), language="ru")
    assert client.get("/rubrika/valley/").status_code == NOT_HERE
    assert client.get("/autor/nil/").status_code == NOT_HERE


def test_nobody_is_led_to_what_readers_do_not_see_yet(client: Client, make_article: Make) -> None:
    article = make_article(status="draft", publish_at=None, first_published_at=None)
    remember("/hello/", article=article)
    assert client.get("/hello/").status_code == NOT_HERE
    Article.objects.update(status="published", publish_at=timezone.now() + timedelta(hours=1))
    assert client.get("/hello/").status_code == NOT_HERE
    Article.objects.update(publish_at=timezone.now())
    assert leads(client, "/hello/") == article.get_absolute_url()


def test_a_withdrawn_article_still_says_so_at_its_old_address(
    client: Client, make_article: Make, make_user: Make
) -> None:
    article = make_article()
    remember("/hello/", article=article)
    withdraw(article, by=make_user("Editors"))
    assert client.get(leads(client, "/hello/")).status_code == 410


def test_what_answers_goes_before_what_is_remembered(client: Client, make_article: Make) -> None:
    here, elsewhere = make_article(slug="here"), make_article(slug="elsewhere")
    remember(here.get_absolute_url(), article=elsewhere)
    assert client.get(here.get_absolute_url()).status_code == 200


def test_an_address_has_one_goal_the_last_one_unless_the_first_shall_stay(
    client: Client, make_article: Make
) -> None:
    first, second, third = make_article(), make_article(), make_article()
    remember("/hello/", article=first)
    remember("/hello", article=second)
    remember("/Hello/", article=third, replace=False)
    assert leads(client, "/hello/") == second.get_absolute_url()
    assert OldAddress.objects.count() == 1


def test_a_goal_is_given_once_and_exists(make_article: Make, make_section: Make) -> None:
    article = make_article()
    with pytest.raises(ValueError, match="exactly one"):
        remember("/hello/", article=article, section=make_section())
    with pytest.raises(ValueError, match="exactly one"):
        remember("/hello/")
    with pytest.raises(ValueError, match="No page"):
        remember("/hello/", to="/nothing/is/here/at/all/")
    with pytest.raises(IntegrityError):
        OldAddress.objects.create(address="/x")


# --- Within the newspaper -----------------------------------------------------------------------
def rename(article: Article, slug: str) -> None:
    """Give an article another slug, as the admin does."""
    before, article.slug = article.slug, slug
    article.save()
    remember_former(article, before)


def test_a_changed_slug_is_led_to_from_every_address_that_the_article_had(
    client: Client, make_article: Make, make_section: Make, make_comment: Make
) -> None:
    article = make_article(slug="one")
    comment = make_comment(article)
    rename(article, "two")
    Section.objects.update(slug="dale")
    rename(article, "three")
    Article.objects.update(section=make_section("sport", "Sport"))
    for old in ("/en/valley/one/", "/en/dale/two/", "/en/valley/two/", "/en/dale/three/"):
        assert leads(client, old) == "/en/sport/three/"
        below = leads(client, f"{old}comments/{comment.pk}/")
        assert below == f"/en/sport/three/comments/{comment.pk}/"
    assert client.get("/en/sport/three/comments/9/").status_code == NOT_HERE
    assert client.get("/en/valley/one/nonsense/").status_code == NOT_HERE


def test_a_form_that_was_open_is_sent_to_where_its_article_is_now(
    client: Client, make_article: Make
) -> None:
    article = make_article(slug="one")
    rename(article, "two")
    own = {"sec-fetch-site": "same-origin"}
    answer = client.post("/en/valley/one/vote/", {"answer": "yes"}, headers=own)
    assert (answer.status_code, answer["Location"]) == (308, "/en/valley/two/vote/")
    again = client.post(answer["Location"], {"answer": "yes"}, headers=own)
    assert again.status_code < 400
    article.refresh_from_db()
    assert article.likes == 1


def test_a_slug_that_readers_never_saw_is_not_remembered(make_article: Make) -> None:
    rename(make_article(status="draft", publish_at=None, first_published_at=None), "two")
    assert not OldAddress.objects.exists()


def test_an_address_means_what_was_there_rather_than_what_its_slug_means_elsewhere(
    client: Client, make_article: Make
) -> None:
    article = make_article(slug="lake")
    make_article(slug="lake", language="ru")
    rename(article, "the-lake")
    assert leads(client, "/en/valley/lake/") == "/en/valley/the-lake/"


def test_a_section_an_author_and_a_tag_are_found_under_their_former_slugs(
    client: Client, make_article: Make
) -> None:
    make_article().tags.add(Tag.objects.create(name="Dam", slug="dam"))
    pages = ["/en/valley/", "/en/author/nilufar-sattor/", "/en/tag/dam/"]
    for thing in (Section.objects.get(), Author.objects.get(), Tag.objects.get()):
        before, thing.slug = thing.slug, "anew"
        thing.save()
        remember_former(thing, before)
    assert [leads(client, page) for page in pages] == [
        "/en/anew/",
        "/en/author/anew/",
        "/en/tag/anew/",
    ]


# --- No circles, no chains ------------------------------------------------------------------------
def test_a_chain_is_one_step_in_whatever_order_it_was_written(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    remember("/b/", to="/en/archive/")
    remember("/a/", to="/b/")
    assert leads(client, "/a/") == "/en/archive/"
    OldAddress.objects.create(address="/y", to="/x/")  # x was still a page then
    remember("/x/", article=article)
    assert leads(client, "/y/") == article.get_absolute_url()


def test_nothing_leads_back_to_where_somebody_comes_from(
    client: Client, make_article: Make
) -> None:
    article = make_article(slug="one")
    rename(article, "two")
    rename(article, "one")
    assert client.get("/en/valley/one/").status_code == 200
    assert leads(client, "/en/valley/two/") == "/en/valley/one/"
    remember("/en/valley/", section=Section.objects.get())
    assert not OldAddress.objects.filter(address="/en/valley").exists(), "it is its own goal"
    OldAddress.objects.create(address="/en/tag/x", tag=Tag.objects.create(name="x", slug="X"))
    assert client.get("/en/tag/x/").status_code == NOT_HERE
    OldAddress.objects.create(address="/p", to="/p/")
    assert client.get("/p/").status_code == NOT_HERE


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 2), st.sampled_from("abcd")), max_size=12))
def test_however_slugs_wander_every_address_leads_in_one_step_to_a_page(
    client: Client, make_article: Make, moves: list[tuple[int, str]]
) -> None:
    Article.objects.all().delete()
    articles = [make_article(slug=f"article-{number}") for number in range(3)]
    known = {article.get_absolute_url() for article in articles}
    for number, slug in moves:
        if not Article.objects.filter(slug=slug).exists():
            rename(articles[number], slug)
            known.add(articles[number].get_absolute_url())
    for address in known:
        answer = client.get(address)
        if answer.status_code == 301:
            answer = client.get(answer["Location"])
        assert answer.status_code == 200


def test_what_is_asked_of_the_database_is_the_same_however_much_is_remembered(
    make_article: Make,
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert moved_to("/y/hello/feed/")
        return len(asked)

    remember("/y/hello/", article=make_article())
    few = queries()
    remember_all([f"/x/{number}" for number in range(500)], article=make_article())
    assert queries() == few == 1


def leads(client: Client, address: str) -> Any:
    """Where an address leads for ever."""
    answer = client.get(address)
    assert answer.status_code == 301, address
    return answer["Location"]

"""Sections, authors and tags: what they list, in which order, and how they go on."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.listing import PAGE_ARTICLES
from articles.models import Author, Byline, Masthead, SectionName, Tag

Make = Any
HOUR_AGO = timezone.now() - timedelta(hours=1)


def headlines(page: str) -> list[str]:
    return re.findall(r'class="card-headline"><a href="[^"]*">([^<]*)<', page)


def older(page: str) -> str:
    found = re.search(r'href="(\?before=[^"]*)" rel="next"', page)
    return found[1] if found else ""


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_section_lists_its_own_articles_newest_first(
    client: Client, make_article: Make, make_section: Make
) -> None:
    sport = make_section("sport", "Sport")
    make_article(headline="Old goal", section=sport, publish_at=HOUR_AGO - timedelta(days=1))
    make_article(headline="New goal", section=sport)
    make_article(headline="No goal", section=make_section())
    assert headlines(read(client, "/en/sport/")) == ["New goal", "Old goal"]


def test_a_list_goes_on_behind_a_cursor_without_skipping_or_repeating(
    client: Client, make_article: Make
) -> None:
    count = 2 * PAGE_ARTICLES + 3
    for number in range(count):  # three of a kind share each minute: the id decides between them
        make_article(headline=f"N{number}", publish_at=HOUR_AGO - timedelta(minutes=number // 3))
    seen, address = [], "/en/valley/"
    while address:
        page = read(client, address)
        seen += headlines(page)
        address = f"/en/valley/{older(page)}" if older(page) else ""
    assert len(seen) == len(set(seen)) == count


def test_an_article_that_appears_while_somebody_reads_does_not_shift_the_next_page(
    client: Client, make_article: Make
) -> None:
    for number in range(PAGE_ARTICLES + 1):
        make_article(headline=f"N{number}", publish_at=HOUR_AGO - timedelta(minutes=number))
    cursor = older(read(client, "/en/valley/"))
    make_article(headline="Just in", publish_at=timezone.now() - timedelta(seconds=1))
    assert headlines(read(client, f"/en/valley/{cursor}")) == [f"N{PAGE_ARTICLES}"]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "1",
        "1-",
        "-1",
        "1-x",
        "1-2-3",
        "٣-1",
        "9" * 19 + "-1",
        "9" * 500 + "-1",
        "1-" + "9" * 30,
    ],
)
def test_a_cursor_that_the_house_did_not_write_is_not_found(
    client: Client, make_article: Make, cursor: str
) -> None:
    make_article()
    assert client.get("/en/valley/", {"before": cursor}).status_code == 404


def test_a_list_behind_a_cursor_is_not_for_search_engines(
    client: Client, make_article: Make
) -> None:
    make_article()
    assert 'content="noindex,follow"' in read(client, "/en/valley/?before=1-1")
    assert "noindex" not in read(client, "/en/valley/")


def test_a_section_without_articles_says_so(
    client: Client, make_article: Make, make_section: Make
) -> None:
    make_article()
    make_section("sport", "Sport")
    assert "Nothing has been published in this section yet." in read(client, "/en/sport/")


def test_drafts_scheduled_and_withdrawn_articles_stand_in_no_list(
    client: Client, make_article: Make
) -> None:
    tag = Tag.objects.create(name="Dam", slug="dam")
    for fields in (
        {"status": "draft"},
        {"status": "in_review"},
        {"status": "withdrawn"},
        {"publish_at": timezone.now() + timedelta(minutes=5)},
    ):
        make_article(headline="Hidden", **fields).tags.add(tag)
    for address in ("/", "/en/valley/", "/en/author/nilufar-sattor/", "/en/tag/dam/"):
        assert "Hidden" not in read(client, address), address


def test_lists_keep_to_their_language(client: Client, make_article: Make) -> None:
    make_article(headline="In English")
    russian = make_article(headline="По-русски", language="ru")
    SectionName.objects.create(section=russian.section, language="ru", name="Долина")
    assert headlines(read(client, "/en/valley/")) == ["In English"]
    assert headlines(read(client, "/ru/valley/")) == ["По-русски"]


def test_a_section_without_a_name_in_a_language_is_not_there(
    client: Client, make_article: Make
) -> None:
    make_article(language="ru")
    assert client.get("/ru/valley/").status_code == 404


def test_a_language_without_a_masthead_is_not_published_in(
    client: Client, make_article: Make
) -> None:
    make_article()
    for address in ("/fa/", "/fa/archive/", "/fa/author/nilufar-sattor/"):
        assert client.get(address).status_code == 404


def test_a_section_leads_to_itself_in_other_languages(
    client: Client, make_article: Make, make_section: Make
) -> None:
    make_article()
    Masthead.objects.create(language="ru", name="Курьер", position=2)
    Masthead.objects.create(language="uz", name="Kuryer", position=3)
    SectionName.objects.create(section=make_section(), language="ru", name="Долина")
    page = read(client, "/en/valley/")
    assert 'href="/ru/valley/" lang="ru"' in page
    assert 'href="/uz/" lang="uz"' in page  # no such section there: its front page
    assert re.findall(r'rel="alternate" hreflang="(\w+)"', page) == ["en", "ru"]


def test_an_authors_page_shows_who_they_are_and_each_article_once(
    client: Client, make_article: Make, make_photo: Make
) -> None:
    author = Author.objects.create(
        name="Maryam Zand",
        slug="maryam-zand",
        role="Science writer",
        bio="She counts bats.",
        portrait=make_photo(alt_text="A woman with a lamp"),
    )
    article = make_article(headline="Eleven thousand bats", authors=[author])
    Byline.objects.create(article=article, author=author, role="photographer", position=1)
    make_article(headline="By somebody else")
    page = read(client, "/en/author/maryam-zand/")
    assert headlines(page) == ["Eleven thousand bats"]
    for words in ("Maryam Zand</h1>", "Science writer", "She counts bats.", "A woman with a lamp"):
        assert words in page


def test_an_author_without_articles_has_a_page_that_says_so(
    client: Client, make_article: Make
) -> None:
    make_article()
    Author.objects.create(name="New Here", slug="new-here")
    page = read(client, "/en/author/new-here/")
    assert "Nothing with this name has been published" in page
    assert "noindex" in page


def test_a_tags_page_lists_what_shares_it(client: Client, make_article: Make) -> None:
    tag = Tag.objects.create(name="Озеро", slug="озеро")
    make_article(headline="The lake").tags.add(tag)
    make_article(headline="The hill")
    assert headlines(read(client, "/en/tag/озеро/")) == ["The lake"]


@pytest.mark.parametrize("address", ["/en/nothing/", "/en/author/nobody/", "/en/tag/nothing/"])
def test_lists_of_nothing_known_are_not_found(
    client: Client, make_article: Make, address: str
) -> None:
    make_article()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/en/valley/", "/en/author/nilufar-sattor/", "/en/tag/dam/"])
def test_a_list_asks_as_many_queries_for_many_articles_as_for_few(
    client: Client,
    make_article: Make,
    make_photo: Make,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    tag = Tag.objects.create(name="Dam", slug="dam")
    expected = 3 if address == "/en/valley/" else 4  # masthead, sections, (whose list), the list
    for size in (2, 15):
        for _ in range(size):
            make_article(lead_photo=make_photo()).tags.add(tag)
        with django_assert_num_queries(expected):
            read(client, address)


def test_a_card_shows_writers_and_the_day(client: Client, make_article: Make) -> None:
    make_article(publish_at=datetime(2026, 3, 1, 12, tzinfo=UTC), dek="Nobody was hurt.")
    page = read(client, "/en/valley/")
    assert '<span class="card-writers">Nilufar Sattor</span>' in page
    assert '<time datetime="2026-03-01T12:00+00:00">1 March 2026</time>' in page
    assert "Nobody was hurt." in page

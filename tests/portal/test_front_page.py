"""The front page: what leads and what follows, in whose language, and what it costs."""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Masthead
from tests.making import Make
from tests.portal.reading import read


def test_the_newest_article_with_a_picture_leads(
    client: Client, make_article: Make, make_photo: Make
) -> None:
    ago = timezone.now() - timedelta(hours=1)
    make_article(headline="Without a picture", publish_at=ago)
    make_article(
        headline="With one", publish_at=ago - timedelta(minutes=1), lead_photo=make_photo()
    )
    lead = read(client, "/").split('class="front-lead"')[1].split("</section>")[0]
    assert "With one" in lead
    assert 'fetchpriority="high"' in lead


def test_the_front_page_shows_a_story_once_on_top_and_not_again_in_its_section(
    client: Client, make_article: Make
) -> None:
    make_article(headline="The only story")
    assert read(client, "/").count("The only story") == 1


def test_sections_show_what_does_not_stand_on_top(
    client: Client, make_article: Make, make_section: Make
) -> None:
    sport = make_section("sport", "Sport", position=2)
    ago = timezone.now() - timedelta(days=3)
    make_article(headline="An old goal", section=sport, publish_at=ago)
    for _ in range(6):
        make_article()
    page = read(client, "/").split('id="section-sport"')[1]
    assert "An old goal" in page


def test_most_discussed_counts_tombstones_and_leaves_out_the_silent_and_the_old(
    client: Client, make_article: Make, make_comment: Make, make_user: Make
) -> None:
    talked = make_article(headline="Talked about")
    make_comment(talked)
    make_comment(talked, status="removed", by=make_user(role="Moderators"))
    make_comment(talked, status="held")
    old = make_article(headline="Of last year", publish_at=timezone.now() - timedelta(days=31))
    make_comment(old)
    make_article(headline="Silent")
    discussed = read(client, "/").split('class="front-discussed"')[1].split("</section>")[0]
    assert re.findall(r"<h3><a [^>]*>([^<]*)<", discussed) == ["Talked about"]
    assert "2 comments" in discussed


def test_the_bare_address_is_the_first_mastheads_language(
    client: Client, make_article: Make
) -> None:
    Masthead.objects.create(language="fa", name="پیک سروان", position=0)
    make_article(headline="In English")
    page = read(client, "/")
    assert '<html lang="fa" dir="rtl">' in page
    assert "پیک سروان</a></h1>" in page
    assert "In English" in read(client, "/en/")
    assert client.get("/fa/").headers["Location"] == "/"


def test_a_newspaper_that_has_nothing_yet_says_so(client: Client, db: None) -> None:
    page = read(client, "/")
    assert "The first edition is being written" in page
    links = set(re.findall(r'<a [^>]*href="(/[^"#]*)"', page))
    assert {client.get(link).status_code for link in links} <= {200, 302}, "no link leads nowhere"
    Masthead.objects.create(language="en", name="The Courier")
    assert "The first edition is being written" in read(client, "/")


def test_the_front_page_asks_as_many_queries_for_many_articles_as_for_few(
    client: Client,
    make_article: Make,
    make_photo: Make,
    make_section: Make,
    make_comment: Make,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for size in (7, 12):
        for number in range(size):
            section = make_section(f"s{number}", f"Section {number}")
            make_comment(make_article(lead_photo=make_photo(), section=section))
        with django_assert_num_queries(6):
            read(client, "/")


def test_the_notice_stands_on_every_page(client: Client, make_article: Make) -> None:
    article = make_article()
    Masthead.objects.update(notice="This newspaper is invented.")
    for address in ("/", article.get_absolute_url(), "/en/valley/", "/en/archive/"):
        assert "This newspaper is invented." in read(client, address), address
    assert "This newspaper is invented." in read(client, "/en/nothing/", 404)

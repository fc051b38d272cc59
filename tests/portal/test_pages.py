"""The front page, the article's page, and what stands where no page is."""

import json
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import (
    Author,
    Byline,
    Embed,
    Figure,
    Gallery,
    GalleryPhoto,
    Masthead,
    PhotoGallery,
    PullQuote,
    SectionName,
    Tag,
    Text,
)
from portal.sign_in import HINT

Make = Any


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def parts(page: str, *names: str) -> list[str]:
    """Say in which order parts of a page stand, by their class or id."""
    places = {name: page.find(f'"{name}"') for name in names}
    assert -1 not in places.values(), places
    return sorted(names, key=lambda name: places[name])


# --- The front page ------------------------------------------------------------------------------


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


# --- The article ---------------------------------------------------------------------------------


@pytest.fixture
def whole_article(make_article: Make, make_photo: Make) -> Any:
    """An article that has one of everything."""
    article = make_article(
        kicker="Shirvat dam",
        headline="Assembly votes to lower the lake",
        dek="Growers will be paid.",
        place="TOLMIR",
        publish_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        updated_at=datetime(2026, 3, 1, 11, 0, tzinfo=UTC),
        lead_photo=make_photo(alt_text="A dam", caption="The dam.", credit="Tomas Breck"),
        lead_caption="The dam from the road.",
        html="<h2>The vote</h2><p>It was close.</p><p>Very.</p>",
    )
    breck = Author.objects.create(name="Tomas Breck", slug="tomas-breck")
    zand = Author.objects.create(name="Maryam <Zand>", slug="maryam-zand")
    Byline.objects.create(article=article, author=zand, position=1)
    Byline.objects.create(article=article, author=breck, role="photographer", position=2)
    Figure.objects.create(parent=article, photo=make_photo(credit="Archive"), ordering=20)
    gallery = PhotoGallery.objects.create(title="The lake in pictures")
    for position in (2, 1):
        photo = make_photo(caption=f"Shore {position}")
        GalleryPhoto.objects.create(gallery=gallery, photo=photo, position=position)
    Gallery.objects.create(parent=article, gallery=gallery, ordering=40)
    PullQuote.objects.create(parent=article, text="I have two taps", ordering=30)
    Text.objects.create(parent=article, html="<p>The end.</p>", ordering=50)
    Embed.objects.create(parent=article, url="https://youtu.be/abcdefghijk", ordering=60)
    article.tags.add(Tag.objects.create(name="Shirvat dam", slug="shirvat-dam"))
    return article


def test_an_article_shows_everything_that_belongs_to_it(client: Client, whole_article: Any) -> None:
    page = read(client, whole_article.get_absolute_url())
    for words in (
        '<a href="/en/valley/">The Valley</a>',
        '<h1 class="headline">Assembly votes to lower the lake</h1>',
        "Growers will be paid.",
        'By <a href="/en/author/nilufar-sattor/" rel="author">Nilufar Sattor</a> and <a href=',
        '<a href="/en/author/maryam-zand/" rel="author">Maryam &lt;Zand&gt;</a></p>',
        'Photographs by <a href="/en/author/tomas-breck/" rel="author">Tomas Breck</a>',
        'Published <time datetime="2026-03-01T09:30+00:00">1 March 2026, 09:30</time>',
        'Updated <time datetime="2026-03-01T11:00+00:00">1 March 2026, 11:00</time>',
        'The dam from the road. <span class="credit">[Tomas Breck]</span>',
        'alt="A dam"',
        '<span class="credit">[Archive]</span>',
        "I have two taps",
        '<a href="/en/tag/shirvat-dam/" rel="tag">Shirvat dam</a>',
        "Do you like this article?",
    ):
        assert words in page, words
    assert page.index("Shore 1") < page.index("Shore 2")


def test_the_blocks_stand_in_the_order_that_the_newsroom_gave_them(
    client: Client, whole_article: Any
) -> None:
    page = read(client, whole_article.get_absolute_url())
    order = ["The vote", "[Archive]", "I have two taps", "The lake in pictures", "The end."]
    assert sorted(order, key=page.index) == order


def test_the_dateline_runs_into_the_first_paragraph_even_behind_a_subhead(
    client: Client, whole_article: Any
) -> None:
    page = read(client, whole_article.get_absolute_url())
    assert (
        "<h2>The vote</h2><p>"
        '<span class="dateline">TOLMIR — </span>It was close.</p><p>Very.</p>' in page
    )
    assert page.count("TOLMIR") == 1


@pytest.mark.parametrize(
    "html", ["<p>Was \\1 and $1.</p>", "<ul><li><p>One</p></li></ul><p>Two</p>"]
)
def test_a_dateline_is_written_as_it_is(client: Client, make_article: Make, html: str) -> None:
    article = make_article(place=r"A & \g<0>", html=html)
    page = read(client, article.get_absolute_url())
    assert r'<p><span class="dateline">A &amp; \g&lt;0&gt; — </span>' in page
    assert page.count('class="dateline"') == 1


def test_an_update_before_publication_is_not_shown(client: Client, make_article: Make) -> None:
    article = make_article(updated_at=timezone.now() - timedelta(days=1))
    assert "Updated" not in read(client, article.get_absolute_url())


def test_the_article_comes_before_what_is_related_and_that_before_the_discussion(
    client: Client, make_article: Make
) -> None:
    make_article(headline="Its neighbour")
    page = read(client, make_article().get_absolute_url())
    assert parts(page, "article", "vote", "related", "discussion") == [
        "article",
        "vote",
        "related",
        "discussion",
    ]


def test_related_articles_share_a_tag_first_and_then_the_section(
    client: Client, make_article: Make, make_section: Make
) -> None:
    tag = Tag.objects.create(name="Dam", slug="dam")
    ago = timezone.now() - timedelta(days=9)
    article = make_article()
    article.tags.add(tag)
    sport = make_section("sport", "Sport")
    make_article(headline="Shares a tag", section=sport, publish_at=ago).tags.add(tag)
    make_article(headline="Same section")
    make_article(headline="Neither", section=sport)
    make_article(headline="Other edition", story=article.story, language="ru")
    make_article(headline="Scheduled", publish_at=timezone.now() + timedelta(days=1)).tags.add(tag)
    related = read(client, article.get_absolute_url()).split('class="related"')[1]
    shown = re.findall(r'card-headline"><a [^>]*>([^<]*)<', related.split("</aside>")[0])
    assert shown == ["Shares a tag", "Same section"]


def test_an_article_with_everything_and_a_full_discussion_takes_twelve_queries_at_most(
    client: Client,
    whole_article: Any,
    make_article: Make,
    make_comment: Make,
    django_assert_max_num_queries: Any,
) -> None:
    make_article(headline="A neighbour")
    read(client, whole_article.get_absolute_url())  # prepares the discussion's statement
    counted = []
    for size in (2, 20):
        for _ in range(size):
            make_comment(parent=make_comment(whole_article))
        with django_assert_max_num_queries(12) as queries:
            read(client, whole_article.get_absolute_url())
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_kinds_of_block_that_an_article_lacks_cost_no_query(
    client: Client, make_article: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = make_article()
    read(client, article.get_absolute_url())  # prepares the discussion's statement
    with django_assert_num_queries(6):  # masthead 2, article, texts, related, discussion
        read(client, article.get_absolute_url())


def test_an_articles_editions_lead_to_each_other(
    client: Client, make_article: Make, make_section: Make
) -> None:
    english = make_article()
    russian = make_article(story=english.story, language="ru", slug="reka-podnyalas")
    make_article(story=english.story, language="fa", slug="rud", status="draft")
    SectionName.objects.create(section=make_section(), language="ru", name="Долина")
    page = read(client, english.get_absolute_url())
    assert f'href="{russian.get_absolute_url()}" lang="ru" dir="ltr"' in page
    assert 'href="/fa/" lang="fa" dir="rtl"' in page  # its edition there is not published
    assert re.findall(r'rel="alternate" hreflang="(\w+)"', page) == ["en", "ru"]


def test_a_persian_article_reads_from_right_to_left(client: Client, make_article: Make) -> None:
    article = make_article(language="fa", publish_at=datetime(2026, 3, 21, 9, tzinfo=UTC))
    page = read(client, article.get_absolute_url())
    assert '<html lang="fa" dir="rtl">' in page
    assert "۱ فروردین ۱۴۰۵ (۲۱ مارس ۲۰۲۶)، ۰۹:۰۰" in page


def test_what_machines_are_told_of_an_article(
    client: Client, make_article: Make, make_photo: Make
) -> None:
    article = make_article(headline="</script><b>&", dek='A "quoted" dek', lead_photo=make_photo())
    page = read(client, article.get_absolute_url())
    address = f"http://localhost:8000{article.get_absolute_url()}"
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    assert "<" not in found[1]  # so that nothing in it can end the element
    data = json.loads(found[1])
    assert data["headline"] == "</script><b>&"
    assert data["url"] == address
    assert data["author"][0]["name"] == "Nilufar Sattor"
    assert data["image"][0].startswith("http://localhost:8000/media/photos/")
    assert '<meta name="description" content="A &quot;quoted&quot; dek">' in page
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page


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

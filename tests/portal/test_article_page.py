"""The article's page: all that belongs to an article, in its order, for readers and machines."""

import json
import re
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
    PhotoGallery,
    PullQuote,
    SectionName,
    Tag,
    Text,
)
from tests.making import Make
from tests.portal.reading import read


def parts(page: str, *names: str) -> list[str]:
    """Say in which order parts of a page stand, by their class or id."""
    places = {name: page.find(f'"{name}"') for name in names}
    assert -1 not in places.values(), places
    return sorted(names, key=lambda name: places[name])


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

"""What posts and pages of an export become here: articles, their people, sections and addresses."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Author, Masthead, Section
from tests.portal.wxr.conftest import GUTENBERG, Bring
from tests.wxr_files import Post, Said, author, category

pytestmark = pytest.mark.django_db


def test_a_post_is_an_article_with_its_words_its_time_and_its_people(bring: Bring) -> None:
    post = Post(
        7,
        title="The <em>bridge</em> is open &amp; safe",
        content=GUTENBERG.format("It opened at <strong>noon</strong>."),
        excerpt="<p>After a year.</p>",
        slug="%d0%bc%d0%be%d1%81%d1%82",
        tags=[("river", "River")],
        categories=[("city", "City"), ("traffic", "Traffic")],
    )
    report = bring([post], channel=author("nsattor", "Nilufar Sattor"))
    article = Article.objects.get()
    assert article.headline == "The bridge is open & safe"
    assert article.dek == "After a year."
    assert article.slug == "мост"
    assert article.publish_at.isoformat() == "2015-03-01T08:30:00+00:00"
    assert article.first_published_at == article.publish_at
    assert article.section.slug == "city"
    assert [tag.name for tag in article.tags.order_by("name")] == ["River", "Traffic"]
    assert [byline.author.name for byline in article.bylines.all()] == ["Nilufar Sattor"]
    assert Masthead.objects.get().name == "The Old Courier"
    assert report["counts"]["articles_new"] == report["counts"]["published"] == 1


def test_the_articles_page_shows_what_came_in(bring: Bring, client: Client) -> None:
    bring([Post(7, comments=[Said(1, "I was there.")])])
    page = client.get(Article.objects.get().get_absolute_url())
    assert page.status_code == 200
    assert b"It opened at noon." in page.content
    assert b"I was there." in page.content


@pytest.mark.parametrize(
    ("status", "password", "becomes"),
    [
        ("publish", "", "published"),
        ("draft", "", "draft"),
        ("pending", "", "in_review"),
        ("private", "", "draft"),
        ("publish", "sesame", "draft"),
    ],
)
def test_a_status_is_kept_and_what_was_not_public_is_a_draft(
    status: str, password: str, becomes: str, bring: Bring
) -> None:
    bring([Post(7, status=status, fields={"wp:post_password": password})])
    assert Article.objects.get().status == becomes


def test_what_is_scheduled_there_comes_out_at_its_time_here(bring: Bring) -> None:
    bring([Post(7, status="future", date="2090-01-01 10:00:00")])
    assert Article.objects.get().is_scheduled


@pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit"])
def test_what_was_thrown_away_there_stays_there(status: str, bring: Bring) -> None:
    assert bring([Post(7, status=status)])["counts"]["items_left"] == 1
    assert not Article.objects.exists()


def test_a_time_without_gmt_is_of_the_sites_zone(bring: Bring) -> None:
    posts = [Post(7, date="2015-03-01 08:30:00", gmt="0000-00-00 00:00:00")]
    bring(posts, "--time-zone", "Asia/Tashkent")
    assert Article.objects.get().publish_at.isoformat() == "2015-03-01T03:30:00+00:00"


def test_one_person_is_one_author_however_the_name_is_spelled(bring: Bring) -> None:
    people = author("jane", "Jane Doe", "j@example.org") + author("jd2", "JANE  DOE", number=2)
    people += author("other", "J. Doe", "j@example.org", number=3)
    bring([Post(number, creator=login) for number, login in enumerate(["jane", "jd2", "other"], 1)],
          channel=people)  # fmt: skip
    assert Author.objects.get().articles.count() == 3


def test_categories_are_sections_within_sections(bring: Bring, client: Client) -> None:
    channel = category("news", "News") + category("city", "City", parent="news", number=2)
    bring([Post(7, categories=[("city", "City")])], channel=channel)
    city = Section.objects.get(slug="city")
    assert city.parent.slug == "news"
    assert b"The bridge is open" in client.get("/en/news/").content
    assert b'href="/en/city/"' in client.get("/en/news/").content
    assert b'href="/en/city/"' not in client.get("/").content


def test_categories_that_are_parts_of_each_other_end(bring: Bring) -> None:
    channel = category("a", "A", parent="b") + category("b", "B", parent="a", number=2)
    bring([Post(7, categories=[("a", "A")])], channel=channel)
    assert Section.objects.count() == 2


def test_a_category_goes_where_it_is_told(bring: Bring, make_section: Any) -> None:
    valley = make_section("valley")
    bring([Post(7, categories=[("local", "Local")])], "--section-for", "local=valley")
    assert Article.objects.get().section == valley


def test_a_sticky_post_stays_on_top_of_the_front_page(bring: Bring, client: Client) -> None:
    posts = [Post(n, f"Number {n:02}", date=f"2015-03-{n:02} 08:00:00") for n in range(1, 25)]
    posts[0].fields = {"wp:is_sticky": "1"}
    bring(posts)
    page = client.get("/").content.decode()
    assert Article.objects.get(on_top=True).headline == "Number 01"
    assert page.index("Number 01") < page.index("Number 23")


def test_a_page_is_a_standing_page_that_no_list_of_news_shows(bring: Bring, client: Client) -> None:
    bring([Post(7, "Impressum", kind="page", slug="imprint", categories=[]), Post(8, "News")])
    page = client.get("/en/pages/imprint/")
    assert page.status_code == 200
    assert b"Impressum" in client.get("/en/pages/").content
    assert b'class="byline"' not in page.content
    for address in ("/", "/en/archive/2015/3/1/", "/en/author/nsattor/"):
        assert b"Impressum" not in client.get(address).content, address


def test_an_old_address_leads_to_the_article(bring: Bring, client: Client) -> None:
    bring([Post(7), Post(9, kind="page", slug="imprint", categories=[])])
    here = Article.objects.get(is_standing=False).get_absolute_url()
    for address in ("/2015/03/post-7/", "/?p=7", "/2015/03/post-7/feed/"):
        moved = client.get(address)
        assert (moved.status_code, moved["Location"]) == (301, here), address
    assert client.get("/category/news/")["Location"] == "/en/news/"
    assert client.get("/author/nsattor/")["Location"] == "/en/author/nsattor/"


def test_who_signs_by_name_or_with_a_stray_sign_is_known(bring: Bring) -> None:
    posts = [Post(1, creator="jane"), Post(2, creator="Jane Doe"), Post(3, creator=">jane")]
    bring(posts, channel=author("jane", "Jane Doe"))
    assert Author.objects.get().name == "Jane Doe"


def test_what_stands_for_nothing_here_leads_to_the_front_page_until_it_does(
    bring: Bring, client: Client
) -> None:
    channel = category("empty", "Empty", number=9)
    bring([Post(7)], channel=channel)
    assert client.get("/category/empty/")["Location"] == client.get("/?cat=9")["Location"] == "/"
    bring([Post(8, categories=[("empty", "Empty")])], channel=channel)
    assert client.get("/category/empty/")["Location"] == "/en/empty/"

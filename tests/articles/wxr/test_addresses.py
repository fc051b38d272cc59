"""What WordPress answers at which address leads to where it now is."""

from datetime import date

import pytest
from django.test import Client

from articles.models import Author as Writer
from articles.models import OldAddress, Section, Tag
from articles.moving import remember
from articles.wxr import addresses
from articles.wxr.items import Author, Channel, Item, Term
from tests.making import Make

SITE = Channel(
    base_blog_url="https://old.example",
    terms=[
        Term("category", "news", "News", wp_id=3),
        Term("category", "local", "Local", parent="news", wp_id=4),
        Term("category", "a", "A", parent="b"),
        Term("category", "b", "B", parent="a"),
        Term("post_tag", "dam", "The dam", wp_id=5),
    ],
)
BELOW = Channel(base_blog_url="https://old.example/blog/", terms=SITE.terms)


def lead(client: Client, *old: str) -> set[str]:
    """Where some addresses lead for ever; each leads somewhere."""
    answers = [client.get(address) for address in old]
    assert [answer.status_code for answer in answers] == [301] * len(old), old
    return {answer["Location"] for answer in answers}


def test_a_post_is_found_at_its_permalink_its_number_and_its_former_slug(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    item = Item(
        17,
        link="https://old.example/2012/03/%d8%b3%d9%84%d8%a7%d9%85/",
        slug="%d8%b3%d9%84%d8%a7%d9%85",
        guid="https://older.example/?p=99",
        meta={"_wp_old_slug": "salam"},
    )
    addresses.remember_item(item, SITE, article=article)
    old = ["/2012/03/سلام/", "/2012/03/salam/", "/?p=17", "/2012/03/سلام/comment-page-2/"]
    assert lead(client, *old) == {article.get_absolute_url()}
    assert client.get("/?p=99").status_code == 404


@pytest.mark.parametrize(
    "link",
    [
        "https://old.example/archives/17",
        "https://old.example/hello.html",
        "https://old.example/category/news/hello/",
        "https://old.example/index.php/2012/hello/",
        "https://old.example/en/valley/hello/",
        "https://old.example/2012/03/04/1112/",
        "https://old.example/about/team/",
    ],
)
def test_permalinks_of_any_structure_are_remembered(
    link: str, client: Client, make_article: Make
) -> None:
    article = make_article()
    addresses.remember_item(Item(17, link=link), SITE, article=article)
    path = link.removeprefix("https://old.example")
    assert lead(client, path, f"{path.rstrip('/')}/feed/") == {article.get_absolute_url()}


def test_a_site_without_permalinks_has_numbers_alone(client: Client, make_article: Make) -> None:
    article = make_article()
    item = Item(17, link="https://old.example/?p=17")
    addresses.remember_item(item, SITE, article=article)
    assert lead(client, "/?p=17") == {article.get_absolute_url()}


def test_the_page_that_was_the_front_page_does_not_take_ours(
    client: Client, make_article: Make
) -> None:
    item = Item(17, post_type="page", link="https://old.example/")
    addresses.remember_item(item, SITE, article=make_article())
    assert list(OldAddress.objects.values_list("address", flat=True)) == ["/?p=17"]
    assert client.get("/").status_code == 200


def test_a_site_below_a_path_is_found_there(client: Client, make_article: Make) -> None:
    article = make_article()
    item = Item(17, link="https://old.example/blog/hello/")
    addresses.remember_item(item, BELOW, article=article)
    addresses.remember_site(BELOW, [], language="en")
    assert lead(client, "/blog/hello/", "/blog/?p=17") == {article.get_absolute_url()}
    assert lead(client, "/blog/", "/blog/feed/", "/blog/index.php") == {"/"}


def test_an_attachments_page_leads_to_its_article_else_to_the_picture(
    client: Client, make_article: Make, make_photo: Make
) -> None:
    article, photo = make_article(), make_photo()
    hangs = Item(18, "attachment", link="https://old.example/hello/dam/", parent_id=17)
    alone = Item(19, "attachment", link="https://old.example/lake/")
    addresses.remember_attachment(hangs, SITE, article=article, photo=photo)
    addresses.remember_attachment(alone, SITE, photo=photo)
    addresses.remember_file("https://old.example/wp-content/uploads/a.jpg", photo=photo)
    assert lead(client, "/hello/dam/", "/?attachment_id=18") == {article.get_absolute_url()}
    assert lead(client, "/lake/", "/?attachment_id=19", "/wp-content/uploads/a.jpg") == {
        photo.file.url
    }


def test_categories_are_found_with_and_without_their_parents(
    client: Client, make_article: Make
) -> None:
    make_article()
    section = Section.objects.get()
    for term in SITE.terms[1:3]:
        addresses.remember_term(term, SITE, section=section, language="en")
    old = ["/category/news/local/", "/category/local/", "/?cat=4", "/?category_name=local"]
    old += ["/category/news/local/feed/", "/category/news/local/page/2/", "/category/a/"]
    assert lead(client, *old) == {"/en/valley/"}


def test_tags_and_authors_lead_to_their_pages(client: Client, make_article: Make) -> None:
    make_article()
    tag = Tag.objects.create(name="The dam", slug="the-dam")
    addresses.remember_term(SITE.terms[4], SITE, tag=tag, language="en")
    addresses.remember_term(SITE.terms[4], SITE, tag=tag, language="en", base="thema")
    assert lead(client, "/tag/dam/", "/?tag=dam", "/thema/dam/feed/") == {"/en/tag/the-dam/"}
    author = Author("Nilufar S.", wp_id=7)
    addresses.remember_author(author, SITE, writer=Writer.objects.get(), language="en")
    old = ["/author/nilufar-s/", "/?author=7", "/author/nilufar-s/page/3/"]
    assert lead(client, *old) == {"/en/author/nilufar-sattor/"}


def test_feeds_and_days_of_the_old_site_lead_to_front_page_and_archive(
    client: Client, make_article: Make
) -> None:
    make_article()
    addresses.remember_site(SITE, [date(2012, 3, 4), date(2012, 11, 5)], language="en")
    assert lead(client, "/feed/", "/comments/feed/", "/?feed=rss2", "/feed/atom/") == {"/"}
    of_year = ["/2012/", "/2012/03/", "/2012/11/page/2/", "/?m=201203", "/?m=2012"]
    assert lead(client, *of_year) == {"/en/archive/2012/"}
    assert lead(client, "/2012/03/04/", "/?m=20120304") == {"/en/archive/2012/3/4/"}
    assert client.get("/2013/").status_code == 404


def test_a_second_run_leaves_what_an_editor_has_set(client: Client, make_article: Make) -> None:
    article, chosen = make_article(), make_article()
    item = Item(17, link="https://old.example/hello/")
    addresses.remember_item(item, SITE, article=article)
    remember("/hello/", article=chosen)
    addresses.remember_item(item, SITE, article=article)
    assert lead(client, "/hello/") == {chosen.get_absolute_url()}

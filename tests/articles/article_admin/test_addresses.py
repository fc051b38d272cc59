"""Addresses that change in the admin leave no reader behind."""

from django.test import Client
from django.urls import reverse

from articles.models import Article, Author, OldAddress, Section, Tag
from tests.articles.admin_form import add_article, change_article, latest, send
from tests.making import Make


def test_a_changed_slug_and_section_leave_no_reader_behind(
    editors: Client, make_article: Make, make_section: Make
) -> None:
    article = make_article(slug="river")
    change_article(editors, article, slug="the-river")
    change_article(editors, article, section=make_section("sport", "Sport").pk)
    change_article(editors, article, slug="the-river-rose")
    for old in ("/en/valley/river/", "/en/valley/the-river/", "/en/sport/the-river/"):
        answer = editors.get(old)
        assert (answer.status_code, answer["Location"]) == (301, "/en/sport/the-river-rose/")


def test_a_slug_follows_no_headline_that_readers_have_seen(
    editors: Client, make_article: Make
) -> None:
    article = make_article(slug="the-river-rose", headline="The river rose")
    change_article(editors, article, headline="The river fell")
    assert (latest().slug, latest().headline) == ("the-river-rose", "The river fell")
    change_article(editors, article, slug="")
    assert latest().slug == "the-river-rose"


def test_a_slug_by_which_readers_know_another_article_is_given_to_none_by_itself(
    editors: Client, make_article: Make
) -> None:
    article = make_article(slug="the-river-rose")
    change_article(editors, article, slug="the-flood")
    add_article(editors, headline="The river rose")
    assert Article.objects.latest("pk").slug == "the-river-rose-2"
    change_article(editors, article, slug="the-river-rose")
    assert editors.get("/en/valley/the-flood/")["Location"] == "/en/valley/the-river-rose/"


def test_a_section_an_author_and_a_tag_leave_no_reader_behind(
    editors: Client, make_article: Make
) -> None:
    make_article().tags.add(Tag.objects.create(name="Dam", slug="dam"))
    for thing, old in (
        (Section.objects.get(), "/en/valley/"),
        (Author.objects.get(), "/en/author/nilufar-sattor/"),
        (Tag.objects.get(), "/en/tag/dam/"),
    ):
        kind = thing._meta.model_name
        url = reverse(f"admin:articles_{kind}_change", args=[thing.pk])
        send(editors, url, "", {"slug": "anew"})
        answer = editors.get(old)
        assert (answer.status_code, answer["Location"]) == (301, old.replace(thing.slug, "anew"))


def test_editors_add_old_addresses_by_hand_and_delete_them(
    editors: Client, make_article: Make
) -> None:
    article = make_article()
    url = reverse("admin:articles_oldaddress_add")
    old = {"address": "https://old.example/2012/Hello/", "to": article.get_absolute_url()}
    assert editors.post(url, {**old, "to": "/nothing/"}).status_code == 200
    assert editors.post(url, {**old, "address": "/"}).status_code == 200
    assert not OldAddress.objects.exists()
    assert editors.post(url, old).status_code == 302
    assert editors.get("/2012/hello/")["Location"] == article.get_absolute_url()
    again = editors.post(url, old)
    assert again.context["adminform"].form.errors["address"]
    row = OldAddress.objects.get()
    assert (row.article, row.to) == (article, "")
    listed = editors.get(reverse("admin:articles_oldaddress_changelist"))
    assert article.headline in listed.content.decode()
    editors.post(reverse("admin:articles_oldaddress_delete", args=[row.pk]), {"post": "yes"})
    assert editors.get("/2012/hello/").status_code == 404

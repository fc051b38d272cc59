"""Words that readers rely on are not emptied, and words that somebody typed are not lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import (
    Article,
    Figure,
    Gallery,
    GalleryPhoto,
    Photo,
    PhotoGallery,
    Section,
    SectionName,
    Tag,
)
from articles.publishing import publish
from tests.articles.admin_form import block, change_url, reasons_of, shown_in
from tests.making import Make

DRAFT = {"status": "draft", "publish_at": None, "first_published_at": None}
POINT = {"focal_x": "0.5", "focal_y": "0.5", "credit": "", "photographer": ""}


@pytest.fixture
def editors(make_user: Make) -> Client:
    """A browser in which an editor is signed in."""
    client = Client()
    client.force_login(make_user("Editors"))
    return client


def show_in(article: Article, photo: Photo, where: str, alt_text: str = "") -> None:
    """Let an article show a photo."""
    if where == "lead":
        article.lead_photo, article.lead_alt_text = photo, alt_text
        article.save()
    elif where == "figure":
        Figure.objects.create(parent=article, ordering=20, photo=photo, alt_text=alt_text)
    else:
        gallery = PhotoGallery.objects.create(title="The flood")
        GalleryPhoto.objects.create(gallery=gallery, photo=photo, alt_text=alt_text)
        Gallery.objects.create(parent=article, ordering=20, gallery=gallery)


def change_words(client: Client, photo: Photo, **words: str) -> Any:
    """Change a photo's words in its form."""
    url = reverse("admin:articles_photo_change", args=[photo.pk])
    own = {"caption": photo.caption, "alt_text": photo.alt_text}
    return client.post(url, POINT | own | words)


# --- Alternative texts ------------------------------------------------------------------------
@pytest.mark.parametrize("words", [{"alt_text": ""}, {"caption": "A stone bridge over a river."}])
@pytest.mark.parametrize("where", ["lead", "figure", "gallery"])
def test_a_photo_that_readers_see_keeps_an_alternative_text_that_will_do(
    where: str, words: dict[str, str], editors: Client, make_article: Make, make_photo: Make
) -> None:
    photo = make_photo()
    article = make_article()
    show_in(article, photo, where)
    page = change_words(editors, photo, **words)
    assert page.status_code == 200
    said = page.context["adminform"].form.errors["alt_text"]
    assert said[-1] == f"The published article “{article.headline}” shows this photo."
    assert Photo.objects.get(pk=photo.pk).alt_text == photo.alt_text
    assert Photo.objects.get(pk=photo.pk).caption == photo.caption


def test_a_photo_may_lose_words_that_no_reader_needs(
    editors: Client, make_article: Make, make_photo: Make
) -> None:
    photo = make_photo()
    show_in(make_article(**DRAFT), photo, "lead")
    show_in(make_article(), photo, "lead", alt_text="Own words of the place")
    assert change_words(editors, photo, alt_text="").status_code == 302
    assert Photo.objects.get(pk=photo.pk).alt_text == ""


def test_a_gallery_that_readers_see_takes_no_photo_without_words(
    editors: Client, make_article: Make, make_photo: Make
) -> None:
    article = make_article()
    show_in(article, make_photo(), "gallery")
    gallery = PhotoGallery.objects.get()
    url = reverse("admin:articles_photogallery_change", args=[gallery.pk])
    bare = make_photo(alt_text="", caption="")
    added = {
        "title": "The flood, seen anew",
        "placements-TOTAL_FORMS": 2,
        "placements-1-photo": bare.pk,
        "placements-1-gallery": gallery.pk,
    }
    page = editors.post(url, shown_in(editors.get(url)) | added)
    assert page.status_code == 200
    assert "the alternative text is missing" in reasons_of(page)[0]
    assert reasons_of(page)[-1] == f"The published article “{article.headline}” shows this gallery."
    assert b"The flood, seen anew" in page.content
    assert gallery.placements.count() == 1
    words = {"placements-1-alt_text": "A flooded street"}
    assert editors.post(url, shown_in(editors.get(url)) | added | words).status_code == 302
    assert gallery.placements.count() == 2


# --- Taken over while somebody writes ---------------------------------------------------------
def taken_over(make_user: Make, make_article: Make) -> tuple[Client, Article, dict[str, Any]]:
    """A reporter's browser, their article that was published meanwhile, and what they send."""
    reporter, editor = make_user("Reporters"), make_user("Editors")
    article = make_article(created_by=reporter, **DRAFT)
    client = Client()
    client.force_login(reporter)
    sent = shown_in(client.get(change_url(article)))
    publish(article, by=editor)
    return client, article, sent


def test_what_a_reporter_types_into_an_article_published_meanwhile_is_given_back(
    make_user: Make, make_article: Make
) -> None:
    client, article, sent = taken_over(make_user, make_article)
    typed = {
        "dek": "Typed for an hour",
        "articles_text_set-0-html": "<p>One <strong>bold</strong> word.</p>",
    }
    typed |= block("pullquote", 0, 5, text="I said so & that", attribution="")
    typed |= block("embed", 0, 90, url="https://youtu.be/abcdefghijk", title="", caption="")
    page = client.post(change_url(article), sent | typed)
    assert page.status_code == 409
    assert "it is published now" in page.content.decode()
    words = [str(field.words) for field in page.context["typed"]]
    assert words[1:] == [
        "Typed for an hour",
        "I said so & that",  # it stands above the text
        "<p>One <strong>bold</strong> word.</p>",
        "https://youtu.be/abcdefghijk",
    ]
    article.refresh_from_db()
    assert article.dek == "Nobody was hurt."


def test_what_is_given_back_is_cleaned(make_user: Make, make_article: Make) -> None:
    client, article, sent = taken_over(make_user, make_article)
    bad = {
        "articles_text_set-0-html": "<p>Hello<script>alert(1)</script></p>",
        "headline": "<script>alert(2)</script>",
        "articles_text_set-TOTAL_FORMS": "9" * 15,
        "articles_text_set-0-ordering": "9" * 5000,
    }
    page = client.post(change_url(article), sent | bad).content.decode()
    assert "<p>Hello</p>" in page
    assert "alert(1)" not in page
    assert "&lt;script&gt;alert(2)" in page


def test_an_article_of_somebody_else_gives_nothing_away(
    make_user: Make, make_article: Make
) -> None:
    _client, article, sent = taken_over(make_user, make_article)
    other = Client()
    other.force_login(make_user("Reporters"))
    assert other.post(change_url(article), sent).status_code == 302


# --- What lists call things -------------------------------------------------------------------
def test_articles_are_listed_and_found_by_the_name_of_their_section(
    editors: Client, make_article: Make, make_section: Make
) -> None:
    valley = make_section(slug="valley", name="The Valley")
    article = make_article(section=valley)
    make_article(section=make_section(slug="sport", name="Sport"))
    url = reverse("admin:articles_article_changelist")
    page = editors.get(url).content.decode()
    assert '<td class="field-in_section">The Valley</td>' in page
    assert "?section=valley" in page
    form = editors.get(change_url(article)).content.decode()
    assert "selected>The Valley</option>" in form
    found = editors.get(url, {"section": "valley"})
    assert list(found.context["cl"].result_list) == [article]


def test_a_section_without_a_name_in_one_s_language_is_called_by_its_slug(
    editors: Client, make_article: Make
) -> None:
    section = Section.objects.create(slug="mountains")
    SectionName.objects.create(section=section, language="uz", name="Togʻlar")
    make_article(section=section)
    page = editors.get(reverse("admin:articles_article_changelist")).content.decode()
    assert '<td class="field-in_section">mountains</td>' in page


def test_a_photo_without_words_is_called_as_its_file_was(editors: Client, make_photo: Make) -> None:
    photo = make_photo(caption="", alt_text="", source_metadata={"name": "DSCN0010.jpg"})
    assert (
        "DSCN0010.jpg" in editors.get(reverse("admin:articles_photo_changelist")).content.decode()
    )
    page = editors.get(reverse("admin:articles_photo_change", args=[photo.pk])).content.decode()
    assert "None" not in page.split("About the file")[1].split("submit-row")[0]
    for alt_text in ("DSCN0010", "dscn 0010"):
        page = change_words(editors, photo, alt_text=alt_text)
        photo.refresh_from_db()
        assert photo.alt_text == alt_text  # a draft's photo: told at publication


@pytest.mark.parametrize(("model", "url"), [(PhotoGallery, "photogallery"), (Tag, "tag")])
def test_what_is_counted_is_still_listed_in_its_order(
    model: Any, url: str, editors: Client
) -> None:
    for name in ("b", "a", "c"):
        row = {"title": name} if model is PhotoGallery else {"name": name, "slug": name}
        model.objects.create(**row)
    found = editors.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "articles",
            "model_name": "gallery" if model is PhotoGallery else "article",
            "field_name": "gallery" if model is PhotoGallery else "tags",
            "term": "",
        },
    ).json()["results"]
    wanted = ["c", "a", "b"] if model is PhotoGallery else ["a", "b", "c"]
    assert [row["text"] for row in found] == wanted

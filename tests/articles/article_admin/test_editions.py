"""Editions of a story in other languages, begun in the admin."""

from typing import Any

from django.test import Client
from django.urls import reverse

from articles.models import Article, Figure, Masthead, Text
from tests.articles.admin_form import add_article, latest, messages_of, reasons_of
from tests.articles.article_admin.conftest import DRAFT
from tests.making import Make


def test_an_edition_in_another_language_brings_everything_but_the_words(
    desk: Client, make_article: Make, make_photo: Make, reporter: Any
) -> None:
    Masthead.objects.create(language="ru", name="Курьер")
    photo, inside = make_photo(), make_photo()
    original = make_article(lead_photo=photo, lead_caption="The bridge", headline="The river rose")
    Figure.objects.create(parent=original, ordering=20, photo=inside, caption="The dam")
    url = reverse("admin:articles_story_edition", args=[original.story_id])
    page = desk.post(url, {"language": "ru", "original": original.pk}, follow=True)
    assert page.status_code == 200
    edition = latest()
    assert (edition.story, edition.language, edition.status) == (original.story, "ru", "draft")
    assert (edition.section, edition.lead_photo) == (original.section, photo)
    assert (edition.headline, edition.lead_caption) == ("", "The bridge")
    assert edition.slug
    assert Figure.objects.get(parent=edition).photo == inside
    assert not Text.objects.filter(parent=edition).exists()
    named = [(row.author.name, row.role) for row in edition.bylines.select_related("author")]
    assert named == [("Nilufar Sattor", "writer"), ("Rita Halm", "translator")]
    assert edition.created_by_id == reporter.pk


def test_a_story_has_one_article_a_language(desk: Client, make_article: Make) -> None:
    original = make_article()
    url = reverse("admin:articles_story_edition", args=[original.story_id])
    page = desk.post(url, {"language": "en"}, follow=True)
    assert messages_of(page) == ["This story has an article in this language already."]
    page = add_article(desk, headline="Again", story=original.story_id)
    assert "This story has an article in this language already." in reasons_of(page)
    assert Article.objects.count() == 1


def test_an_edition_is_begun_whatever_number_was_made_up(desk: Client, make_article: Make) -> None:
    url = reverse("admin:articles_story_edition", args=[make_article().story_id])
    assert desk.post(url, {"language": "ru", "original": "1" * 5000}).status_code == 302


def test_a_draft_of_somebody_else_is_not_begun_from(desk: Client, make_article: Make) -> None:
    hidden = make_article(**DRAFT)
    url = reverse("admin:articles_story_edition", args=[hidden.story_id])
    assert desk.post(url, {"language": "ru"}).status_code == 403
    assert Article.objects.count() == 1

"""A picture that did not come along: the newsroom sees its place, readers at most its caption."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.drafting import begin_edition
from articles.models import Article, Figure, MissingMedia
from tests.articles.admin_form import change_article, change_url
from tests.making import Make

ADDRESS = "https://old.example/wp-content/uploads/dam.jpg"
WORDS = {
    "address": ADDRESS,
    "reason": "The site answers 404.",
    "caption": "The dam at dawn.",
    "credit": "Tomas Breck",
    "alt_text": "A dam",
}


@pytest.fixture
def editors(client: Client, make_user: Make) -> Client:
    client.force_login(make_user("Editors"))
    return client


def lacking(article: Article, **words: str) -> MissingMedia:
    """Let an article lack a picture in its middle."""
    return MissingMedia.objects.create(parent=article, ordering=20, **words)


def read(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_readers_get_the_caption_and_nothing_of_where_it_was(
    client: Client, make_article: Make
) -> None:
    lacking(article := make_article(), **WORDS)
    page = read(client, article)
    assert "Picture not available:</span> The dam at dawn." in page
    for hidden in (ADDRESS, "404", "A dam<", "missing here"):
        assert hidden not in page


def test_readers_see_nothing_where_there_are_no_words(client: Client, make_article: Make) -> None:
    article = make_article()
    before = read(client, article)
    lacking(article, address=ADDRESS, reason="It is not there.", alt_text="A dam")
    assert [*words(read(client, article))] == [*words(before)]


def words(page: str) -> Any:
    """The words of a page without the spaces between, which templates add."""
    body = page[page.index('<div class="body">') : page.index("</article>")]
    return body.split()


def test_the_newsroom_sees_in_the_preview_what_is_missing_and_why(
    editors: Client, make_article: Make
) -> None:
    lacking(article := make_article(), **WORDS)
    url = reverse("preview", kwargs={"language": "en", "pk": article.pk})
    page = editors.get(url).content.decode()
    for shown in ("A picture is missing here", *WORDS.values()):
        assert shown in page


def test_an_editor_chooses_the_picture_and_a_figure_stands_in_its_place(
    editors: Client, make_article: Make, make_photo: Make
) -> None:
    lacking(article := make_article(), **WORDS)
    photo = make_photo()
    form = editors.get(change_url(article)).content.decode()
    assert ADDRESS in form
    change_article(editors, article, **{"articles_missingmedia_set-0-photo": photo.pk})
    figure = Figure.objects.get()
    assert (figure.parent, figure.photo, figure.ordering) == (article, photo, 20)
    assert (figure.caption, figure.alt_text) == ("The dam at dawn.", "A dam")
    assert not MissingMedia.objects.exists()


def test_saving_something_else_leaves_the_place_as_it_is(
    editors: Client, make_article: Make
) -> None:
    lacking(article := make_article(), **WORDS)
    change_article(editors, article, dek="Another dek.")
    assert MissingMedia.objects.filter(**WORDS).count() == 1
    change_article(editors, article, **{"articles_missingmedia_set-0-DELETE": "on"})
    assert not MissingMedia.objects.exists()


def test_nobody_adds_a_missing_picture_by_hand(editors: Client, make_article: Make) -> None:
    page = editors.get(change_url(make_article()))
    assert "articles_missingmedia_set" not in [prefix for prefix, _label in page.context["adders"]]


def test_articles_that_lack_pictures_are_found_in_the_list(
    editors: Client, make_article: Make
) -> None:
    lacking(article := make_article(), **WORDS)
    make_article()
    page = editors.get(reverse("admin:articles_article_changelist"), {"pictures": "missing"})
    assert list(page.context["cl"].result_list) == [article]


def test_an_edition_lacks_what_its_original_lacks(make_article: Make, make_user: Make) -> None:
    lacking(article := make_article(), **WORDS)
    edition = begin_edition(article, "ru", by=make_user("Editors"))
    assert MissingMedia.objects.get(parent=edition).caption == "The dam at dawn."
    assert MissingMedia.objects.count() == 2

"""The list of articles in the admin, and what goes with it: previews, deletion, photos, policy."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, GalleryPhoto, Story
from articles.publishing import Standing
from tests.articles.admin_form import add_url, change_url, send
from tests.articles.article_admin.conftest import DRAFT
from tests.making import Make

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("wanted", Standing)
def test_the_list_is_filtered_by_where_articles_stand(
    wanted: Standing, editors: Client, make_article: Make
) -> None:
    later = timezone.now() + HOUR
    made = {
        Standing.DRAFT: make_article(**DRAFT),
        Standing.IN_REVIEW: make_article(**(DRAFT | {"status": "in_review"})),
        Standing.SCHEDULED: make_article(publish_at=later, first_published_at=later),
        Standing.PUBLISHED: make_article(),
        Standing.WITHDRAWN: make_article(status="withdrawn"),
    }
    url = reverse("admin:articles_article_changelist")
    page = editors.get(url, {"standing": wanted.value})
    assert list(page.context["cl"].result_list) == [made[wanted]]


def test_the_list_takes_the_same_queries_for_two_articles_and_for_twelve(
    editors: Client, make_article: Make
) -> None:
    url = reverse("admin:articles_article_changelist")
    numbers = []
    for more in (2, 10):
        for _time in range(more):
            make_article()
        with CaptureQueriesContext(connection) as queries:
            editors.get(url)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_an_unpublished_article_is_looked_at_in_its_preview(
    editors: Client, make_article: Make
) -> None:
    published, draft = make_article(), make_article(**DRAFT)
    page = editors.get(change_url(published))
    assert page.context["absolute_url"] == published.get_absolute_url()
    url = editors.get(change_url(draft)).context["absolute_url"]
    assert editors.get(url).status_code == 200


@pytest.mark.parametrize("now", ["in_review", "published", "withdrawn"])
def test_only_drafts_are_deleted(now: str, make_user: Make, make_article: Make) -> None:
    administrators = Client()
    administrators.force_login(make_user("Administrators"))
    article = make_article(status=now)
    url = reverse("admin:articles_article_delete", args=[article.pk])
    assert administrators.post(url, {"post": "yes"}).status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_deleted_draft_takes_its_story_along_unless_it_has_another_edition(
    editors: Client, make_article: Make
) -> None:
    alone, first = make_article(**DRAFT), make_article()
    second = make_article(**DRAFT, story=first.story, language="ru")
    for article in (alone, second):
        url = reverse("admin:articles_article_delete", args=[article.pk])
        editors.post(url, {"post": "yes"})
    assert list(Article.objects.all()) == [first]
    assert list(Story.objects.all()) == [first.story]


def test_only_the_articles_form_allows_style_elements(editors: Client, make_article: Make) -> None:
    def policy(url: str) -> str:
        return editors.get(url).headers["Content-Security-Policy"]

    for url in (add_url(), change_url(make_article())):
        assert "style-src-elem 'self' 'unsafe-inline'" in policy(url)
        assert "style-src 'self'" in policy(url)
    for name in ("index", "articles_article_changelist", "articles_photogallery_add"):
        assert "unsafe" not in policy(reverse(f"admin:{name}"))


def test_the_import_map_carries_the_nonce_of_the_answer(editors: Client) -> None:
    page = editors.get(add_url())
    nonce = page.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    maps = re.findall(r"<script[^>]*importmap[^>]*>", page.content.decode())
    assert len(maps) == 1
    assert f'nonce="{nonce}"' in maps[0]


def test_the_form_shows_a_photo_with_its_own_words(desk: Client, make_photo: Make) -> None:
    photo = make_photo(caption="The bridge", alt_text="")
    page = desk.get(reverse("admin:articles_photo_peek", args=[photo.pk]))
    assert "The bridge" in page.content.decode()
    assert "none: write one here" in page.content.decode()


def test_photos_of_a_gallery_are_numbered_in_the_order_given(
    desk: Client, make_photo: Make
) -> None:
    photos = [make_photo(), make_photo(), make_photo()]
    rows: dict[str, Any] = {"title": "The flood", "placements-TOTAL_FORMS": 3}
    for number, (photo, position) in enumerate(zip(photos, ["", "5", "2"], strict=True)):
        rows |= {
            f"placements-{number}-photo": photo.pk,
            f"placements-{number}-position": position,
            f"placements-{number}-caption": "",
            f"placements-{number}-alt_text": "",
        }
    send(desk, reverse("admin:articles_photogallery_add"), "", rows)
    placed = GalleryPhoto.objects.values_list("photo", "position")
    assert list(placed) == [(photos[2].pk, 10), (photos[1].pk, 20), (photos[0].pk, 30)]

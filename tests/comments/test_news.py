"""What an open page asks to know whether something was said since."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Discussion, Move
from comments.moderation import decide
from tests.comments.reading import address
from tests.making import Make

pytestmark = pytest.mark.django_db


def news(client: Client, article: Article, **headers: str) -> HttpResponse:
    """Ask as an open page does."""
    return client.get(address("discussion_news", article), headers=headers)


def test_the_news_are_how_many_comments_there_are_and_whether_more_may_come(
    client: Client, make_article: Make, make_comment: Make
) -> None:
    article = make_article()
    assert news(client, article).json() == {"count": 0, "open": True}
    make_comment(article)
    held = make_comment(article, status="held")
    assert news(client, article).json()["count"] == 1, "what waits is no news"
    decide([held], Move.APPROVE, by=None)
    assert news(client, article).json()["count"] == 2
    Discussion.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert news(client, article).json() == {"count": 2, "open": False}


def test_asking_again_costs_a_304_until_something_is_said(
    client: Client, make_article: Make, make_comment: Make
) -> None:
    article = make_article()
    make_comment(article)
    first = news(client, article)
    assert len(first.content) < 60
    again = news(client, article, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_comment(article)
    assert news(client, article, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_the_news_are_a_public_page_that_hears_of_its_discussion(
    client: Client, make_article: Make, make_user: Make, django_assert_max_num_queries: Any
) -> None:
    old = make_article(publish_at=timezone.now() - timedelta(days=400))
    closes = timezone.now() + timedelta(seconds=4)
    Discussion.objects.create(story_id=old.story_id, closes_at=closes)
    client.force_login(make_user("Moderators"))
    with django_assert_max_num_queries(2):
        page = news(client, old)
    assert not page.cookies
    assert page["Vary"] == "Accept-Encoding"
    assert {f"talk-{old.story_id}", f"story-{old.story_id}"} <= set(page["Surrogate-Key"].split())
    seconds = re.search(r"s-maxage=(\d+)", page["Cache-Control"])
    assert seconds
    assert int(seconds[1]) <= 4, "an old article's news are fresh, and end with the discussion"


def test_an_article_that_nobody_reads_has_no_news(client: Client, make_article: Make) -> None:
    hidden = make_article(publish_at=timezone.now() + timedelta(days=1))
    assert news(client, hidden).status_code == 404


def test_a_page_asks_only_while_its_discussion_is_open(
    client: Client, make_article: Make, make_comment: Make
) -> None:
    article = make_article()
    make_comment(article)
    for url in (article.get_absolute_url(), address("discussion", article)):
        html = client.get(url).content.decode()
        line = re.search(r'<p class="news" role="status" [^>]*></p>', html)
        assert line
        assert f'data-news="{address("discussion_news", article)}" data-count="1"' in line[0]
        assert 'data-one="[number] new comment"' in line[0]
        for category in ("few", "many", "other"):
            assert f'data-{category}="[number] new comments"' in line[0]
        assert "js/news.js" in html
    Discussion.objects.update(is_open=False)
    html = client.get(article.get_absolute_url()).content.decode()
    assert "data-news" not in html
    assert "js/news.js" not in html

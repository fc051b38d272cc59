"""An import of many articles: written many at once, and planned with the rows it has added."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ImportedThing, Text
from comments import importing
from comments.models import Comment, Decision
from portal import moving_in
from tests.portal.wxr.conftest import Bring, everything
from tests.wxr_files import Post, Said

pytestmark = pytest.mark.django_db


def posts(number: int, *, first: int = 100) -> list[Post]:
    """Posts with a chain of three comments each."""
    made = []
    for pk in range(first, first + number):
        chain = [
            Said(pk * 10 + place, f"{pk}.{place}", parent=place and pk * 10 + place - 1)
            for place in range(3)
        ]
        made.append(Post(pk, title=f"Bridge {pk}", slug=f"bridge-{pk}", comments=chain))
    return made


def answered() -> dict[str, str]:
    """What each comment answers, by their texts."""
    rows = Comment.objects.select_related("parent")
    return {row.body: row.parent.body if row.parent else "" for row in rows}


def test_the_planner_is_told_of_rows_that_only_the_import_sees(bring: Bring) -> None:
    """As the site's role, which may not ANALYZE what it does not own."""
    bring(posts(13))
    with connection.cursor() as cursor:
        for table, rows in (("articles_article", 13), ("comments_comment", 39)):
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
            assert cursor.fetchone() == (rows,)


@pytest.mark.parametrize("options", [(), ("--resume",)])
def test_the_planner_is_told_whenever_the_batches_have_doubled(
    options: tuple[str, ...], bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving_in, "BATCH_ITEMS", 1)
    with CaptureQueriesContext(connection) as asked:
        bring(posts(9), *options)
    analyzed = [query for query in asked if "portal_analyze_what_was_added" in query["sql"]]
    assert len(analyzed) == 4  # after the first, second, fourth and eighth


def test_comments_of_many_articles_are_written_in_one_message(bring: Bring) -> None:
    with CaptureQueriesContext(connection) as asked:
        bring(posts(20))
    assert Comment.objects.count() == 60
    for words in ("nextval(", "UPDATE comments_discussion", 'INSERT INTO "comments_discussion"'):
        assert len([query for query in asked if words in query["sql"]]) == 1, words


@pytest.mark.parametrize("limit", [("BATCH", 1), ("BATCH", 2), ("BATCH", 7), ("MUCH", 12)])
def test_where_a_message_ends_changes_nothing(
    limit: tuple[str, int], bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer may come a message later than what it answers."""
    monkeypatch.setattr(importing, *limit)
    bring(posts(5))
    assert answered() == {
        f"{pk}.{place}": f"{pk}.{place - 1}" if place else ""
        for pk in range(100, 105)
        for place in range(3)
    }
    call_command("recount", "--check", stdout=StringIO())
    before = everything()
    bring(posts(5))
    assert everything() == before


def test_what_comes_to_nothing_takes_nothing_of_others_back(bring: Bring) -> None:
    """An article that is written anew and turns out to be the same is put back as it was."""
    bring([Post(7)])
    new = Post(8, title="Another", slug="another", tags=[("a", "A")])
    bring([new, Post(7, fields={"wp:ping_status": "closed", "pubDate": "some other day"})])
    article = Article.objects.get(slug="another")
    assert [tag.name for tag in article.tags.all()] == ["A"]
    assert article.bylines.count() == 1
    texts = Text.objects.filter(parent=article).values_list("html", flat=True)
    assert list(texts) == ["<p>It opened at noon.</p>"]


def test_an_act_is_about_one_article(bring: Bring) -> None:
    """A moderator who looks one up sees what was decided together, not the whole import."""
    bring(posts(2))
    acts = Decision.objects.order_by("story_id").values_list("story_id", "act").distinct()
    assert len(acts) == len({act for _story, act in acts}) == 2


def test_an_item_that_stands_in_the_file_twice_comes_in_once(bring: Bring) -> None:
    once = posts(3)
    report = bring([*once, *once])
    assert (Article.objects.count(), Comment.objects.count()) == (3, 9)
    assert ImportedThing.objects.filter(kind="article").count() == 3
    assert report["counts"]["comments_same"] == 9


def test_one_that_stands_there_twice_may_have_been_written_in_part(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two comments of the second article end a message, the third waits when it comes again."""
    monkeypatch.setattr(importing, "BATCH", 5)
    first, second = posts(2)
    report = bring([first, second, second])
    assert (Article.objects.count(), Comment.objects.count()) == (2, 6)
    assert report["counts"]["comments_same"] == 3

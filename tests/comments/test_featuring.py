"""Up to three comments on top of a discussion, while they are what the newsroom chose."""

import threading
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.discussion import discussion_parts
from comments.entries import Place
from comments.featuring import FeatureRefused, feature, take_down
from comments.models import Comment, Move, Status
from comments.moderation import decide
from comments.undoing import undo
from tests.comments.reading import address, parse, text_of
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

LONG = 60  # seconds


@pytest.fixture
def editor(make_user: Make) -> Any:
    return make_user("Editors")


def on_top(comment: Comment) -> list[int]:
    return list(Comment.objects.on(comment.story_id).featured().values_list("pk", flat=True))


def test_what_is_featured_is_recorded_once_and_without_its_words(
    make_comment: Make, editor: Any
) -> None:
    comment = make_comment()
    for _ in range(2):
        feature(comment, by=editor, seen=1)
    assert on_top(comment) == [comment.pk]
    for _ in range(2):
        take_down(comment, by=editor)
    assert on_top(comment) == []
    log = LogEntry.objects.filter(user=editor, object_id=str(comment.pk)).order_by("pk")
    assert [entry.change_message for entry in log] == ["Featured.", "No longer featured."]
    assert comment.body not in "".join(entry.object_repr for entry in log)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.PUBLISHED])
def test_only_a_published_comment_is_featured(status: str, make_comment: Make, editor: Any) -> None:
    with pytest.raises(FeatureRefused, match="published"):
        feature(make_comment(status=status), by=editor)


def test_an_editor_features_the_text_that_they_read(make_comment: Make, editor: Any) -> None:
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).update(revision=2, edited_at=timezone.now())
    with pytest.raises(FeatureRefused, match="changed after you read it"):
        feature(comment, by=editor, seen=1)
    feature(comment, by=editor, seen=2)
    assert on_top(comment) == [comment.pk]
    Comment.objects.filter(pk=comment.pk).update(revision=3, edited_at=timezone.now())
    assert on_top(comment) == [], "another text was chosen"
    feature(comment, by=editor, seen=3)
    assert on_top(comment) == [comment.pk]


def test_a_discussion_has_three_places(make_comment: Make, editor: Any) -> None:
    first = make_comment()
    others = [make_comment(article=first.article) for _ in range(3)]
    feature(make_comment(), by=editor)
    for comment in (first, *others[:2]):
        feature(comment, by=editor)
    with pytest.raises(FeatureRefused, match="Three comments"):
        feature(others[2], by=editor)
    take_down(first, by=editor)
    feature(others[2], by=editor)
    assert on_top(first) == [comment.pk for comment in others]


def test_a_removal_takes_it_down_and_an_undo_brings_it_back_while_its_place_is_free(
    make_comment: Make, make_rule: Make, editor: Any
) -> None:
    first = make_comment()
    others = [make_comment(article=first.article) for _ in range(3)]
    for comment in (first, *others[:2]):
        feature(comment, by=editor)
    act = decide([first], Move.REMOVE, by=editor, rule=make_rule()).act
    assert on_top(first) == [comment.pk for comment in others[:2]]
    undo(act, by=editor)
    assert on_top(first) == [first.pk, *(comment.pk for comment in others[:2])]
    act = decide([first], Move.REMOVE, by=editor, rule=make_rule()).act
    feature(others[2], by=editor)
    undo(act, by=editor)
    assert on_top(first) == [comment.pk for comment in others], "its place is another's"


@pytest.mark.django_db(transaction=True)
def test_many_editors_at_once_fill_three_places(make_comment: Make, make_user: Make) -> None:
    first = make_comment()
    comments = [first, *(make_comment(article=first.article) for _ in range(7))]
    editors = [make_user("Editors") for _ in comments]
    together = threading.Barrier(len(comments))

    def choose(number: int) -> bool:
        together.wait(LONG)
        try:
            feature(comments[number], by=editors[number])
        except FeatureRefused:
            return False
        return True

    threads = [InThread(lambda n=n: choose(n)) for n in range(len(comments))]
    assert sum(thread.result(LONG) for thread in threads) == 3
    assert len(on_top(first)) == 3


@pytest.mark.django_db(transaction=True)
def test_an_editor_waits_for_a_removal(make_comment: Make, make_rule: Make, editor: Any) -> None:
    comment, rule = make_comment(), make_rule()
    with uncommitted(lambda: decide([comment], Move.REMOVE, by=None, rule=rule)) as commit:
        choosing = InThread(lambda: feature(comment, by=editor))
        assert choosing.is_blocked()
        commit()
        with pytest.raises(FeatureRefused):
            choosing.result()


# --- On the page ---


def test_it_stands_on_top_of_the_first_page_in_every_order_and_in_its_place(
    client: Client, make_comment: Make, editor: Any
) -> None:
    first = make_comment(body="Never mind.")
    chosen = make_comment(article=first.article, body="A well said thing. " * 30)
    feature(chosen, by=editor)
    for order in ("oldest", "recommended"):
        page = client.get(address("discussion", first.article) + f"?order={order}")
        html = page.content.decode()
        block = html[html.index('<aside class="featured"') : html.index("</aside>")]
        assert "A well said thing." in block
        assert f"/comments/{chosen.pk}/#comment-{chosen.pk}" in block
        assert "Never mind." not in block
        assert html.count('class="comment-featured"') == 1
        assert html.count(f'id="comment-{chosen.pk}"') == 1
        parse(page)
    article = client.get(first.article.get_absolute_url())
    assert "Featured by the newsroom" in text_of(article)
    further = client.get(address("discussion", first.article) + f"?after={first.path}")
    assert "Featured by the newsroom" not in text_of(further)
    take_down(chosen, by=editor)
    assert "Featured" not in text_of(client.get(address("discussion", first.article)))


@pytest.mark.parametrize("others", [1, 30])
def test_featured_comments_cost_one_query_more_and_none_where_there_are_none(
    others: int, make_comment: Make, editor: Any, rf: RequestFactory
) -> None:
    chosen = make_comment()
    for _ in range(others):
        make_comment(article=chosen.article)
    place = Place.of(chosen.article)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            discussion_parts(rf.get("/"), place)
        return len(asked)

    queries()  # prepares the statement
    assert queries() == 2
    feature(chosen, by=editor)
    assert queries() == 3

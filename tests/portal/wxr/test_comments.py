"""Comments of an export: their state, their words, what they answer; nobody hears of them."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments.models import Comment, Decision, Discussion, Notice, Status
from portal.models import User
from tests.portal.wxr.conftest import POSTS, Bring
from tests.wxr_files import Post, Said

pytestmark = pytest.mark.django_db


def by_text() -> dict[str, Comment]:
    return {comment.body: comment for comment in Comment.objects.select_related("parent")}


def test_comments_keep_their_state_and_the_record_says_how(bring: Bring) -> None:
    said = [
        Said(1, "fine"),
        Said(2, "waits", approved="0"),
        Said(3, "buy", approved="spam"),
        Said(4, "gone", approved="trash"),
        Said(5, "answered", approved="trash"),
        Said(6, "answer", parent=5),
    ]
    bring([Post(7, comments=said)])
    states = {text: comment.status for text, comment in by_text().items()}
    assert states == {
        "fine": "published",
        "waits": "held",
        "buy": "rejected",
        "gone": "rejected",
        "answered": "removed",
        "answer": "published",
    }
    moves = Decision.objects.filter(comment__body="answered").order_by("pk")
    assert [(row.move, row.status_after) for row in moves] == [
        ("post", "published"),
        ("remove", "removed"),
    ]
    assert moves[1].rule.in_force is False
    assert Discussion.objects.get().comment_count == 3
    call_command("recount", "--check", stdout=StringIO())


def test_nobody_hears_of_comments_that_came_in(bring: Bring) -> None:
    bring(POSTS)
    assert not Notice.objects.exists()


def test_a_comment_keeps_its_words_its_author_and_its_time(bring: Bring) -> None:
    said = Said(1, 'See <a href="https://example.org/a?b=1&amp;c">this</a>,\nthen '
                   "<blockquote>what was said</blockquote>", author="Jo &amp; Co",
                email="Jo@Example.org", date="2015-03-02 09:00:00")  # fmt: skip
    bring([Post(7, comments=[said])])
    comment = Comment.objects.get()
    assert comment.body == "See this (https://example.org/a?b=1&c),\nthen\n\n> what was said"
    assert (comment.guest_name, comment.guest_email) == ("Jo & Co", "jo@example.org")
    assert comment.origin == "wordpress"
    assert comment.submitted_at == comment.published_at
    assert comment.submitted_at.isoformat() == "2015-03-02T09:00:00+00:00"


def test_answers_before_what_they_answer_find_it(bring: Bring) -> None:
    bring([Post(7, comments=[Said(3, "c", parent=2), Said(2, "b", parent=1), Said(1, "a")])])
    found = by_text()
    assert found["c"].parent == found["b"]
    assert found["b"].parent == found["a"]
    assert [found[text].depth for text in "abc"] == [0, 1, 2]


def test_an_answer_to_nothing_stands_on_its_own(bring: Bring) -> None:
    report = bring(
        [Post(7, comments=[Said(2, parent=99), Said(3, parent=4), Said(4, kind="pingback")])]
    )
    assert report["counts"]["comments_orphan"] == 2
    assert Comment.objects.filter(parent=None).count() == 2
    assert report["counts"]["pings"] == 1


def test_a_circle_of_answers_is_opened_at_its_first(bring: Bring) -> None:
    said = [Said(1, "a", parent=3), Said(2, "b", parent=1), Said(3, "c", parent=2)]
    report = bring([Post(7, comments=[*said, Said(4, "d", parent=4), Said(5, "e", parent=2)])])
    found = by_text()
    assert report["counts"]["comments_cycle"] == 2
    assert [found[text].depth for text in "abcde"] == [0, 1, 2, 0, 2]


def test_a_comment_that_stands_there_twice_comes_in_once(bring: Bring) -> None:
    report = bring([Post(7, comments=[Said(1), Said(1)]), Post(8, comments=[Said(1)])])
    assert report["counts"]["comments_duplicate"] == 1
    assert Comment.objects.count() == 2  # two articles may number theirs alike


def test_a_long_comment_is_kept_whole(bring: Bring) -> None:
    report = bring([Post(7, comments=[Said(1, "long words " * 1000)])])
    assert len(Comment.objects.get().body) == 10_999
    assert report["counts"]["comments_too_long"] == 1


def test_a_comment_without_a_word_is_left_out_unless_it_was_answered(bring: Bring) -> None:
    said = [Said(1, " "), Said(2, "<script>1</script>"), Said(3, "so?", parent=2)]
    report = bring([Post(7, comments=said)])
    assert report["counts"]["comments_empty"] == 1
    assert Comment.objects.get(body="so?").parent.body == "…"


def test_a_comment_that_waits_shows_where_a_later_export_answers_it(bring: Bring) -> None:
    bring([Post(7, comments=[Said(1, "waits", approved="0")])])
    assert not Comment.objects.get().shown
    bring([Post(7, comments=[Said(1, "waits", approved="0"), Said(2, "yes", parent=1)])])
    assert Comment.objects.get(body="waits").shown
    call_command("recount", "--check", stdout=StringIO())


def test_a_moderators_later_decision_outlives_a_second_run(
    bring: Bring, make_user: Callable[..., User], make_rule: Any
) -> None:
    from comments.moderation import decide

    bring(POSTS)
    comment = Comment.objects.filter(status=Status.PUBLISHED).first()
    decide([comment], "remove", by=make_user("Moderators"), rule=make_rule())
    bring(POSTS)
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED


def test_now_is_the_latest_that_a_comment_can_be_of(bring: Bring) -> None:
    bring([Post(7, comments=[Said(1, date="2090-01-01 00:00:00")])])
    assert Comment.objects.get().submitted_at <= timezone.now()

"""The orders "most recommended" and "most discussed", frozen by a periodic job."""

import pytest
from django.db import connection, transaction
from django.test import Client
from procrastinate.contrib.django import app

from comments.models import Comment, Move, Status
from comments.models.comments import UNRANKED
from comments.moderation import decide
from comments.ranks import BATCH, freeze
from comments.recommending import recommend, take_back
from comments.tasks import FREEZE, FREEZE_ALL, freeze_all_ranks
from comments.threads import discussion_page
from tests.comments.reading import address, text_of
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.crowds import add_roots
from tests.making import Make

pytestmark = pytest.mark.django_db


def ranks() -> dict[int, int]:
    roots = Comment.objects.filter(parent=None)
    return dict(roots.values_list("pk", "discussed_rank"))


def in_order(story_id: int, order: str = "discussed") -> list[int]:
    """The roots of a story as an order by rank shows them."""
    page = discussion_page(story_id, order=order)
    return [thread.root.pk for thread in page.threads]


def versions() -> dict[int, tuple[str, str]]:
    """Where each root lies, and the transaction that last wrote it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text, ctid FROM comments_comment WHERE parent_id IS NULL")
        return {pk: (xmin, place) for pk, xmin, place in cursor.fetchall()}


def test_roots_with_most_answers_come_first_and_older_ones_before_younger(
    make_comment: Make,
) -> None:
    quiet = make_comment()
    lively, livelier, later = (make_comment(article=quiet.article) for _ in range(3))
    make_comment(parent=lively)
    make_comment(parent=make_comment(parent=livelier))
    assert freeze() == {quiet.story_id}
    assert in_order(quiet.story_id) == [livelier.pk, lively.pk, quiet.pk, later.pk]


def test_a_thread_that_grows_is_the_only_one_written_to(make_comment: Make) -> None:
    """Else one answer would cost a hundred thousand rows, and every reader their place."""
    first, second, other = make_comment(), make_comment(), make_comment()
    third = make_comment(article=first.article)
    freeze()
    before = versions()
    make_comment(parent=third)
    after_posting = versions()
    assert freeze() == {first.story_id}
    assert {pk for pk, version in versions().items() if version != after_posting[pk]} == {third.pk}
    assert {pk: before[pk] for pk in (second.pk, other.pk)}.items() <= versions().items()
    assert in_order(first.story_id) == [third.pk, first.pk]


def test_a_thread_that_shrinks_goes_back(make_comment: Make, make_rule: Make) -> None:
    quiet = make_comment()
    lively = make_comment(article=quiet.article)
    answer = make_comment(parent=lively)
    freeze()
    assert in_order(quiet.story_id) == [lively.pk, quiet.pk]
    decide([answer], Move.DELETE, by=None)
    assert freeze() == {quiet.story_id}
    assert in_order(quiet.story_id) == [quiet.pk, lively.pk]


def test_most_recommended_roots_come_first_and_who_moves_moves_alone(make_comment: Make) -> None:
    quiet = make_comment()
    liked, most_liked, later = (make_comment(article=quiet.article) for _ in range(3))
    answer = make_comment(parent=later)
    for guest, comments in (
        ("a", [liked, most_liked]),
        ("b", [most_liked, answer]),
        ("c", [answer]),
    ):
        for comment in comments:
            recommend(comment, guest=guest * 64)
    assert freeze() == {quiet.story_id}
    order = in_order(quiet.story_id, "recommended")
    assert order == [most_liked.pk, liked.pk, quiet.pk, later.pk], "an answer's are not its root's"
    recommend(quiet, guest="a" * 64)
    assert in_order(quiet.story_id, "recommended") == order, "until the next run"
    before = versions()
    assert freeze() == {quiet.story_id}
    assert {pk for pk, version in versions().items() if version != before[pk]} == {quiet.pk}
    assert in_order(quiet.story_id, "recommended") == [most_liked.pk, quiet.pk, liked.pk, later.pk]


def test_what_was_taken_back_goes_back_at_night(make_comment: Make) -> None:
    first = make_comment()
    second = make_comment(article=first.article)
    recommend(second, guest="a" * 64)
    freeze()
    assert in_order(first.story_id, "recommended") == [second.pk, first.pk]
    take_back(second, guest="a" * 64)
    freeze(None)
    assert in_order(first.story_id, "recommended") == [first.pk, second.pk]


def test_recommendations_of_long_ago_are_not_looked_at_again(make_comment: Make) -> None:
    comment = make_comment()
    freeze()
    recommend(comment, guest="a" * 64)
    assert freeze(seconds=-60) == set()
    assert freeze() == {comment.story_id}


def test_a_second_run_changes_nothing(make_comment: Make) -> None:
    make_comment()
    freeze()
    assert freeze() == set()


def test_what_came_since_stands_last_until_the_next_run(client: Client, make_comment: Make) -> None:
    first = make_comment(body="The quiet one.")
    freeze()
    fresh = make_comment(article=first.article, body="The lively one.")
    make_comment(parent=fresh)
    assert ranks()[fresh.pk] == UNRANKED
    url = address("discussion", first.article) + "?order=discussed"
    words = text_of(client.get(url))
    assert words.index("The quiet one.") < words.index("The lively one.")
    freeze()
    words = text_of(client.get(url))
    assert words.index("The lively one.") < words.index("The quiet one.")


def test_stories_in_which_nothing_moved_are_left_to_the_nightly_run(make_comment: Make) -> None:
    comment = make_comment()
    assert freeze(seconds=-60) == set()  # nothing was decided after a minute from now
    assert ranks() == {comment.pk: UNRANKED}
    freeze_all_ranks(timestamp=0)
    assert ranks() == {comment.pk: UNRANKED - 1}


def test_the_worker_finds_the_jobs_and_their_hours() -> None:
    assert {FREEZE, FREEZE_ALL} <= set(app.tasks)
    hours = {name: task.cron for (name, _id), task in app.periodic_registry.periodic_tasks.items()}
    assert hours[FREEZE] == "*/5 * * * *"
    assert hours[FREEZE_ALL] == "20 3 * * *"


def test_more_roots_than_a_batch_holds_are_all_ranked(make_article: Make) -> None:
    article = make_article()
    add_roots([article.pk], BATCH + 1)
    assert freeze(None) == {article.story_id}
    assert UNRANKED not in ranks().values()


@pytest.mark.django_db(transaction=True)
def test_ranks_wait_for_a_moderator_without_holding_a_comment(make_comment: Make) -> None:
    """Else the moderator, who writes to the comments above an answer too, could wait for them."""
    first = make_comment()
    second = make_comment(article=first.article)
    answer = make_comment(parent=second, status=Status.HELD)
    with uncommitted(lambda: decide([answer], Move.APPROVE, by=None)) as commit:
        run = InThread(freeze)
        assert run.is_blocked()
        with transaction.atomic():
            Comment.objects.select_for_update(no_key=True, nowait=True).get(pk=first.pk)
        commit()
        assert run.result() == {first.story_id}
    freeze()
    assert in_order(first.story_id) == [second.pk, first.pk]

"""The order "most discussed", frozen by a periodic job."""

import pytest
from django.test import Client
from procrastinate.contrib.django import app

from comments.models import Comment
from comments.models.comments import UNRANKED
from comments.ranks import freeze
from comments.tasks import FREEZE, FREEZE_ALL, freeze_all_ranks
from tests.comments.reading import address, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db


def ranks() -> dict[int, int]:
    roots = Comment.objects.filter(parent=None)
    return dict(roots.values_list("pk", "discussed_rank"))


def test_roots_with_most_answers_come_first_and_older_ones_before_younger(
    make_comment: Make,
) -> None:
    quiet = make_comment()
    lively, livelier, later = (make_comment(article=quiet.article) for _ in range(3))
    make_comment(parent=lively)
    make_comment(parent=make_comment(parent=livelier))
    assert freeze() == 4
    assert ranks() == {livelier.pk: 1, lively.pk: 2, quiet.pk: 3, later.pk: 4}


def test_each_story_has_ranks_of_its_own(make_comment: Make) -> None:
    one, other = make_comment(), make_comment()
    freeze()
    assert ranks() == {one.pk: 1, other.pk: 1}


def test_a_second_run_changes_nothing(make_comment: Make) -> None:
    make_comment()
    freeze()
    assert freeze() == 0


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
    assert freeze(seconds=-60) == 0  # nothing was decided after a minute from now
    freeze_all_ranks(timestamp=0)
    assert ranks() == {comment.pk: 1}


def test_the_worker_finds_the_jobs_and_their_hours() -> None:
    assert {FREEZE, FREEZE_ALL} <= set(app.tasks)
    hours = {name: task.cron for (name, _id), task in app.periodic_registry.periodic_tasks.items()}
    assert hours[FREEZE] == "*/5 * * * *"
    assert hours[FREEZE_ALL] == "20 3 * * *"

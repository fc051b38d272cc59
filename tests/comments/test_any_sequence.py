"""Whatever people do, in any order: records, counts and pages agree."""

import re
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from articles.models import Article
from comments.desk import recount as queues
from comments.erasing import GONE
from comments.models import Case, Comment, Move, Status, Translation
from comments.models.comments import COUNTED
from comments.recount import drifts
from tests.comments.reading import address
from tests.comments.test_moderation_races import recount, written
from tests.comments.town import ANSWERS, Town, few, taken_back

OFTEN = ["posts", "posts", "replies", "replies", "decides", "decides", "takes_back", "edits"]
ACTS = [name for name, act in vars(Town).items() if name[0] != "_" and callable(act)]
ACTS = [name for name in ACTS if name not in {"text", "writer", "comment", "keep"}]
BEGINNING = [("posts", 0, 1), ("posts", 1, 2), ("posts", 2, 1), ("replies", 1, 0)]
STEPS = st.lists(
    st.tuples(st.sampled_from(OFTEN + ACTS), st.integers(0, 59), st.integers(0, 59)),
    min_size=8,
    max_size=22,
).map(lambda steps: [*BEGINNING, *steps])


@few
@given(steps=STEPS)
@example(
    steps=[
        ("posts", 2, 1),
        ("decides", 0, 1),
        ("decides", 0, 4),
        ("replies", 1, 0),
        ("takes_back", 0, 1),
    ]
).via("rejected, restored, answered, and the restoring undone")
def test_any_acts_of_any_people_leave_records_and_counts_that_agree(
    steps: list[tuple[str, int, int]], town: Town
) -> None:
    town.acts, town.bulk, town.said = [], [], 0
    with taken_back():
        for step in steps:
            do(town, step)
            assert [*drifts(), *queues.drifts()] == [], step
            records_agree(step)
        for article in town.articles:
            page_agrees(Article.objects.get(pk=article.pk))  # which may have moved


def do(town: Town, step: tuple[str, int, int]) -> None:
    """Do one step as a request does: what is refused leaves nothing."""
    name, one, other = step
    act: Callable[[int, int], None] = getattr(town, name)
    try:
        with transaction.atomic():
            act(one, other)
    except ANSWERS:
        pass


def records_agree(step: Any) -> None:
    """Check each comment's records, and the threads against an oracle of the tests' own."""
    comments = Comment.objects.prefetch_related("decisions", "screenings", "revisions", "cases")
    rows = {comment.pk: comment for comment in comments}
    for comment in rows.values():
        record_agrees(comment, step)
        above = rows.get(comment.parent_id or 0)
        if comment.shown and above:
            assert above.shown, (step, "it stands below one that does not")
    for story in {comment.story_id for comment in rows.values()}:
        assert written(story) == recount(story), step
    counted = Case.objects.annotate(number=Count("reports"))
    assert [case for case in counted if case.number != case.report_count] == []
    assert not Translation.objects.exclude(comment__erased_at=None).exists()


def record_agrees(comment: Comment, step: Any) -> None:
    """Check that a comment is what its decisions, screenings, cases and texts say."""
    decisions = sorted(comment.decisions.all(), key=lambda row: row.pk)
    assert decisions[0].move == Move.POST
    chain = ["", *(row.status_after for row in decisions)]
    assert chain[:-1] == [row.status_before for row in decisions], step
    assert (chain[-1], decisions[-1].revision) == (comment.status, comment.revision), step
    texts = list(range(1, comment.revision + 1))
    assert sorted(row.revision for row in comment.screenings.all()) == texts, step
    assert sum(case.closed_at is None for case in comment.cases.all()) <= 1, step
    acts = {row.act for row in decisions}
    assert all(c.closing_act in acts for c in comment.cases.all() if c.closed_at), step
    if comment.erased_at:
        assert (comment.body, comment.guest_email, comment.address) == ("", "", ""), step
        assert comment.status in GONE, step
        assert not comment.revisions.all()
    else:
        assert [row.number for row in comment.revisions.all()] == texts[:-1], step
    if comment.status in COUNTED:
        assert comment.published_at, step
    if comment.status == Status.REJECTED:
        assert comment.published_at is None, (step, "readers have seen it: a tombstone stays")


def page_agrees(article: Article) -> None:
    """Check that a page shows the words of published comments, tombstones, and nothing else."""
    answer = Client().get(address("discussion", article))
    assert answer.status_code == 200
    page = answer.content.decode()
    found = re.findall(r'<article class="comment([^"]*)" id="comment-(\d+)"', page)
    standing = {int(pk): "is-tombstone" in kind for kind, pk in found}
    for comment in Comment.objects.on(article.story_id):
        if comment.parent_id is None:
            assert comment.shown == (comment.pk in standing)
        if comment.pk in standing:
            assert comment.shown
            assert standing[comment.pk] == (comment.status != Status.PUBLISHED)
        if comment.body and comment.status != Status.PUBLISHED:
            assert comment.body not in page

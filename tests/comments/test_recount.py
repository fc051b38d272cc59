"""Counts hold whatever happens at once, and `manage.py recount` says so, or mends them."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles import recount as votes
from articles.models import Article
from articles.voting import VoteRefused, vote
from comments import recount as comments
from comments.models import Comment, Discussion, Move, Status
from comments.moderation import allowed_moves, decide
from comments.posting import PostRefused, Writer
from comments.ranks import freeze
from comments.recommending import RecommendRefused, recommend, take_back
from comments.undoing import undo
from tests.comments.test_moderation_races import InThread, recount, uncommitted, written
from tests.comments.test_posting_races import LONG, answer
from tests.making import Make


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints."""
    capsys.readouterr()
    call_command("recount", *arguments)
    return capsys.readouterr().out


@pytest.fixture
def thread(make_comment: Make, make_rule: Make) -> dict[str, Comment]:
    """A comment in every state, named by it; `under_review` waits but was answered."""
    root = make_comment()
    made = {status: make_comment(parent=root, status=status) for status in Status.values}
    made |= {"root": root, "under_review": make_comment(parent=root)}
    made["above"] = make_comment(parent=made["under_review"])
    made["below"] = make_comment(parent=made["above"])
    decide([made["under_review"], made["above"]], Move.HOLD, by=None)
    return made


@pytest.mark.django_db
def test_a_conversation_that_moderation_has_written_is_right(
    thread: dict[str, Comment], capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "--check") == "All counts are right.\n"
    assert said(capsys) == "Counts mended: 0.\n"


WRONG = {
    "a comment too many": ("UPDATE comments_discussion SET comment_count = 9", 1),
    "a comment too few": ("UPDATE comments_discussion SET comment_count = 0", 1),
    "no discussion": ("DELETE FROM comments_discussion", 1),
    "a thread's size": ("UPDATE comments_comment SET thread_size = 7 WHERE parent_id IS NULL", 1),
    "a size on an answer": (
        "UPDATE comments_comment SET thread_size = 1 WHERE status = 'rejected'",
        1,
    ),
    "all hidden": ("UPDATE comments_comment SET shown = false", 6),
    "all shown": ("UPDATE comments_comment SET shown = true", 3),
    "yes votes": ("UPDATE articles_article SET likes = 3", 1),
    "no votes": ("UPDATE articles_article SET dislikes = 0", 1),
    "recommended too often": ("UPDATE comments_comment SET recommend_count = 2", 9),
    "recommended too seldom": ("DELETE FROM comments_recommendation", 1),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_count_is_said_once_and_mended(
    name: str, thread: dict[str, Comment], capsys: pytest.CaptureFixture[str]
) -> None:
    root = thread["root"]
    for reader, likes in enumerate([True, True, False]):
        vote(root.article, likes=likes, by=f"reader {reader}", address="")
    recommend(root, guest="a" * 64)
    before = written(root.story_id)
    sql, sentences = WRONG[name]
    with connection.cursor() as cursor:
        cursor.execute(sql)
    capsys.readouterr()
    with pytest.raises(CommandError, match=f"Counts that are wrong: {sentences}"):
        call_command("recount", "--check")
    assert len(capsys.readouterr().out.splitlines()) == sentences
    with pytest.raises(CommandError):  # it has changed nothing
        call_command("recount", "--check")
    assert said(capsys).endswith(f"Counts mended: {sentences}.\n")
    assert said(capsys, "--check") == "All counts are right.\n"
    assert written(root.story_id) == recount(root.story_id) == before
    counts = Article.objects.values_list("likes", "dislikes").get(pk=root.article_id)
    assert counts == (2, 1)


@pytest.mark.django_db
def test_a_drift_is_told_in_a_sentence(
    make_comment: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).update(shown=False, thread_size=2)
    Discussion.objects.update(comment_count=4)
    named = f"comment {comment.pk} of story {comment.story_id}"
    assert said(capsys).splitlines() == [
        f"Comments counted under story {comment.story_id}: 4. There are 1.",
        f"The thread hides {named}, which is wrong.",
        f"Answers counted below {named}: 2. There are 0.",
        "Counts mended: 3.",
    ]


@pytest.mark.django_db(transaction=True)
def test_what_is_being_decided_is_no_drift(make_comment: Make) -> None:
    held = make_comment(status=Status.HELD)
    with uncommitted(lambda: decide([held], Move.APPROVE, by=None)) as commit:
        assert comments.drifts() == []
        commit()
    assert comments.drifts() == []


@pytest.mark.django_db(transaction=True)
def test_mending_waits_for_a_moderator_and_then_looks_again(make_comment: Make) -> None:
    """Else it would write a count that was right before the decision."""
    held = make_comment(status=Status.HELD)
    Discussion.objects.update(comment_count=4)
    with uncommitted(lambda: decide([held], Move.APPROVE, by=None)) as commit:
        mending = InThread(lambda: list(comments.mend()))
        assert mending.is_blocked()
        commit()
        assert [wrong.comments for wrong in mending.result()] == [1]
    assert Discussion.objects.get().comment_count == 1


@pytest.mark.django_db(transaction=True)
def test_mending_waits_for_a_recommendation_and_then_looks_again(make_comment: Make) -> None:
    comment = make_comment()
    Comment.objects.update(recommend_count=4)
    with uncommitted(lambda: recommend(comment, guest="a" * 64)) as commit:
        mending = InThread(lambda: list(comments.mend()))
        assert mending.is_blocked()
        commit()
        assert [wrong.people for wrong in mending.result()] == [1]
    comment.refresh_from_db()
    assert comment.recommend_count == 1


@pytest.mark.django_db(transaction=True)
def test_mending_waits_for_a_vote_and_then_looks_again(make_article: Make) -> None:
    article = make_article()
    Article.objects.update(likes=4)
    with uncommitted(lambda: vote(article, likes=True, by="a", address="")) as commit:
        mending = InThread(lambda: list(votes.mend()))
        assert mending.is_blocked()
        commit()
        assert [wrong.yes for wrong in mending.result()] == [1]
    assert Article.objects.get().likes == 1


# --- A storm ---


class Storm:
    """People who do everything at once, each on a connection of their own.

    Nobody decides about the first story's first comment, so that the talk never dies.
    """

    def __init__(self, stories: list[Comment], staff: list[Any], rule: Any) -> None:
        self.roots, self.staff, self.rule = stories, staff, rule
        self.ended = threading.Event()

    def talk(self, number: int) -> None:
        """Answer whatever can be read, as a guest or as one of the newsroom."""
        chance = random.Random(number)
        for turn in range(8):
            guest = f"r{number}.{turn}@example.org"
            by = Writer(guest_name="R", guest_email=guest, address=guest)
            if number % 2:
                by = Writer(author=self.staff[number])
            try:
                answer(chance.choice(self._answerable()), by)
            except PostRefused:
                continue  # it went meanwhile, or the same was said before

    def moderate(self, number: int) -> None:
        """Decide about some comments of every story together; take some of it back."""
        chance = random.Random(number)
        acts = []
        for _turn in range(12):
            found = [each for each in self._comments() if each.pk != self.roots[0].pk]
            chosen = chance.sample(found, min(5, len(found)))
            moves = allowed_moves(chosen[0])
            move = chance.choice([*moves, Move.DELETE, Move.APPROVE])
            by = self.staff[number]
            acts.append(decide(chosen, move, by=by, rule=self.rule).act)
            if chance.random() < 0.4:
                acts.append(undo(chance.choice(acts), by=by).act)

    def vote(self, number: int) -> None:
        """Change one's mind about every article again and again."""
        chance = random.Random(number)
        for _turn in range(12):
            article = chance.choice(self.roots).article
            try:
                vote(article, likes=chance.random() < 0.5, by=f"v{number % 2}", address="")
            except VoteRefused:
                continue

    def recommend(self, number: int) -> None:
        """Recommend whatever can be read, and think better of some of it."""
        chance = random.Random(number)
        for _turn in range(16):
            comment, guest = chance.choice(self._comments()), f"{number % 2}" * 64
            try:
                chance.choice([recommend, recommend, take_back])(comment, guest=guest)
            except RecommendRefused:
                continue

    def look_after(self, work: Callable[[], Any]) -> list[Any]:
        """Do the house's own work until the others are done; return what it gave."""
        given = []
        while not self.ended.is_set():
            given.append(work())
        return given

    def _answerable(self) -> list[Comment]:
        return [each for each in self._comments() if each.shown and each.status == Status.PUBLISHED]

    def _comments(self) -> list[Comment]:
        stories = [root.story_id for root in self.roots]
        return list(Comment.objects.filter(story_id__in=stories).select_related("article"))


@pytest.mark.django_db(transaction=True)
def test_after_a_storm_nothing_has_drifted(
    make_comment: Make, make_user: Make, make_rule: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """Posting, moderation, undo and votes at once, while ranks freeze and counts are mended."""
    roots = [make_comment() for _ in range(3)]
    for root in roots:
        make_comment(parent=make_comment(parent=root), status=Status.HELD)
    storm = Storm(roots, [make_user("Moderators") for _ in range(8)], make_rule())
    house = [
        InThread(lambda: storm.look_after(comments.drifts)),
        InThread(lambda: storm.look_after(votes.drifts)),
        InThread(lambda: storm.look_after(lambda: [*comments.mend(), *votes.mend()])),
        InThread(lambda: storm.look_after(lambda: freeze(None) and [])),
    ]
    people = [InThread(lambda n=n: storm.talk(n)) for n in range(8)]
    people += [InThread(lambda n=n: storm.moderate(n)) for n in range(4)]
    people += [InThread(lambda n=n: storm.vote(n)) for n in range(4)]
    people += [InThread(lambda n=n: storm.recommend(n)) for n in range(4)]
    try:
        for thread in people:
            thread.result(LONG)
    finally:
        storm.ended.set()
    found = [wrong for thread in house for given in thread.result(LONG) for wrong in given or []]
    assert found == [], "even in the midst of it the counts were right"
    assert said(capsys, "--check") == "All counts are right.\n"
    for root in roots:
        assert written(root.story_id) == recount(root.story_id)
    assert Comment.objects.count() > 20

"""What a comment and a decision cost PostgreSQL: few statements, and no row touched needlessly."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from comments.models import Comment, Discussion, Move, Status
from comments.moderation import decide
from comments.posting import Writer, post
from comments.prepared import name_of
from comments.screening import Draft, Query, Verdict, asks, questions_of_all
from comments.settling import STATES
from comments.undoing import undo
from tests.comments.reading import send, text_of, token_in
from tests.making import Make

pytestmark = pytest.mark.django_db
GUEST = Writer(guest_name="Odile", guest_email="odile@example.org", address="one")


def say(article: Any, body: str = "Text.", **how: Any) -> Comment:
    return post(article, body, **{"by": GUEST, "submission": uuid.uuid4(), **how})


def statements(work: Any) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        work()
    ours_alone = ("SAVEPOINT", "RELEASE SAVEPOINT", "PREPARE")  # or a connection's first time
    sent = [query["sql"] for query in asked.captured_queries]
    return [sql for sql in sent if not sql.startswith(ours_alone)]


def versions(article: Any) -> list[tuple]:
    """Which transactions wrote the discussion and the comments that are there now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'd', id, xmin::text FROM comments_discussion WHERE story_id = %s UNION ALL "
            "SELECT 'c', id, xmin::text || ctid::text FROM comments_comment WHERE story_id = %s",
            [article.story_id, article.story_id],
        )
        return sorted(cursor.fetchall())


def test_a_comment_is_taken_in_two_messages_and_an_answer_in_three(
    make_comment: Make, make_article: Make
) -> None:
    article, root = make_article(), make_comment()
    Discussion.objects.of(article.story_id)
    assert len(statements(lambda: say(article))) == 2
    other = root.article
    assert len(statements(lambda: say(other, parent=root))) == 3


def test_a_comment_that_waits_touches_nothing_that_readers_see(make_comment: Make) -> None:
    """A purge of readers' pages follows from what is written, so a waiting comment writes less."""
    root = make_comment()
    parent = make_comment(parent=root)
    before = versions(root.article)
    assert say(root.article, parent=parent).status == Status.HELD
    assert set(before) < set(versions(root.article))


def test_a_published_comment_is_written_once(make_user: Make, make_comment: Make) -> None:
    root = make_comment()
    by = Writer(author=make_user("Editors"))
    asked = statements(lambda: say(root.article, by=by, parent=root))
    written = ";".join(asked)
    assert "kept_insert_comments_comment" in written
    assert "UPDATE comments_comment AS comment" not in written
    assert name_of(STATES) not in written
    root.refresh_from_db()
    assert root.thread_size == 1
    assert Discussion.objects.get(story=root.story_id).comment_count == 2


@pytest.mark.parametrize("move", [Move.APPROVE, Move.REJECT])
def test_a_decision_about_many_asks_as_often_as_one_about_one(
    move: Move, make_comment: Make, make_article: Make, make_rule: Make, make_user: Make
) -> None:
    moderator, rule = make_user("Moderators"), make_rule()

    def asked(number: int) -> tuple[int, int]:
        article = make_article()
        root = make_comment(article)
        held = [make_comment(parent=root, status=Status.HELD) for _ in range(number)]
        acts: list[Any] = []
        deciding = statements(lambda: acts.append(decide(held, move, by=moderator, rule=rule).act))
        return len(deciding), len(statements(lambda: undo(acts[0], by=moderator)))

    assert asked(2) == asked(9)


# --- Questions of screening ----------------------------------------------------------------------


def comments_so_far(draft: Draft) -> Query:
    return "SELECT count(*) FROM comments_comment WHERE story_id = %s", [draft.article.story_id]


def only_to_others(draft: Draft) -> Query | None:
    return None if draft.guest_name == "Odile" else ("SELECT 1", [])


@asks(comments_so_far, only_to_others)
def one_is_enough(draft: Draft) -> Verdict | None:
    assert draft.ask(only_to_others) is None
    return Verdict("hold", "It waits.", f"{draft.ask(comments_so_far)} before it.")


def one_is_enough_unannounced(draft: Draft) -> Verdict | None:
    return Verdict("hold", "It waits.", f"{draft.ask(comments_so_far)} before it.")


@pytest.mark.parametrize(
    ("phase", "messages"), [("one_is_enough", 2), ("one_is_enough_unannounced", 3)]
)
def test_a_phase_that_says_what_it_asks_costs_no_message_of_its_own(
    phase: str, messages: int, make_comment: Make, settings: Settings
) -> None:
    article = make_comment().article
    settings.COMMENT_SCREENING = ["comments.phases.flood.flood", f"{__name__}.{phase}"]
    made: list[Comment] = []
    assert len(statements(lambda: made.append(say(article)))) == messages
    assert made[0].decisions.get().note == "1 before it."


def test_a_question_of_several_phases_is_put_once(settings: Settings) -> None:
    settings.COMMENT_SCREENING = [f"{__name__}.one_is_enough"] * 2
    assert questions_of_all() == [comments_so_far, only_to_others]


# --- What a form is about ------------------------------------------------------------------------


def test_a_refused_answer_shows_what_it_answers_as_a_whole(
    client: Client, make_comment: Make, settings: Settings
) -> None:
    settings.COMMENT_MINIMUM_SECONDS = 0
    root = make_comment(body="What was said before.")
    refused = send(client, root.article, to=root, body=" ")
    assert refused.status_code == 422
    assert "What was said before." in text_of(refused)
    assert root.guest_name in text_of(refused)
    assert token_in(refused)


def test_a_comment_and_its_answer_that_go_in_one_act_both_leave_the_thread(
    make_comment: Make,
) -> None:
    """What stands below is read as the act leaves it, not as the database still has it."""
    root = make_comment()
    parent = make_comment(parent=root)
    answer = make_comment(parent=parent)
    decide([parent, answer], Move.DELETE, by=None)
    assert set(Comment.objects.shown()) == {root}
    root.refresh_from_db()
    assert root.thread_size == 0

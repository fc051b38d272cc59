"""Who is told of a comment and of a decision, in the transaction that makes it so."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from articles.models import Author
from comments.following import follow, unfollow
from comments.models import Comment, Ignored, Move, Notice, Status, Subscription
from comments.moderation import decide
from comments.posting import Writer, add, post
from comments.screening import Draft, Verdict
from comments.undoing import undo
from tests.comments.reading import send
from tests.comments.test_statements import GUEST, say, statements
from tests.making import Make

pytestmark = pytest.mark.django_db


def told(comment: Comment, *kinds: str) -> list[tuple[str, int | None, int | None]]:
    """Kind, account and guest's comment of each notice about a comment."""
    found = Notice.objects.filter(comment=comment).order_by("pk")
    rows = found.values_list("kind", "user_id", "own_comment_id")
    return [row for row in rows if not kinds or row[0] in kinds]


def test_an_answer_is_told_to_the_account_that_it_answers(
    make_user: Make, make_comment: Make
) -> None:
    asked, answers = make_user(), make_user()
    root = make_comment(author=asked)
    answer = make_comment(parent=root, author=answers)
    assert told(answer) == [("answer", asked.pk, None)]
    assert told(root) == []


def test_a_guest_is_told_of_answers_only_where_they_asked(make_comment: Make) -> None:
    root = make_comment()
    assert told(make_comment(parent=root), "answer") == []
    follow(root.story_id, comment=root)
    follow(root.story_id, comment=root)
    assert told(make_comment(parent=root), "answer") == [("answer", None, root.pk)]
    assert unfollow(root.story_id, comment=root)
    assert not unfollow(root.story_id, comment=root)
    assert told(make_comment(parent=root), "answer") == []


def test_nobody_is_told_of_their_own_words(make_user: Make, make_comment: Make) -> None:
    person = make_user()
    root = make_comment(author=person)
    follow(root.story_id, user=person)
    assert told(make_comment(parent=root, author=person)) == []
    guests = make_comment(root.article, guest_email="odile@example.org")
    follow(root.story_id, comment=guests)
    own = make_comment(parent=guests, guest_email="odile@example.org")
    assert told(own, "answer") == []


def test_a_person_is_told_once_by_what_is_nearest(
    make_user: Make, make_comment: Make, make_article: Make
) -> None:
    writer, reader = make_user("Reporters"), make_user()
    author = Author.objects.create(name="Zand", slug="zand", user=writer)
    article = make_article(authors=[author])
    root = make_comment(article, author=writer)
    for person in (writer, reader):
        follow(article.story_id, user=person)
    answer = make_comment(parent=root)
    assert set(told(answer, "answer", "article", "story")) == {
        ("answer", writer.pk, None),
        ("story", reader.pk, None),
    }
    other = make_comment(article)
    assert set(told(other, "answer", "article", "story")) == {
        ("article", writer.pk, None),
        ("story", reader.pk, None),
    }


def test_who_ignores_somebody_is_not_told_of_them(make_user: Make, make_comment: Make) -> None:
    reader, bore = make_user(), make_user()
    root = make_comment(author=reader)
    of_account = make_comment(root.article, author=bore)
    of_guest = make_comment(root.article, guest_email="bore@example.org")
    for comment in (of_account, of_guest):
        Ignored.objects.create(user=reader, comment=comment)
    assert told(make_comment(parent=root, author=bore)) == []
    assert told(make_comment(parent=root, guest_email="bore@example.org"), "answer") == []
    assert told(make_comment(parent=root), "answer") == [("answer", reader.pk, None)]


def test_a_comment_that_waits_is_told_when_it_is_approved_and_once(
    make_user: Make, make_comment: Make, moderator: Any
) -> None:
    reader = make_user()
    root = make_comment(author=reader)
    answer = make_comment(parent=root, status=Status.HELD)
    assert told(answer, "answer") == []
    act = decide([answer], Move.APPROVE, by=moderator).act
    undo(act, by=moderator)
    decide([answer], Move.APPROVE, by=moderator)
    decide([answer], Move.HOLD, by=moderator)
    decide([answer], Move.APPROVE, by=moderator)
    assert told(answer, "answer") == [("answer", reader.pk, None)]


def test_a_guest_is_told_that_the_comment_has_arrived(client: Client, make_article: Make) -> None:
    comment = say(make_article())
    assert told(comment) == [("received", None, comment.pk)]


def test_a_decision_of_somebody_else_is_told_ten_minutes_later(
    make_user: Make, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    author = make_user()
    comment = make_comment(author=author, status=Status.HELD)
    decide([comment], Move.APPROVE, by=moderator)
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    notices = Notice.objects.filter(comment=comment).select_related("decision")
    assert [notice.decision.move for notice in notices.order_by("pk")] == ["approve", "remove"]
    for notice in notices:
        assert notice.user == author
        assert notice.due_at - notice.made_at == timedelta(minutes=10)


def test_ones_own_moves_are_not_told(make_user: Make, make_comment: Make, make_rule: Make) -> None:
    staff = make_user("Moderators")
    comment = make_comment(author=staff)
    decide([comment], Move.REMOVE, by=staff, rule=make_rule())
    decide([comment], Move.DELETE, by=None)
    guests = make_comment()
    decide([guests], Move.DELETE, by=None)
    assert not Notice.objects.exclude(kind="received").exists()


def test_what_was_imported_is_news_to_nobody(make_user: Make, make_comment: Make) -> None:
    reader = make_user()
    root = make_comment(author=reader)
    draft = Draft(
        root.article, root, None, "Odile", "odile@example.org", "Old.", "", "", root.submitted_at
    )
    for origin in ("disqus", "demo"):
        assert told(add(draft, None, uuid.uuid4(), origin=origin)) == []


def test_a_held_comment_of_an_account_writes_no_notice(
    make_user: Make, make_article: Make, settings: Settings
) -> None:
    settings.COMMENT_SCREENING = ["tests.comments.test_notices.everybody_waits"]
    article, by = make_article(), Writer(author=make_user())
    follow(article.story_id, user=make_user())
    written = statements(lambda: post(article, "Text.", by=by, submission=uuid.uuid4()))
    assert "comments_notice" not in ";".join(written)


def everybody_waits(draft: Draft) -> Verdict:
    return Verdict("hold", "", "Everybody waits.", "everybody_waits")


def test_telling_costs_posting_no_message_however_many_follow(
    make_user: Make, make_comment: Make
) -> None:
    by = Writer(author=make_user("Editors"))
    root = make_comment()

    def asked(followers: int) -> int:
        for _ in range(followers):
            follow(root.story_id, user=make_user())
        return len(statements(lambda: say(root.article, f"{followers}", by=by, parent=root)))

    asked(0)  # reads the groups of the account, once
    assert asked(1) == asked(20)
    assert Notice.objects.filter(kind="story").count() == 1 + 21


def test_a_guest_asks_for_answers_with_the_comment(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.COMMENT_MINIMUM_SECONDS = 0
    article = make_article()
    send(client, article)
    assert not Subscription.objects.exists()
    send(client, article, body="Another.", answers="on")
    assert Subscription.objects.get().comment == Comment.objects.latest("pk")


def test_only_a_guest_asks_so(make_user: Make, make_article: Make) -> None:
    article = make_article()
    assert len(statements(lambda: say(article, by=Writer(**vars(GUEST) | {"answers": True})))) > 2
    say(article, by=Writer(author=make_user(), answers=True))
    assert Subscription.objects.get().user is None

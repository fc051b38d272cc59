"""Comments that a page memory keeps finished follow all that they show, at once."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article, Author, Byline
from comments import discussion, finished
from comments.models import Comment, CommentRevision, Move, RuleText
from comments.moderation import decide
from comments.recommending import recommend
from comments.undoing import undo
from portal.models import User
from tests.comments.own_words import change as change_words
from tests.making import Make
from tests.portal.page_memory.conftest import Worker
from tests.portal.page_memory.newspaper import ARTICLE, TALK, change


def test_a_removal_and_its_undoing_are_seen_at_once(worker: Worker, newspaper: Any) -> None:
    comment = newspaper.talk_here
    assert comment.body.encode() in worker.get(ARTICLE).body
    act = decide([comment], Move.REMOVE, by=None, rule=newspaper.rule).act
    page = worker.get(ARTICLE).body
    assert comment.body.encode() not in page
    assert b"Comment removed for violating the comments policy" in page
    undo(act, by=None)  # type: ignore[arg-type]
    assert comment.body.encode() in worker.get(ARTICLE).body


def test_somebody_speaks_and_the_frame_of_the_discussion_stays(
    worker: Worker, newspaper: Any, make_comment: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is rendered once, though the number of comments stands in it twice."""
    rendered: list[str] = []

    def noting(template: str, *given: Any) -> str:
        rendered.append(template)
        return render_to_string(template, *given)

    monkeypatch.setattr(discussion, "render_to_string", noting)
    for number in range(3, 6):  # of one, the page has no choice of an order yet
        make_comment(newspaper.here)
        page = worker.get(ARTICLE).body.decode()
        assert f'id="comments-heading">{number} comments</h2>' in page
        assert f'data-count="{number}"' in page
    assert rendered.count("comments/_discussion.html") == 1


def test_a_thread_is_kept_once_however_much_is_said_in_it(
    worker: Worker, newspaper: Any, make_comment: Make
) -> None:
    root = make_comment(newspaper.here)
    worker.get(ARTICLE)
    kept = threads_kept(worker)
    for number in range(3):
        make_comment(parent=root, body=f"Answer {number}.")
        assert f"Answer {number}." in worker.get(ARTICLE).body.decode()
        assert threads_kept(worker) == kept


def threads_kept(worker: Worker) -> int:
    return sum(key[0] == "thread" for key in worker.memory._entries)


def test_finished_comments_follow_what_they_show(
    worker: Worker, newspaper: Any, make_comment: Make, make_user: Make
) -> None:
    """Names, words, what is answered and the rule's title, each without a new revision."""
    writer = make_user("Moderators", display_name="Dana Ruiz")
    root = make_comment(newspaper.here, author=writer, guest_name="")
    answer = make_comment(parent=root, body="Old words.")
    removed = make_comment(newspaper.here)
    decide([removed], Move.REMOVE, by=None, rule=newspaper.rule)
    page = worker.get(ARTICLE).body.decode()
    assert page.count("Dana Ruiz") >= 2
    assert "Old words." in page
    assert "rule 9, insults" in page
    type(writer).objects.filter(pk=writer.pk).update(display_name="Dana Okoye")
    Comment.objects.filter(pk=answer.pk).update(body="New words.")
    RuleText.objects.update(title="Slander")
    page = worker.get(ARTICLE).body.decode()
    assert "Dana Ruiz" not in page
    assert page.count("Dana Okoye") >= 2
    assert "New words." in page
    assert "rule 9, slander" in page
    decide([root], Move.HOLD, by=None)
    page = worker.get(ARTICLE).body.decode()
    assert "in reply to a comment that is not shown" in page
    assert "This comment is under review." in page


def test_an_edit_is_seen_at_once_with_what_it_changed(
    worker: Worker, newspaper: Any, make_comment: Make, make_user: Make
) -> None:
    """On the page, and on the page of changes, which ends when the comment or its answers go."""
    comment = make_comment(
        newspaper.here,
        author=make_user(),
        guest_name="",
        body="Old words.",
        submitted_at=timezone.now(),
    )
    changes = f"{TALK}{comment.pk}/changes/"
    assert "Old words." in worker.get(ARTICLE).body.decode()
    change_words(comment, "New words.")
    page = worker.get(ARTICLE).body.decode()
    assert "New words." in page
    assert "comment-edited" in page
    assert changes not in page
    answer = make_comment(parent=comment)
    assert changes in worker.get(ARTICLE).body.decode()
    assert worker.get(changes).status == 200
    assert worker.is_kept(changes)
    change_words(comment, "Newest words.")
    assert "Newest" in worker.get(changes).body.decode()
    decide([answer], Move.HOLD, by=None)
    assert worker.get(changes).status == 404
    assert changes not in worker.get(ARTICLE).body.decode()
    decide([answer], Move.APPROVE, by=None)
    assert worker.get(changes).status == 200
    CommentRevision.objects.filter(comment=comment).delete()
    assert worker.get(changes).status == 404
    assert changes not in worker.get(ARTICLE).body.decode()


def test_a_badge_follows_the_bylines_of_the_story(worker: Worker, newspaper: Any) -> None:
    """Finished comments hear of a byline, of an edition that comes out, and of an account."""

    def has_badge() -> bool:
        return ">Author<" in worker.get(ARTICLE).body.decode()

    assert not has_badge()
    writer = Author.objects.create(
        name="Dana", slug="dana", user=User.objects.get(pk=newspaper.talk_signed.author_id)
    )
    byline = Byline.objects.create(article=newspaper.here, author=writer, role="editor")
    assert has_badge()
    byline.delete()
    assert not has_badge()
    edition = Article.objects.create(
        story=newspaper.here.story, section=newspaper.here.section, language="ru", slug="most"
    )
    Byline.objects.create(article=edition, author=writer)
    assert not has_badge(), "a draft is nobody's business"
    now = timezone.now()
    change(edition, status="published", publish_at=now, first_published_at=now, headline="x")
    assert has_badge()
    Author.objects.filter(pk=writer.pk).update(user=None)
    assert not has_badge()


def test_a_finished_comment_follows_its_number_of_recommendations(
    worker: Worker, newspaper: Any
) -> None:
    worker.get(TALK)
    for guest in "ab":
        recommend(newspaper.talk_here, guest=guest * 64)
    worker.settle()
    worker.memory.purge(f"talk-{newspaper.here.story_id}")
    assert re.search(r"Recommend <span data-count>2</span>", worker.get(TALK).body.decode())


def test_what_is_decided_while_a_page_is_read_leaves_no_trace_of_before(
    worker: Worker, newspaper: Any, make_comment: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the rows and the words a held comment is approved; later it is held again."""
    comment = newspaper.talk_here
    make_comment(parent=comment)
    decide([comment], Move.HOLD, by=None)
    worker.settle()
    real = finished._words_of

    def approved_meanwhile(*of: Any) -> Any:
        decide([comment], Move.APPROVE, by=None)
        return real(*of)

    monkeypatch.setattr(finished, "_words_of", approved_meanwhile)
    worker.get(ARTICLE)
    monkeypatch.setattr(finished, "_words_of", real)
    assert comment.body.encode() in worker.get(ARTICLE).body
    decide([comment], Move.HOLD, by=None)
    page = worker.get(ARTICLE).body
    assert comment.body.encode() not in page
    assert b"This comment is under review." in page


def test_a_tombstone_follows_the_name_of_its_moderator(
    worker: Worker, newspaper: Any, make_comment: Make, make_user: Make, settings: Settings
) -> None:
    """Where the house names its moderators; this one has written nothing there."""
    settings.COMMENT_NAME_MODERATORS = True
    moderator = make_user("Moderators", display_name="Dana Ruiz")
    decide([make_comment(newspaper.here)], Move.REMOVE, by=moderator, rule=newspaper.rule)
    assert "Dana Ruiz" in worker.get(ARTICLE).body.decode()
    type(moderator).objects.filter(pk=moderator.pk).update(display_name="Dana Okoye")
    page = worker.get(ARTICLE).body.decode()
    assert "Dana Ruiz" not in page
    assert "Dana Okoye" in page

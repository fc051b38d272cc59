"""Comments, decisions and discussions in the admin: lists, histories, actions, no deletion."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.admin.comments import EXCERPT
from comments.desk.acts import AT_ONCE
from comments.models import Comment, Decision, Discussion, Move, Status
from comments.moderation import decide
from tests.making import Make

LIST = "/admin/comments/comment/"
Act = Callable[..., Any]


@pytest.fixture
def act(as_moderator: Client) -> Act:
    """Choose comments on the list and start an action."""

    def start(action: str, comments: list[Comment], **more: Any) -> Any:
        data = {"action": action, ACTION_CHECKBOX_NAME: [comment.pk for comment in comments]}
        return as_moderator.post(LIST, data | more, follow=True)

    return start


def state(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def rows(answer: Any) -> set[int]:
    return {row.pk for row in answer.context["cl"].result_list}


# --- The list -------------------------------------------------------------------------------------


def test_the_list_is_filtered_by_status_language_and_day(
    as_moderator: Client, make_comment: Make, make_article: Make
) -> None:
    held = make_comment(status=Status.HELD)
    russian = make_comment(make_article(language="ru"))
    old = make_comment(submitted_at=timezone.now() - timezone.timedelta(days=40))
    assert rows(as_moderator.get(LIST, {"status__exact": "held"})) == {held.pk}
    assert rows(as_moderator.get(LIST, {"language": "ru"})) == {russian.pk}
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    since = {"submitted_at__gte": today - timezone.timedelta(days=7)}
    assert rows(as_moderator.get(LIST, since)) == {held.pk, russian.pk}
    assert old.pk in rows(as_moderator.get(LIST))


@pytest.mark.parametrize("words", ["fountain", "Karimova", "anna@example.org"])
def test_the_list_is_searched_by_text_name_and_address(
    words: str, as_moderator: Client, make_comment: Make
) -> None:
    make_comment()
    wanted = make_comment(
        body="What of the fountain?", guest_name="Anna Karimova", guest_email="anna@example.org"
    )
    assert rows(as_moderator.get(LIST, {"q": words})) == {wanted.pk}


def test_the_list_shortens_texts(as_moderator: Client, make_comment: Make) -> None:
    make_comment(body="x" * 500)
    page = as_moderator.get(LIST).content.decode()
    assert f">{'x' * (EXCERPT - 1)}…<" in page
    assert "x" * EXCERPT not in page


@pytest.mark.parametrize("model", ["comment", "decision", "discussion"])
def test_a_list_asks_as_many_queries_whatever_stands_on_it(
    model: str, as_moderator: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_moderator.get(f"/admin/comments/{model}/").status_code == 200
        return len(captured)

    def make(number: int) -> None:
        for place in range(number):
            account = make_user("Moderators")
            comment = make_comment(author=account, guest_name="", guest_email="")
            rule = make_rule(f"{number}{place}", "A rule")
            decide([make_comment(parent=comment)], Move.REMOVE, by=account, rule=rule)

    make(2)
    few = queries()
    make(9)
    assert queries() == few
    assert few <= 15


# --- One comment ----------------------------------------------------------------------------------


def test_a_comment_s_page_shows_its_whole_history(
    as_moderator: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment = make_comment(status=Status.HELD, body="First line\n<b>second</b>")
    somebody = make_user("Moderators", display_name="Mira Sol")
    decide([comment], Move.APPROVE, by=somebody)
    decide([comment], Move.REMOVE, by=somebody, rule=make_rule(), note="He means the mayor.")
    page = as_moderator.get(f"{LIST}{comment.pk}/change/").content.decode()
    for words in ["posted", "approved", "removed", "3 (Personal attacks)", "He means the mayor."]:
        assert words in page
    assert page.count("Mira Sol") == 2
    assert "First line<br>&lt;b&gt;second&lt;/b&gt;" in page
    assert f"/admin/comments/comment/waiting/?comment={comment.pk}" in page


def test_a_comment_s_page_asks_as_many_queries_however_long_its_history(
    as_moderator: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment = make_comment()

    def queries(times: int) -> int:
        for number in range(times):
            by, rule = make_user("Moderators"), make_rule(f"{times}{number}", "A rule")
            decide([comment], Move.REMOVE, by=by, rule=rule)
            decide([comment], Move.RESTORE, by=by)
        with CaptureQueriesContext(connection) as captured:
            as_moderator.get(f"{LIST}{comment.pk}/change/")
        return len(captured)

    assert queries(1) == queries(5)


def test_nothing_about_a_comment_can_be_written_in_the_admin(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    """Not even by an administrator, and not by sending fields that no form shows."""
    client.force_login(make_user("Administrators"))
    comment = make_comment(status=Status.HELD)
    page = client.get(f"{LIST}{comment.pk}/change/").content.decode()
    assert not re.search(r'name="(status|body|_save|note)"', page)
    sent = {"status": "published", "body": "Rewritten.", "decisions-TOTAL_FORMS": "0"}
    assert client.post(f"{LIST}{comment.pk}/change/", sent).status_code == 403
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Status.HELD, comment.body)
    assert comment.decisions.count() == 1


# --- Nothing is deleted ---------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["comment", "decision", "discussion"])
def test_an_administrator_cannot_add_or_delete(
    model: str, client: Client, make_comment: Make, make_user: Make
) -> None:
    client.force_login(make_user("Administrators"))
    comment = make_comment()
    kind = {"comment": Comment, "decision": Decision, "discussion": Discussion}[model]
    pk = kind.objects.get().pk
    assert client.get(f"/admin/comments/{model}/add/").status_code == 403
    assert client.post(f"/admin/comments/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [pk], "post": "yes"}
    client.post(f"/admin/comments/{model}/", sent)
    assert kind.objects.filter(pk=pk).exists()
    assert Comment.objects.filter(pk=comment.pk).exists()
    assert "delete_selected" not in client.get(f"/admin/comments/{model}/").content.decode()


def test_an_article_with_comments_is_not_deleted_and_takes_none_along(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    client.force_login(make_user("Administrators"))
    comment = make_comment()
    address = f"/admin/articles/article/{comment.article_id}/delete/"
    client.post(address, {"post": "yes"})
    client.post(
        "/admin/articles/article/",
        {
            "action": "delete_selected",
            ACTION_CHECKBOX_NAME: [comment.article_id],
            "post": "yes",
        },
    )
    comment.refresh_from_db()
    assert comment.article.headline


# --- Actions on the list ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("approve", Status.HELD, Status.PUBLISHED),
        ("hold", Status.PUBLISHED, Status.HELD),
        ("restore", Status.REMOVED, Status.PUBLISHED),
    ],
)
def test_an_action_makes_its_move_and_reports_refusals(
    action: str,
    before: Status,
    after: Status,
    act: Act,
    make_comment: Make,
    moderator: Any,
) -> None:
    first, second = make_comment(status=before), make_comment(status=before)
    refused = make_comment(status=Status.DELETED, guest_name="Gone Reader")
    page = act(action, [first, second, refused]).content.decode()
    assert (state(first), state(second), state(refused)) == (after, after, Status.DELETED)
    assert first.decisions.order_by("-pk")[0].actor == moderator
    assert "2 comments" in page
    assert "Gone Reader" in page
    assert "A comment that is deleted by its author cannot be" in page


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("reject", Status.HELD, Status.REJECTED),
        ("remove", Status.PUBLISHED, Status.REMOVED),
    ],
)
def test_an_action_that_removes_first_asks_for_the_rule(
    action: str, before: Status, after: Status, act: Act, make_comment: Make, make_rule: Make
) -> None:
    make_rule("3", "Personal attacks")
    comments = [make_comment(status=before, body=f"Text {number}") for number in (1, 2)]
    page = act(action, comments).content.decode()
    assert {state(comment) for comment in comments} == {before}
    assert f'value="{action}:3"' in page
    assert "Personal attacks" in page
    assert "Text 1" in page
    chosen = {"comment": [f"{c.pk}.1" for c in comments], "note": "Both of them."}
    failed = act(action, comments, decision=f"{action}:77", **chosen).content.decode()
    assert "Choose a rule that is in force." in failed
    assert 'value="Both of them."' in failed
    page = act(action, comments, decision=f"{action}:3", **chosen).content.decode()
    assert {state(comment) for comment in comments} == {after}
    assert "under rule 3 (Personal attacks)" in page
    assert comments[0].decisions.order_by("-pk")[0].note == "Both of them."


def test_an_action_refuses_a_text_that_changed_while_the_rule_was_chosen(
    act: Act, make_comment: Make, make_rule: Make
) -> None:
    make_rule("3", "Personal attacks")
    comment = make_comment(status=Status.HELD)
    Comment.objects.filter(pk=comment.pk).update(body="Rewritten", revision=2)
    page = act("reject", [comment], decision="reject:3", comment=[f"{comment.pk}.1"])
    assert "The text was changed after you read it." in page.content.decode()
    assert state(comment) == Status.HELD


def test_an_action_on_all_of_a_great_many_is_refused(
    act: Act, make_comment: Make, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.admin.comments.AT_ONCE", 2)
    article = make_article()
    comments = [make_comment(article, status=Status.HELD) for _ in range(3)]
    page = act("approve", comments[:1], select_across="1").content.decode()
    assert "At most 2 comments can be decided about at once." in page
    assert {state(comment) for comment in comments} == {Status.HELD}
    assert AT_ONCE >= 30, "a page of the desk can be decided about at once"


# --- Discussions ----------------------------------------------------------------------------------


def test_a_discussion_is_closed_and_nothing_else_of_it_is_written(
    as_moderator: Client, make_comment: Make
) -> None:
    comment = make_comment()
    make_comment(comment.article, status=Status.HELD)
    discussion = Discussion.objects.get(story=comment.story_id)
    address = f"/admin/comments/discussion/{discussion.pk}/change/"
    page = as_moderator.get(address).content.decode()
    assert not re.search(r'name="(story|comment_count)"', page)
    assert comment.article.headline in page
    assert f'?story={comment.story_id}">1</a>' in page
    sent = {"closes_at_0": "", "closes_at_1": "", "comment_count": "99"}
    assert as_moderator.post(address, sent).status_code == 302
    discussion.refresh_from_db()
    assert (discussion.is_open, discussion.comment_count) == (False, 1)


def test_a_comment_approved_while_a_discussion_is_being_closed_stays_counted(
    as_moderator: Client, make_comment: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form writes only what it changed: the count that it read is old by then."""
    comment = make_comment(status=Status.HELD)
    discussion = Discussion.objects.get(story=comment.story_id)
    save = Discussion.save

    def approve_first(self: Discussion, *args: Any, **options: Any) -> None:
        decide([comment], Move.APPROVE, by=None)
        save(self, *args, **options)

    monkeypatch.setattr(Discussion, "save", approve_first)
    sent = {"closes_at_0": "2030-01-01", "closes_at_1": "12:00"}
    as_moderator.post(f"/admin/comments/discussion/{discussion.pk}/change/", sent)
    discussion.refresh_from_db()
    assert (discussion.is_open, discussion.comment_count) == (False, 1)

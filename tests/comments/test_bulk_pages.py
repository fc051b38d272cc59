"""Acts on many comments at the desk: what is chosen, asked once more, watched, stopped, undone."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import bulk
from comments.models import BulkAct, Comment, Move, Status
from comments.moderation import decide
from tests.making import Make

NEW = "/admin/comments/bulkact/new/"
State = BulkAct.State


@pytest.fixture
def held(make_comment: Make, make_article: Make) -> list[Comment]:
    article = make_article()
    return [make_comment(article, status=Status.HELD) for _ in range(4)]


def sent(page: Any, **changes: str) -> dict[str, str]:
    """What a browser would send: the page's hidden fields, and what is chosen."""
    form = page.content.decode().partition('class="many-form"')[2].partition("</form>")[0]
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = value[1] if value else ""
    return found | changes


def test_a_moderator_chooses_looks_once_more_and_begins(
    as_moderator: Client, held: list[Comment], make_rule: Make, moderator: Any
) -> None:
    make_rule()
    query = f"{NEW}?story={held[0].story_id}"
    page = as_moderator.get(query)
    text = page.content.decode()
    assert re.search(r"<strong>4</strong>\s*comments match", text)
    assert all(comment.body in text for comment in held)
    assert "Reject 4 comments" in text
    assert "Restore 4 comments" not in text
    assert "Remove 4 comments" not in text
    asked = as_moderator.post(query, sent(page, move="reject", rule="3", note="A wave"))
    assert not BulkAct.objects.exists()
    assert "Reject 4 comments</button>" in asked.content.decode()
    assert "3 · Personal attacks" in asked.content.decode()
    answer = as_moderator.post(query, sent(asked))
    act = BulkAct.objects.get()
    assert answer["Location"] == reverse("admin:comments_bulk_act", args=[act.pk])
    assert (act.by, act.total, act.query) == (moderator, 4, f"story={held[0].story_id}")
    assert act.rule
    assert (act.note, act.rule.code) == ("A wave", "3")


def test_what_is_filtered_is_what_is_chosen(
    as_moderator: Client, held: list[Comment], make_comment: Make
) -> None:
    spam = make_comment(status=Status.HELD, body="Cheap watches here")
    page = as_moderator.get(f"{NEW}?q=watches&after=7&choose_all=1")
    text = page.content.decode()
    assert re.search(r"<strong>1</strong>\s*comment matches", text)
    assert "watches" in text
    as_moderator.post(f"{NEW}?q=watches", sent(page, move="approve", sure="on"))
    act = BulkAct.objects.get()
    assert (act.total, act.query) == (1, "q=watches")
    assert act.items.get().comment_id == spam.pk


def test_what_came_after_the_page_is_not_in_the_act(
    as_moderator: Client, held: list[Comment], make_comment: Make
) -> None:
    page = as_moderator.get(NEW)
    make_comment(status=Status.HELD)
    as_moderator.post(NEW, sent(page, move="approve", sure="on"))
    assert BulkAct.objects.get().total == 4


def test_more_than_was_shown_is_looked_at_again(as_moderator: Client, held: list[Comment]) -> None:
    """Comments can come to match that are older than the newest that was shown."""
    decide([held[0]], Move.APPROVE, by=None)
    page = as_moderator.get(NEW)
    decide([held[0]], Move.HOLD, by=None)
    answer = as_moderator.post(NEW, sent(page, move="approve", sure="on"))
    assert answer.status_code == 409
    assert "More comments match by now" in answer.content.decode()
    assert not BulkAct.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "This field is required."),
        ({"move": "reject"}, "Choose a rule that is in force."),
        ({"move": "reject", "rule": "99"}, "Select a valid choice"),
        ({"move": "restore"}, "Select a valid choice"),
        ({"move": "approve", "note": "n" * 501}, "at most 500"),
    ],
)
def test_what_cannot_be_done_is_said(
    as_moderator: Client, held: list[Comment], make_rule: Make, changes: Any, said: str
) -> None:
    make_rule()
    answer = as_moderator.post(NEW, sent(as_moderator.get(NEW), sure="on", **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not BulkAct.objects.exists()


def test_too_many_are_not_offered(
    as_moderator: Client, held: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("comments.bulk", "comments.desk.bulk_choice"):
        monkeypatch.setattr(f"{module}.MOST", 3)
    text = as_moderator.get(NEW).content.decode()
    assert "At most 3 comments" in text
    assert 'class="many-form"' not in text


def test_nothing_that_matches_offers_no_decision(as_moderator: Client, db: None) -> None:
    text = as_moderator.get(NEW).content.decode()
    assert "No comment matches." in text
    assert 'class="many-form"' not in text


def test_progress_is_watched_without_scripts_and_with_one(
    as_moderator: Client, held: list[Comment], moderator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 3)
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    address = reverse("admin:comments_bulk_act", args=[act.pk])
    text = as_moderator.get(address).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text
    assert "0 of 4 decided." in text
    bulk.carry_out(act.pk, seconds=0)
    answer = as_moderator.get(address, headers={"Accept": "application/json"}).json()
    assert answer["goes_on"]
    assert "3 of 4 decided." in answer["html"]
    bulk.carry_out(act.pk)
    answer = as_moderator.get(address, headers={"Accept": "application/json"}).json()
    assert not answer["goes_on"]
    text = as_moderator.get(address).content.decode()
    assert "refresh" not in text
    assert "4 of 4 were decided." in text
    assert "Undo the whole act" in text


def test_an_act_is_stopped_goes_on_and_is_undone_by_its_buttons(
    as_moderator: Client, held: list[Comment], moderator: Any
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    address = reverse("admin:comments_bulk_act", args=[act.pk])
    for verb, state in (("stop", State.STOPPED), ("go-on", State.WAITING)):
        assert as_moderator.post(f"{address}{verb}/")["Location"] == address
        act.refresh_from_db()
        assert act.state == state
    bulk.carry_out(act.pk)
    answer = as_moderator.post(f"{address}stop/", follow=True)
    assert "This act has ended already." in answer.content.decode()
    answer = as_moderator.post(f"{address}undo/")
    back = BulkAct.objects.get(undoes=act)
    assert answer["Location"] == reverse("admin:comments_bulk_act", args=[back.pk])
    bulk.carry_out(back.pk)
    assert Comment.objects.waiting().count() == 4
    text = as_moderator.get(address).content.decode()
    assert "Undo the whole act" not in text
    assert "Undone" in text
    assert as_moderator.get(f"{address}undo/").status_code == 405


def test_what_was_left_as_it_is_stands_with_the_reason(
    as_moderator: Client, held: list[Comment], moderator: Any, make_rule: Make
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
    decide([held[1]], Move.REJECT, by=moderator, rule=make_rule())
    bulk.carry_out(act.pk)
    text = as_moderator.get(reverse("admin:comments_bulk_act", args=[act.pk])).content.decode()
    assert "1 was left as it is." in text
    assert "Something else was decided about this comment since." in text
    assert f"?comment={held[1].pk}" in text


def test_the_list_of_acts_asks_as_many_queries_however_long(
    as_moderator: Client, held: list[Comment], moderator: Any
) -> None:
    numbers = []
    for more in (1, 5):
        for _number in range(more):
            bulk.begin(Comment.objects.all(), Move.APPROVE, by=moderator)
        with CaptureQueriesContext(connection) as asked:
            text = as_moderator.get(reverse("admin:comments_bulk")).content.decode()
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
    assert text.count("Approve 4 comments") == 6


def test_choosing_asks_as_many_queries_however_many_match(
    as_moderator: Client, held: list[Comment], make_comment: Make
) -> None:
    numbers = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            as_moderator.get(NEW)
        numbers.append(len(asked))
        for _number in range(20):
            make_comment(status=Status.HELD)
    assert numbers[0] == numbers[1] <= 15

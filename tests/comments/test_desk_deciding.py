"""Deciding at the desk: with plain forms, and with what its script sends and gets."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.desk.acts import AT_ONCE
from comments.models import Comment, Decision, Discussion, Move, Status
from comments.moderation import decide
from tests.comments.test_desk import PAGE, shown_on
from tests.making import Make

DECIDE = PAGE + "decide/"
UNDO = PAGE + "undo/"
Sender = Callable[..., Any]


@pytest.fixture
def send(as_moderator: Client) -> Sender:
    """Press a button: comments, the decision, perhaps a note; with `json` as the script does."""

    def press(
        comments: list[Comment],
        decision: str,
        *,
        note: str = "",
        query: str = "",
        json: bool = False,
        client: Client = as_moderator,
    ) -> Any:
        data = {
            "comment": [f"{comment.pk}.{comment.revision}" for comment in comments],
            "decision": decision,
            "note": note,
        }
        headers = {"Accept": "application/json"} if json else {}
        return client.post(f"{DECIDE}?{query}" if query else DECIDE, data, headers=headers)

    return press


def state(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


# --- With plain forms ---------------------------------------------------------------------------


def test_approving_goes_back_to_the_page_and_says_what_was_done(
    send: Sender, make_comment: Make, as_moderator: Client, moderator: Any
) -> None:
    comment = make_comment(status=Status.HELD, guest_name="Anna Karimova")
    answer = send([comment], "approve", note="Fine.", query="q=comment")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?q=comment")
    assert state(comment) == Status.PUBLISHED
    decision = comment.decisions.order_by("-pk")[0]
    assert (decision.actor, decision.note) == (moderator, "Fine.")
    assert "You approved the comment by Anna Karimova." in as_moderator.get(PAGE).content.decode()


def test_rejecting_names_the_rule_by_its_number(
    send: Sender, make_comment: Make, make_rule: Make, as_moderator: Client
) -> None:
    rule = make_rule("4b", "Hatred")
    comment = make_comment(status=Status.HELD, guest_name="Anna Karimova")
    send([comment], "reject:4b")
    assert state(comment) == Status.REJECTED
    assert comment.decisions.order_by("-pk")[0].rule == rule
    page = as_moderator.get(PAGE).content.decode()
    assert "You rejected the comment by Anna Karimova under rule 4b (Hatred)." in page


def test_a_published_comment_has_remove_and_back_to_waiting_in_the_same_place(
    send: Sender, make_comment: Make, as_moderator: Client
) -> None:
    first, second = make_comment(), make_comment()
    page = as_moderator.get(PAGE, {"status": "published"}).content.decode()
    assert 'value="remove:3"' in page
    assert 'value="hold"' in page
    assert 'value="approve"' not in page
    send([first], "remove:3")
    send([second], "hold", note="Look again.")
    assert (state(first), state(second)) == (Status.REMOVED, Status.HELD)
    page = as_moderator.get(PAGE, {"status": "removed"}).content.decode()
    assert 'value="restore"' in page
    send([first], "restore")
    assert state(first) == Status.PUBLISHED


def test_what_readers_have_seen_is_offered_for_removal_not_for_rejection(
    make_comment: Make, moderator: Any, as_moderator: Client
) -> None:
    comment = make_comment()
    decide([comment], Move.HOLD, by=moderator)
    page = as_moderator.get(PAGE).content.decode()
    assert 'value="remove:3"' in page
    assert 'value="reject:3"' not in page


def test_many_at_once_are_one_act_with_one_undo(
    send: Sender, make_comment: Make, make_article: Make, as_moderator: Client
) -> None:
    article = make_article()
    held = [make_comment(article, status=Status.HELD) for _ in range(4)]
    send(held, "approve")
    assert {state(comment) for comment in held} == {Status.PUBLISHED}
    page = as_moderator.get(PAGE).content.decode()
    assert "You approved 4 comments." in page
    act = re.search(r'name="act" value="([^"]+)"', page)
    assert act
    answer = as_moderator.post(UNDO, {"act": act[1]}, follow=True).content.decode()
    assert {state(comment) for comment in held} == {Status.HELD}
    assert "Undone: 4 comments are as they were before." in answer
    assert UNDO not in answer


def test_all_on_the_page_can_be_chosen_without_a_script(
    as_moderator: Client, make_comment: Make
) -> None:
    make_comment(status=Status.HELD)
    make_comment(status=Status.HELD)
    assert as_moderator.get(PAGE).content.decode().count("data-desk-choose checked") == 0
    page = as_moderator.get(PAGE, {"choose_all": "1"}).content.decode()
    assert page.count("data-desk-choose checked") == 2


def test_what_was_refused_stands_first_with_its_reason_and_the_note(
    send: Sender, make_comment: Make, make_user: Make
) -> None:
    taken, free = make_comment(status=Status.HELD), make_comment(status=Status.HELD)
    decide([taken], Move.APPROVE, by=make_user("Moderators"))
    answer = send([taken, free], "reject:3", note="Both of them advertise.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert state(free) == Status.REJECTED
    assert shown_on(answer)[0] == taken.pk
    assert "A comment that is published cannot be rejected." in page
    assert 'value="Both of them advertise."' in page


def test_a_text_changed_since_it_was_read_is_shown_anew_instead_of_approved(
    send: Sender, make_comment: Make
) -> None:
    comment = make_comment(status=Status.HELD)
    Comment.objects.filter(pk=comment.pk).update(body="Buy my watches.", revision=2)
    answer = send([comment], "approve", note="Fine.")
    page = answer.content.decode()
    assert state(comment) == Status.HELD
    assert "The text was changed after you read it." in page
    assert "Buy my watches." in page
    assert 'value="Fine."' in page
    assert f'value="{comment.pk}.2"' in page


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"decision": "approve"}, "Choose at least one comment."),
        ({"comment": "{}", "decision": ""}, "Choose what to decide."),
        ({"comment": "{}", "decision": "delete"}, "Choose what to decide."),
        ({"comment": "{}", "decision": "undo"}, "Choose what to decide."),
        ({"comment": "{}", "decision": "reject"}, "Choose a rule that is in force."),
        ({"comment": "{}", "decision": "reject:8"}, "Choose a rule that is in force."),
        ({"comment": "{}", "decision": "reject:\x00"}, "Choose a rule that is in force."),
        ({"comment": "nonsense", "decision": "approve"}, "This comment cannot be found."),
        ({"comment": "1." + "9" * 5000, "decision": "approve"}, "This comment cannot be found."),
        ({"comment": "{}", "decision": "approve", "note": "n" * 501}, "The note is too long"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_lost(
    data: dict[str, str], reason: str, as_moderator: Client, make_comment: Make, make_rule: Make
) -> None:
    make_rule("8", "Retired", in_force=False)
    comment = make_comment(status=Status.HELD)
    chosen = data.get("comment", "").format(f"{comment.pk}.1")
    sent = {"note": "Do not lose me."} | data | ({"comment": chosen} if chosen else {})
    answer = as_moderator.post(DECIDE, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert reason in page
    assert f'value="{sent["note"]}"' in page
    assert state(comment) == Status.HELD
    json = as_moderator.post(DECIDE, sent, headers={"Accept": "application/json"})
    assert reason in json.json()["error"]


def test_too_many_at_once_are_refused(as_moderator: Client) -> None:
    many = [f"{number}.1" for number in range(1, AT_ONCE + 2)]
    answer = as_moderator.post(DECIDE, {"comment": many, "decision": "approve"})
    assert f"At most {AT_ONCE} comments" in answer.content.decode()


def test_somebody_else_s_act_is_not_undone_from_the_desk(
    as_moderator: Client, make_comment: Make, make_user: Make
) -> None:
    comment = make_comment(status=Status.HELD)
    act = decide([comment], Move.APPROVE, by=make_user("Moderators")).act
    answer = as_moderator.post(UNDO, {"act": str(act)})
    assert answer.status_code == 409
    assert state(comment) == Status.PUBLISHED


@pytest.mark.parametrize("act", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_undo_of_nothing_is_refused_in_words(act: str, as_moderator: Client) -> None:
    answer = as_moderator.post(UNDO, {"act": act})
    assert answer.status_code == 409
    assert "This can no longer be undone" in answer.content.decode()


# --- With the desk's script ---------------------------------------------------------------------


def test_the_script_learns_which_cards_go_and_what_can_be_undone(
    send: Sender, make_comment: Make
) -> None:
    comment, other = make_comment(status=Status.HELD), make_comment(status=Status.HELD)
    answer = send([comment], "approve", json=True).json()
    assert answer["gone"] == [comment.pk]
    assert answer["cards"] == []
    assert answer["numbers"]["waiting"] == "1"
    assert "You approved the comment by" in answer["last"]
    assert 'name="act"' in answer["last"]
    assert state(other) == Status.HELD


def test_the_script_gets_a_card_anew_where_the_filters_still_show_it(
    send: Sender, make_comment: Make
) -> None:
    comment = make_comment(status=Status.HELD)
    answer = send([comment], "approve", query="status=any", json=True).json()
    assert answer["gone"] == []
    assert [card["id"] for card in answer["cards"]] == [comment.pk]
    assert 'value="hold"' in answer["cards"][0]["html"]


def test_the_script_gets_refused_cards_with_reason_and_note(
    send: Sender, make_comment: Make, make_user: Make
) -> None:
    comment = make_comment(status=Status.HELD)
    decide([comment], Move.APPROVE, by=make_user("Moderators"))
    answer = send([comment], "reject:3", note="Keep this.", json=True).json()
    card = answer["cards"][0]
    assert card["refused"] == "A comment that is published cannot be rejected."
    assert card["refused"] in card["html"]
    assert 'value="Keep this."' in card["html"]


def test_an_undo_gives_the_script_its_cards_back(
    send: Sender, make_comment: Make, as_moderator: Client
) -> None:
    comment = make_comment(status=Status.HELD)
    send([comment], "reject:3", json=True)
    act = Decision.objects.latest("pk").act
    headers = {"Accept": "application/json"}
    answer = as_moderator.post(UNDO, {"act": str(act)}, headers=headers).json()
    assert [card["id"] for card in answer["cards"]] == [comment.pk]
    assert "Undone: the comment by" in answer["last"]
    assert state(comment) == Status.HELD


def test_the_script_s_answer_asks_as_many_queries_for_one_refusal_as_for_many(
    send: Sender, make_comment: Make, make_user: Make
) -> None:
    published = [make_comment() for _ in range(9)]

    def queries(number: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            send(published[:number], "approve", json=True)
        return len(captured)

    assert queries(2) == queries(9)


def test_deciding_at_the_desk_keeps_the_discussion_s_count(
    send: Sender, make_comment: Make, make_article: Make
) -> None:
    article = make_article()
    held = [make_comment(article, status=Status.HELD) for _ in range(3)]
    send(held, "approve")
    send(held[:1], "remove:3")
    send(held[1:2], "hold")
    assert Discussion.objects.get(story=article.story_id).comment_count == 2


@pytest.mark.parametrize("address", [DECIDE, UNDO])
def test_the_verbs_are_posts_with_a_token(address: str, moderator: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(moderator)
    assert strict.get(address).status_code == 405
    assert strict.post(address, {}).status_code == 403

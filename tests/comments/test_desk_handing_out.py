"""Cards are handed out: to one moderator each, for a while, and never twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.desk.acts import Act
from comments.desk.deciding import carry_out
from comments.desk.handing_out import assign, forget_returned, hand_out, leave
from comments.models import Comment, HandOut, ModeratorScope, Move, Status
from comments.moderation import decide, lock_comments
from tests.comments.test_desk import PAGE, shown_on
from tests.comments.test_desk_deciding import DECIDE
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

WORK = PAGE + "work/"


@pytest.fixture
def held(make_comment: Make, make_article: Make) -> list[Comment]:
    article = make_article()
    return [make_comment(article, status=Status.HELD) for _ in range(6)]


@pytest.fixture
def anvar(make_user: Make) -> Any:
    return make_user("Moderators", display_name="Anvar")


def ask(moderator: Any, number: int = 2) -> list[int]:
    """Ask for cards, as the page that is worked through does."""
    return hand_out(Comment.objects.waiting(), to=moderator, number=number)


def over() -> None:
    """Let the time of all cards be over."""
    HandOut.objects.update(until=timezone.now() - timedelta(seconds=1))


def test_two_moderators_get_different_cards_and_keep_them(
    held: list[Comment], moderator: Any, anvar: Any
) -> None:
    mine, theirs = ask(moderator), ask(anvar)
    assert mine == [held[0].pk, held[1].pk]
    assert theirs == [held[2].pk, held[3].pk]
    assert sorted(ask(moderator)) == mine
    assert sorted(ask(anvar, 9)) == [row.pk for row in held[2:]]


def test_what_somebody_leaves_returns_after_a_while(
    held: list[Comment], moderator: Any, anvar: Any, settings: Any
) -> None:
    settings.COMMENT_HAND_OUT_MINUTES = 7
    ask(moderator)
    row = HandOut.objects.get(comment=held[0])
    assert timedelta(minutes=6) < row.until - timezone.now() <= timedelta(minutes=7)
    over()
    assert ask(anvar) == [held[0].pk, held[1].pk]
    assert ask(moderator) == [held[2].pk, held[3].pk]


def test_a_card_that_is_assigned_stays_with_its_moderator(
    held: list[Comment], moderator: Any, anvar: Any
) -> None:
    assign(held[0], anvar)
    ask(anvar, 1)
    over_at = HandOut.objects.get(comment=held[0]).until
    assert over_at is None
    assert ask(moderator, 1) == [held[1].pk]
    assign(held[0], None)
    assert held[0].pk in ask(moderator, 2)


def test_giving_back_leaves_what_is_assigned(
    held: list[Comment], moderator: Any, anvar: Any
) -> None:
    assign(held[5], moderator)
    ask(moderator, 3)
    leave(moderator)
    assert list(HandOut.objects.values_list("comment", flat=True)) == [held[5].pk]
    assert ask(anvar, 1) == [held[0].pk]


def test_rows_of_cards_that_went_back_long_ago_are_forgotten(
    held: list[Comment], moderator: Any
) -> None:
    ask(moderator, 2)
    assign(held[3], moderator)
    HandOut.objects.filter(comment=held[0]).update(until=timezone.now() - timedelta(days=2))
    forget_returned()
    assert set(HandOut.objects.values_list("comment", flat=True)) == {held[1].pk, held[3].pk}


# --- On the page --------------------------------------------------------------------------------


def test_the_page_that_is_worked_through_hands_out_and_the_next_moderator_gets_others(
    held: list[Comment], as_moderator: Client, anvar: Any
) -> None:
    mine = shown_on(as_moderator.get(WORK))
    other = Client()
    other.force_login(anvar)
    theirs = shown_on(other.get(WORK))
    assert mine == [row.pk for row in held[:4]]
    assert theirs == [row.pk for row in held[4:]]
    assert shown_on(as_moderator.get(WORK)) == mine
    page = other.get(PAGE).content.decode()
    assert "With Dana Ruiz until" in page


def test_a_card_that_is_put_off_makes_room_for_the_next(
    held: list[Comment], as_moderator: Client
) -> None:
    page = as_moderator.get(WORK).content.decode()
    assert f'href="?skip={held[0].pk}"' in page
    found = shown_on(as_moderator.get(WORK, {"skip": f"{held[0].pk},{held[1].pk},x"}))
    assert found == [row.pk for row in held[2:]]


def test_a_decision_leads_to_the_next_card_and_gives_the_card_back(
    held: list[Comment], as_moderator: Client
) -> None:
    as_moderator.get(WORK)
    sent = {"comment": f"{held[0].pk}.1", "decision": "approve"}
    answer = as_moderator.post(f"{DECIDE}?at=work", sent, follow=True)
    assert answer.redirect_chain == [(WORK, 302)]
    assert shown_on(answer)[0] == held[1].pk
    assert not HandOut.objects.filter(comment=held[0]).exists()
    assert "1 of 6" in answer.content.decode()


def test_the_script_is_given_the_next_cards_with_the_answer(
    held: list[Comment], as_moderator: Client
) -> None:
    at_hand = shown_on(as_moderator.get(WORK))
    sent = {
        "comment": f"{held[0].pk}.1",
        "decision": "approve",
        "at_hand": ",".join(str(pk) for pk in at_hand[2:]),
        "pending": f"{held[0].pk},{held[1].pk}",
    }
    headers = {"Accept": "application/json"}
    answer = as_moderator.post(f"{DECIDE}?at=work", sent, headers=headers).json()
    assert [card["id"] for card in answer["next"]] == [held[4].pk, held[5].pk]
    assert "1 of 6" in answer["progress"]


def test_a_card_that_another_has_is_not_decided_about(
    held: list[Comment], as_moderator: Client, anvar: Any
) -> None:
    ask(anvar, 1)
    answer = as_moderator.post(DECIDE, {"comment": f"{held[0].pk}.1", "decision": "approve"})
    assert answer.status_code == 409
    assert "Anvar has this card now." in answer.content.decode()
    assert Comment.objects.get(pk=held[0].pk).status == Status.HELD


def test_what_is_taken_back_comes_to_whoever_took_it_back(
    held: list[Comment], as_moderator: Client, moderator: Any, anvar: Any
) -> None:
    as_moderator.get(WORK)
    sent = {"comment": f"{held[0].pk}.1", "decision": "approve"}
    as_moderator.post(f"{DECIDE}?at=work", sent)
    act = Comment.objects.get(pk=held[0].pk).decisions.latest("pk").act
    answer = as_moderator.post(f"{PAGE}undo/?at=work", {"act": act}, follow=True)
    assert shown_on(answer)[0] == held[0].pk
    assert held[0].pk not in ask(anvar, 9)


def test_assigning_is_shown_and_filtered_by(
    held: list[Comment], as_moderator: Client, anvar: Any
) -> None:
    as_moderator.post(PAGE + "assign/", {"comment": held[0].pk, "to": anvar.pk})
    as_moderator.post(PAGE + "assign/", {"comment": held[1].pk, "to": "me"})
    assert shown_on(as_moderator.get(PAGE, {"assigned": "others"})) == [held[0].pk]
    assert shown_on(as_moderator.get(PAGE, {"assigned": "me"})) == [held[1].pk]
    assert shown_on(as_moderator.get(PAGE, {"queue": "mine"})) == [held[1].pk]
    assert len(shown_on(as_moderator.get(PAGE, {"assigned": "nobody"}))) == 4
    assert "Assigned to Anvar" in as_moderator.get(PAGE).content.decode()
    as_moderator.post(PAGE + "assign/", {"comment": held[0].pk, "to": ""})
    assert shown_on(as_moderator.get(PAGE, {"assigned": "others"})) == []


def test_nothing_is_assigned_to_somebody_who_may_not_decide_about_it(
    held: list[Comment], as_moderator: Client, anvar: Any, make_user: Make
) -> None:
    limited = make_user("Moderators")
    ModeratorScope.objects.create(moderator=limited, languages=["uz"])
    for somebody in (make_user("Reporters"), make_user(), limited):
        sent = {"comment": held[0].pk, "to": somebody.pk}
        assert as_moderator.post(PAGE + "assign/", sent).status_code == 404
    assert not HandOut.objects.exists()


def test_a_page_that_is_worked_through_asks_few_queries_whatever_waits(
    held: list[Comment], as_moderator: Client, make_comment: Make, make_rule: Make
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_moderator.get(WORK)
        return len(captured)

    few = queries()
    for number in range(20):
        make_rule(f"{number}", f"Rule {number}")
        parent = make_comment(guest_email=f"asks{number}@example.org")
        make_comment(parent=parent, status=Status.HELD)
    assert queries() <= few <= 15


# --- At once ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_never_get_the_same_card(
    held: list[Comment], moderator: Any, anvar: Any
) -> None:
    with uncommitted(lambda: ask(moderator, 3)) as commit:
        other = InThread(lambda: ask(anvar, 3))
        assert not other.is_blocked(), "what another is being given is passed over"
        mine = commit()
    theirs = other.result()
    assert set(mine).isdisjoint(theirs)
    assert len(mine) == len(theirs) == 3


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_again_and_again_share_the_queue(
    make_comment: Make, make_article: Make, make_user: Make
) -> None:
    article = make_article()
    held = {make_comment(article, status=Status.HELD).pk for _ in range(40)}
    moderators = [make_user("Moderators") for _ in range(4)]

    def work(by: Any) -> list[int]:
        got: list[int] = []
        while len(got) < 10:
            got = ask(by, min(len(got) + 2, 10))
        return got

    given = [InThread(lambda by=by: work(by)) for by in moderators]  # type: ignore[misc]
    cards = [card for thread in given for card in thread.result()]
    assert len(cards) == len(set(cards)) == 40
    assert set(cards) == held


@pytest.mark.django_db(transaction=True)
def test_a_card_that_is_being_decided_about_is_handed_to_nobody(
    held: list[Comment], moderator: Any, anvar: Any
) -> None:
    with uncommitted(lambda: decide([held[0]], Move.APPROVE, by=moderator)) as commit:
        assert ask(anvar, 1) == [held[1].pk]
        commit()
    assert held[0].pk not in ask(anvar, 9)


@pytest.mark.django_db(transaction=True)
def test_a_decision_waits_for_a_card_that_is_being_handed_to_another_and_is_refused(
    held: list[Comment], moderator: Any, anvar: Any
) -> None:
    act = Act(Move.APPROVE, None, "", {held[0].pk: 1})
    with uncommitted(lambda: ask(anvar, 1)) as commit:
        deciding = InThread(lambda: carry_out(act, by=moderator))
        assert deciding.is_blocked()
        commit()
        outcome = deciding.result()
    assert outcome.decisions == []
    assert outcome.refusals[0].reason == "Anvar has this card now."


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_sent_twice_at_once_is_done_once(
    held: list[Comment], moderator: Any
) -> None:
    act = Act(Move.APPROVE, None, "", {held[0].pk: 1}, held[0].submission)
    with uncommitted(lambda: carry_out(act, by=moderator)) as commit:
        again = InThread(lambda: carry_out(act, by=moderator))
        assert again.is_blocked()
        first = commit()
    assert again.result().repeated
    assert not first.repeated
    assert held[0].decisions.filter(move=Move.APPROVE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_does_not_wait_for_locked_comments(held: list[Comment], anvar: Any) -> None:
    with uncommitted(lambda: lock_comments([row.pk for row in held[:2]])) as commit:
        asking = InThread(lambda: ask(anvar, 2))
        assert asking.result() == [held[2].pk, held[3].pk]
        commit()

"""What a letter says and to whom, when it is taken back, and when it is forgotten."""

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from comments.letters import forget, make_letters
from comments.models import Comment, GuestLink, Letter, Move, Notice, Status, Suppression
from comments.moderation import decide
from comments.suppressing import suppress
from comments.undoing import undo
from tests.comments.mailing import (
    deliver,
    later,
    mail,
    mail_to,
    send_all,
    subject,
    text_in,
    unsettled,
)
from tests.making import Make

pytestmark = pytest.mark.django_db


# --- What a letter is ----------------------------------------------------------------------------


def test_an_answer_is_told_in_words_and_leads_to_its_place(
    asked: Comment, make_comment: Make, client: Client
) -> None:
    answer = make_comment(parent=asked, guest_name="Odile", body="No.\n\nIt was <1998>.")
    assert deliver() == 2  # the guest is told that it has arrived
    (letter,) = mail_to("asked@example.org")
    assert subject(letter) == f"Odile answered you under “{asked.article.headline}”"
    assert "The Test Courier" in letter["From"]
    assert letter["Message-ID"] == f"<{Letter.objects.get(user=asked.author).number}@localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "> It was <1998>." in text_in(letter)
    assert "&lt;1998&gt;" in text_in(letter, "html")
    place = re.search(rf"{django_settings.SITE_URL}(\S+/comments/{answer.pk}/)#", text_in(letter))
    assert place
    assert "It was &lt;1998&gt;." in client.get(place[1]).content.decode()


def test_a_guest_gets_a_link_of_their_own_and_none_of_their_words(
    make_comment: Make, client: Client
) -> None:
    comment = make_comment(status=Status.HELD, body="Buy this.", guest_email="odile@example.org")
    deliver()
    (letter,) = mail()
    assert "List-Unsubscribe" not in letter
    assert "has arrived and waits for a moderator" in subject(letter)
    for kind in ("plain", "html"):
        assert "Buy this." not in text_in(letter, kind)
        assert comment.guest_name not in text_in(letter, kind)
    found = re.search(rf"{django_settings.SITE_URL}(/your-comment/open/\S+)", text_in(letter))
    assert found
    assert client.get(found[1], follow=True).status_code == 200
    assert GuestLink.objects.count() == 1  # one, however often it is named


def test_a_letter_speaks_the_language_of_its_reader(
    make_article: Make, make_comment: Make, make_user: Make
) -> None:
    guests = make_comment(make_article(language="fa"), language="fa", status=Status.HELD)
    deliver()
    (letter,) = mail()
    assert '<html lang="fa" dir="rtl">' in text_in(letter, "html")
    assert letter["To"] == guests.guest_email


def test_a_rejection_names_the_rule(
    make_user: Make, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment(author=make_user(), status=Status.HELD)
    decide([comment], Move.REJECT, by=moderator, rule=make_rule("3", "Personal attacks"))
    with later(minutes=11):
        deliver()
    (letter,) = mail()
    assert "violates rule 3 of the comments policy, personal attacks" in text_in(letter)
    assert f"/your-comment/{comment.pk}/" in text_in(letter)
    assert comment.body in text_in(letter)


# --- When it is taken back -----------------------------------------------------------------------


def test_a_decision_that_is_undone_within_ten_minutes_is_not_told(
    make_user: Make, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment(author=make_user())
    act = decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act
    assert deliver() == 0
    undo(act, by=moderator)
    with later(minutes=30):
        assert deliver() == 0
    assert mail() == []
    assert unsettled() == 0


def test_what_was_told_and_is_undone_later_is_told_too(
    make_user: Make, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment(author=make_user())
    act = decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act
    with later(minutes=11):
        deliver()
        undo(act, by=moderator)
    with later(minutes=40):
        deliver()
    assert ["was removed" in subject(letter) for letter in mail()] == [True, False]
    assert "is published again" in subject(mail()[1])


@pytest.mark.parametrize("move", [Move.HOLD, Move.REMOVE, Move.DELETE])
@pytest.mark.parametrize("after_the_sweep", [False, True])
def test_a_comment_that_is_gone_before_the_mail_is_not_told(
    after_the_sweep: bool,
    move: Move,
    asked: Comment,
    make_comment: Make,
    make_rule: Make,
    make_user: Make,
    moderator: Any,
) -> None:
    answer = make_comment(parent=asked, author=make_user())
    if after_the_sweep:
        assert make_letters() == 1
    by = None if move == Move.DELETE else moderator
    decide([answer], move, by=by, rule=make_rule())
    deliver()
    send_all()
    assert mail() == []
    if after_the_sweep:
        assert Letter.objects.get().why_dropped == "nothing was left to tell"


def test_what_was_held_before_the_mail_is_told_when_it_is_approved_again(
    asked: Comment, make_comment: Make, make_user: Make, moderator: Any
) -> None:
    answer = make_comment(parent=asked, author=make_user())
    make_letters()
    decide([answer], Move.HOLD, by=moderator)
    send_all()
    decide([answer], Move.APPROVE, by=moderator)
    with later(minutes=16):
        deliver()
    (letter,) = mail_to("asked@example.org")
    assert "answered you" in subject(letter)


# --- Who is not written to -----------------------------------------------------------------------


def test_an_account_that_was_closed_while_its_mail_was_queued_gets_none(
    asked: Comment, make_comment: Make, make_user: Make
) -> None:
    make_comment(parent=asked, author=make_user())
    make_letters()
    asked.author.is_active = False
    asked.author.save()
    send_all()
    assert mail() == []
    assert Letter.objects.get().why_dropped == "the account is closed"


@pytest.mark.parametrize("reason", Suppression.Reason)
def test_an_address_that_is_not_written_to_gets_not_even_decisions(
    reason: Suppression.Reason, make_comment: Make
) -> None:
    suppress("ODILE@example.org", reason)
    make_comment(status=Status.HELD, guest_email="odile@example.org")
    deliver()
    assert mail() == []


@pytest.mark.parametrize(
    "address", ["Odile+News@example.org", "o.d.i.l.e@bücher.example", "ODILE@EXAMPLE.ORG"]
)
def test_addresses_of_every_kind_are_written_to(address: str, make_comment: Make) -> None:
    make_comment(status=Status.HELD, guest_email=address)
    deliver()
    assert len(mail()) == 1
    assert "@xn--bcher-kva.example" in mail()[0]["To"] or "bücher" not in address


# --- Retention -----------------------------------------------------------------------------------


def test_what_was_told_long_ago_is_forgotten(asked: Comment, make_comment: Make) -> None:
    make_comment(parent=asked)
    deliver()
    with later(days=89):
        forget()
    assert Notice.objects.count() == Letter.objects.count() == 2
    make_comment(parent=asked)
    with later(days=91):
        forget()
    assert Letter.objects.count() == 0
    assert Notice.objects.count() == unsettled() == 2

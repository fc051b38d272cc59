"""Statements of reasons by mail: in full, in the author's language, ten minutes later or never."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from comments.letter_words import IN_FULL
from comments.models import Move, RuleText, StatementOfReasons, Status
from comments.moderation import decide
from comments.reasons.waiting import state_what_waits
from comments.sanctions import Target
from comments.undoing import undo
from tests.comments.mailing import deliver, keep_mail_in_files, later, mail_to, subject, text_in
from tests.comments.reading import text_of
from tests.comments.sanctioning import put
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings: Settings, tmp_path: Path) -> None:
    keep_mail_in_files(settings, tmp_path)
    settings.LETTER_GAP_SECONDS = 0


def told(address: str) -> Any:
    """The one mail that an address has got eleven minutes later."""
    with later(minutes=11):
        deliver()
    [message] = mail_to(address)
    return message


def test_a_guest_gets_the_reasons_by_mail_and_reads_the_text_behind_the_link(
    client: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment = make_comment(guest_email="odile@example.org", body="You are a fool.")
    decide([comment], Move.REMOVE, by=make_user("Moderators"), rule=make_rule())
    message = told("odile@example.org")
    for said in (text_in(message), text_in(message, "html")):
        for part in ("Everywhere", "For good", "Criticise what was said.", "made by a person"):
            assert part in said
        assert "You are a fool." not in said  # anybody can name any address as theirs
    [link] = re.findall(r"\S+/your-comment/open/\S+reasons=\S+", text_in(message))
    answer = client.get(link, follow=True)
    statement = StatementOfReasons.objects.get(comment=comment)
    assert answer.redirect_chain[-1][0].endswith(f"/reasons/{statement.number}/")
    assert "You are a fool." in text_of(answer)


def test_an_account_gets_the_text_as_it_was_as_well(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    author = make_user()
    comment = make_comment(author=author, body="You are a fool.\nAnd how.")
    decide([comment], Move.REMOVE, by=make_user("Moderators"), rule=make_rule())
    said = text_in(told(author.email))
    assert "> You are a fool.\n> And how." in said
    statement = StatementOfReasons.objects.get(comment=comment)
    assert f"/your-comment/{comment.pk}/reasons/{statement.number}/" in said


def test_a_letter_of_reasons_speaks_the_language_of_its_reader(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    author, rule = make_user(language="fa"), make_rule()
    RuleText.objects.create(rule=rule, language="fa", title="حمله", text="با سخن مخالفت کنید.")
    decide([make_comment(author=author)], Move.REMOVE, by=make_user("Moderators"), rule=rule)
    html = text_in(told(author.email), "html")
    assert 'dir="rtl"' in html
    assert "با سخن مخالفت کنید." in html


def test_what_is_undone_within_ten_minutes_is_reasoned_to_nobody(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    author, moderator = make_user(), make_user("Moderators")
    comment = make_comment(author=author)
    undo(decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act, by=moderator)
    with later(minutes=11):
        deliver()
    assert not mail_to(author.email)


def test_a_spammer_gets_no_letter(make_comment: Make, make_user: Make, make_rule: Make) -> None:
    author = make_user()
    comment = make_comment(author=author)
    spam = make_rule(code="9", title="Spam", is_spam=True)
    decide([comment], Move.REMOVE, by=make_user("Moderators"), rule=spam)
    with later(minutes=11):
        deliver()
    assert not mail_to(author.email)


def test_who_waits_for_long_is_told_why_and_only_once(make_comment: Make, make_user: Make) -> None:
    author = make_user()
    make_comment(author=author, status=Status.HELD)
    for hours in (23, 25, 49):
        with later(hours=hours):
            state_what_waits()
            deliver()
    [message] = mail_to(author.email)
    assert subject(message).endswith("still waits for a moderator")
    assert "No moderator has decided about it yet." in text_in(message)


def test_what_waits_again_by_an_undo_is_told_when_it_takes_long(
    make_comment: Make, make_user: Make
) -> None:
    author, moderator = make_user(), make_user("Moderators")
    comment = make_comment(author=author, status=Status.HELD)
    undo(decide([comment], Move.APPROVE, by=moderator).act, by=moderator)
    with later(minutes=11):
        deliver()
    assert not mail_to(author.email)
    with later(hours=25):
        state_what_waits()
        deliver()
    [message] = mail_to(author.email)
    assert "Until a moderator has decided about it." in text_in(message)


def test_a_sanction_is_reasoned_in_full(client: Client, make_user: Make, make_rule: Make) -> None:
    reader = make_user()
    row = put(Target(user=reader), "suspension", make_user("Moderators"), rule=make_rule())
    said = text_in(told(reader.email))
    number = StatementOfReasons.objects.get(sanction=row).number
    for part in (
        "Insults under three articles.",
        "Then it ends by itself.",
        "appeal free of charge",
    ):
        assert part in said
    assert f"/account/reasons/{number}/" in said


def test_a_sanction_on_a_guest_leads_to_its_reasons_by_their_comment(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    make_comment(guest_email="odile@example.org")
    put(Target(email="odile@example.org"), "suspension", make_user("Moderators"))
    [link] = re.findall(r"\S+/your-comment/open/\S+reasons=\S+", text_in(told("odile@example.org")))
    assert "Why you are suspended" in text_of(client.get(link, follow=True))


def test_a_letter_about_very_many_comments_stays_a_letter(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    author = make_user()
    first = make_comment(author=author)
    comments = [first, *(make_comment(first.article, author=author) for _n in range(IN_FULL + 2))]
    decide(comments, Move.REMOVE, by=make_user("Moderators"), rule=make_rule())
    said = text_in(told(author.email))
    assert said.count("Criticise what was said.") == IN_FULL
    assert said.count("/reasons/") == len(comments)

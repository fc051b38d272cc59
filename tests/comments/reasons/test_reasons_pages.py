"""The pages of statements of reasons: who opens them, and what they say of each state."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from comments.erasing import erase
from comments.models import (
    Comment,
    Move,
    RuleText,
    Sanction,
    SanctionKind,
    StatementOfReasons,
    Status,
)
from comments.moderation import decide
from comments.reasons.deadline import can_be_appealed
from comments.reasons.waiting import state_what_waits
from comments.sanctions import Target, lift, sanction
from comments.undoing import undo
from tests.comments.mailing import later
from tests.comments.reading import text_of
from tests.comments.sanctioning import open_own_page
from tests.making import Make

pytestmark = pytest.mark.django_db


def remove(comment: Comment, make_user: Make, make_rule: Make) -> StatementOfReasons:
    """Let a moderator remove a comment; return its statement."""
    decide([comment], Move.REMOVE, by=make_user("Moderators"), rule=make_rule())
    return StatementOfReasons.objects.filter(comment=comment).latest("pk")


def page_of(statement: StatementOfReasons) -> str:
    return f"/your-comment/{statement.comment_id}/reasons/{statement.number}/"


def test_a_guest_reads_the_reasons_by_the_link_in_the_mail(
    client: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment = make_comment(body="You are a fool.")
    statement = remove(comment, make_user, make_rule)
    assert client.get(page_of(statement)).status_code == 404
    open_own_page(client, comment)
    answer = client.get(page_of(statement))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    said = text_of(answer)
    for part in (
        "Why your comment was removed",
        "You are a fool.",
        "Everywhere",
        "For good",
        "A moderator read it",
        "The newspaper’s own check",
        "No program picked it out.",
        "made by a person",
        "Rule 3 of the comments policy, Personal attacks.",
        "Criticise what was said.",
        "appeal free of charge",
    ):
        assert part in said, part


def test_the_link_of_one_comment_opens_no_statement_of_another(
    client: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment, other = make_comment(), make_comment()
    statement = remove(other, make_user, make_rule)
    open_own_page(client, comment)
    assert client.get(f"/your-comment/{comment.pk}/reasons/{statement.number}/").status_code == 404
    assert client.get(page_of(statement)).status_code == 404


def test_an_account_reads_its_own_and_nobody_elses(
    client: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    author, other = make_user(), make_user()
    statement = remove(make_comment(author=author), make_user, make_rule)
    client.force_login(other)
    assert client.get(page_of(statement)).status_code == 404
    client.force_login(author)
    assert client.get(page_of(statement)).status_code == 200
    own = client.get(f"/your-comment/{statement.comment_id}/")
    assert page_of(statement) in own.content.decode()
    assert page_of(statement) in client.get("/account/notices/").content.decode()
    assert page_of(statement) in client.get("/account/comments/").content.decode()


def test_a_page_speaks_the_language_of_its_reader(
    client: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    author = make_user(language="ru")
    rule = make_rule()
    RuleText.objects.create(rule=rule, language="ru", title="Нападки", text="Спорьте с мыслями.")
    statement = remove(make_comment(author=author), make_user, lambda: rule)
    client.force_login(author)
    answer = client.get(page_of(statement))
    assert '<html lang="ru"' in answer.content.decode()
    assert "Спорьте с мыслями." in text_of(answer)


def test_the_reasons_of_a_sanction_stand_in_the_account(client: Client, make_user: Make) -> None:
    reader, moderator = make_user(), make_user("Moderators")
    row = suspend(Target(user=reader), moderator)
    number = StatementOfReasons.objects.get(sanction=row).number
    url = f"/account/reasons/{number}/"
    assert client.get(url).status_code == 302
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    client.force_login(reader)
    said = text_of(client.get(url))
    assert "Why you are suspended" in said
    assert "The reason: Insults." in said
    assert url in client.get("/account/notices/").content.decode()
    lift(row, by=moderator, because="A mistake.")
    assert "This was lifted on" in text_of(client.get(url))


def test_a_guest_reads_of_a_sanction_at_their_comment(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    own = make_comment(guest_email="odile@example.org")
    other = make_comment(guest_email="tomas@example.org")
    row = suspend(Target(email="odile@example.org"), make_user("Moderators"))
    number = StatementOfReasons.objects.get(sanction=row).number
    open_own_page(client, own)
    assert "The reason: Insults." in text_of(
        client.get(f"/your-comment/{own.pk}/reasons/{number}/")
    )
    open_own_page(client, other)
    assert client.get(f"/your-comment/{other.pk}/reasons/{number}/").status_code == 404


def suspend(target: Target, by: Any) -> Sanction:
    ends_at = timezone.now() + timedelta(days=7)
    return sanction(target, SanctionKind.SUSPENSION, by=by, reason="Insults.", ends_at=ends_at)


@pytest.mark.parametrize("end", ["undone", "restored", "deleted", "erased", "decided anew"])
def test_a_page_says_what_became_of_what_it_tells(
    end: str, client: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    author, moderator = make_user(), make_user("Moderators")
    comment = make_comment(author=author, body="You are a fool.")
    statement = remove(comment, make_user, make_rule)
    now = timezone.now()
    assert can_be_appealed(statement, now)
    if end == "undone":
        undo(statement.decision.act, by=moderator)  # type: ignore[union-attr]
    elif end == "restored":
        decide([comment], Move.RESTORE, by=moderator)
    elif end == "decided anew":
        decide([comment], Move.RESTORE, by=moderator)
        decide([comment], Move.HOLD, by=moderator)
    elif end == "deleted":
        decide([comment], Move.DELETE, by=author)
    elif end == "erased":
        erase([comment])
    client.force_login(author)
    said = text_of(client.get(page_of(statement)))
    assert {
        "undone": "This decision was taken back on",
        "restored": "your comment is published",
        "deleted": "You have deleted this comment since.",
        "erased": "The words of the comment were erased since.",
        "decided anew": "Something else was decided",
    }[end] in said
    assert ("You are a fool." in said) == (end != "erased")
    again = StatementOfReasons.objects.get(pk=statement.pk)
    assert can_be_appealed(again, now) == (end in {"deleted", "erased"})


def test_an_appeal_is_possible_up_to_the_last_moment(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    statement = remove(make_comment(), make_user, make_rule)
    assert can_be_appealed(statement, statement.appeal_until)
    assert not can_be_appealed(statement, statement.appeal_until + timedelta(microseconds=1))


def test_who_waits_for_long_finds_the_reasons_among_the_notices(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    author = make_user()
    comment = make_comment(author=author, status=Status.HELD)
    with later(hours=25):
        state_what_waits()
    statement = StatementOfReasons.objects.get(comment=comment)
    client.force_login(author)
    notices = client.get("/account/notices/")
    assert "Your comment still waits" in text_of(notices)
    assert page_of(statement) in notices.content.decode()
    assert "No moderator has decided about it yet." in text_of(client.get(page_of(statement)))


def test_after_that_the_page_says_so(
    client: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    author = make_user()
    statement = remove(make_comment(author=author), make_user, make_rule)
    with later(days=186):
        client.force_login(author)
        assert "An appeal is not possible any more." in text_of(client.get(page_of(statement)))


def test_a_house_without_appeals_says_where_to_write_instead(
    client: Client, make_comment: Make, make_user: Make, make_rule: Make, settings: Settings
) -> None:
    settings.COMMENT_APPEAL_MONTHS = 0
    author = make_user()
    statement = remove(make_comment(author=author), make_user, make_rule)
    client.force_login(author)
    said = text_of(client.get(page_of(statement)))
    assert "If you think that this is wrong, write to" in said
    assert "ppeal" not in said


def test_the_pages_of_one_comment_cost_the_same_for_many_statements(
    client: Client,
    make_comment: Make,
    make_user: Make,
    make_rule: Make,
) -> None:
    author, moderator, rule = make_user(), make_user("Moderators"), make_rule()
    comment = make_comment(author=author, status=Status.REMOVED)
    client.force_login(author)
    numbers = []
    for _size in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/your-comment/{comment.pk}/").status_code == 200
        numbers.append(len(asked))
        for _round in range(4):
            decide([comment], Move.RESTORE, by=moderator)
            decide([comment], Move.REMOVE, by=moderator, rule=rule)
    assert numbers[0] == numbers[1]

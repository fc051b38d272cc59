"""What people are told of their sanctions: in a refusal, by a notice, by a letter."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import Settings

from comments.models import Comment, Notice
from comments.models.statements import StatementOfReasons
from comments.sanction_words import how_to_object
from comments.sanctions import Target, lift
from portal.models import User
from tests.comments.mailing import deliver, keep_mail_in_files, later, mail_to, text_in
from tests.comments.reading import send, text_of
from tests.comments.sanctioning import EMAIL, IPV4, REASON, Stage, put
from tests.making import Make

pytestmark = pytest.mark.django_db


# --- What they are told ---


def test_a_refusal_says_until_when_why_and_how_to_object(
    stage: Stage, moderator: User, make_rule: Make, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "The Courier <desk@courier.example>"
    end = datetime(2127, 3, 9, 14, 5, tzinfo=ZoneInfo("UTC"))
    put(Target(email=EMAIL), "suspension", moderator, ends_at=end, rule=make_rule())
    told = [
        text_of(
            stage.press(f"/your-comment/{stage.own.pk}/edit/", body="Another text.", revision="1")
        ),
        text_of(stage.press(stage.url("recommend_comment", stage.theirs), wanted="yes")),
        text_of(stage.press(stage.url("report_comment", stage.theirs), rule="other", text="X")),
        text_of(stage.press(stage.url("vote"), answer="yes")),
        text_of(stage.press(f"/your-comment/{stage.own.pk}/answers/", follow="1")),
    ]
    for words in told:
        assert "You are suspended until 9 March 2127, 14:05" in words
        assert f"The reason: {REASON} Rule 3 of the comments policy, Personal attacks." in words
        assert "you can appeal, as the statement of reasons says, or write to desk@" in words


@pytest.mark.parametrize(
    ("kind", "months", "appeals"),
    [("hold", 6, True), ("ban", 6, True), ("warning", 6, False), ("ban", 0, False)],
)
def test_who_got_reasons_is_told_of_the_appeal(
    kind: str, months: int, appeals: bool, make_user: Make, settings: Settings
) -> None:
    settings.COMMENT_APPEAL_MONTHS = months
    row = put(Target(make_user()), kind, make_user("Moderators"))
    assert StatementOfReasons.objects.filter(sanction=row).exists() == (kind != "warning")
    assert ("you can appeal" in how_to_object(row)) == appeals


@pytest.mark.parametrize("ends", [True, False])
def test_who_types_somebody_s_address_is_not_told_what_they_did(
    ends: bool, stage: Stage, moderator: User, make_rule: Make
) -> None:
    end = datetime(2127, 3, 9, 14, 5, tzinfo=ZoneInfo("UTC")) if ends else None
    put(Target(email=EMAIL), "ban", moderator, ends_at=end, rule=make_rule())
    words = text_of(send(Client(), stage.article, email=EMAIL))
    assert "under this e-mail address" in words
    assert ("Until 9 March 2127, 14:05 nothing is taken" in words) is ends
    assert "If you think that this is wrong, you can appeal" in words
    assert REASON not in words
    assert "Personal attacks" not in words


def test_who_shares_a_network_is_not_called_banned(stage: Stage, moderator: User) -> None:
    put(Target(network=IPV4), "ban", moderator, ends_at=None)
    words = text_of(send(stage.browser, stage.article))
    assert "Nothing is taken from your connection any more." in words
    assert "You are banned" not in words


def test_what_waits_says_so_in_general_and_to_moderators_in_full(
    stage: Stage, moderator: User
) -> None:
    row = put(Target(email=EMAIL), "hold", moderator, ends_at=None)
    send(stage.browser, stage.article, body="A new text.", email=EMAIL)
    made = Comment.objects.get(body="A new text.")
    assert made.held_by == "sanctions"
    assert made.decisions.get().note == f"Sanction {row.pk}: everything waits."


# --- It is told to the person ---


@pytest.fixture
def mailed(settings: Settings, tmp_path: Any) -> None:
    keep_mail_in_files(settings, tmp_path)


@pytest.mark.usefixtures("mailed")
def test_a_warning_reaches_an_account_by_a_notice_and_a_letter(
    client: Client, reader: User, moderator: User, make_comment: Make, make_rule: Make
) -> None:
    own = make_comment(author=reader, guest_name="", guest_email="")
    Notice.objects.all().delete()
    put(Target(reader), "warning", moderator, comment=own, rule=make_rule())
    client.force_login(reader)
    words = text_of(client.get("/account/notices/"))
    assert (
        f"The newsroom warns you, because of your comment under “{own.article.headline}”" in words
    )
    assert REASON in words
    assert deliver() == 0, "it waits, so that it can be taken back"
    with later(minutes=11):
        assert deliver() == 1
    [message] = mail_to(reader.email)
    for kind in ("plain", "html"):
        said = " ".join(text_in(message, kind).split())
        assert REASON in said
        assert "Personal attacks" in said
        assert "If you think that this is wrong, write to" in said
        assert "/account/notices/" in said


@pytest.mark.usefixtures("mailed")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("warning", "The newsroom warns you"),
        ("hold", "What you write waits for a moderator until"),
        ("suspension", "You are suspended until"),
        ("ban", "You are banned until"),
    ],
)
def test_a_guest_is_told_by_a_letter_with_the_link_to_a_comment_of_theirs(
    kind: str, words: str, stage: Stage, moderator: User
) -> None:
    Notice.objects.all().delete()
    put(Target(email=EMAIL), kind, moderator)
    with later(minutes=11):
        assert deliver() == 1
    [message] = mail_to(EMAIL)
    assert message["Subject"].strip().startswith(words)
    assert "/your-comment/open/" in text_in(message)
    assert REASON in " ".join(text_in(message).split())


@pytest.mark.usefixtures("mailed")
def test_a_sanction_that_is_lifted_at_once_was_never_told(
    client: Client, reader: User, moderator: User
) -> None:
    row = put(Target(reader), "warning", moderator)
    lift(row, by=moderator, because="The wrong person.")
    with later(minutes=11):
        assert deliver() == 0
    client.force_login(reader)
    assert REASON not in text_of(client.get("/account/notices/"))


def test_two_sanctions_because_of_one_comment_are_both_told(
    reader: User, moderator: User, make_comment: Make
) -> None:
    own = make_comment(author=reader, guest_name="", guest_email="")
    for kind in ("warning", "ban"):
        put(Target(reader), kind, moderator, comment=own)
    assert Notice.objects.filter(kind="sanction", user=reader).count() == 2


def test_a_network_and_a_guest_without_comments_are_told_nothing(moderator: User) -> None:
    put(Target(network=IPV4), "ban", moderator)
    put(Target(email="nobody@example.org"), "ban", moderator)
    assert not Notice.objects.exists()

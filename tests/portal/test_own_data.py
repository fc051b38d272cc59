"""The export: all that is kept of an account, whole, in a form that stays, and nobody else's."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import own_data
from comments.ignoring import ignore
from comments.models import (
    CommentRevision,
    Letter,
    MailSettings,
    Move,
    Notice,
    Recommendation,
    Subscription,
)
from comments.moderation import decide
from comments.recommending import Person
from comments.reporting import report
from portal.own_data import export_of
from tests.comments.reading import SAME_ORIGIN
from tests.comments.sanctioning import REASON, Target, put
from tests.making import Make

pytestmark = pytest.mark.django_db
EXPORT = "/account/export/"
NAMES = [
    "format", "version", "newspaper", "made_at", "account", "mail", "signing_in", "comments",
    "notices", "sanctions", "statements_of_reasons", "reports", "appeals", "following",
    "recommended", "ignored", "moderates", "acts_on_many", "letters", "not_included",
]  # fmt: skip


@pytest.fixture
def reader(make_user: Make) -> Any:
    return make_user(display_name="Odile Wray", email="odile@example.org")


@pytest.fixture
def as_reader(client: Client, reader: Any) -> Client:
    client.force_login(reader)
    return client


def exported(browser: Client) -> dict[str, Any]:
    answer = browser.post(EXPORT, headers=SAME_ORIGIN)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/json")
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    return json.loads(b"".join(answer.streaming_content))


def test_an_account_that_has_nothing_yet_gets_the_whole_form(as_reader: Client) -> None:
    data = exported(as_reader)
    assert list(data) == NAMES
    assert data["version"] == 1
    assert data["account"]["email"] == "odile@example.org"
    assert data["mail"]["stories"] == "daily"
    assert data["comments"] == data["notices"] == []


def test_a_link_or_a_prefetch_makes_no_file(as_reader: Client) -> None:
    assert as_reader.get(EXPORT)["Content-Type"].startswith("text/html")


def test_a_comment_comes_with_its_earlier_texts_and_the_decisions_about_it(
    as_reader: Client, reader: Any, make_comment: Make, make_user: Make, moderator: Any,
    make_rule: Make,
) -> None:  # fmt: skip
    other = make_user(display_name="Tomas Breck", email="tomas@example.org")
    comment = make_comment(parent=make_comment(author=other), author=reader, address="a" * 64)
    CommentRevision.objects.create(
        comment=comment, story_id=comment.story_id, number=1, body="First words.", language="en",
        was_published=True, written_at=timezone.now(),
    )  # fmt: skip
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule(), note="Rude to Tomas.")
    [row] = exported(as_reader)["comments"]
    assert row["text"] == comment.body
    assert row["state"] == "removed"
    assert row["answers_name"] == "Tomas Breck"
    assert row["sent_from"]["address_hash"] == "a" * 64
    assert row["earlier_texts"][0]["text"] == "First words."
    assert [made["move"] for made in row["decisions"]] == ["post", "remove"]
    assert [made["by_yourself"] for made in row["decisions"]] == [True, False]
    assert row["decisions"][1]["rule"] == {"number": "3", "title": "Personal attacks"}


def test_everything_else_that_is_kept_is_in_it(
    as_reader: Client, reader: Any, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment()
    story = comment.story_id
    MailSettings.objects.create(user=reader, answers="never")
    Subscription.objects.create(user=reader, story_id=story)
    Recommendation.objects.create(user=reader, comment=comment, story_id=story)
    ignore(reader, comment)
    letter = Letter.objects.create(user=reader, sent_at=timezone.now())
    Notice.objects.create(user=reader, comment=comment, kind="story", story_id=story, letter=letter)
    put(Target(reader), "ban", moderator, rule=make_rule(), comment=comment)
    report(comment, by=Person(reader), rule=make_rule(), text="Rude.")
    data = exported(as_reader)
    assert data["sanctions"][0]["reason"] == REASON
    assert data["sanctions"][0]["rule"]["number"] == "3"
    assert data["reports"][0]["text"] == "Rude."
    assert data["notices"][-1]["sanction"] == data["sanctions"][0]["id"]
    assert data["mail"]["answers"] == "never"
    assert data["following"][0]["story"] == story
    assert data["recommended"][0]["comment"] == comment.pk
    assert data["ignored"][0]["comment"] == comment.pk
    assert data["letters"][0]["id"] == data["notices"][0]["letter"] == letter.pk


def test_nothing_of_others_is_in_it(
    as_reader: Client, reader: Any, make_comment: Make, make_user: Make, moderator: Any,
    make_rule: Make,
) -> None:  # fmt: skip
    other = make_user(email="tomas@example.org")
    guest = make_comment(guest_email="guest@example.org")
    mine = make_comment(parent=guest, author=reader)
    answer = make_comment(parent=mine, author=other, body="What Tomas said.")
    assert Notice.objects.filter(user=reader, comment=answer).exists()
    Subscription.objects.create(user=other, story_id=answer.story_id)
    decide([mine], Move.REMOVE, by=moderator, rule=make_rule(), note="A note among us.")
    raw = json.dumps(exported(as_reader))
    for foreign in ("tomas@", "guest@", "What Tomas said", "A note among us", "Dana Ruiz"):
        assert foreign not in raw
    assert exported(as_reader)["following"] == []


def test_a_long_export_is_read_in_batches_of_a_bounded_size(
    reader: Any, make_comment: Make, make_article: Make, monkeypatch: Any
) -> None:
    monkeypatch.setattr(own_data, "BATCH", 5)
    article, asked = make_article(), []
    for _ in range(2):
        made = [make_comment(article, author=reader) for _ in range(10)]
        with CaptureQueriesContext(connection) as captured:
            pieces = list(export_of(reader, "en"))
        asked.append(len(captured))
    data = json.loads("".join(pieces))
    assert [row["id"] for row in data["comments"]][-10:] == [comment.pk for comment in made]
    assert len(data["comments"]) == 20
    assert asked[1] - asked[0] == 2 * 6, "six queries a batch"
    assert max(piece.count('"submitted_at"') for piece in pieces) == 5


@pytest.fixture
def moderator(make_user: Make) -> Any:
    return make_user("Moderators", display_name="Dana Ruiz")

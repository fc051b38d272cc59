"""Screening: who is held, who is refused, and what they are told."""

import pytest
from django.test import Client
from pytest_django import Settings

from comments.models import Comment, Decision, Status
from comments.screening import Draft, Verdict, screen
from tests.comments.reading import send, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_hands(settings: Settings) -> None:
    """Let the tests type faster than people do."""
    settings.COMMENT_MINIMUM_SECONDS = 0


def test_an_address_that_sends_too_much_is_asked_to_wait_and_keeps_its_text(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.COMMENTS_PER_ADDRESS = 2
    article = make_article()
    for number in range(2):
        assert send(client, article, body=f"Text {number}.").status_code == 303
    refused = send(client, article, body="One more.", email="other@example.org")
    assert refused.status_code == 422
    assert "in about 5 minutes" in text_of(refused)
    assert "One more." in refused.content.decode()
    assert Comment.objects.count() == 2


def test_other_addresses_are_not_held_back_and_time_passes(
    client: Client, make_article: Make, make_comment: Make, settings: Settings
) -> None:
    settings.COMMENTS_PER_ADDRESS = 1
    article = make_article()
    send(client, article, body="One.")
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert send(elsewhere, article, body="Two.").status_code == 303
    settings.COMMENTS_PER_ADDRESS_SECONDS = 0
    assert send(client, article, body="Three.").status_code == 303


def test_the_newsroom_is_not_held_back(
    client: Client, make_article: Make, make_user: Make, settings: Settings
) -> None:
    settings.COMMENTS_PER_ADDRESS = 1
    client.force_login(make_user("Editors"))
    article = make_article()
    for number in range(3):
        assert send(client, article, body=f"Text {number}.").status_code == 303
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.PUBLISHED}


def test_the_same_text_by_the_same_person_is_taken_once(client: Client, make_article: Make) -> None:
    article = make_article()
    send(client, article, body="Again and again.")
    refused = send(client, article, body="Again and again.", email="GULBAHOR@example.org")
    assert "You have posted this very comment here already." in text_of(refused)
    assert send(client, article, body="Again and again.", email="b@example.org").status_code == 303
    assert send(client, make_article(), body="Again and again.").status_code == 303


def test_an_account_s_repeated_text_is_taken_once(
    client: Client, make_article: Make, make_user: Make
) -> None:
    client.force_login(make_user("Editors"))
    article = make_article()
    send(client, article, body="Thank you.")
    assert send(client, article, body="Thank you.").status_code == 422


def hold_loudly(draft: Draft) -> Verdict:
    return Verdict("hold", "It waits.", "It shouts.")


def hold_later(draft: Draft) -> Verdict:
    return Verdict("hold", "It waits.", "Something else.")


def refuse(draft: Draft) -> Verdict:
    return Verdict("refuse", "Not here.")


def test_the_first_phase_that_holds_is_recorded_for_moderators(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.COMMENT_SCREENING = [
        f"{__name__}.hold_loudly",
        f"{__name__}.hold_later",
    ]
    sent = send(client, make_article())
    decision = Decision.objects.get()
    assert (decision.phase, decision.note) == ("hold_loudly", "It shouts.")
    assert "It shouts." not in text_of(client.get(sent["Location"]))


def test_a_refusal_ends_it_whatever_was_said_before(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.COMMENT_SCREENING = [f"{__name__}.hold_loudly", f"{__name__}.refuse"]
    refused = send(client, make_article())
    assert "Not here." in text_of(refused)
    assert not Comment.objects.exists()


def test_without_phases_everything_is_published(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.COMMENT_SCREENING = []
    send(client, make_article())
    assert Comment.objects.get().status == Status.PUBLISHED
    assert Decision.objects.get().automated is False


def test_screen_asks_nobody_where_nobody_is_named(settings: Settings) -> None:
    settings.COMMENT_SCREENING = []
    assert screen(None).verdict is None  # type: ignore[arg-type]

"""On which terms guests may write, and what waits until its guest has confirmed the address."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from comments.confirming import confirm, erase_unconfirmed
from comments.guest_links import new_link
from comments.models import Comment, Decision, GuestLink, Move, Status, Subscription
from comments.moderation import decide
from comments.screening import Draft, Verdict
from portal.metrics.questions import QUESTIONS
from tests.comments.reading import SAME_ORIGIN, address, send, text_of, token_in
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_hands(settings: Settings) -> None:
    """Let the tests type faster than people do, in a house whose guests confirm."""
    settings.COMMENT_MINIMUM_SECONDS = 0
    settings.COMMENT_GUESTS = "confirmed"


@pytest.fixture
def unconfirmed(client: Client, make_article: Make) -> Comment:
    """A comment that its guest has sent and not confirmed."""
    send(client, make_article(), body="Closed in 1998 as well.")
    return Comment.objects.get()


def open_link(client: Client, comment: Comment) -> str:
    """Follow the link of a mail; return the address of the comment's page."""
    path = new_link(comment).split("/", 3)[3]
    return client.get(f"/{path}")["Location"]


# --- Confirmed ---


def test_a_comment_waits_for_its_guest_and_whoever_sent_it_is_told(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    sent = send(client, article, body="Closed in 1998 as well.")
    comment = Comment.objects.get()
    assert (comment.status, comment.unconfirmed) == (Status.HELD, True)
    assert "open the link in the mail" in text_of(client.get(sent["Location"]))
    own = text_of(client.get(address("own_comments", article)))
    assert "open the link in the mail" in own
    assert "Closed in 1998" in own


def test_it_is_in_no_queue_and_no_count(
    unconfirmed: Comment, as_moderator: Client, make_user: Make
) -> None:
    assert not Comment.objects.waiting().exists()
    for query in ("", "?status=any", f"?comment={unconfirmed.pk}", "?q=1998"):
        page = as_moderator.get(f"/admin/comments/comment/waiting/{query}")
        assert page.status_code == 200
        assert "Closed in 1998" not in text_of(page)
    assert "Closed in 1998" not in text_of(as_moderator.get("/admin/comments/comment/"))
    assert as_moderator.get(f"/admin/comments/comment/{unconfirmed.pk}/change/").status_code == 302
    as_moderator.force_login(make_user("Administrators"))
    listed = as_moderator.get("/admin/comments/discussion/").content.decode()
    assert f'?story={unconfirmed.story_id}">0</a>' in listed
    with connection.cursor() as cursor:
        cursor.execute(QUESTIONS[0].sql)
        assert cursor.fetchone()[0] == 0


def test_nothing_that_is_sent_to_the_desk_shows_it(
    unconfirmed: Comment, as_moderator: Client, make_comment: Make
) -> None:
    named = {"comment": f"{unconfirmed.pk}.{unconfirmed.revision}", "decision": "approve"}
    beside = {"comment": unconfirmed.pk, "text": "What is this?", "to": "me"}
    for page, data in (("decide", named), ("note", beside), ("assign", beside)):
        for kind in ("text/html", "application/json"):
            address = f"/admin/comments/comment/waiting/{page}/"
            answer = as_moderator.post(address, data, headers={"Accept": kind}, follow=True)
            assert "Closed in 1998" not in answer.content.decode()
    assert not unconfirmed.notes.exists()
    for same in ({"guest_email": unconfirmed.guest_email}, {"address": unconfirmed.address}):
        other = make_comment(status=Status.HELD, **same)
        page = as_moderator.get(f"/admin/comments/comment/waiting/?comment={other.pk}")
        assert other.body in text_of(page)
        assert "Closed in 1998" not in text_of(page)


@pytest.mark.parametrize("move", [Move.APPROVE, Move.REJECT])
def test_no_moderator_decides_about_it(
    move: Move, unconfirmed: Comment, moderator: Any, make_rule: Make
) -> None:
    outcome = decide([unconfirmed], move, by=moderator, rule=make_rule())
    assert "waits for its guest" in outcome.refusals[0].reason
    assert not outcome.decisions


def test_opening_the_link_confirms_nothing_and_pressing_the_button_does(
    unconfirmed: Comment,
) -> None:
    mail_reader = Client()
    page = open_link(mail_reader, unconfirmed)
    assert "Please confirm that you wrote it" in text_of(mail_reader.get(page))
    assert mail_reader.get(f"{page}confirm/").status_code == 405
    assert not Comment.objects.waiting().exists()
    pressed = mail_reader.post(f"{page}confirm/", headers=SAME_ORIGIN)
    assert (pressed.status_code, pressed["Location"]) == (303, page)
    assert Comment.objects.waiting().get() == unconfirmed
    shown = text_of(mail_reader.get(page))
    assert "waits for a moderator" in shown
    assert "Confirm: I wrote this" not in shown
    mail_reader.post(f"{page}confirm/", headers=SAME_ORIGIN)
    assert Decision.objects.count() == 1, "a second press does nothing"


def test_it_keeps_the_place_of_the_time_at_which_it_was_sent(
    unconfirmed: Comment, make_comment: Make
) -> None:
    Comment.objects.update(submitted_at=timezone.now() - timedelta(days=2))
    make_comment(status="held")
    assert confirm(unconfirmed)
    assert Comment.objects.waiting().first() == unconfirmed


def test_where_nothing_else_holds_it_confirming_publishes(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.COMMENT_SCREENING = [
        "comments.phases.flood.flood",
        "comments.phases.duplicates.duplicates",
    ]
    settings.COMMENTS_PER_ADDRESS = 1
    send(client, make_article())
    comment = Comment.objects.get()
    assert comment.decisions.get().phase == "confirmation"
    assert confirm(comment), "it is not counted as a flood, nor as its own repetition"
    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED
    made = comment.decisions.first()
    assert (made.move, made.started_by, made.automated) == (Move.APPROVE, "author", True)


def refuse_all(draft: Draft) -> Verdict | None:
    """A phase that was put in since."""
    return Verdict("refuse", "Not here.")


def test_what_screening_says_by_then_counts(unconfirmed: Comment, settings: Settings) -> None:
    settings.COMMENT_SCREENING = [f"{__name__}.refuse_all"]
    confirm(unconfirmed)
    assert Comment.objects.waiting().get().status == Status.HELD, "a moderator has the last word"


def test_screening_refuses_before_any_mail_is_due(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.COMMENT_SCREENING = [f"{__name__}.refuse_all"]
    assert send(client, make_article()).status_code == 422
    assert not Comment.objects.exists()


def test_accounts_have_nothing_to_confirm(
    client: Client, make_article: Make, make_user: Make
) -> None:
    client.force_login(make_user())
    send(client, make_article())
    assert Comment.objects.get().status == Status.PUBLISHED


# --- Never confirmed ---


def aged(comment: Comment, **age: float) -> None:
    Comment.objects.filter(pk=comment.pk).update(submitted_at=timezone.now() - timedelta(**age))


def test_what_nobody_confirms_is_erased_after_a_week(unconfirmed: Comment) -> None:
    new_link(unconfirmed)
    Subscription.objects.create(story_id=unconfirmed.story_id, comment=unconfirmed)
    aged(unconfirmed, days=6, hours=23)
    assert erase_unconfirmed() == 0
    aged(unconfirmed, days=7, minutes=1)
    assert erase_unconfirmed() == 1
    kept = Comment.objects.get()
    assert (kept.body, kept.guest_name, kept.guest_email, kept.address, kept.network) == ("",) * 5
    assert (kept.status, kept.unconfirmed, kept.shown) == (Status.DELETED, True, False)
    assert kept.erased_at is not None
    assert not GuestLink.objects.good().exists()
    assert not Subscription.objects.exists()
    made = kept.decisions.first()
    assert (made.move, made.started_by, made.automated, made.actor) == (
        Move.DELETE,
        "house",
        True,
        None,
    )


def test_the_house_says_how_long_it_waits(unconfirmed: Comment, settings: Settings) -> None:
    settings.COMMENT_UNCONFIRMED_DAYS = 30
    aged(unconfirmed, days=29)
    assert erase_unconfirmed() == 0


def test_what_waits_for_a_moderator_is_not_erased(unconfirmed: Comment, make_comment: Make) -> None:
    confirm(unconfirmed)
    aged(unconfirmed, days=100)
    make_comment(status="held", submitted_at=timezone.now() - timedelta(days=100))
    assert erase_unconfirmed() == 0
    assert Comment.objects.waiting().count() == 2


def test_the_erased_are_not_listed_among_the_deleted(
    unconfirmed: Comment, as_moderator: Client
) -> None:
    aged(unconfirmed, days=8)
    erase_unconfirmed()
    page = as_moderator.get("/admin/comments/comment/waiting/?status=deleted")
    assert f'id="comment-{unconfirmed.pk}"' not in page.content.decode()
    assert as_moderator.get(f"/admin/comments/comment/{unconfirmed.pk}/change/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_comment_that_is_confirmed_at_that_moment_is_not_erased(
    unconfirmed: Comment,
) -> None:
    aged(unconfirmed, days=8)
    erased: list[int] = []

    def erase() -> None:
        try:
            erased.append(erase_unconfirmed())
        finally:
            connection.close()

    with transaction.atomic():
        confirm(unconfirmed)
        eraser = threading.Thread(target=erase)
        eraser.start()
        eraser.join(0.5)
        assert eraser.is_alive(), "it waits for whoever confirms"
    eraser.join(30)
    assert erased == [0]
    assert Comment.objects.waiting().get().body == "Closed in 1998 as well."


# --- Accounts only ---


def test_the_form_says_that_an_account_is_needed_and_leads_to_sign_in(
    client: Client, make_comment: Make, settings: Settings
) -> None:
    settings.COMMENT_GUESTS = "accounts"
    root = make_comment()
    url = address("post_comment", root.article) + f"?to={root.pk}"
    for query in ("", "&fragment=1"):
        page = client.get(url + query)
        assert "Comments here are written with an account." in text_of(page)
        assert "<textarea" not in page.content.decode()
        assert f"reply%2F%3Fto%3D{root.pk}" in page.content.decode(), "and back to this form"


def test_a_guest_s_form_is_refused_with_the_text_kept(
    client: Client, make_article: Make, settings: Settings
) -> None:
    article = make_article()
    token = token_in(client.get(address("post_comment", article)))
    settings.COMMENT_GUESTS = "accounts"
    refused = send(client, article, token=token, body="Written before the rule.")
    assert refused.status_code == 422
    assert "Comments here are written with an account. Your text is still here" in text_of(refused)
    assert "Written before the rule." in refused.content.decode()
    assert "Sign in or open an account" in text_of(refused)
    assert not Comment.objects.exists()


def test_accounts_write_as_ever(
    client: Client, make_article: Make, make_user: Make, settings: Settings
) -> None:
    settings.COMMENT_GUESTS = "accounts"
    client.force_login(make_user())
    assert send(client, make_article()).status_code == 303

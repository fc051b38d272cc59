"""Stopping mail from within a letter, and the reports of mail providers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from comments.following import follow
from comments.models import Comment, How, Letter, MailSettings, Notice, Subscription, Suppression
from comments.suppressing import is_suppressed
from tests.comments.mailing import deliver, keep_mail_in_files, mail_to, text_in
from tests.comments.reading import parse, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
SECRET = "known to the provider alone"


@pytest.fixture(autouse=True)
def _mail(settings: Settings, tmp_path: Path) -> None:
    keep_mail_in_files(settings, tmp_path / "mail")


@pytest.fixture
def asked(make_user: Make, make_comment: Make) -> Comment:
    asked = make_comment(author=make_user(email="asked@example.org"))
    make_comment(parent=asked)
    return asked


@pytest.fixture
def strict() -> Client:
    """A mail provider's client: no cookies, no token, no origin."""
    return Client(enforce_csrf_checks=True)


def stop_address(message: Any) -> str:
    header = message["List-Unsubscribe"].strip()  # it is folded behind its name
    found = re.fullmatch(rf"<{django_settings.SITE_URL}(/mail/stop/\S+/)>", header)
    assert found
    return found[1]


def test_one_click_stops_it_without_signing_in_or_a_token(asked: Comment, strict: Client) -> None:
    deliver()
    (letter,) = mail_to("asked@example.org")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = stop_address(letter)
    assert address in text_in(letter)
    assert strict.post(address, ONE_CLICK).status_code == 200
    wishes = MailSettings.objects.get(user=asked.author)
    assert (wishes.answers, wishes.stories) == (How.NEVER, How.DAILY)
    assert strict.post(address, ONE_CLICK).status_code == 200


def test_looking_at_the_page_stops_nothing(asked: Comment, strict: Client) -> None:
    deliver()
    address = stop_address(*mail_to("asked@example.org"))
    page = strict.get(address)
    parse(page)
    assert "Should we send you no more mail about answers to your comments" in text_of(page)
    assert not MailSettings.objects.exists()
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert not page.cookies


def test_it_can_be_undone(asked: Comment, strict: Client) -> None:
    MailSettings.objects.create(user=asked.author, answers=How.AT_ONCE, stories=How.NEVER)
    deliver()
    address = stop_address(*mail_to("asked@example.org"))
    done = strict.post(address, ONE_CLICK)
    before = re.search(r'name="undo" value="([^"]+)"', done.content.decode())
    assert before
    assert "Put back" in text_of(strict.post(address, {"undo": before[1]}))
    wishes = MailSettings.objects.get(user=asked.author)
    assert (wishes.answers, wishes.stories) == (How.AT_ONCE, How.NEVER)
    assert strict.post(address, {"undo": "made:up"}).status_code == 404


def test_a_guest_stops_the_answers_and_takes_that_back(make_comment: Make, strict: Client) -> None:
    comment = make_comment(guest_email="odile@example.org")
    Notice.objects.all().delete()
    follow(comment.story_id, comment=comment)
    make_comment(parent=comment)
    deliver()
    address = stop_address(*mail_to("odile@example.org"))
    done = strict.post(address, ONE_CLICK)
    assert not Subscription.objects.exists()
    before = re.search(r'name="undo" value="([^"]+)"', done.content.decode())
    assert before
    strict.post(address, {"undo": before[1]})
    assert Subscription.objects.get().comment == comment


@pytest.mark.parametrize("token", ["made-up", "eyJhIjoxfQ:1tabcd:forged"])
def test_a_forged_token_stops_nothing(token: str, strict: Client) -> None:
    assert strict.get(f"/mail/stop/{token}/").status_code == 404
    assert strict.post(f"/mail/stop/{token}/", ONE_CLICK).status_code == 404


def test_what_one_person_undoes_is_nobody_elses(
    asked: Comment, make_comment: Make, strict: Client
) -> None:
    """A page of one's own gives a `before`; with another's token it changes nothing of theirs."""
    comment = make_comment(guest_email="odile@example.org")
    follow(comment.story_id, comment=comment)
    make_comment(parent=comment)
    deliver()
    own = strict.post(stop_address(mail_to("odile@example.org")[-1]), ONE_CLICK)
    before = re.search(r'name="undo" value="([^"]+)"', own.content.decode())
    assert before
    strict.post(stop_address(*mail_to("asked@example.org")), {"undo": before[1]})
    assert not Subscription.objects.exists()


# --- Reports -------------------------------------------------------------------------------------


def report(client: Client, body: Any, secret: str = SECRET) -> int:
    data = body if isinstance(body, str) else json.dumps(body)
    return client.post(
        "/mail/bounces/", data, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    ).status_code  # fmt: skip


def test_bounces_and_complaints_end_writing_to_an_address(
    strict: Client, settings: Settings
) -> None:
    settings.MAIL_WEBHOOK_SECRET = SECRET
    reports = [
        {"type": "bounce", "address": "Gone@Example.org"},
        {"type": "complaint", "address": "angry@bücher.example"},
        {"type": "bounce", "address": "full@example.org", "permanent": False},
        {"type": "opened", "address": "reads@example.org"},
    ]
    assert report(strict, reports) == 204
    assert report(strict, reports[0]) == 204
    assert is_suppressed("gone@example.org")
    assert is_suppressed("angry@xn--bcher-kva.example")
    assert set(Suppression.objects.values_list("reason", flat=True)) == {"bounce", "complaint"}
    assert Suppression.objects.count() == 2


def test_who_does_not_know_the_secret_reports_nothing(strict: Client, settings: Settings) -> None:
    body = {"type": "bounce", "address": "gone@example.org"}
    settings.MAIL_WEBHOOK_SECRET = ""
    assert report(strict, body, "") == report(strict, body) == 404
    settings.MAIL_WEBHOOK_SECRET = SECRET
    assert report(strict, body, "guessed") == report(strict, body, "ünknown") == 401
    assert strict.post("/mail/bounces/").status_code == 401
    assert strict.get("/mail/bounces/").status_code == 405
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "5",
        [{"type": "bounce"}],
        [{"type": "bounce", "address": "gone@example.org"}, {"address": "x@example.org"}],
        {"type": "bounce", "address": "nobody"},
        [{"type": "bounce", "address": "gone@example.org"}] * 1001,
    ],
)
def test_what_is_no_report_is_refused_as_a_whole(
    body: Any, strict: Client, settings: Settings
) -> None:
    settings.MAIL_WEBHOOK_SECRET = SECRET
    assert report(strict, body) == 400
    assert not Suppression.objects.exists()


def test_a_letter_that_waits_is_not_sent_to_who_complained(
    asked: Comment, strict: Client, settings: Settings
) -> None:
    settings.MAIL_WEBHOOK_SECRET = SECRET
    report(strict, {"type": "complaint", "address": "ASKED@example.org"})
    deliver()
    assert mail_to("asked@example.org") == []
    dropped = Letter.objects.get(user=asked.author)
    assert dropped.why_dropped == "the address is not written to"

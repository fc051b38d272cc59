"""Mail to guests: fresh links on request, and how much may be sent to whom."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.reader_identity import Origin
from comments.guest_links import link_with, new_link
from comments.guest_mail_caps import may_write_to
from comments.link_mail import send_links
from comments.link_requests import TooManyRequests, ask_for_links, forget_old
from comments.mail_addresses import address_hash
from comments.models import Comment, GuestLink, Letter, LinkRequest, Suppression
from tests.comments.reading import SAME_ORIGIN, send, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
ASK = "/your-comment/link/"


def ask(client: Client, address: str, **extra: Any) -> Any:
    return client.post(ASK, {"email": address}, headers=SAME_ORIGIN, **extra)


def work() -> None:
    """Do what the queue's worker would."""
    for request in LinkRequest.objects.exclude(mail_address="").order_by("pk"):
        send_links(request.pk)


# --- Asking for links ---


def test_a_guest_gets_links_to_their_comments_by_mail(client: Client, make_comment: Make) -> None:
    comments = [make_comment(guest_email="ann@example.org", status=s) for s in ("held", "removed")]
    make_comment(guest_email="bob@example.org")
    answer = ask(client, "Ann@Example.org")
    assert "a mail with links to them is on its way" in text_of(answer)
    assert not mail.outbox, "a job sends it"
    assert ProcrastinateJob.objects.get().task_name == "comments.tasks.send_links"
    work()
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.org"]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    links = re.findall(r"/your-comment/open/([\w-]+)/", sent.body)
    assert {link_with(token).comment_id for token in links} == {c.pk for c in comments}
    assert set(re.findall(r"/open/([\w-]+)/", sent.alternatives[0][0])) == set(links)


def test_the_mail_says_nothing_that_a_stranger_could_have_written(
    client: Client, make_comment: Make
) -> None:
    comment = make_comment(
        guest_email="ann@example.org", guest_name="Buy pills", body="Cheap at evil.example"
    )
    ask(client, "ann@example.org")
    work()
    (sent,) = mail.outbox
    for words in (sent.subject, sent.body, sent.alternatives[0][0]):
        assert "pills" not in words
        assert "evil" not in words
    assert comment.article.headline in sent.body


@pytest.mark.parametrize("written", ["ANN+News@Bücher.example", "ann+news@xn--bcher-kva.example"])
def test_an_address_is_the_same_guest_however_it_is_written(
    written: str, client: Client, make_article: Make, settings: Any
) -> None:
    settings.COMMENT_MINIMUM_SECONDS = 0
    send(client, make_article(), email="Ann+news@BÜCHER.example")
    comment = Comment.objects.get()
    assert comment.guest_email == "ann+news@xn--bcher-kva.example"
    assert list(Comment.objects.of_guest(written)) == [comment]
    again = send(client, comment.article, email=written)
    assert "You have posted this very comment here already." in text_of(again)
    ask(client, written)
    work()
    assert mail.outbox[0].to == ["ann+news@xn--bcher-kva.example"]
    assert not Comment.objects.of_guest("ann@xn--bcher-kva.example").exists(), "a plus is a name"


def test_strangers_get_the_same_answer_in_the_same_way(client: Client, make_comment: Make) -> None:
    make_comment(guest_email="ann@example.org")
    known, unknown = (ask(client, f"{name}@example.org") for name in ("ann", "nobody"))
    assert known.content == unknown.content
    assert known.status_code == unknown.status_code == 200
    assert ProcrastinateJob.objects.count() == 2, "the same work, as far as the answer goes"
    work()
    assert len(mail.outbox) == 1


def test_old_deleted_and_erased_comments_are_not_linked_to(make_comment: Make) -> None:
    ann = {"guest_email": "ann@example.org"}
    make_comment(**ann, submitted_at=timezone.now() - timedelta(days=183))
    make_comment(**ann, status="deleted")
    Comment.objects.filter(pk=make_comment(**ann).pk).update(erased_at=timezone.now())
    ask_for_links("ann@example.org", origin=Origin("", ""))
    work()
    assert not mail.outbox


def test_one_mail_links_to_twenty_at_most(make_comment: Make) -> None:
    comments = [make_comment(guest_email="ann@example.org") for _n in range(22)]
    ask_for_links("ann@example.org", origin=Origin("", ""))
    work()
    assert GuestLink.objects.count() == 20
    assert not GuestLink.objects.filter(comment__in=comments[:2]).exists(), "the newest"


def test_what_cannot_be_an_address_is_said_at_once(client: Client) -> None:
    answer = ask(client, "no address")
    assert answer.status_code == 422
    assert "Please write an e-mail address such as" in text_of(answer)
    assert not LinkRequest.objects.exists()


def test_another_site_cannot_ask(client: Client) -> None:
    answer = client.post(
        ASK, {"email": "ann@example.org"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert not LinkRequest.objects.exists()


def test_the_form_speaks_the_language_that_it_was_opened_in(
    client: Client, make_article: Make
) -> None:
    make_article(language="fa")
    page = client.get(f"{ASK}?language=fa").content.decode()
    assert '<html lang="fa" dir="rtl">' in page
    assert f'action="{ASK}?language=fa"' in page
    assert client.get(f"{ASK}?language=<x>").status_code == 200


# --- How often ---


def test_an_address_of_mail_gets_few_mails_an_hour_and_nobody_is_told(
    client: Client, make_comment: Make, settings: Any
) -> None:
    settings.GUEST_LINK_MAILS_PER_HOUR = 2
    make_comment(guest_email="ann@example.org")
    answers = {
        ask(client, "ann@example.org", REMOTE_ADDR=f"198.51.{n}.7").content for n in range(4)
    }
    assert len(answers) == 1
    work()
    assert len(mail.outbox) == 2
    LinkRequest.objects.update(made_at=timezone.now() - timedelta(minutes=61))
    ask(client, "ann@example.org")
    work()
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    ("address", "limit"), [("203.0.113.9", 2), ("203.0.113.{}", 10)], ids=["address", "network"]
)
def test_a_place_may_ask_a_few_times_an_hour(
    address: str, limit: int, client: Client, settings: Any
) -> None:
    settings.GUEST_LINK_REQUESTS_PER_HOUR = 2
    statuses = [
        ask(client, f"{n}@example.org", REMOTE_ADDR=address.format(n)).status_code
        for n in range(limit + 1)
    ]
    assert statuses == [200] * limit + [429]
    refused = ask(client, "x@example.org", REMOTE_ADDR=address.format(99))
    assert "Please try again in an hour." in text_of(refused)
    assert 'value="x@example.org"' in refused.content.decode()
    assert ask(client, "x@example.org", REMOTE_ADDR="192.0.2.1").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_requests_that_come_at_once_see_each_other(settings: Any) -> None:
    settings.GUEST_LINK_REQUESTS_PER_HOUR = 2
    barrier = threading.Barrier(6)

    def go(number: int) -> None:
        barrier.wait()
        try:
            with suppress(TooManyRequests):
                ask_for_links(f"{number}@example.org", origin=Origin("one", "net"))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(go, range(6)))
    assert LinkRequest.objects.count() == 2


def test_who_asked_is_forgotten_after_a_day(client: Client) -> None:
    ask(client, "ann@example.org")
    assert forget_old() == 0
    LinkRequest.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert forget_old() == 1


# --- A mail server that does not answer ---


class DeadServer(EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages: Any) -> int:
        """Take nothing."""
        raise SMTPException("hung up")


def test_a_mail_that_could_not_be_sent_is_tried_again_as_the_same_mail(
    client: Client, make_comment: Make, settings: Any
) -> None:
    make_comment(guest_email="ann@example.org")
    ask(client, "ann@example.org")
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    for _try in range(5):  # more often than an address may be written to in a day
        with pytest.raises(OSError, match="hung up"):
            work()
    settings.EMAIL_BACKEND = works
    work()
    work()
    (sent,) = mail.outbox
    request = LinkRequest.objects.get()
    assert request.mail_address == "", "it is kept no longer than it takes"
    assert sent.extra_headers["Message-ID"].startswith(f"<links-{request.pk}-")
    assert link_with(re.findall(r"/open/([\w-]+)/", sent.body)[0])


# --- Whom the house may write to ---


def letters_to(comment: Comment, number: int, **fields: Any) -> None:
    for _n in range(number):
        Letter.objects.create(own_comment=comment, **fields)


def test_an_address_from_which_nobody_came_back_gets_a_few_mails_a_day(make_comment: Make) -> None:
    first, second = (make_comment(guest_email="ann@example.org") for _n in range(2))
    letters_to(first, 1)
    letters_to(second, 1)
    assert may_write_to("ANN@example.org")
    letters_to(second, 1)
    assert not may_write_to("ann@example.org")
    assert may_write_to("bob@example.org")
    Letter.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert may_write_to("ann@example.org")


def test_letters_that_were_not_sent_do_not_count(make_comment: Make) -> None:
    comment = make_comment(guest_email="ann@example.org")
    letters_to(comment, 5, dropped_at=timezone.now())
    assert may_write_to("ann@example.org")


def test_mails_with_links_count_as_well(client: Client, make_comment: Make, settings: Any) -> None:
    settings.GUEST_LINK_MAILS_PER_HOUR = 10
    make_comment(guest_email="ann@example.org")
    for _n in range(5):
        ask(client, "ann@example.org")
    work()
    assert len(mail.outbox) == 3
    assert not may_write_to("ann@example.org")


def test_whoever_came_back_by_a_link_is_written_to(client: Client, make_comment: Make) -> None:
    comment = make_comment(guest_email="ann@example.org")
    letters_to(comment, 9)
    client.get(f"/{new_link(comment).split('/', 3)[3]}")
    assert not may_write_to("ann@example.org"), "a mail scanner asks for the address alone"
    client.get(f"/your-comment/{comment.pk}/")
    assert may_write_to("ann@example.org")


def test_an_address_that_was_switched_off_gets_nothing(client: Client, make_comment: Make) -> None:
    comment = make_comment(guest_email="ann@example.org")
    GuestLink.objects.filter(comment=comment).update(opened_at=timezone.now())
    Suppression.objects.create(address_hash=address_hash("Ann@example.org"), reason="not_me")
    assert not may_write_to("ann@example.org")
    ask(client, "ann@example.org")
    work()
    assert not mail.outbox
    assert not may_write_to("")


@pytest.mark.django_db(transaction=True)
def test_two_letters_do_not_both_take_the_last_place(make_comment: Make, settings: Any) -> None:
    settings.GUEST_FIRST_MAILS_PER_DAY = 2
    comment = make_comment(guest_email="ann@example.org")
    barrier = threading.Barrier(5)

    def go(_number: int) -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                if may_write_to("ann@example.org"):
                    letters_to(comment, 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(go, range(5)))
    assert Letter.objects.count() == 2

"""The page of one's own comment: every state in words, and what its author does there."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.guest_links import new_link, revoke_links
from comments.models import Comment, Decision, GuestLink, Move, Status, Subscription, Suppression
from comments.moderation import decide
from comments.ownership import GUEST, LINK
from tests.comments.reading import SAME_ORIGIN, parse, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db


def path_of(address: str) -> str:
    return f"/{address.split('/', 3)[3]}"


def open_link(client: Client, comment: Comment) -> str:
    """Follow the link of a mail; return the address of the comment's page."""
    return client.get(path_of(new_link(comment)))["Location"]


def state_of(comment: Comment) -> tuple[Any, ...]:
    """All that an act could have changed."""
    comment = Comment.objects.get(pk=comment.pk)
    return (
        *(comment.status, comment.unconfirmed, comment.guest_email, comment.body),
        Decision.objects.count(),
        Subscription.objects.count(),
        Suppression.objects.count(),
        GuestLink.objects.good().count(),
    )


# --- Every state in words ---


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("held", "Your comment waits for a moderator."),
        ("published", "Your comment is published. See it in the discussion"),
        ("rejected", "Your comment was not published"),
        ("removed", "Your comment was removed"),
        ("deleted", "You have deleted this comment."),
    ],
)
def test_a_guest_reads_what_became_of_the_comment(
    status: str, words: str, client: Client, make_comment: Make
) -> None:
    comment = make_comment(status=status)
    page = client.get(open_link(client, comment))
    assert words in text_of(page)
    assert comment.body in text_of(page)
    assert ("rule 3, personal attacks" in text_of(page)) == (status in {"rejected", "removed"})
    parse(page)


def test_a_comment_that_is_looked_at_again_says_so(client: Client, make_comment: Make) -> None:
    comment = make_comment()
    decide([comment], Move.HOLD, by=None)
    assert "looking at it again" in text_of(client.get(open_link(client, comment)))


def test_an_erased_comment_says_so_and_shows_nothing(client: Client, make_comment: Make) -> None:
    comment = make_comment(status="deleted")
    Comment.objects.update(erased_at=timezone.now(), body="", guest_name="", guest_email="")
    page = text_of(client.get(open_link(client, comment)))
    assert "This comment was erased" in page
    assert "That was not me" not in page


def test_an_account_reads_the_same_of_its_own_comment(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    user = make_user()
    comment = make_comment(author=user, status="held", guest_name="", guest_email="")
    address = f"/your-comment/{comment.pk}/"
    assert client.get(address).status_code == 404
    client.force_login(user)
    page = client.get(address)
    assert "waits for a moderator" in text_of(page)
    assert "That was not me" not in text_of(page)
    assert client.get(f"{address}not-me/").status_code == 303
    parse(page)


def test_an_account_whose_comment_waits_is_led_to_its_page(
    client: Client, make_article: Make, make_user: Make, settings: Any
) -> None:
    from tests.comments.reading import send

    settings.COMMENT_MINIMUM_SECONDS = 0
    settings.COMMENT_SCREENING = ["tests.comments.test_own_page.hold_all"]
    client.force_login(make_user())
    sent = send(client, make_article())
    assert sent["Location"] == f"/your-comment/{Comment.objects.get().pk}/"


def hold_all(draft: object) -> object:
    """A phase that holds everything."""
    from comments.screening import Verdict

    return Verdict("hold", "Wait.")


def test_the_page_speaks_the_language_of_the_edition(
    client: Client, make_article: Make, make_comment: Make
) -> None:
    comment = make_comment(make_article(language="fa"), status="held")
    page = client.get(open_link(client, comment)).content.decode()
    assert '<html lang="fa" dir="rtl">' in page


# --- Whose it is ---


def test_two_browsers_with_links_of_their_own(make_comment: Make) -> None:
    comment = make_comment(status="held")
    phone, desk, stranger = Client(), Client(), Client()
    page = open_link(phone, comment)
    assert open_link(desk, comment) == page
    for browser in (phone, desk):
        assert browser.get(page).status_code == 200
    assert stranger.get(page).status_code == 404
    revoke_links(comment)
    assert "This link was ended" in text_of(phone.get(page))
    assert desk.get(page).status_code == 404


def test_strangers_are_told_the_same_of_every_comment(client: Client, make_comment: Make) -> None:
    comment = make_comment(status="held")
    answers = [client.get(f"/your-comment/{pk}/") for pk in (comment.pk, comment.pk + 1000)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert "Get a new link" in text_of(answers[0])


ACTS = [("confirm/", {}), ("answers/", {"follow": "1"}), ("not-me/", {})]


@pytest.mark.parametrize(("act", "fields"), ACTS)
def test_nobody_acts_on_another_s_comment(
    act: str, fields: dict[str, str], make_comment: Make, make_user: Make
) -> None:
    comment, other = make_comment(status="held"), make_comment(status="held")
    holder, account = Client(), Client()
    token = path_of(new_link(comment)).split("/")[3]
    holder.cookies[LINK] = token
    account.force_login(make_user("Administrators"))
    before = state_of(other)
    for browser in (holder, account, Client()):
        answer = browser.post(f"/your-comment/{other.pk}/{act}", fields, headers=SAME_ORIGIN)
        assert answer.status_code == 404
    assert state_of(other) == before


@pytest.mark.parametrize(("act", "fields"), ACTS)
def test_another_site_s_form_does_nothing(
    act: str, fields: dict[str, str], client: Client, make_comment: Make
) -> None:
    comment = make_comment(status="held", unconfirmed=act == "confirm/")
    page = open_link(client, comment)
    before = state_of(comment)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        answer = client.post(f"{page}{act}", fields, headers=headers)
        assert answer.status_code == 403
        assert "no-store" in answer["Cache-Control"]
    assert state_of(comment) == before


def test_reading_changes_nothing_but_that_a_link_was_opened(
    client: Client, make_comment: Make
) -> None:
    comment = make_comment(status="held", unconfirmed=True)
    address = path_of(new_link(comment))
    before = state_of(comment)
    for path in (address, f"/your-comment/{comment.pk}/"):
        client.get(path)
    assert GuestLink.objects.get().opened_at is not None
    opened = GuestLink.objects.get().opened_at
    for path in ("", "confirm/", "answers/", "not-me/"):
        for ask in (client.get, client.head):
            ask(f"/your-comment/{comment.pk}/{path}")
    assert state_of(comment) == before
    assert GuestLink.objects.get().opened_at == opened


def test_an_account_s_form_needs_its_token(make_comment: Make, make_user: Make) -> None:
    user = make_user()
    comment = make_comment(author=user, guest_name="", guest_email="")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    page = f"/your-comment/{comment.pk}/answers/"
    assert browser.post(page, {"stop": "1"}, headers=SAME_ORIGIN).status_code == 403


def test_nothing_of_it_is_stored_or_told_to_where_links_lead(
    client: Client, make_comment: Make
) -> None:
    comment = make_comment(status="held")
    address = path_of(new_link(comment))
    page = f"/your-comment/{comment.pk}/"
    answers = [
        client.get(address),
        client.get(page),
        client.get(f"{page}not-me/"),
        client.post(f"{page}answers/", {"follow": "1"}, headers=SAME_ORIGIN),
        Client().get(page),
        client.get("/your-comment/open/made-up/"),
        client.get("/your-comment/link/"),
        client.post("/your-comment/link/", {"email": "a@example.org"}, headers=SAME_ORIGIN),
        client.post(f"{page}not-me/", headers=SAME_ORIGIN),
    ]
    for answer in answers:
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] in {"no-referrer", "same-origin"}
        assert "Cookie" in answer["Vary"]
    assert "csrftoken" not in client.cookies, "guests' browsers get no other cookie"


def test_the_page_asks_the_same_of_the_database_whatever_there_is(
    client: Client, make_comment: Make
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    comment = make_comment()
    page = open_link(client, comment)
    client.get(page)
    few = queries()
    for _number in range(5):
        make_comment(parent=comment, guest_email=comment.guest_email)
        new_link(comment)
    assert queries() == few <= 6


# --- Links that lead nowhere ---


def test_an_old_link_says_so_and_in_the_language_of_its_edition(
    client: Client, make_comment: Make
) -> None:
    address = path_of(new_link(make_comment(status="held")))
    GuestLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = client.get(address)
    assert answer.status_code == 404
    assert "This link is too old" in text_of(answer)
    assert "Get a new link" in text_of(answer)
    assert LINK not in client.cookies
    parse(answer)


@pytest.mark.parametrize("token", ["made-up", "x" * 43, "%00", "’", "a" * 2000])
def test_a_forged_link_leads_nowhere(token: str, client: Client, make_comment: Make) -> None:
    new_link(make_comment())
    answer = client.get(f"/your-comment/open/{token}/")
    assert answer.status_code in {400, 404}
    assert not client.cookies


def test_a_browser_whose_link_was_ended_is_told_why(client: Client, make_comment: Make) -> None:
    comment = make_comment()
    page = open_link(client, comment)
    revoke_links(comment)
    assert "This link was ended" in text_of(client.get(page))


# --- Answers ---


def test_a_guest_begins_and_stops_to_hear_of_answers(client: Client, make_comment: Make) -> None:
    comment = make_comment()
    page = open_link(client, comment)
    assert "Tell me of answers" in text_of(client.get(page))
    for _twice in range(2):
        client.post(f"{page}answers/", {"follow": "1"}, headers=SAME_ORIGIN)
    assert Subscription.objects.get().comment == comment
    assert "Stop these mails" in text_of(client.get(page))
    for _twice in range(2):
        client.post(f"{page}answers/", {"stop": "1"}, headers=SAME_ORIGIN)
    assert not Subscription.objects.exists()


def test_what_is_gone_has_no_answers_to_hear_of(client: Client, make_comment: Make) -> None:
    comment = make_comment(status="removed")
    page = open_link(client, comment)
    assert "Tell me of answers" not in text_of(client.get(page))
    client.post(f"{page}answers/", {"follow": "1"}, headers=SAME_ORIGIN)
    assert not Subscription.objects.exists()


# --- That was not me ---


def disown(client: Client, comment: Comment) -> Any:
    page = open_link(client, comment)
    asked = client.get(f"{page}not-me/")
    assert "We forget your address" in text_of(asked)
    parse(asked)
    return client.post(f"{page}not-me/", headers=SAME_ORIGIN)


def test_what_nobody_has_seen_is_withdrawn_and_the_address_forgotten(
    client: Client, make_comment: Make
) -> None:
    comment = make_comment(status="held")
    Subscription.objects.create(story_id=comment.story_id, comment=comment)
    another_browser = Client()
    page = open_link(another_browser, comment)
    done = disown(client, comment)
    assert "Your e-mail address is no longer kept" in text_of(done)
    kept = Comment.objects.get()
    assert (kept.status, kept.guest_email) == (Status.DELETED, "")
    assert kept.decisions.first().started_by == "report"
    assert not Subscription.objects.exists()
    assert Suppression.objects.get().reason == "not_me"
    assert another_browser.get(page).status_code == 404
    assert client.get(page).status_code == 404
    assert not client.cookies[LINK].value
    assert not client.cookies[GUEST].value


def test_what_is_published_goes_before_a_moderator_with_a_note(
    client: Client, make_comment: Make
) -> None:
    comment = make_comment()
    answer = make_comment(parent=comment)
    disown(client, comment)
    comment.refresh_from_db()
    assert (comment.status, comment.guest_email, comment.shown) == (Status.HELD, "", True)
    assert comment.guest_name, "the name may be the writer's own"
    assert "That was not me" in comment.decisions.first().note
    answer.refresh_from_db()
    assert answer.is_readable


@pytest.mark.parametrize("status", ["removed", "rejected", "deleted"])
def test_what_was_decided_already_stays_and_the_address_goes(
    status: str, client: Client, make_comment: Make
) -> None:
    comment = make_comment(status=status)
    decided = Decision.objects.count()
    disown(client, comment)
    comment.refresh_from_db()
    assert (comment.status, comment.guest_email) == (status, "")
    assert Decision.objects.count() == decided


def test_it_is_about_this_comment_alone(client: Client, make_comment: Make) -> None:
    comment = make_comment(status="held", guest_email="ann@example.org")
    own = make_comment(guest_email="ann@example.org")
    reader = Client()
    page = open_link(reader, own)
    disown(client, comment)
    assert reader.get(page).status_code == 200
    own.refresh_from_db()
    assert (own.status, own.guest_email) == (Status.PUBLISHED, "ann@example.org")


def test_forgotten_addresses_make_nobody_one_person(make_comment: Make) -> None:
    first, _second = (make_comment(guest_email="") for _n in range(2))
    assert list(Comment.objects.by_same_author(first)) == [first]

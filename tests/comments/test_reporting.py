"""Reporting: with and without our script, once a person, within limits, and forgotten in time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.reader_identity import COOKIE
from comments.erasing import erase
from comments.models import Case, Comment, Move, Report, Status
from comments.moderation import decide
from comments.recommending import Person
from comments.report_links import path_of
from comments.reporting import ReportRefused, report
from portal.closing import Comments, close
from portal.forgetting import forget_old
from portal.models import User
from tests.comments.mailing import at, later
from tests.comments.reading import address, links, parse, parse_fragment, text_of
from tests.comments.reporting import ONE, OTHER, send, url
from tests.comments.sanctioning import IPV4, near, open_own_page
from tests.making import Make

pytestmark = pytest.mark.django_db
THANKS, AGAIN = (
    "Thank you. A moderator looks at the comment",
    "You have reported this comment already",
)


@pytest.fixture
def comment(make_comment: Make, make_rule: Make) -> Comment:
    make_rule()
    return make_comment(body="You are all fools.")


# --- The page and the fragment ---


def test_the_page_shows_the_comment_and_the_rules_and_sets_no_cookie(
    client: Client, comment: Comment, make_rule: Make
) -> None:
    make_rule("9", title="Retired", in_force=False)
    page = client.get(url(comment))
    parse(page)
    words = text_of(page)
    assert "You are all fools." in words
    assert "3. Personal attacks" in words
    assert "Something else" in words
    assert "Retired" not in words
    assert not page.cookies
    assert page["Cache-Control"] == "private, no-store"
    assert 'content="noindex"' in page.content.decode()


def test_a_stranger_reports_without_our_script(client: Client, comment: Comment) -> None:
    sent = send(client, comment, rule="3", text=" Insults\n everybody. ", revision="1")
    made = Report.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, f"{path_of(made)}?sent=new")
    assert "Thank you, your report has arrived." in text_of(client.get(sent["Location"]))
    assert (made.rule.code, made.text, made.revision) == ("3", "Insults everybody.", 1)
    assert (made.user, made.guest, made.address) == (None, "", near("127.0.0.1"))
    case = Case.objects.get()
    assert (case.comment, case.report_count, case.closed_at) == (comment, 1, None)
    assert not sent.cookies
    assert COOKIE not in client.cookies


def test_our_script_gets_fragments(client: Client, comment: Comment) -> None:
    form = client.get(f"{url(comment)}?fragment=1")
    parse_fragment(form)
    assert "<html" not in form.content.decode()
    assert f'action="{url(comment)}?fragment=1"' in form.content.decode()
    wrong = send(client, comment, fragment=True, text="Why?")
    assert wrong.status_code == 200
    assert "Please choose what the comment breaks." in text_of(wrong)
    parse_fragment(wrong)
    sent = send(client, comment, fragment=True, rule="3")
    assert sent.status_code == 201
    assert THANKS in text_of(sent)
    parse_fragment(sent)
    again = send(client, comment, fragment=True, rule="3")
    assert (again.status_code, AGAIN in text_of(again)) == (201, True)


def test_something_else_takes_words(client: Client, comment: Comment) -> None:
    refused = send(client, comment, rule="other", text="  ")
    assert refused.status_code == 422
    parse(refused)
    assert "say in a line what is wrong" in text_of(refused)
    assert not Report.objects.exists()
    send(client, comment, rule="other", text="It is my telephone number.")
    assert Report.objects.get().rule is None


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"rule": "77"}, {"rule": "3", "text": "x" * 501}, {"rule": "3", "text": "a\x00b"},
        {"rule": "3", "revision": "-1"}, {"rule": "3", "revision": "x"},
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    fields: dict[str, str], client: Client, comment: Comment
) -> None:
    assert send(client, comment, **fields).status_code == 422
    assert not Report.objects.exists()


def test_a_form_of_another_site_is_refused(client: Client, comment: Comment) -> None:
    fields, foreign = {"rule": "3"}, {"Sec-Fetch-Site": "cross-site"}
    assert client.post(url(comment), fields, headers=foreign).status_code == 403
    assert not Report.objects.exists()


def test_an_account_is_asked_for_its_token(comment: Comment, make_user: Make) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user())
    assert send(browser, comment, rule="3").status_code == 403
    assert "csrfmiddlewaretoken" in browser.get(f"{url(comment)}?fragment=1").content.decode()
    token = browser.cookies["csrftoken"].value
    assert send(browser, comment, rule="3", csrfmiddlewaretoken=token).status_code == 303


@pytest.mark.parametrize("status", [s for s in Status if s not in {Status.PUBLISHED}])
def test_only_what_readers_can_read_is_reported(
    status: str, client: Client, make_comment: Make, make_rule: Make
) -> None:
    make_rule()
    gone = make_comment(status=status)
    sent = send(client, gone, rule="3")
    assert sent.status_code == (409 if gone.shown else 404)
    assert not Report.objects.exists()


def test_the_discussion_leads_to_it_for_everybody_alike(
    client: Client, comment: Comment, make_user: Make
) -> None:
    discussion = client.get(address("discussion", comment.article))
    assert url(comment) in links(discussion)
    assert url(comment) in links(
        client.get(address("comment_acts", comment.article, pk=comment.pk))
    )
    client.force_login(make_user())
    assert client.get(address("discussion", comment.article)).content == discussion.content


# --- Once a person ---


def test_a_person_reports_a_comment_once(comment: Comment, make_user: Make) -> None:
    account = Person(make_user(email="odile@example.org"))
    for by, is_new in ((ONE, True), (ONE, False), (account, False), (OTHER, True), (OTHER, False)):
        assert report(comment, by=by, text="Rude.", address="a").is_new is is_new
    for where, is_new in (("a", True), ("a", False), ("b", True), ("", True)):
        assert report(comment, by=Person(), text="Rude.", address=where).is_new is is_new
    assert Case.objects.get().report_count == Report.objects.count() == 5


def test_who_repeats_it_is_told_so_politely(client: Client, comment: Comment) -> None:
    send(client, comment, rule="3")
    again = send(client, comment, rule="other", text="Look at it at last!")
    assert again["Location"] == f"{url(comment)}?sent=again"
    assert AGAIN in text_of(client.get(again["Location"]))
    assert Report.objects.count() == 1


def test_nobody_reports_themselves(
    client: Client, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    make_rule()
    reader = make_user()
    own = make_comment(author=reader, guest_name="", guest_email="")
    client.force_login(reader)
    refused = send(client, own, rule="3")
    assert (refused.status_code, "your own comment" in text_of(refused)) == (409, True)
    guests = make_comment(guest_email="odile@example.org")
    with pytest.raises(ReportRefused, match="your own"):
        report(guests, by=ONE, text="Rude.")


def test_a_guest_is_known_by_the_link(comment: Comment, make_comment: Make) -> None:
    browser = Client()
    open_own_page(browser, make_comment(guest_email="odile@example.org"))
    send(browser, comment, rule="3")
    assert Report.objects.get().guest == ONE.guest


def test_what_the_house_has_kept_is_not_reported_again_by_the_same(
    comment: Comment, moderator: User
) -> None:
    report(comment, by=ONE, text="Rude.")
    decide([comment], Move.KEEP, by=moderator)
    assert not report(comment, by=ONE, text="Rude!").is_new
    assert not Case.objects.filter(closed_at=None).exists()
    assert report(comment, by=OTHER, text="Rude.").is_new


def test_a_text_that_was_changed_since_may_be_reported_anew(
    make_comment: Make, moderator: User
) -> None:
    comment = make_comment(submitted_at=timezone.now())
    report(comment, by=ONE, text="Rude.")
    decide([comment], Move.KEEP, by=moderator)
    Comment.objects.filter(pk=comment.pk).update(revision=2)
    comment.refresh_from_db()
    assert not report(comment, by=ONE, text="Rude.", revision=1).is_new, "of the text they knew"
    made = report(comment, by=ONE, text="Ruder.", revision=2)
    assert (made.is_new, made.report.revision) == (True, 2)
    assert report(comment, by=OTHER, text="Rude.", revision=99).report.revision == 2


# --- Limits, at their edges ---


def test_a_person_reports_so_much_in_an_hour(make_comment: Make, settings: Settings) -> None:
    settings.REPORTS_PER_HOUR = 2
    first, second, third = (make_comment() for _ in range(3))
    now = timezone.now()
    with at(now):
        report(first, by=ONE, text="Rude.", address="a")
        report(second, by=ONE, text="Rude.", address="b")
    Report.objects.update(made_at=now)
    with at(now + timedelta(hours=1) - timedelta(microseconds=1)):
        with pytest.raises(ReportRefused, match="a lot within an hour"):
            report(third, by=ONE, text="Rude.", address="c")
        assert report(third, by=OTHER, text="Rude.", address="c").is_new
        assert not report(second, by=ONE, text="Rude.").is_new, "repeating is no more of it"
    with at(now + timedelta(hours=1)):
        assert report(third, by=ONE, text="Rude.", address="c").is_new


def test_an_address_reports_so_much_in_an_hour(
    client: Client, make_comment: Make, make_rule: Make, settings: Settings
) -> None:
    settings.REPORTS_PER_ADDRESS_HOUR = 2
    make_rule()
    comments = [make_comment() for _ in range(3)]
    for comment in comments[:2]:
        assert send(client, comment, rule="3").status_code == 303
    refused = send(client, comments[2], rule="3")
    assert (refused.status_code, "Too many reports" in text_of(refused)) == (409, True)
    parse(refused)
    client.defaults["REMOTE_ADDR"] = IPV4
    assert send(client, comments[2], rule="3").status_code == 303
    with later(hours=1):
        assert report(comments[2], by=Person(), text="X", address=near("127.0.0.1")).is_new


# --- Forgotten ---


def test_erasing_a_comment_s_words_empties_what_was_reported_of_them(
    comment: Comment, moderator: User, make_rule: Make
) -> None:
    report(comment, by=ONE, text="He says: you are all fools.")
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    erase([comment])
    assert Report.objects.get().text == ""


def test_closing_an_account_leaves_its_reports_without_a_name(
    comment: Comment, make_user: Make
) -> None:
    reader = make_user()
    report(comment, by=Person(reader), text="Rude.", address="a")
    close(reader, comments=Comments.KEEP)
    kept = Report.objects.get()
    assert (kept.user, kept.address, kept.text) == (None, "", "Rude.")


def test_where_it_came_from_is_forgotten_in_time(comment: Comment, settings: Settings) -> None:
    made = report(comment, by=Person(), text="Rude.", address="a").report
    end = made.made_at + timedelta(days=settings.COMMENT_ADDRESS_DAYS)
    with at(end):
        forget_old()
    assert Report.objects.get().address == "a"
    with at(end + timedelta(microseconds=1)):
        forget_old()
    assert Report.objects.get().address == ""

"""Notices of illegal content (DSA, Article 16): what they need, and what comes of them."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from comments.models import Case, Comment, Decision, Move, Notice, Report
from comments.moderation import decide
from comments.ownership import guest_hash
from comments.recommending import Person
from comments.report_links import path_of
from comments.reporting import LegalNotice, ReportRefused, report
from comments.undoing import undo
from portal.models import User
from tests.comments.reading import parse, parse_fragment, text_of
from tests.comments.reporting import send, url
from tests.comments.sanctioning import open_own_page
from tests.making import Make

pytestmark = pytest.mark.django_db
NOTICE = {
    "rule": "illegal",
    "explanation": "He says that I stole the money of the bridge fund, which is slander.",
    "name": "Petra Lindqvist",
    "email": "Petra@Example.org",
    "in_good_faith": "on",
}
SLANDER = LegalNotice("Slander.", "Petra Lindqvist")
GUEST = Person(guest=guest_hash("odile@example.org"))


@pytest.fixture
def comment(make_comment: Make, make_rule: Make) -> Comment:
    make_rule()
    return make_comment(body="She took the money.")


def test_a_stranger_gives_notice(client: Client, comment: Comment) -> None:
    sent = send(client, comment, **NOTICE)
    made = Report.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, f"{path_of(made)}?sent=new")
    assert (made.kind, made.explanation) == ("illegal", NOTICE["explanation"])
    assert (made.name, made.email, made.rule) == ("Petra Lindqvist", "petra@example.org", None)
    assert (made.language, made.is_exempt) == ("en", False)
    assert Case.objects.get().is_legal
    assert not sent.cookies


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("explanation", "Please say why it is illegal"),
        ("name", "A notice of illegal content needs your name."),
        ("email", "A notice of illegal content needs your e-mail address."),
        ("in_good_faith", "A notice is given in good faith"),
    ],
)
def test_what_a_notice_lacks_is_said_and_the_rest_is_kept(
    left_out: str, said: str, client: Client, comment: Comment
) -> None:
    sent = NOTICE | {left_out: ""}
    for fragment in (False, True):
        page = send(client, comment, fragment=fragment, **sent)
        assert page.status_code == (200 if fragment else 422)
        (parse_fragment if fragment else parse)(page)
        assert text_of(page).count(said) == 2, "above the form, and at the field"
        for name in {"explanation", "name", "email"} - {left_out}:
            assert NOTICE[name] in page.content.decode()
    assert not Report.objects.exists()


def test_without_a_name_and_an_address_about_the_abuse_of_children(
    client: Client, comment: Comment
) -> None:
    assert send(client, comment, **NOTICE | {"name": "", "email": "", "is_exempt": "on"})
    made = Report.objects.get()
    assert (made.is_exempt, made.name, made.email) == (True, "", "")
    assert not Notice.objects.filter(kind="reported").exists()
    assert client.get(path_of(made)).status_code == 200


@pytest.mark.parametrize(
    ("notice", "email"),
    [
        (LegalNotice(" ", "Petra"), "petra@example.org"),
        (LegalNotice("Slander.", " "), "petra@example.org"),
        (LegalNotice("Slander.", "Petra"), ""),
    ],
)
def test_the_verb_refuses_half_a_notice(notice: LegalNotice, email: str, comment: Comment) -> None:
    with pytest.raises(ReportRefused):
        report(comment, by=Person(), notice=notice, email=email)


def test_a_report_under_a_rule_needs_nothing_of_it_and_a_wrong_address_is_told(
    client: Client, comment: Comment
) -> None:
    wrong = send(client, comment, rule="3", email="petra@")
    assert (wrong.status_code, "Please write an e-mail address" in text_of(wrong)) == (422, True)
    assert send(client, comment, rule="3", explanation="Left over.", name="P.").status_code == 303
    made = Report.objects.get()
    assert (made.kind, made.explanation, made.name) == ("rule", "", "")
    assert not Case.objects.get().is_legal


def test_who_is_known_is_not_asked_for_an_address(
    client: Client, comment: Comment, make_comment: Make, make_user: Make
) -> None:
    guest = Client()
    open_own_page(guest, make_comment(guest_email="odile@example.org"))
    send(guest, comment, **NOTICE | {"email": ""})
    made = Report.objects.get()
    assert (made.guest, made.email) == (GUEST.guest, "odile@example.org")
    reader = make_user(display_name="Petra L.")
    client.force_login(reader)
    page = client.get(url(comment)).content.decode()
    assert 'name="email"' not in page
    assert 'value="Petra L."' in page
    send(client, comment, **NOTICE | {"email": ""})
    made = Report.objects.latest("pk")
    assert (made.user, made.email) == (reader, "")


def test_the_page_names_where_the_comment_stands(client: Client, comment: Comment) -> None:
    assert f"/comments/{comment.pk}/#comment-{comment.pk}" in text_of(client.get(url(comment)))


# --- One case, one report a person ---


def test_a_notice_takes_the_place_of_the_report_that_its_sender_has_made(
    comment: Comment, make_rule: Make
) -> None:
    first = report(comment, by=GUEST, rule=make_rule(), text="Rude.").report
    made = report(comment, by=GUEST, notice=SLANDER, email="odile@example.org")
    assert (made.is_new, made.report.pk) == (True, first.pk)
    assert (made.report.kind, made.report.rule, made.report.text) == (
        "illegal",
        make_rule(),
        "Rude.",
    )
    case = Case.objects.get()
    assert (case.report_count, case.weight, case.is_legal) == (1, 1, True)
    again = report(comment, by=GUEST, notice=SLANDER, email="odile@example.org")
    assert not again.is_new


def test_what_was_kept_as_breaking_no_rule_can_still_be_illegal(
    comment: Comment, moderator: User
) -> None:
    report(comment, by=GUEST, text="Rude.")
    decide([comment], Move.KEEP, by=moderator)
    assert report(comment, by=GUEST, notice=SLANDER, email="odile@example.org").is_new
    assert Case.objects.filter(closed_at=None, is_legal=True).count() == 1


def test_strangers_behind_one_address_of_the_network_give_notice_each(comment: Comment) -> None:
    for mail in ("petra@example.org", "tomas@example.org"):
        assert report(comment, by=Person(), address="a", notice=SLANDER, email=mail).is_new
    again = report(comment, by=Person(), address="a", notice=SLANDER, email="Tomas@example.org")
    assert not again.is_new
    case = Case.objects.get()
    assert (case.report_count, case.weight) == (2, 1), "they may be one person"
    assert not report(comment, by=Person(), address="a", text="Rude.").is_new


def test_the_decision_says_that_a_notice_began_it(
    comment: Comment, make_comment: Make, moderator: User, make_rule: Make
) -> None:
    other = make_comment()
    report(comment, by=GUEST, notice=SLANDER, email="odile@example.org")
    report(other, by=GUEST, text="Rude.")
    act = decide([comment, other], Move.REMOVE, by=moderator, rule=make_rule()).act
    begun = dict(Decision.objects.filter(act=act).values_list("comment_id", "started_by"))
    assert begun == {comment.pk: "notice", other.pk: "report"}
    undo(act, by=moderator)
    assert Case.objects.filter(closed_at=None).count() == 2


# --- On the desk ---


def test_a_card_shows_the_notice_and_its_name_in_the_record_alone(
    client: Client, comment: Comment, make_user: Make
) -> None:
    send(client, comment, **NOTICE)
    made = Report.objects.get()
    desk = Client()
    desk.force_login(make_user("Moderators"))
    page = desk.get("/admin/comments/comment/waiting/?queue=reported").content.decode()
    assert "notice of illegal content" in page
    assert "the money of the bridge fund" in page
    assert "Lindqvist" not in page
    record = f"/admin/comments/report/{made.pk}/change/"
    assert record in page
    shown = desk.get(record).content.decode()
    assert "Petra Lindqvist" in shown
    assert "petra@example.org" in shown
    editor = Client()
    editor.force_login(make_user("Editors"))
    assert editor.get(record).status_code == 403


def test_a_moderator_reads_who_reported_within_their_limits_alone(
    client: Client, comment: Comment, make_user: Make
) -> None:
    from comments.models import ModeratorScope

    send(client, comment, **NOTICE)
    moderator: Any = make_user("Moderators")
    ModeratorScope.objects.create(moderator=moderator, languages=["ru"])
    desk = Client()
    desk.force_login(moderator)
    assert desk.get(f"/admin/comments/report/{Report.objects.get().pk}/change/").status_code == 302


def test_it_is_limited_by_the_hour_as_well(
    client: Client, make_comment: Make, make_rule: Make, settings: Settings
) -> None:
    settings.REPORTS_PER_ADDRESS_HOUR = 1
    make_rule()
    assert send(client, make_comment(), **NOTICE).status_code == 303
    refused = send(client, make_comment(), **NOTICE)
    assert (refused.status_code, "Too many reports" in text_of(refused)) == (409, True)
    assert NOTICE["explanation"] in refused.content.decode(), "what was written is kept"

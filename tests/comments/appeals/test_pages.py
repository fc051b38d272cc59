"""The pages of an appeal, as a browser without scripts uses them."""

from typing import Any

import pytest
from django.test import Client

from comments.appeals.deciding import decide_appeal
from comments.appeals.making import appeal, ask
from comments.appeals.standing import Subject
from comments.models import Appeal, CommentRevision, Move, Sanction, SanctionKind
from comments.recommending import Person
from comments.report_links import token_of
from comments.reporting import report
from comments.sanctions import Target, sanction
from tests.comments.appeals.conftest import newest
from tests.comments.own_words import sign_in
from tests.comments.reading import SAME_ORIGIN, parse, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearing(make_hearing: Make, make_statement: Any) -> Any:
    """A guest's comment that was removed, with the address of its appeal."""
    hearing = make_hearing(author=None, body="What a <b>clown</b>!", guest_email="o@example.org")
    statement = make_statement(newest(hearing.comment))
    hearing.page = f"/your-comment/{hearing.comment.pk}/appeal/{statement.number}/"
    return hearing


def press(client: Client, url: str, **fields: str) -> Any:
    return client.post(url, fields, headers=SAME_ORIGIN)


def test_a_guest_appeals_on_one_page_without_a_script(client: Client, hearing: Any) -> None:
    sign_in(client, hearing.comment)
    opened = client.get(hearing.page)
    parse(opened)
    said = text_of(opened)
    assert "What a <b>clown</b>!" in said
    assert "Rule 3 of the comments policy, Personal attacks." in said
    assert "It costs nothing" in said
    assert "no-store" in opened["Cache-Control"]
    answer = press(client, hearing.page, text="It was irony.", appeal="1")
    assert (answer.status_code, answer["Location"]) == (303, hearing.page)
    read = client.get(hearing.page)
    parse(read)
    assert "Your appeal has arrived." in text_of(read)
    assert "It was irony." in text_of(read)
    assert Appeal.objects.get().comment == hearing.comment


def test_an_account_appeals_with_its_token(make_hearing: Make, make_statement: Any) -> None:
    hearing = make_hearing()
    statement = make_statement(newest(hearing.comment))
    page = f"/your-comment/{hearing.comment.pk}/appeal/{statement.number}/"
    client = Client(enforce_csrf_checks=True)
    client.force_login(hearing.author)
    assert press(client, page, text="It was irony.").status_code == 403
    client.get(page)
    token = client.cookies["csrftoken"].value
    assert press(client, page, text="Irony.", csrfmiddlewaretoken=token).status_code == 303
    assert Appeal.objects.get().user == hearing.author


def test_nobody_else_opens_the_page(
    client: Client, hearing: Any, make_comment: Make, make_user: Make
) -> None:
    client.force_login(make_user("Moderators"))
    assert "clown" not in text_of(client.get(hearing.page))
    other = make_comment()
    sign_in(client, other)
    theirs = hearing.page.replace(str(hearing.comment.pk), str(other.pk), 1)
    assert client.get(theirs).status_code == 404


@pytest.mark.parametrize(
    ("text", "why"),
    [("  ", "Please write why"), ("Why? " * 1001, "4 characters too long")],
)
def test_what_was_typed_is_kept_after_an_error(
    text: str, why: str, client: Client, hearing: Any
) -> None:
    sign_in(client, hearing.comment)
    answer = press(client, hearing.page, text=text)
    assert answer.status_code == 422
    assert why in text_of(answer)
    if text.strip():
        assert text in answer.content.decode()
    assert not Appeal.objects.exists()


def test_a_text_of_5000_characters_with_line_breaks_is_taken(client: Client, hearing: Any) -> None:
    sign_in(client, hearing.comment)
    text = "A line.\r\n" * 625
    assert press(client, hearing.page, text=text).status_code == 303
    assert len(Appeal.objects.get().text) == 625 * 8 - 1


def test_the_page_quotes_the_text_as_it_was(client: Client, hearing: Any) -> None:
    comment = hearing.comment
    CommentRevision.objects.create(
        comment=comment, story_id=comment.story_id, number=1, body="The first text.",
        language="en", was_published=True, written_at=comment.submitted_at,
    )  # fmt: skip
    type(comment).objects.filter(pk=comment.pk).update(revision=2, body="Another one.")
    sign_in(client, comment)
    assert "The first text." in text_of(client.get(hearing.page))


def test_the_conversation_and_the_answer_stand_on_the_page(client: Client, hearing: Any) -> None:
    sign_in(client, hearing.comment)
    press(client, hearing.page, text="It was irony.")
    made = Appeal.objects.get()
    ask(made, "About whom?", by=hearing.second)
    assert "About whom?" in text_of(client.get(hearing.page))
    press(client, hearing.page, text="The weather.", say="1")
    decide_appeal(made, False, by=hearing.second, answer="It names a person.")
    read = client.get(hearing.page)
    parse(read)
    for words in ("The weather.", "It names a person.", "the decision stands", "a court"):
        assert words in text_of(read)
    assert "Imre Sorel" not in text_of(read)  # the house answers
    assert "<form" not in read.content.decode().partition("<h1>")[2]
    late = press(client, hearing.page, text="But!", say="1")
    assert late.status_code == 422
    assert "closed" in text_of(late)


def test_an_appeal_is_taken_back_on_its_page(client: Client, hearing: Any) -> None:
    sign_in(client, hearing.comment)
    press(client, hearing.page, text="It was irony.")
    press(client, hearing.page, withdraw="1")
    assert Appeal.objects.get().outcome == "withdrawn"
    assert "taken your appeal back" in text_of(client.get(hearing.page))


def test_a_page_says_why_there_is_nothing_to_appeal(client: Client, hearing: Any) -> None:
    hearing.decide(Move.RESTORE)
    sign_in(client, hearing.comment)
    read = client.get(hearing.page)
    assert "published again" in text_of(read)
    assert "textarea" not in read.content.decode()
    assert press(client, hearing.page, text="No.").status_code == 422


def test_a_form_from_elsewhere_is_not_taken(client: Client, hearing: Any) -> None:
    sign_in(client, hearing.comment)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(hearing.page, {"text": "No."}, headers=foreign).status_code == 403
    assert not Appeal.objects.exists()


def put(target: Target, by: Any) -> Sanction:
    return sanction(target, SanctionKind.BAN, by=by, reason="Insults under three articles.")


def test_a_banned_account_and_a_banned_guest_appeal_that(
    client: Client, make_user: Make, make_statement: Any, hearing: Any
) -> None:
    person = make_user()
    account = make_statement(put(Target(person), hearing.first))
    client.force_login(person)
    page = f"/account/appeals/{account.number}/"
    assert "Insults under three articles." in text_of(client.get(page))
    assert press(client, page, text="It was not I.").status_code == 303
    client.force_login(make_user())
    assert client.get(page).status_code == 404
    client.logout()
    guest = make_statement(put(Target(email="o@example.org"), hearing.first))
    sign_in(client, hearing.comment)
    page = f"/your-comment/{hearing.comment.pk}/appeal/{guest.number}/"
    assert press(client, page, text="Nor I.").status_code == 303
    assert set(Appeal.objects.values_list("text", flat=True)) == {"It was not I.", "Nor I."}


def test_a_reporter_appeals_by_the_reports_page_and_reads_no_removed_words(
    client: Client, make_dismissed: Make, make_rule: Make
) -> None:
    hearing, said = make_dismissed(body="What a clown!")
    page = f"/reports/{token_of(said)}/appeal/"
    opened = client.get(page)
    parse(opened)
    assert "What a clown!" in text_of(opened)
    assert "does not learn who you are" in text_of(opened)
    assert press(client, page, text="Read it again.").status_code == 303
    made = Appeal.objects.get()
    assert (made.report, made.user) == (said, said.user)
    decide_appeal(made, True, by=hearing.second, answer="", rule=make_rule())
    read = text_of(client.get(page))
    assert "You were right" in read
    assert "What a clown!" not in read


def test_a_later_reporter_is_told_how_it_stands_and_no_more(
    client: Client, make_hearing: Make, make_user: Make
) -> None:
    hearing = make_hearing(None)
    rows = [report(hearing.comment, by=Person(make_user()), text="An insult.").report for _ in "12"]
    decision = hearing.decide(Move.KEEP)
    page = f"/reports/{token_of(rows[1])}/appeal/"
    first = rows[0]
    made = appeal(decision=decision, by=first.user, text="My secret.", report=first).appeal
    said = text_of(client.get(page))
    assert "already: it is being looked at" in said
    assert "My secret." not in said
    decide_appeal(made, False, by=hearing.second, answer="For you alone.")
    said = text_of(client.get(page))
    assert "and stands" in said
    assert "For you alone." not in said


def test_a_report_that_waits_has_nothing_to_appeal(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    said = report(make_comment(), by=Person(make_user()), text="An insult.").report
    assert Subject.of_report(said).decision is None
    assert "Nothing was decided" in text_of(client.get(f"/reports/{token_of(said)}/appeal/"))
    assert client.get("/reports/guessed/appeal/").status_code == 404

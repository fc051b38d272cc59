"""The pages on which authors change and delete their comments, and those that show it to others."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from comments.models import Comment, Discussion, Move, Status
from comments.moderation import decide
from tests.comments.own_words import change, save, sign_in
from tests.comments.reading import SAME_ORIGIN, address, parse, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
NEW = "The bridge was closed in 1999, not in 1998."


@pytest.fixture(params=["account", "guest"])
def own(request: pytest.FixtureRequest, make_comment: Make, make_user: Make) -> Comment:
    """A published comment that was just sent."""
    fields: dict[str, Any] = {"submitted_at": timezone.now()}
    if request.param == "account":
        fields |= {"author": make_user(), "guest_name": "", "guest_email": ""}
    return make_comment(**fields)


@pytest.fixture
def author(client: Client, own: Comment) -> Client:
    return sign_in(client, own)


def pages(comment: Comment) -> list[str]:
    return [f"/your-comment/{comment.pk}/{act}/" for act in ("edit", "delete")]


def as_heard(page: HttpResponse) -> str:
    """A page's words as they are read out, without a space where a mark begins or ends."""
    return unescape(re.sub(r"<[^>]+>", "", page.content.decode()))


# --- Whose pages they are ---


def test_nobody_else_finds_the_pages_nor_acts_on_them(
    own: Comment, make_comment: Make, make_user: Make
) -> None:
    stranger, guest, account = Client(), Client(), Client()
    sign_in(guest, make_comment())
    account.force_login(make_user())
    for client in (stranger, guest, account):
        for page in pages(own):
            assert client.get(page).status_code == 404
            sent = {"body": NEW, "revision": "1"}
            assert client.post(page, sent, headers=SAME_ORIGIN).status_code == 404
    own.refresh_from_db()
    assert (own.revision, own.status) == (1, Status.PUBLISHED)


def test_forms_of_other_sites_are_refused(author: Client, own: Comment) -> None:
    for page in pages(own):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {}):
            assert author.post(page, {"body": NEW}, headers=headers).status_code == 403
    own.refresh_from_db()
    assert (own.revision, own.status) == (1, Status.PUBLISHED)


def test_accounts_are_asked_for_their_token_and_guests_get_none(
    own: Comment, make_user: Make
) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), own)
    for page in pages(own):
        answer = client.get(page)
        has_token = b"csrfmiddlewaretoken" in answer.content
        assert has_token == ("csrftoken" in client.cookies) == bool(own.author)
        refused = client.post(page, {"body": NEW, "revision": "1"}, headers=SAME_ORIGIN)
        assert (refused.status_code == 403) == bool(own.author)


def test_the_pages_are_sound_and_nobody_keeps_them(author: Client, own: Comment) -> None:
    for page in pages(own):
        answer = author.get(page)
        parse(answer)
        assert "no-store" in answer["Cache-Control"]
        assert answer.get("Referrer-Policy") != "no-referrer", "browsers would send Origin: null"
        assert b'content="noindex"' in answer.content


def test_the_pages_speak_the_language_of_the_comment(client: Client, make_comment: Make,
    make_article: Make) -> None:  # fmt: skip
    comment = make_comment(make_article(language="fa"), submitted_at=timezone.now())
    for page in pages(comment):
        answer = sign_in(client, comment).get(page)
        assert b'lang="fa" dir="rtl"' in answer.content
        parse(answer)


# --- Changing ---


def test_the_form_holds_the_text_and_says_until_when(author: Client, own: Comment) -> None:
    page = author.get(pages(own)[0])
    assert own.body in text_of(page)
    assert f'<input type="hidden" name="revision" value="{own.revision}"' in page.content.decode()
    said = text_of(page)
    assert "You can change it until" in said
    assert ("it waits for a moderator again" in said) == (own.author is None)


def test_a_house_without_that_rule_does_not_speak_of_it(
    author: Client, own: Comment, settings: Settings
) -> None:
    settings.COMMENT_SCREENING = []
    assert "waits for a moderator again" not in text_of(author.get(pages(own)[0]))
    save(author, own, NEW)
    own.refresh_from_db()
    assert own.is_readable


def test_a_change_leads_to_the_comment_wherever_it_is_read(author: Client, own: Comment) -> None:
    answer = save(author, own, NEW)
    assert answer.status_code == 303
    own.refresh_from_db()
    assert own.body == NEW
    if own.author:
        place = address("comment", own.article, pk=own.pk)
        assert answer["Location"] == f"{place}#comment-{own.pk}"
        assert NEW in text_of(author.get(answer["Location"]))
    else:
        assert answer["Location"] == f"/your-comment/{own.pk}/"
        assert "a moderator is now looking at it again" in text_of(author.get(answer["Location"]))


@pytest.mark.parametrize(
    ("body", "said"),
    [("", "Please write your comment."), (" \n", "Please write"), ("x" * 1501, "1 character too")],
)
def test_a_text_that_is_none_is_refused_with_a_sentence(
    body: str, said: str, author: Client, own: Comment
) -> None:
    answer = save(author, own, body)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Your comment was not changed" in text_of(answer)


@pytest.mark.parametrize("revision", ["", "0", "x", "9" * 30])
def test_an_invented_revision_changes_nothing(revision: str, author: Client, own: Comment) -> None:
    assert save(author, own, NEW, revision=revision).status_code == 422
    own.refresh_from_db()
    assert own.revision == 1


def test_a_text_that_came_too_late_is_kept_beside_the_one_that_won(
    author: Client, own: Comment
) -> None:
    change(own, "From the other window.")
    answer = save(author, own, NEW)
    assert answer.status_code == 422
    said = text_of(answer)
    assert "changed meanwhile" in said
    assert "From the other window." in said
    assert NEW in said
    assert 'name="revision" value="2"' in answer.content.decode()
    parse(answer)
    own.refresh_from_db()
    assert save(author, own, NEW).status_code == 303, "sent again it replaces that one"


def test_after_the_time_the_page_says_so_and_offers_deletion(author: Client, own: Comment) -> None:
    Comment.objects.filter(pk=own.pk).update(submitted_at=timezone.now() - timedelta(minutes=11))
    page = author.get(pages(own)[0])
    assert page.status_code == 200
    assert "is over" in text_of(page)
    assert "<textarea" not in page.content.decode()
    assert pages(own)[1] in page.content.decode()
    answer = save(author, own, NEW)
    assert answer.status_code == 422
    assert NEW in text_of(answer), "what was typed is still there"
    parse(answer)


def test_what_was_removed_meanwhile_is_not_changed_but_the_text_is_kept(
    author: Client, own: Comment, make_rule: Make
) -> None:
    decide([own], Move.REMOVE, by=None, rule=make_rule())
    answer = save(author, own, NEW)
    assert answer.status_code == 422
    assert "removed cannot be changed" in text_of(answer)
    assert NEW in text_of(answer)


# --- Deleting ---


def test_before_it_is_deleted_one_is_told_what_that_means(
    author: Client, own: Comment, make_comment: Make
) -> None:
    page = pages(own)[1]
    said = text_of(author.get(page))
    assert "cannot be undone" in said
    assert "disappears from the discussion" in said
    assert "for 200 days" in said
    make_comment(parent=own)
    assert "the answers stay" in text_of(author.get(page))
    own.refresh_from_db()
    assert own.status == Status.PUBLISHED, "looking is not deleting"


@pytest.mark.parametrize("answered", [True, False])
def test_a_deleted_comment_is_gone_or_a_tombstone(
    answered: bool, author: Client, own: Comment, make_comment: Make
) -> None:
    if answered:
        make_comment(parent=own)
    answer = author.post(pages(own)[1], headers=SAME_ORIGIN)
    assert (answer.status_code, answer["Location"]) == (303, f"/your-comment/{own.pk}/")
    assert "You have deleted this comment" in text_of(author.get(answer["Location"]))
    discussion = text_of(Client().get(address("discussion", own.article)))
    assert own.body not in discussion
    assert ("Deleted by its author." in discussion) == answered
    assert Discussion.objects.get().comment_count == int(answered)
    again = author.post(pages(own)[1], headers=SAME_ORIGIN)
    assert again.status_code == 303
    assert author.get(pages(own)[1]).status_code == 303
    assert "cannot be changed" in text_of(author.get(pages(own)[0]))


# --- What readers see ---


@pytest.fixture
def edited(make_comment: Make, make_user: Make) -> Comment:
    """A published comment of an account's that was changed once."""
    comment = make_comment(
        author=make_user(),
        guest_name="",
        guest_email="",
        body="The bridge was closed in 1998.\n\nEverybody knows.",
        submitted_at=timezone.now(),
    )
    return change(comment, "The old bridge was closed in 1999.\n\nEverybody knows.")


def changes(comment: Comment) -> HttpResponse:
    return Client().get(address("comment_changes", comment.article, pk=comment.pk))


def test_an_edited_comment_says_so(edited: Comment, make_comment: Make) -> None:
    make_comment(edited.article)
    page = Client().get(edited.article.get_absolute_url()).content.decode()
    assert page.count("comment-edited") == 1
    assert "/changes/" not in page
    assert changes(edited).status_code == 404, "nobody has answered"


def test_an_answered_comment_shows_what_changed(
    edited: Comment, make_comment: Make, make_article: Make
) -> None:
    answer = make_comment(parent=edited)
    page = Client().get(edited.article.get_absolute_url())
    link = address("comment_changes", edited.article, pk=edited.pk)
    assert f'href="{link}"' in page.content.decode()
    parse(page)
    shown = changes(edited)
    parse(shown)
    html = shown.content.decode()
    assert 'content="noindex"' in html
    assert "Set-Cookie" not in shown
    said = text_of(shown)
    assert "The bridge was closed in 1998. Everybody knows." in said
    assert "The [added: old ]bridge" in as_heard(shown)
    assert "[removed: 1998][added: 1999]" in as_heard(shown)
    other = make_article()
    assert Client().get(address("comment_changes", other, pk=edited.pk)).status_code == 404
    decide([answer], Move.HOLD, by=None)
    assert changes(edited).status_code == 404
    assert link not in Client().get(edited.article.get_absolute_url()).content.decode()


def test_markup_in_a_text_is_text_on_the_page_of_changes(
    edited: Comment, make_comment: Make
) -> None:
    make_comment(parent=edited)
    change(edited, "<script>alert(1)</script> <b>bold</b>")
    html = changes(edited).content.decode()
    assert "<script>alert" not in html
    assert "<b>bold" not in html
    parse(changes(edited))


@pytest.mark.parametrize("move", [Move.HOLD, Move.REMOVE, Move.DELETE])
def test_a_comment_that_cannot_be_read_has_no_page_of_changes(
    move: Move, edited: Comment, make_comment: Make, make_rule: Make
) -> None:
    make_comment(parent=edited)
    assert changes(edited).status_code == 200
    decide([edited], move, by=None, rule=make_rule())
    assert changes(edited).status_code == 404


def test_texts_that_readers_have_not_seen_stand_on_no_page(make_comment: Make) -> None:
    guest = make_comment(
        status=Status.HELD, submitted_at=timezone.now(), body="First, never published."
    )
    change(guest, "Second, which is approved.")
    decide([guest], Move.APPROVE, by=None)
    make_comment(parent=guest)
    assert changes(guest).status_code == 404, "there is nothing to compare"
    change(guest, "Third, which waited.")
    change(guest, "Fourth, which is approved.")
    decide([guest], Move.APPROVE, by=None)
    said = text_of(changes(guest))
    assert "First" not in said
    assert "Third" not in said
    assert "Second" in said
    assert "Fourth" in said


def test_the_page_of_changes_asks_as_much_for_nine_texts_as_for_two(
    edited: Comment, make_comment: Make, django_assert_max_num_queries: Any
) -> None:
    make_comment(parent=edited)
    with django_assert_max_num_queries(7) as few:
        changes(edited)
    for number in range(7):
        change(edited, f"Text number {number}.")
    with django_assert_max_num_queries(len(few)):
        changes(edited)


# --- What moderators see ---


def test_the_desk_shows_that_a_waiting_comment_was_edited_and_how(
    as_moderator: Client, make_comment: Make
) -> None:
    comment = make_comment(submitted_at=timezone.now(), body="The bridge was closed in 1998.")
    change(comment, "The bridge was closed in 1999.")
    page = as_moderator.get("/admin/comments/comment/waiting/")
    said = text_of(page)
    assert "Edited by its author: 1 earlier text" in said
    assert "readers have seen it" in said
    assert "[removed: 1998][added: 1999]" in as_heard(page)
    assert "Why it waits: Comments of guests wait." in said
    assert "edited by its author" in said


def test_a_moderator_s_reason_stays_while_the_author_edits(
    as_moderator: Client, make_comment: Make, moderator: object
) -> None:
    comment = make_comment(submitted_at=timezone.now())
    decide([comment], Move.HOLD, by=moderator, note="Is that so?")
    change(comment, NEW)
    said = text_of(as_moderator.get("/admin/comments/comment/waiting/"))
    assert "sent it back to waiting. Is that so?" in said
    assert as_moderator.get(f"/admin/comments/comment/{comment.pk}/change/").status_code == 200

"""The form of a comment: what it asks, what it refuses and how it says so."""

import html
import re
from datetime import timedelta
from time import monotonic

import pytest
from django.core.signing import TimestampSigner
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from comments.models import Comment
from comments.models.comments import BODY_CHARACTERS
from tests.comments.reading import GUEST, address, parse, send, text_of, token_in
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_hands(settings: Settings) -> None:
    """Let the tests type faster than people do."""
    settings.COMMENT_MINIMUM_SECONDS = 0


def refusal(response: HttpResponse) -> str:
    """The words of the summary of errors."""
    assert response.status_code == 422
    assert not Comment.objects.exists()
    found = re.search(r"data-errors>(.*?)</div>", response.content.decode(), re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1]))


# --- What it asks ---


def test_required_fields_are_marked_and_told_to_machines(
    client: Client, make_article: Make
) -> None:
    page = client.get(address("post_comment", make_article()))
    assert "* required field" in text_of(page)
    fields = {f.attrib["name"]: f.attrib for f in parse(page).iter() if "name" in f.attrib}
    labels = {l.attrib["for"]: "".join(l.itertext()) for l in parse(page).iter("label")}  # noqa: E741
    for name in ("name", "email", "body", "agrees"):
        assert "required" in fields[name]
        assert "*" in labels[fields[name]["id"]]
    assert fields["email"]["type"] == "email"
    assert fields["email"]["aria-describedby"] == "comment-form-email_helptext"
    assert "Never shown." in text_of(page)


def test_the_trap_is_hidden_from_people_keyboards_and_screen_readers(
    client: Client, make_article: Make
) -> None:
    html = client.get(address("post_comment", make_article())).content.decode()
    trap = re.search(r'<div class="form-trap" aria-hidden="true">.*?</div>', html, re.DOTALL)
    assert trap
    assert 'tabindex="-1"' in trap[0]
    assert 'autocomplete="off"' in trap[0]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_language_is_recognised_unless_it_is_chosen(
    language: str, client: Client, make_article: Make
) -> None:
    page = client.get(address("post_comment", make_article(language=language)))
    (choice,) = parse(page).iter("select")
    offered = {option.attrib["value"]: option for option in choice.iter("option")}
    assert list(offered) == ["", "en", "ru", "uz", "fa"]
    assert [value for value, option in offered.items() if "selected" in option.attrib] == [""]
    assert offered["fa"].text == "فارسی"


def test_the_form_says_where_the_policy_is(client: Client, make_article: Make) -> None:
    page = client.get(address("post_comment", make_article()))
    assert '<a href="/en/policy/" target="_blank">comments policy</a>' in page.content.decode()


# --- What it refuses, keeping all that was typed ---


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Please write your name"),
        ("name", "  ", "Please write your name"),
        ("name", "\u200b\u2066", "The name has no letter"),
        ("name", "\u3164", "The name has no letter"),
        ("name", "Two\nlines", "line breaks"),
        ("name", "A\u2028B", "line breaks"),
        ("name", "A\x07B", "control characters"),
        ("name", "x" * 61, "The name is too long"),
        ("email", "", "Please write your e-mail address."),
        ("email", "nobody", "such as name@example.org"),
        ("email", "a@b@example.org", "such as name@example.org"),
        ("email", f"{'a' * 260}@example.org", "254"),
        ("body", "", "Please write your comment."),
        ("body", " \n ", "Please write your comment."),
        ("body", "a" * (BODY_CHARACTERS + 7), "7 characters too long"),
        ("body", "a\x00b", "Null characters"),
        ("body", "a\x1bb", "control characters"),
        ("agrees", "", "Please agree to the comments policy."),
        ("language", "xx", "xx"),
        ("website", "https://spam.example", "A field that people do not see"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named_and_nothing_typed_is_lost(
    field: str, value: str, sentence: str, client: Client, make_article: Make
) -> None:
    sent = send(client, make_article(), **{field: value})
    assert sentence in refusal(sent)
    html = sent.content.decode()
    kept = {"name": 'value="Gulbahor M."', "email": f'value="{GUEST["email"]}"'}
    kept |= {"body": GUEST["body"], "agrees": "checked"}
    for name, mark in kept.items():
        assert name == field or mark in html


def test_errors_are_told_in_the_order_of_the_fields(client: Client, make_article: Make) -> None:
    told = refusal(send(client, make_article(), name="", email="", body="", agrees=""))
    words = ["your name", "your e-mail", "your comment.", "Please agree"]
    assert sorted(words, key=told.index) == words


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Odile   Wray ", "Odile Wray"),
        ("e\u0301milie", "émilie"),
        ("\u202eyarW\u2066", "yarW"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("x" * 60, "x" * 60),
        ("<b>Bold</b>", "<b>Bold</b>"),
    ],
)
def test_a_name_is_stored_on_one_line_without_turning_marks(
    typed: str, stored: str, client: Client, make_article: Make
) -> None:
    send(client, make_article(), name=typed)
    assert Comment.objects.get().guest_name == stored


def test_a_name_of_megabytes_is_refused_at_once(client: Client, make_article: Make) -> None:
    begun = monotonic()
    name = "a" + "\u0301" * 200_000 + "\u0316" * 200_000
    assert "The name is too long" in refusal(send(client, make_article(), name=name))
    assert monotonic() - begun < 5  # seconds; putting the marks in order took minutes


def test_errors_are_tied_to_their_fields_and_focus_goes_to_the_summary(
    client: Client, make_article: Make
) -> None:
    sent = send(client, make_article(), email="nobody")
    html = sent.content.decode()
    summary = re.search(r'<div class="[^"]*form-errors"[^>]*>', html)
    assert summary
    for mark in ('role="alert"', 'tabindex="-1"', "autofocus"):
        assert mark in summary[0]
    assert '<a href="#comment-form-email">' in html
    field = next(f for f in parse(sent).iter("input") if f.attrib.get("name") == "email")
    assert field.attrib["aria-invalid"] == "true"
    described = field.attrib["aria-describedby"].split()
    assert described == ["comment-form-email_helptext", "comment-form-email_error"]
    for name in described:
        assert f'id="{name}"' in html


def test_as_many_characters_as_a_reader_counts_are_taken(
    client: Client, make_article: Make
) -> None:
    body = "é" * (BODY_CHARACTERS - 1) + "👨‍👩‍👧‍👦"
    send(client, make_article(), body=body)
    assert Comment.objects.get().body == body


# --- The token ---


def aged(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let the clock of signatures go on."""
    later = (timezone.now() + timedelta(seconds=seconds)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)


def test_a_form_sent_faster_than_anybody_types_is_held_back_and_goes_the_second_time(
    client: Client, make_article: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COMMENT_MINIMUM_SECONDS = 3
    article = make_article()
    sent = send(client, article)
    assert "That was very fast." in refusal(sent)
    assert GUEST["body"] in sent.content.decode()
    aged(monkeypatch, 5)
    assert send(client, article, token=token_in(sent)).status_code == 303


def test_a_form_that_lay_open_for_too_long_comes_back_with_a_fresh_token(
    client: Client, make_article: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article()
    old = token_in(client.get(address("post_comment", article)))
    aged(monkeypatch, settings.COMMENT_FORM_LIFETIME + 2)
    sent = send(client, article, token=old)
    assert "lay open for too long" in refusal(sent)
    assert GUEST["body"] in sent.content.decode()
    assert token_in(sent) != old
    assert send(client, article, token=token_in(sent)).status_code == 303


@pytest.mark.parametrize(
    "token",
    ["x", "1.0.2:a:b", TimestampSigner(salt="x").sign("1.0.2")],
    ids=["no token", "not signed", "signed for something else"],
)
def test_a_token_of_somebody_else_s_making_is_refused(
    token: str, client: Client, make_article: Make
) -> None:
    assert "The form has changed" in refusal(send(client, make_article(), token=token))


def test_a_program_that_fills_in_everything_is_refused_in_words(
    client: Client, make_article: Make
) -> None:
    said = refusal(send(client, make_article(), token="forged", website="https://spam.example"))
    assert "A field that people do not see was filled in" in said


def test_a_token_is_good_for_its_own_form_alone(client: Client, make_comment: Make) -> None:
    one, other = make_comment(), make_comment()
    token = token_in(client.get(address("post_comment", one.article)))
    for place in ({"article": other.article}, {"article": one.article, "to": one}):
        sent = send(client, token=token, **place)
        assert sent.status_code == 422
        assert "The form has changed" in text_of(sent)
    assert Comment.objects.count() == 2


# --- Who writes ---


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Irina Velskaya", "Somebody of the newsroom goes by this name."),
        ("Іrina Velskауа", "Somebody of the newsroom goes by this name."),
        ("Courier moderator", "The name holds a title of the newsroom."),
        ("РЕДАКТОР", "The name holds a title of the newsroom."),
    ],
)
def test_a_guest_does_not_pass_for_the_newsroom(
    client: Client, make_article: Make, make_user: Make, name: str, sentence: str
) -> None:
    make_user("Editors", display_name="Irina Velskaya")
    assert sentence in refusal(send(client, make_article(), name=name))


def test_a_guest_may_sign_in_instead_and_comes_back_to_the_form(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    parent = make_comment()
    form = f"{address('post_comment', parent.article)}?to={parent.pk}"
    page = client.get(f"{form}&fragment=1")
    link = re.search(
        r'<a href="(/account/login/[^"]*)"[^>]*>Sign in or open an account', text_in(page)
    )
    assert link
    there = client.get(html.unescape(link[1]))
    assert there.context["redirect_field_value"] == form
    client.force_login(make_user())
    assert "Sign in or open" not in text_in(client.get(form))


def text_in(page: HttpResponse) -> str:
    """The page as it was sent."""
    return page.content.decode()

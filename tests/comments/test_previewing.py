"""The preview of a comment, as a browser without JavaScript gets it and as our script does."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from comments.models import Comment, Discussion, Move
from comments.moderation import decide
from tests.comments.reading import address, parse, parse_fragment, send, text_of, token_in
from tests.making import Make

pytestmark = pytest.mark.django_db
BODY = "> Was it closed?\nIt was: https://example.org/a"


def preview(client: Client, article: Article, **fields: str) -> HttpResponse:
    """Open the form, and press Preview."""
    return send(client, article, preview="1", **{"body": BODY} | fields)


def shown(page: HttpResponse) -> str:
    """The preview on a page."""
    html = page.content.decode()
    return html[html.index("data-preview") : html.index("</section>")]


def test_a_preview_shows_the_comment_above_its_form_and_stores_nothing(
    client: Client, make_article: Make
) -> None:
    page = preview(client, make_article(), name="  Odile   Wray")
    assert page.status_code == 200
    html = shown(page)
    assert "<bdi>Odile Wray</bdi>" in html
    assert '<blockquote><p dir="auto">Was it closed?</p></blockquote>' in html
    assert '<a href="https://example.org/a"' in html
    assert "Nothing has been sent yet." in text_of(page)
    form = {f.attrib["name"]: f for f in parse(page).iter() if "name" in f.attrib}
    assert form["body"].text.strip() == BODY
    assert form["email"].attrib["value"] == "gulbahor@example.org"
    assert "checked" in form["agrees"].attrib
    assert not Comment.objects.exists()
    assert not page.cookies


def test_a_preview_uses_up_neither_the_form_s_token_nor_its_time(
    client: Client, make_article: Make, settings: Settings
) -> None:
    article = make_article()
    page = preview(client, article)
    assert "very fast" not in text_of(page), "though it was sent at once"
    settings.COMMENT_MINIMUM_SECONDS = 0
    assert token_in(preview(client, article, token=token_in(page))) == token_in(page)
    assert send(client, article, body=BODY, token=token_in(page)).status_code == 303
    assert Comment.objects.get().body == BODY


def test_a_form_that_lay_open_for_too_long_is_previewed_and_made_fresh(
    client: Client, make_article: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article()
    old = token_in(client.get(address("post_comment", article)))
    later = (timezone.now() + timedelta(seconds=settings.COMMENT_FORM_LIFETIME + 2)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    page = preview(client, article, token=old)
    assert "data-errors" not in page.content.decode()
    settings.COMMENT_MINIMUM_SECONDS = 0
    assert send(client, article, body=BODY, token=token_in(page)).status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("body", " ", "Please write your comment."),
        ("body", "a" * 1501, "1 character too long"),
        ("email", "nobody", "such as name@example.org"),
        ("agrees", "", "Please agree"),
    ],
)
def test_what_would_be_refused_is_said_in_place_of_the_preview(
    field: str, value: str, sentence: str, client: Client, make_article: Make
) -> None:
    page = preview(client, make_article(), **{field: value})
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "data-preview" not in page.content.decode()


def test_a_preview_in_place_is_a_fragment(client: Client, make_comment: Make) -> None:
    root = make_comment()
    page = send(client, root.article, to=root, fragment=True, preview="1", body=BODY)
    assert page.status_code == 200, "201 is what was sent"
    parse_fragment(page)
    assert f"in reply to <bdi>{root.name}</bdi>" in shown(page)
    assert "autofocus" not in page.content.decode()


@pytest.mark.parametrize(("chosen", "marked"), [("", "ru"), ("uz", "uz"), ("en", "")])
def test_a_preview_says_in_which_language_the_comment_is(
    chosen: str, marked: str, client: Client, make_article: Make
) -> None:
    page = preview(client, make_article(), body="Когда откроют мост?", language=chosen)
    assert (f'lang="{marked}"' in shown(page)) == bool(marked)
    assert {"ru": "Русский", "uz": "Oʻzbekcha", "": "English"}[marked] in shown(page)


def test_a_preview_of_somebody_signed_in_has_their_name_and_badge(
    client: Client, make_user: Make, make_article: Make
) -> None:
    client.force_login(make_user("Reporters", display_name="Nilufar Sattor"))
    page = preview(client, make_article())
    assert "Nilufar Sattor" in shown(page)
    assert "comment-staff" in shown(page)


def test_a_preview_tells_when_it_can_no_longer_be_sent(
    client: Client, make_comment: Make, make_rule: Make
) -> None:
    root = make_comment()
    url = f"{address('post_comment', root.article)}?to={root.pk}"
    token = token_in(client.get(url))
    decide([root], Move.REMOVE, by=None, rule=make_rule())
    page = send(client, root.article, to=root, token=token, preview="1", body=BODY)
    assert "is no longer there" in text_of(page)
    assert "in reply to" not in shown(page)
    Discussion.objects.filter(story_id=root.story_id).update(is_open=False)
    page = send(client, root.article, token=token_in(page), preview="1", body=BODY)
    assert "This discussion is closed" in text_of(page)

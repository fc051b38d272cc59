"""Whatever people write: it is stored, screened and shown as it was written, or refused."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from comments.body_text import body_html, clean_body
from comments.models import Comment, Move, Status
from comments.moderation import decide
from comments.posting import Writer, post
from tests.comments.own_words import change
from tests.comments.reading import address, parse
from tests.comments.test_body_text import shown
from tests.comments.town import Town, few, taken_back

DESK = "/admin/comments/comment/waiting/"

PIECES = [
    *"\u0301\u0323\u0489\u200b\u200c\u200d\u200e\u200f\u202e\u2066\u2069\ufe0f\u3164\ufeff",
    *"\n\r\t<>&\"' \x00\x1b\x85\ufffe\ud800\udfff",
    *[
        "👨‍👩‍👧‍👦",
        "🇺🇿",
        "👍🏽",
        "سلام",
        "می‌خواهم",
        "хлеб",
        "Oʻzbek",
        "ﬁ",
        "Ａ",
        "가",
        "r0tters",
        "rotter",
    ],
    *["> ", "\n\n> ", "https://example.org/", "http://", "</p><script>", "&amp;", "{{", "%s"],
]
LETTERS = st.characters(exclude_categories=()) | st.sampled_from(PIECES)
TEXTS = st.lists(LETTERS, min_size=1, max_size=40).map("".join)


def taken(text: str) -> str | None:
    """What a form makes of a text; None where it is refused."""
    try:
        return clean_body(text)
    except ValidationError:
        return None


@few
@given(first=TEXTS, second=TEXTS)
@example(first="a\ud800b", second="Fine.")
@example(first='\\u0000 \\" $1 %s {"body": null}', second="\\ud800 ' ; -- \\")  # said in JSON
@example(first="rotters \u202e<b>", second="r\u200bo\u0301tters & https://example.org/<i>")
def test_any_text_survives_posting_screening_editing_and_display(
    first: str, second: str, town: Town
) -> None:
    bodies = [body for text in (first, second) if (body := taken(text))]
    if any(0xD800 <= ord(letter) < 0xE000 for letter in first):
        assert taken(first) is None
    if not bodies:
        return
    with taken_back():
        by = Writer(author=town.accounts[0])
        comment = post(town.articles[0], bodies[0], by=by, submission=uuid.uuid4())
        for body in bodies:
            comment = change(comment, body)
            stands(comment, body, town)
        comment.refresh_from_db()
        answer = post(town.articles[0], "Indeed.", by=by, submission=uuid.uuid4(), parent=comment)
        assert answer.status == Status.PUBLISHED
        if comment.revision > 1:
            changes = Client().get(f"{address('discussion', comment.article)}{comment.pk}/changes/")
            assert changes.status_code == 200


def stands(comment: Comment, body: str, town: Town) -> None:
    """Check what is stored, what all phases said, and what readers and moderators are shown."""
    stored = Comment.objects.get(pk=comment.pk)
    assert stored.body == body == clean_body(body)
    said = comment.screenings.get(revision=comment.revision).said
    assert [row["phase"] for row in said] == [
        path.rsplit(".", 1)[-1] for path in town.house.COMMENT_SCREENING
    ]
    assert {row["kind"] for row in said} <= {"pass", "hold"}
    desk = Client()
    desk.force_login(town.moderators[0])
    assert f'data-desk-card="{comment.pk}"' in desk.get(f"{DESK}?status=any").content.decode()
    if stored.status == Status.HELD:
        decide([stored], Move.APPROVE, by=town.moderators[0])
    page: Any = Client().get(address("discussion", comment.article))
    assert body_html(body) in page.content.decode()
    place = parse(page).find(f".//article[@id='comment-{comment.pk}']/div[@class='comment-body']")
    if "http" not in body:  # addresses are shown in short
        words = "".join(shown(place)).replace(">", "")
        assert words.split() == body.replace(">", "").split()

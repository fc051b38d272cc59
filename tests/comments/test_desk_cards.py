"""What a card tells: all that a decision needs, and a text in which nothing is hidden."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comments.desk.notes import add_note
from comments.desk.plain_sight import hidden_in, marked_html
from comments.erasing import erase
from comments.models import (
    Case,
    Comment,
    CommentRevision,
    CommentScore,
    ModeratorNote,
    Move,
    Report,
    Sanction,
    ScoreModel,
    Screening,
    Status,
)
from comments.moderation import decide
from comments.ownership import guest_hash
from tests.comments.test_desk import PAGE, shown_on
from tests.making import Make

ANNA = {"guest_name": "Anna", "guest_email": "anna@example.org"}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("che\u200bap", "U+200B"),
        ("pay\u202egnp.exe", "U+202E"),
        ("a\u00adb", "U+00AD"),
        ("hid\u2060den", "U+2060"),
        ("\u3164name", "U+3164"),
        ("tag\U000e0041", "U+E0041"),
        ("non\u00a0breaking", "U+00A0"),
        ("joined\u200dletters", "U+200D"),
    ],
)
def test_a_character_that_nobody_sees_is_marked(text: str, mark: str) -> None:
    html = marked_html(text)
    assert f">{mark}</mark>" in html
    assert hidden_in(text) == 1


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍🔬 and 👍🏽", "❤️", "Ёлка, naïve, O‘zbek", "1️⃣"])
def test_what_a_script_needs_is_not_marked(text: str) -> None:
    assert hidden_in(text) == 0
    assert "<mark" not in marked_html(text)


def test_links_are_shown_whole_and_nothing_in_them_is_markup() -> None:
    link = "https://example.org/" + "long/" * 30 + "?a=1&b=<i>"
    html = marked_html(f"See {link}")
    assert "…" not in html
    assert "long/" * 30 + "?a=1&amp;b=" in html.partition("<bdi>")[2]
    assert "<i>" not in html


def test_a_card_holds_all_that_a_decision_needs(
    as_moderator: Client, make_comment: Make, make_article: Make, make_rule: Make, moderator: Any
) -> None:
    article = make_article(headline="The bridge is closed", html="<p>It closed <b>at dawn</b>.</p>")
    root = make_comment(article, body="The root of it all.")
    above = make_comment(parent=root, body="Right above it.")
    make_comment(body="I said so last week.", **ANNA)
    make_comment(body="Somebody else in the same room.", address="here")
    comment = make_comment(
        parent=above, status=Status.HELD, body="The text now.", address="here", **ANNA
    )
    about = {"comment": comment, "story_id": comment.story_id}
    Comment.objects.filter(pk=comment.pk).update(revision=2, held_by="links")
    CommentRevision.objects.create(
        **about, number=1, body="The text then.", language="en", was_published=False,
        written_at=comment.submitted_at,
    )  # fmt: skip
    said = {"phase": "links", "version": "3", "kind": "hold", "to_moderators": "Two short links."}
    Screening.objects.create(**about, revision=2, held_by="links", said=[said])
    model = ScoreModel.objects.create(data=b"")
    CommentScore.objects.create(**about, revision=2, model=model, score=0.834, pieces=[["dawn", 1]])
    ModeratorNote.objects.create(**about, author=moderator, text="I know her.")
    case = Case.objects.create(**about, report_count=3, was_approved=True)
    rule = make_rule("3", "Personal attacks")
    Report.objects.create(**about, case=case, revision=1, rule=rule, text="She means me.")
    hashed = guest_hash("anna@example.org")
    Sanction.objects.create(kind="hold", guest=hashed, reason="Insults.", made_by=moderator)
    page = as_moderator.get(PAGE, {"comment": comment.pk}).content.decode()
    for told in [
        "The bridge is closed", "It closed at dawn.", "The root of it all.", "Right above it.",
        "In answer to", "I said so last week.", "Somebody else in the same room.",
        "1 published, 0 removed, 0 rejected", "Two short links.",
        '<span class="desk-phase">links</span>', "Learned score: 83 %", "dawn", "I know her.",
        "Reported by 3 readers",
        "after it was approved", "rule 3 (Personal attacks)", "She means me.",
        "about an earlier text", "and 2 more", "everything waits", "Insults.",
    ]:  # fmt: skip
        assert told in page, told
    assert "<del>" in page
    assert 'value="keep"' not in page, "it waits: there is nothing to keep"


def test_a_reported_comment_can_be_kept_and_leaves_the_queue(
    as_moderator: Client, make_comment: Make
) -> None:
    reported, other = make_comment(), make_comment()
    Case.objects.create(comment=reported, story_id=reported.story_id, report_count=1)
    answer = as_moderator.get(PAGE, {"queue": "reported"})
    assert shown_on(answer) == [reported.pk]
    assert 'value="keep"' in answer.content.decode()
    assert 'value="keep"' not in as_moderator.get(PAGE, {"comment": other.pk}).content.decode()
    sent = {"comment": f"{reported.pk}.1", "decision": "keep"}
    as_moderator.post(f"{PAGE}decide/?queue=reported", sent)
    assert shown_on(as_moderator.get(PAGE, {"queue": "reported"})) == []
    assert Comment.objects.get(pk=reported.pk).status == Status.PUBLISHED


def test_a_note_is_left_for_colleagues(
    as_moderator: Client, make_comment: Make, moderator: Any
) -> None:
    comment = make_comment(status=Status.HELD)
    sent = {"comment": comment.pk, "text": " Ask the desk in Tashkent. "}
    assert as_moderator.post(PAGE + "note/?q=comment", sent)["Location"] == PAGE + "?q=comment"
    note = ModeratorNote.objects.get()
    assert (note.text, note.author) == ("Ask the desk in Tashkent.", moderator)
    assert "Ask the desk in Tashkent." in as_moderator.get(PAGE).content.decode()
    headers = {"Accept": "application/json"}
    empty = as_moderator.post(PAGE + "note/", {"comment": comment.pk, "text": " "}, headers=headers)
    assert empty.json()["error"] == "Write the note first."
    answer = as_moderator.post(PAGE + "note/", sent, headers=headers).json()
    assert answer["cards"][0]["html"].count("Ask the desk in Tashkent.") == 2


def test_what_colleagues_noted_is_erased_with_the_words_it_may_quote(
    make_comment: Make, moderator: Any
) -> None:
    removed, other = make_comment(status=Status.REMOVED), make_comment()
    for comment in (removed, other):
        add_note(comment, "He wrote “…”.", by=moderator)
    erase([removed])
    assert [note.comment for note in ModeratorNote.objects.all()] == [other]


def test_queues_hold_what_their_names_say_in_their_order(
    as_moderator: Client, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    plain, by_phase = make_comment(status=Status.HELD), make_comment(status=Status.HELD)
    Comment.objects.filter(pk=by_phase.pk).update(held_by="links")
    first, second = make_comment(status=Status.HELD), make_comment(status=Status.HELD)
    decide([second], Move.APPROVE, by=moderator)
    decide([first], Move.REJECT, by=moderator, rule=make_rule())
    decide([second], Move.REMOVE, by=moderator, rule=make_rule())
    assert shown_on(as_moderator.get(PAGE)) == [plain.pk, by_phase.pk]
    assert shown_on(as_moderator.get(PAGE, {"queue": "phase"})) == [by_phase.pk]
    assert shown_on(as_moderator.get(PAGE, {"phase": "links"})) == [by_phase.pk]
    assert shown_on(as_moderator.get(PAGE, {"queue": "decided"})) == [second.pk, first.pk]
    after = as_moderator.get(PAGE, {"queue": "decided", "after": second.pk})
    assert shown_on(after) == [first.pk]


def test_a_score_orders_the_queue_where_one_is_in_use(
    as_moderator: Client, make_comment: Make
) -> None:
    held = [make_comment(status=Status.HELD) for _ in range(4)]
    for comment, score in zip(held, [None, 0.2, 0.9, 0.2], strict=True):
        Comment.objects.filter(pk=comment.pk).update(score=score)
    oldest = [row.pk for row in held]
    assert shown_on(as_moderator.get(PAGE)) == oldest
    ScoreModel.objects.create(in_use=True, data=b"")
    scored = [held[2].pk, held[1].pk, held[3].pk, held[0].pk]
    assert shown_on(as_moderator.get(PAGE)) == scored
    for number, pk in enumerate(scored):
        assert shown_on(as_moderator.get(PAGE, {"after": pk})) == scored[number + 1 :]
    assert shown_on(as_moderator.get(PAGE, {"order": "oldest"})) == oldest


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"section": "river"}, ["river"]),
        ({"language": "ru"}, ["russian"]),
        ({"age": "over-day"}, ["old"]),
        ({"age": "last-day", "language": "ru"}, ["russian"]),
        ({"section": "nowhere"}, []),
        ({"language": "tlh"}, ["old", "river", "russian"]),
    ],
)
def test_filters_by_section_language_and_age(
    query: dict[str, str],
    found: list[str],
    as_moderator: Client,
    make_comment: Make,
    make_article: Make,
    make_section: Make,
) -> None:
    river = make_article(section=make_section("river", "The River"))
    made = {
        "old": make_comment(status=Status.HELD, submitted_at=timezone.now() - timedelta(days=2)),
        "river": make_comment(river, status=Status.HELD),
        "russian": make_comment(status=Status.HELD, language="ru"),
    }
    answer = as_moderator.get(PAGE, query)
    assert shown_on(answer) == [made[name].pk for name in found]
    assert '<option value="river">The River</option>' in answer.content.decode() or query == {
        "section": "river"
    }

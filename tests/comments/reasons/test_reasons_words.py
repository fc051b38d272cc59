"""Article 17(3) of the DSA, part by part: a table of cases, and what a statement says of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from articles.reader_identity import Origin
from comments.editing import edit
from comments.models import (
    Comment,
    Ground,
    Move,
    PolicyVersion,
    Rule,
    SanctionKind,
    Screening,
    StatementOfReasons,
    Status,
)
from comments.moderation import decide
from comments.ownership import Owner
from comments.reasons.waiting import state_what_waits
from comments.reasons.words import Reasons, reasons_in_words
from comments.sanctions import Target, sanction
from comments.undoing import undo
from tests.comments.mailing import later
from tests.making import Make

pytestmark = pytest.mark.django_db
PARTS = [
    "measure", "territory", "duration", "facts", "source", "automation", "ground", "why",
    "objection",
]  # fmt: skip


@dataclass
class Stage:
    """Who takes part in a case."""

    comment: Callable[..., Comment]
    moderator: Any
    user: Make
    rule: Rule


@pytest.fixture
def stage(make_comment: Make, make_user: Make, make_rule: Make) -> Stage:
    make = lambda **fields: make_comment(body="You are a fool.", **fields)  # noqa: E731
    return Stage(make, make_user("Moderators"), make_user, make_rule())


def said_of(comment: Comment) -> Reasons:
    return reasons_in_words(StatementOfReasons.objects.filter(comment=comment).latest("pk"))


def removed_by_the_house(stage: Stage) -> Reasons:
    comment = stage.comment()
    decide([comment], Move.REMOVE, by=stage.moderator, rule=stage.rule)
    return said_of(comment)


def removed_after_a_report(stage: Stage) -> Reasons:
    comment = stage.comment()
    decide([comment], Move.REMOVE, by=stage.moderator, rule=stage.rule, started_by="report")
    return said_of(comment)


def removed_after_a_notice(stage: Stage) -> Reasons:
    Rule.objects.filter(pk=stage.rule.pk).update(ground=Ground.LAW)
    stage.rule.texts.update(law="Criminal Code, section 185", why="It insults a person.")
    comment = stage.comment()
    decide([comment], Move.REMOVE, by=stage.moderator, rule=stage.rule, started_by="notice")
    return said_of(comment)


def removed_on_appeal(stage: Stage) -> Reasons:
    comment = stage.comment()
    decide([comment], Move.REMOVE, by=stage.moderator, rule=stage.rule, started_by="appeal")
    return said_of(comment)


def rejected_after_screening(stage: Stage) -> Reasons:
    comment = screened(stage)
    decide([comment], Move.REJECT, by=stage.moderator, rule=stage.rule)
    return said_of(comment)


def rejected_by_a_program(stage: Stage) -> Reasons:
    comment = stage.comment(status=Status.HELD)
    decide([comment], Move.REJECT, by=None, rule=stage.rule, automated=True, phase="links")
    return said_of(comment)


def screened(stage: Stage) -> Comment:
    """A comment whose published text a program has sent back to waiting."""
    comment = stage.comment()
    said = [{"phase": "links", "kind": "hold", "to_author": "Links are read first."}]
    Screening.objects.filter(comment=comment).update(said=said, held_by="links")
    decide([comment], Move.HOLD, by=None, automated=True, phase="links")
    Comment.objects.filter(pk=comment.pk).update(published_at=None)
    return comment


def held_by_the_house(stage: Stage) -> Reasons:
    comment = stage.comment()
    decide([comment], Move.HOLD, by=stage.moderator)
    return said_of(comment)


def held_by_screening(stage: Stage) -> Reasons:
    return said_of(screened(stage))


def held_by_the_weight_of_reports(stage: Stage) -> Reasons:
    comment = stage.comment()
    how = {"automated": True, "phase": "reports", "started_by": "report"}
    decide([comment], Move.HOLD, by=None, **how)
    return said_of(comment)


def waits_for_long(stage: Stage) -> Reasons:
    comment = stage.comment(status=Status.HELD)
    with later(hours=25):
        assert state_what_waits()
        return said_of(comment)


def removed_again_by_an_undo(stage: Stage) -> Reasons:
    comment = stage.comment()
    decide([comment], Move.REMOVE, by=stage.moderator, rule=stage.rule, started_by="report")
    undo(decide([comment], Move.RESTORE, by=stage.moderator).act, by=stage.moderator)
    return said_of(comment)


def sanctioned(kind: SanctionKind, **how: Any) -> Callable[[Stage], Reasons]:
    def put(stage: Stage) -> Reasons:
        target = Target(user=stage.user())
        named = {"rule": stage.rule} if how.get("with_rule") else {}
        about = {"comment": stage.comment()} if how.get("with_comment") else {}
        row = sanction(
            target, kind, by=stage.moderator, reason="Insults.", ends_at=how.get("ends_at"),
            **named, **about,
        )  # fmt: skip
        return reasons_in_words(row.statement)  # type: ignore[attr-defined]

    put.__name__ = kind.value
    return put


RULE = "Rule 3 of the comments policy, Personal attacks."
IN_A_WEEK = timezone.now() + timedelta(days=7)
OWN, BY_PERSON, BY_PROGRAM = "own check", "made by a person", "made by a program, not by a person"
CASES: list[tuple[Callable[[Stage], Reasons], dict[str, str]]] = [
    (
        removed_by_the_house,
        {
            "measure": "was removed",
            "duration": "For good, unless the decision is changed.",
            "facts": "A moderator read it and decided on",
            "source": "moderators read what is written here",
            "automation": f"No program picked it out.\n\nThe decision itself was {BY_PERSON}",
            "ground": f"{RULE}\n\nCriticise what was said.",
            "why": "does what this rule forbids",
            "objection": "appeal free of charge",
        },
    ),
    (removed_after_a_report, {"source": "Readers reported it", "automation": BY_PERSON}),
    (
        removed_after_a_notice,
        {
            "source": "notified the newspaper of it as illegal content",
            "ground": "Criminal Code, section 185\n\nRule 3",
            "why": "It insults a person.",
        },
    ),
    (removed_on_appeal, {"source": "appealed against an earlier decision"}),
    (
        rejected_after_screening,
        {
            "measure": "was not published",
            "facts": "Links are read first.",
            "source": "screened before they are published",
            "automation": "A program picked the text out",
        },
    ),
    (
        rejected_by_a_program,
        {"facts": "A program decided about it", "automation": BY_PROGRAM, "source": OWN},
    ),
    (
        held_by_the_house,
        {
            "measure": "is not shown to readers as long as it waits",
            "duration": "Until a moderator has decided about it.",
            "ground": "Nobody has found yet that it breaks a rule.",
            "why": "So that a moderator can read it",
            "automation": f"No program picked it out.\n\nThe decision itself was {BY_PERSON}",
        },
    ),
    (held_by_screening, {"automation": BY_PROGRAM, "facts": "Links are read first."}),
    (
        held_by_the_weight_of_reports,
        {
            "source": "Readers reported it",
            "automation": "A program counted the reports of readers",
        },
    ),
    (
        waits_for_long,
        {
            "facts": "No moderator has decided about it yet.",
            "duration": "Until a moderator has decided about it.",
        },
    ),
    (
        removed_again_by_an_undo,
        {
            "facts": "this one holds again",
            "ground": "Rule 3",
            "source": "Readers reported it",
        },
    ),
    (
        sanctioned(SanctionKind.HOLD),
        {
            "measure": "Everything that you write waits for a moderator.",
            "duration": "Without an end, unless it is lifted.",
            "why": "Insults.",
        },
    ),
    (
        sanctioned(SanctionKind.SUSPENSION, ends_at=IN_A_WEEK, with_rule=True, with_comment=True),
        {
            "measure": "You are suspended.",
            "duration": "Then it ends by itself.",
            "facts": "because of your comment under",
            "ground": "Rule 3 of the comments policy, Personal attacks.",
            "automation": BY_PERSON,
        },
    ),
    (
        sanctioned(SanctionKind.BAN),
        {"measure": "You are banned.", "ground": "The comments policy."},
    ),
]


@pytest.mark.parametrize(("case", "parts"), CASES, ids=lambda part: getattr(part, "__name__", ""))
def test_a_statement_has_every_part_that_the_law_asks_for(
    case: Callable[[Stage], Reasons], parts: dict[str, str], stage: Stage
) -> None:
    reasons = case(stage)
    assert [line.key for line in reasons.lines] == PARTS
    assert all(line.label and line.text and all(line.paragraphs) for line in reasons.lines)
    assert "Everywhere" in reasons.line("territory")
    assert "turn to a court" in reasons.line("objection")
    for key, words in parts.items():
        assert words in reasons.line(key), (key, reasons.line(key))


def test_the_text_stands_as_it_was_when_it_was_decided_about(stage: Stage) -> None:
    author = stage.user()
    comment = stage.comment(author=author, submitted_at=timezone.now())
    decide([comment], Move.HOLD, by=stage.moderator)
    comment.refresh_from_db()
    edit(comment, "You are no fool.", by=Owner(user=author), seen_revision=1, origin=Origin("", ""))
    decide([comment], Move.REMOVE, by=stage.moderator, rule=stage.rule)
    held, removed = StatementOfReasons.objects.filter(comment=comment).order_by("pk")
    assert reasons_in_words(held).quoted == "You are a fool."
    assert reasons_in_words(removed).quoted == "You are no fool."


def test_a_rule_is_quoted_as_it_was_in_force(stage: Stage) -> None:
    words = {"title": "Insults", "text": "Insult nobody.", "why": "It did.", "law": ""}
    kept = {"code": "3", "ground": "house", "texts": {"en": words}}
    PolicyVersion.objects.create(number=1001, begins_at=timezone.now(), rules=[kept])
    comment = stage.comment()
    decide([comment], Move.REMOVE, by=stage.moderator, rule=stage.rule)
    PolicyVersion.objects.create(number=1002, begins_at=timezone.now(), rules=[])
    stage.rule.texts.update(title="Other", text="Another text.")
    reasons = said_of(comment)
    assert reasons.line("ground") == "Rule 3 of the comments policy, Insults.\n\nInsult nobody."
    assert reasons.line("why") == "It did."


def test_a_house_without_appeals_says_where_to_write(stage: Stage, settings: Settings) -> None:
    settings.COMMENT_APPEAL_MONTHS = 0
    objection = removed_by_the_house(stage).line("objection")
    assert "write to" in objection
    assert "appeal" not in objection


def test_the_last_day_is_that_of_the_newspapers_clock(stage: Stage, settings: Settings) -> None:
    settings.TIME_ZONE = "America/Los_Angeles"
    reasons = removed_by_the_house(stage)
    with timezone.override("Asia/Tokyo"):
        statement = StatementOfReasons.objects.latest("pk")
        assert reasons_in_words(statement).line("objection") == reasons.line("objection")


def test_a_statement_costs_a_handful_of_queries(stage: Stage) -> None:
    removed_again_by_an_undo(stage)
    statement = StatementOfReasons.objects.latest("pk")
    with CaptureQueriesContext(connection) as asked:
        reasons_in_words(statement)
    assert len(asked) <= 9

"""A hearing: a comment that was removed, who removed it, and somebody who had no part in that."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from comments.appeals.making import appeal
from comments.models import (
    Appeal,
    Comment,
    Decision,
    Measure,
    Move,
    Report,
    Rule,
    Sanction,
    StatementOfReasons,
    Status,
)
from comments.moderation import decide
from comments.reasons.deadline import appeal_until
from comments.recommending import Person
from comments.reporting import report
from tests.making import Make


def newest(comment: Comment) -> Decision:
    """The latest decision about a comment."""
    found = Decision.objects.filter(comment=comment).order_by("-pk").first()
    assert found is not None
    return found


@dataclass
class Hearing:
    """A comment before the house: `first` decided about it, `second` has nothing to do with it."""

    comment: Comment
    first: Any
    second: Any
    rule: Rule

    @property
    def author(self) -> Any:
        """The account that wrote it; None for a guest."""
        return self.comment.author

    def decide(self, move: Move, by: Any = None, **how: Any) -> Decision:
        """Decide about it, as the first moderator or as somebody else."""
        outcome = decide([self.comment], move, by=by or self.first, rule=self.rule, **how)
        assert not outcome.refusals, outcome.refusals[0].reason
        return outcome.decisions[0]

    def appeal(self, **how: Any) -> Appeal:
        """Appeal the latest decision, as the comment's author unless said otherwise."""
        how = {"decision": newest(self.comment), "by": self.author, "text": "It was irony."} | how
        return appeal(**how).appeal

    def status(self) -> str:
        """The state in which the comment is now."""
        self.comment.refresh_from_db()
        return self.comment.status


@pytest.fixture
def make_hearing(make_comment: Make, make_user: Make, make_rule: Make) -> Make:
    """Make a comment of an account (a guest's with author=None) that a moderator has removed."""

    def make(move: Move | None = Move.REMOVE, **fields: Any) -> Hearing:
        if "author" not in fields:
            fields["author"] = make_user()
        first = make_user("Moderators", display_name="Dana Ruiz")
        second = make_user("Moderators", display_name="Imre Sorel")
        if move == Move.REJECT:
            fields["status"] = Status.HELD
        hearing = Hearing(make_comment(**fields), first, second, make_rule())
        if move:
            hearing.decide(move)
        return hearing

    return make


@pytest.fixture
def make_statement() -> Callable[..., StatementOfReasons]:
    """Give the statement of reasons of a decision or a sanction; make it where none arose."""

    def make(about: Decision | Sanction) -> StatementOfReasons:
        if stated := getattr(about, "statement", None):
            return stated
        is_decision = isinstance(about, Decision)
        now = about.decided_at if is_decision else about.begins_at
        kinds = {"hold": "all_held", "suspension": "suspended", "ban": "banned"}
        return StatementOfReasons.objects.create(
            number=uuid.uuid4(),
            decision=about if is_decision else None,
            sanction=None if is_decision else about,
            comment=about.comment if is_decision else None,
            measure=Measure(about.status_after if is_decision else kinds[about.kind]),
            language="en",
            made_at=timezone.now(),
            appeal_until=appeal_until(now),
        )

    return make


@pytest.fixture
def make_dismissed(make_hearing: Make, make_user: Make) -> Make:
    """Make a published comment that somebody has reported and the first moderator has kept."""

    def make(reporter: Any = None, **fields: Any) -> tuple[Hearing, Report]:
        hearing = make_hearing(move=None, **fields)
        said = report(hearing.comment, by=Person(reporter or make_user()), text="An insult.")
        hearing.decide(Move.KEEP)
        said.report.case.refresh_from_db()
        return hearing, said.report

    return make

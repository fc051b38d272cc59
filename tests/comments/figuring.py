"""Makers for the public figures: a clock, and what readers and appeals add to the records."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from comments.desk.day_counts import house_zone
from comments.models import Appeal, Case, Comment, Decision, Move, Report, Rule
from comments.moderation import decide
from comments.public_figures.counting import count_month
from comments.public_figures.tally import Tally


class Clock:
    """The time that the whole house reads; no two things happen in one moment."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 10, 12, 0, tzinfo=house_zone())

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def at(self, *moment: int) -> None:
        """Set it, by the newspaper's clock."""
        self.now = datetime(*moment, tzinfo=house_zone())  # type: ignore[arg-type, misc]


def of_this_month() -> Tally:
    """Count the month that it is."""
    return count_month(timezone.localdate().replace(day=1))


def decided(comment: Comment, move: Move, by: Any, rule: Rule | None = None, **more: Any) -> Any:
    """Decide about a comment as it stands, and return the decision."""
    [decision] = decide([comment], move, by=by, rule=rule, **more).decisions
    return decision


def reported(comment: Comment, *, kind: str = "rule", rule: Rule | None = None) -> Report:
    """Report a comment as a stranger does: into its open case, or a new one."""
    case, _new = Case.objects.get_or_create(
        comment=comment, closed_at=None, defaults={"story_id": comment.story_id}
    )
    if kind == "illegal":
        Case.objects.filter(pk=case.pk).update(is_legal=True)
    return Report.objects.create(
        case=case, comment=comment, story_id=comment.story_id, revision=1, kind=kind, rule=rule,
        address=uuid.uuid4().hex,
    )  # fmt: skip


def appealed(
    decision: Decision, *, took: timedelta, outcome: str, by: Any, alone: bool = False, **more: Any
) -> Appeal:
    """Appeal against a decision some time ago, and end the appeal now."""
    appeal = Appeal.objects.create(decision=decision, comment=decision.comment, **more)
    Appeal.objects.filter(pk=appeal.pk).update(
        made_at=timezone.now() - took,
        closed_at=timezone.now(),
        outcome=outcome,
        decided_by=by if outcome != "withdrawn" else None,
        alone=alone,
        act=uuid.uuid4(),
    )
    return appeal


def import_comment(comment: Comment) -> None:
    """Let a comment and what was decided about it have come from an older site."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE comments_comment SET origin = 'wordpress' WHERE id = %s", [comment.pk]
        )

"""Every restriction in the product has its statement of reasons, and nothing else has one."""

import ast
import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from articles.reader_identity import Origin
from comments.editing import edit
from comments.models import (
    Comment,
    Decision,
    Measure,
    Move,
    Notice,
    Sanction,
    SanctionKind,
    StatementOfReasons,
    Status,
)
from comments.moderation import MOVES, decide
from comments.ownership import Owner
from comments.reasons.arising import OF_PEOPLE, measure_of
from comments.reasons.waiting import state_what_waits
from comments.sanctions import Target, lift, sanction
from comments.undoing import undo
from tests.comments.mailing import at, later
from tests.making import Make

pytestmark = pytest.mark.django_db
ROOT = Path(house.BASE_DIR)
# What each move does to an author, by where it leads from and to; the first matrix fails for a new
# one. Undoing is below.
RESTRICTS: dict[tuple[str, str], Measure] = {
    ("held", "reject"): Measure.REJECTED,
    ("held", "remove"): Measure.REMOVED,
    ("published", "remove"): Measure.REMOVED,
    ("published", "hold"): Measure.HELD,
}
FREE = {"approve", "delete", "keep", "restore", "uphold"}  # they take nothing from anybody


def of(comment: Comment) -> list[StatementOfReasons]:
    """The statements about a comment, oldest first."""
    return list(StatementOfReasons.objects.filter(comment=comment).order_by("pk"))


@pytest.mark.parametrize(("status", "move"), list(MOVES), ids=lambda part: str(part))
def test_every_move_that_restricts_has_a_statement(
    status: str, move: str, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment = make_comment(status=status)
    if (status, move) == (Status.HELD, Move.REMOVE):  # which is of what readers have seen
        comment = make_comment()
        decide([comment], Move.HOLD, by=make_user("Moderators"))
    before = len(of(comment))
    decided = decide([comment], Move(move), by=make_user("Moderators"), rule=make_rule())
    assert decided.decisions, decided.refusals
    expected = RESTRICTS.get((status, move))
    assert expected or move in FREE, "say of a new move whether it restricts somebody"
    assert [row.measure for row in of(comment)[before:]] == ([expected] if expected else [])
    if expected:
        row = of(comment)[-1]
        assert row.decision == decided.decisions[0]
        assert row.is_sent
        assert row.made_at == row.decision.decided_at
        assert row.appeal_until > row.made_at + timedelta(days=180)


def test_no_decision_can_hide_a_text_without_a_statement() -> None:
    """Whatever is done: who is not the author, and lets readers read it no more, restricts it."""
    hidden = [Status.HELD, Status.REMOVED, Status.REJECTED]
    for move, before, after in itertools.product(Move, Status, hidden):
        decision = Decision(move=move, status_before=before, status_after=after)
        is_authors = move in {Move.POST, Move.EDIT, Move.DELETE}
        hides = before == Status.PUBLISHED or after != Status.HELD
        waits_by_undo = move == Move.UNDO and after == Status.HELD  # stated once it takes long
        expected = before != after and hides and not is_authors and not waits_by_undo
        assert bool(measure_of(decision)) == expected, (move, before, after)


def test_only_those_verbs_write_decisions_and_sanctions() -> None:
    """What is written elsewhere would have no statement: let it go through the verbs."""
    found = set()
    for path in sorted((ROOT / "comments").rglob("*.py")) + sorted((ROOT / "portal").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "Decision",
                "Decision.objects.create",
                "Decision.objects.bulk_create",
                "Sanction",
                "Sanction.objects.create",
                "Sanction.objects.bulk_create",
            }:
                found.add(str(path.relative_to(ROOT)))
    assert found == {
        "comments/moderation.py",
        "comments/undoing.py",  # by moderation.carry_out
        "comments/imported_states.py",  # of the former site: not this house's decisions
        "comments/sanctions.py",
        "comments/appeals/deciding.py",  # that a decision was wrong whose comment is gone
    }


@pytest.mark.parametrize("kind", SanctionKind)
def test_every_sanction_but_a_warning_has_a_statement(kind: SanctionKind, make_user: Make) -> None:
    assert set(OF_PEOPLE) == set(SanctionKind) - {SanctionKind.WARNING}
    reader, now = make_user(language="fa"), timezone.now()
    row = sanction(
        Target(user=reader),
        kind,
        by=make_user("Moderators"),
        reason="Insults.",
        ends_at=now + timedelta(days=7),
    )
    stated = list(StatementOfReasons.objects.filter(sanction=row))
    if kind == SanctionKind.WARNING:
        assert not stated
        return
    assert [(s.measure, s.language, s.made_at) for s in stated] == [
        (OF_PEOPLE[kind], "fa", row.begins_at)
    ]


def test_a_sanction_on_a_guest_has_one_in_the_language_of_their_comment(
    make_comment: Make, make_user: Make
) -> None:
    own = make_comment(guest_email="odile@example.org", language="ru")
    row = put(Target(email="odile@example.org"), make_user("Moderators"))
    [stated] = StatementOfReasons.objects.filter(sanction=row)
    assert (stated.language, stated.comment) == ("ru", None)
    assert Notice.objects.get(sanction=row).own_comment == own


def test_a_sanction_on_a_network_restricts_nobody_whom_one_could_tell(make_user: Make) -> None:
    row = put(Target(network="203.0.113.0/28"), make_user("Moderators"))
    assert not StatementOfReasons.objects.filter(sanction=row).exists()


def put(target: Target, by: Any, **how: Any) -> Sanction:
    """A suspension of a week."""
    ends_at = timezone.now() + timedelta(days=7)
    return sanction(
        target, SanctionKind.SUSPENSION, by=by, reason="Insults.", ends_at=ends_at, **how
    )


def test_an_undo_that_lets_a_removal_stand_again_has_one(
    make_comment: Make, make_user: Make
) -> None:
    comment, moderator = make_comment(status=Status.REMOVED), make_user("Moderators")
    restored = decide([comment], Move.RESTORE, by=moderator)
    undone = undo(restored.act, by=moderator)
    assert [row.measure for row in of(comment)] == ["removed", "removed"]
    assert of(comment)[-1].decision == undone.decisions[0]


def test_an_undo_of_a_removal_has_none(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment, moderator = make_comment(), make_user("Moderators")
    removed = decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    undo(removed.act, by=moderator)
    assert len(of(comment)) == 1


def test_of_deceptive_bulk_spam_nothing_is_sent_but_it_is_counted(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    spam = make_rule(code="9", title="Spam", is_spam=True)
    comment, moderator = make_comment(status=Status.HELD), make_user("Moderators")
    decide([comment], Move.REJECT, by=moderator, rule=spam)
    assert [row.is_sent for row in of(comment)] == [False]
    assert not Notice.objects.filter(kind="decision", comment=comment).exists()
    restored = decide([comment], Move.RESTORE, by=moderator)
    undo(restored.act, by=moderator)
    assert [row.is_sent for row in of(comment)] == [False, False]


def test_who_removes_what_is_their_own_needs_no_reasons(
    make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    moderator = make_user("Moderators")
    comment = make_comment(author=moderator)
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    assert not of(comment)


@pytest.mark.parametrize("whose", [{"origin": "demo"}, {"guest_email": ""}])
def test_nobody_is_told_of_what_nobody_wrote(
    whose: dict[str, str], make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment = make_comment(**whose)
    decide([comment], Move.REMOVE, by=make_user("Moderators"), rule=make_rule())
    assert not of(comment)


def test_a_removal_of_many_costs_no_further_message(
    make_comment: Make, make_user: Make, make_rule: Make, django_assert_num_queries: Any
) -> None:
    first = make_comment()
    comments = [first, *(make_comment(first.article) for _number in range(5))]
    moderator, rule = make_user("Moderators"), make_rule()
    with connection.execute_wrapper(counted := Counted()):
        decide(comments[:1], Move.REMOVE, by=moderator, rule=rule)
    one = counted.number
    with connection.execute_wrapper(counted := Counted()):
        decide(comments[1:], Move.REMOVE, by=moderator, rule=rule)
    assert counted.number == one
    assert StatementOfReasons.objects.filter(comment__in=comments).count() == 6


class Counted:
    """How many statements go to the database."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Any, *rest: Any) -> Any:
        self.number += 1
        return execute(*rest)


# What waits


def test_what_waits_for_long_has_a_statement_once(make_comment: Make, settings: Settings) -> None:
    settings.COMMENT_HOLD_REASONS_HOURS = 24
    comment = make_comment(status=Status.HELD)
    decided_at = comment.decisions.get().decided_at
    with at(decided_at + timedelta(hours=24)):
        assert state_what_waits() == 0
    with at(decided_at + timedelta(hours=24, seconds=1)):
        assert state_what_waits() == 1
        assert state_what_waits() == 0
    assert [(row.measure, row.decision.move) for row in of(comment)] == [("held", "post")]  # type: ignore[union-attr]
    assert Notice.objects.filter(kind="decision", comment=comment).count() == 1


def test_an_edit_while_it_waits_begins_no_new_time(make_comment: Make, make_user: Make) -> None:
    author = make_user()
    comment = make_comment(status=Status.HELD, author=author, submitted_at=timezone.now())
    with later(minutes=5):
        edit(
            comment, "Another text.", by=Owner(user=author), seen_revision=1, origin=Origin("", "")
        )
    with later(hours=24, minutes=1):
        assert state_what_waits() == 1
    with later(hours=60):
        assert state_what_waits() == 0
    assert [row.decision.move for row in of(comment)] == ["post"]  # type: ignore[union-attr]


def test_a_published_comment_that_was_held_has_its_statement_at_once(
    make_comment: Make, make_user: Make
) -> None:
    comment = make_comment()
    decide([comment], Move.HOLD, by=make_user("Moderators"))
    assert [row.measure for row in of(comment)] == ["held"]
    with later(hours=30):
        assert state_what_waits() == 0


def test_what_waits_again_by_an_undo_is_stated_and_told_when_it_takes_long(
    make_comment: Make, make_user: Make
) -> None:
    comment, moderator = make_comment(status=Status.HELD), make_user("Moderators")
    approved = decide([comment], Move.APPROVE, by=moderator)
    undone = undo(approved.act, by=moderator).decisions[0]
    Notice.objects.filter(decision=undone).update(settled_at=timezone.now())
    with later(hours=24, minutes=1):
        assert state_what_waits() == 1
    assert of(comment)[-1].decision == undone
    assert Notice.objects.get(decision=undone).settled_at is None


@pytest.mark.parametrize(
    "whose", [{"origin": "wordpress"}, {"guest_email": ""}, {"unconfirmed": True}]
)
def test_what_waits_for_its_guest_or_came_from_elsewhere_is_left_out(
    whose: dict[str, Any], make_comment: Make
) -> None:
    make_comment(status=Status.HELD, **whose)
    with later(hours=48):
        assert state_what_waits() == 0


def test_a_lifted_sanction_keeps_its_statement(make_user: Make) -> None:
    moderator = make_user("Moderators")
    row = put(Target(user=make_user()), moderator)
    lift(row, by=moderator, because="A mistake.")
    assert StatementOfReasons.objects.filter(sanction=row).exists()

"""The public figures are made of the record, agree with the public log, and never change."""

from datetime import date, timedelta
from typing import Any

import pytest

from comments.desk import waits
from comments.erasing import erase
from comments.models import Comment, Decision, FiguresOfMonth, Move, Sanction, Status
from comments.moderation import decide
from comments.public_figures import hearings, tables
from comments.public_figures.cells import Writing
from comments.public_figures.counting import count_month
from comments.public_figures.keeping import added_up, keep_months
from comments.undoing import undo
from tests.comments.figuring import (
    Clock,
    appealed,
    decided,
    import_comment,
    of_this_month,
    reported,
)
from tests.making import Make

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
ENGLISH = Writing("en")


def restrictions(kind: str = "") -> int:
    return of_this_month().total("restriction", *([kind] if kind else []))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the time at which things happen, and are asked about: noon on 10 March 2026."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def removed(make_comment: Make, make_rule: Make, moderator: Any, clock: Clock) -> Decision:
    """A published comment that the moderator has just removed under rule 3."""
    return decided(make_comment(), Move.REMOVE, moderator, make_rule())


# --- What counts ---


def test_comments_sent_published_and_taken_out_are_counted(
    removed: Decision, make_comment: Make, moderator: Any
) -> None:
    held = make_comment(status=Status.HELD)
    decided(held, Move.REJECT, moderator, removed.rule)
    decided(make_comment(status=Status.HELD), Move.APPROVE, moderator)
    tally = of_this_month()
    assert (tally.total("sent"), tally.total("published")) == (3, 2)
    [row] = tables.rules(tally, ENGLISH).rows
    assert row.name == "3 · Personal attacks"
    assert [cell.raw for cell in row.cells] == [1, 1, 66.7, 0]


def test_a_removal_that_was_undone_does_not_count(removed: Decision, moderator: Any) -> None:
    assert restrictions("removed") == 1
    undo(removed.act, by=moderator)
    assert restrictions() == 0


def test_a_removal_that_an_appeal_reversed_counts_and_so_does_the_reversal(
    removed: Decision, make_user: Make
) -> None:
    other = make_user("Moderators")
    appealed(removed, took=timedelta(hours=5), outcome="reversed", by=other)
    decided(removed.comment, Move.RESTORE, other, started_by="appeal")
    tally = of_this_month()
    assert tally.total("restriction", "removed") == 1
    assert tally.total("restriction", "restored") == 1
    [row] = tables.rules(tally, ENGLISH).rows
    assert [cell.raw for cell in row.cells] == [1, 0, 100.0, 1]


def test_to_send_a_comment_back_and_approve_it_is_to_hold_and_to_restore(
    make_comment: Make, moderator: Any, clock: Clock
) -> None:
    comment = make_comment()
    decided(comment, Move.HOLD, moderator)
    decided(comment, Move.APPROVE, moderator)
    tally = of_this_month()
    assert tally.total("restriction", "held") == tally.total("restriction", "restored") == 1
    assert tally.total("published") == 1


def test_to_take_back_a_plain_approval_is_to_hold_as_the_log_has_it(
    make_comment: Make, moderator: Any, clock: Clock
) -> None:
    comment = make_comment(status=Status.HELD)
    approved = decided(comment, Move.APPROVE, moderator)
    assert restrictions() == 0
    undo(approved.act, by=moderator)
    assert restrictions("held") == 1
    comment.refresh_from_db()
    decided(comment, Move.APPROVE, moderator)
    assert restrictions("restored") == 1


@pytest.mark.parametrize("move", [Move.KEEP, Move.DELETE, Move.UPHOLD])
def test_what_takes_nothing_from_anybody_is_no_restriction(
    move: Move, make_comment: Make, moderator: Any, clock: Clock
) -> None:
    decided(make_comment(), move, None if move == Move.DELETE else moderator)
    assert restrictions() == 0


def test_what_an_older_site_decided_is_left_out_but_not_what_is_decided_here(
    make_comment: Make, make_rule: Make, moderator: Any, clock: Clock
) -> None:
    old = make_comment(status=Status.REMOVED)  # by nobody
    standing = make_comment()
    for comment in (old, standing):
        import_comment(comment)
    assert of_this_month().numbers == {}
    decided(standing, Move.REMOVE, moderator, make_rule())
    tally = of_this_month()
    assert tally.total("restriction", "removed") == 1
    assert tally.total("sent") == 0


def test_deceptive_spam_is_counted_apart(
    removed: Decision, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    spam = make_rule("9", "Advertising", is_spam=True)
    decided(make_comment(), Move.REMOVE, moderator, spam)
    tally = of_this_month()
    assert [row.code for row in tables.rules(tally, ENGLISH).rows] == ["3"]
    assert tally.total("restriction", "removed", spam.pk, True) == 1


def test_half_of_the_decisions_were_made_within_the_median(
    make_comment: Make, moderator: Any, clock: Clock
) -> None:
    begin = clock.now
    for minutes in (1, 2, 3, 60, 600):
        clock.now = begin
        comment = make_comment(status=Status.HELD)
        clock.now = begin + timedelta(minutes=minutes)
        decided(comment, Move.APPROVE, moderator)
    steps = of_this_month().by(0, "wait")
    assert waits.within_which(0.5, steps) == pytest.approx(180, rel=0.1)


def test_sanctions_count_but_a_warning_is_none(
    make_user: Make, moderator: Any, clock: Clock
) -> None:
    reader = make_user()
    for kind in ("warning", "hold", "ban"):
        Sanction.objects.create(
            kind=kind, user=reader, reason="Insults", made_by=moderator, begins_at=clock.now
        )
    Sanction.objects.filter(kind="hold").update(lifted_at=clock.now, lifted_by=moderator)
    assert not restrictions()  # as in the log: the hour would tell whose comment it was about
    clock.at(2026, 3, 11, 0)
    tally = of_this_month()
    assert dict(tally.by(0, "restriction")) == {"all_held": 1, "banned": 1}
    assert tally.total("lifted") == 1


def test_what_a_machine_held_and_people_approved_is_its_rate_of_error(
    make_comment: Make, make_rule: Make, moderator: Any, clock: Clock
) -> None:
    comments = [make_comment() for _ in range(4)]
    decide(comments, Move.HOLD, by=None, automated=True, phase="reports", started_by="report")
    decide(comments[:1], Move.APPROVE, by=moderator)
    decide(comments[1:3], Move.REMOVE, by=moderator, rule=make_rule())
    [row] = tables.machines(of_this_month(), ENGLISH).rows
    assert row.name == "Reports above the threshold"
    assert [cell.raw for cell in row.cells] == [4, 3, 1, 33.3]
    measures = {row.name: row for row in tables.measures(of_this_month(), ENGLISH).rows}
    held = measures["comment sent back to waiting"]
    assert [cell.raw for cell in held.cells] == [0, 4, 4]


# --- Reports and appeals ---


def test_reports_and_notices_are_told_apart_with_how_they_ended_and_how_quickly(
    make_comment: Make, make_rule: Make, moderator: Any, clock: Clock
) -> None:
    law = make_rule("10", "Incitement", ground="law", category="VIOLENCE")
    kept, incited, deleted = (make_comment() for _ in range(3))
    reported(kept)
    reported(kept)
    reported(deleted)
    reported(incited)
    reported(incited, kind="illegal", rule=law)
    clock.now += timedelta(hours=2)
    decided(kept, Move.KEEP, moderator)
    decided(incited, Move.REMOVE, moderator, law, started_by="notice")
    decided(deleted, Move.DELETE, None)
    tally = of_this_month()
    rule, illegal = hearings.reports(tally, ENGLISH).rows
    assert [cell.raw for cell in rule.cells[:-1]] == [4, 2, 0, 1, 1]
    assert [cell.raw for cell in illegal.cells[:-1]] == [1, 1, 1, 0, 0]
    assert illegal.cells[-1].raw == pytest.approx(7200, rel=0.1)
    [category] = tables.categories(tally, ENGLISH).rows
    assert category.name == "violence"
    assert [cell.raw for cell in category.cells] == [1, 1, 0, 0]
    begun = {row.name: row.cells[0].raw for row in tables.started(tally, ENGLISH).rows}
    assert begun["a notice of illegal content"] == 1


def test_a_case_whose_end_was_undone_is_not_counted_as_ended(
    make_comment: Make, moderator: Any, clock: Clock
) -> None:
    comment = make_comment()
    reported(comment)
    kept = decided(comment, Move.KEEP, moderator)
    assert of_this_month().total("case") == 1
    undo(kept.act, by=moderator)
    assert of_this_month().total("case") == 0


def test_appeals_are_told_by_who_made_them_how_they_ended_and_whether_alone(
    make_comment: Make, make_rule: Make, make_user: Make, moderator: Any, clock: Clock
) -> None:
    rule, other = make_rule(), make_user("Moderators")
    decisions = [decided(make_comment(), Move.REMOVE, moderator, rule) for _ in range(3)]
    hours = [timedelta(hours=2), timedelta(hours=2), timedelta(hours=30)]
    appealed(decisions[0], took=hours[0], outcome="upheld", by=other)
    appealed(decisions[1], took=hours[1], outcome="reversed", by=moderator, alone=True)
    appealed(decisions[2], took=hours[2], outcome="withdrawn", by=None)
    standing = make_comment()
    report = reported(standing)
    dismissed = decided(standing, Move.KEEP, moderator)
    appealed(dismissed, took=hours[2], outcome="upheld", by=other, report=report)
    author, reporter, sanction, everybody = hearings.appeals(of_this_month(), ENGLISH).rows
    assert [cell.raw for cell in author.cells[:-1]] == [3, 1, 1, 1, 1]
    assert author.cells[-1].raw == pytest.approx(7200, rel=0.1)
    assert [cell.raw for cell in reporter.cells[:-1]] == [1, 1, 0, 0, 0]
    assert [cell.raw for cell in sanction.cells] == [0, 0, 0, 0, 0, ""]
    assert [cell.raw for cell in everybody.cells[:-1]] == [4, 2, 1, 1, 1]


# --- Months ---


def test_a_month_ends_by_the_newspapers_clock(
    make_comment: Make, make_rule: Make, moderator: Any, clock: Clock
) -> None:
    rule = make_rule()
    comments = [make_comment() for _ in range(2)]
    clock.at(2026, 3, 31, 23, 59, 59)
    decided(comments[0], Move.REMOVE, moderator, rule)
    clock.at(2026, 4, 1, 0, 0, 0)
    decided(comments[1], Move.REMOVE, moderator, rule)
    assert count_month(MARCH).total("restriction") == 1
    assert count_month(APRIL).total("restriction") == 1


def test_a_month_that_is_over_is_kept_once_and_not_before(removed: Decision, clock: Clock) -> None:
    clock.at(2026, 4, 1, 0, 5)
    assert keep_months() == 0  # what is about to commit may still bear a time in March
    clock.at(2026, 4, 1, 0, 10)
    assert keep_months() == 1
    assert keep_months() == 0
    kept = FiguresOfMonth.objects.get()
    assert kept.month == MARCH
    assert [row for row in kept.numbers if row[0] == "restriction"] == [
        ["restriction", "removed", removed.rule_id, False, False, "house", 1]
    ]


def test_neither_erasing_nor_deleting_nor_taking_back_changes_a_month_that_is_over(
    removed: Decision, make_comment: Make, make_rule: Make, moderator: Any, clock: Clock
) -> None:
    undone = decided(make_comment(), Move.REMOVE, moderator, make_rule())
    gone = make_comment()
    deleted = make_comment()
    reported(gone)
    decided(gone, Move.REMOVE, moderator, make_rule())
    clock.at(2026, 4, 1, 12)
    before = count_month(MARCH)
    decided(deleted, Move.DELETE, None)
    undo(undone.act, by=moderator)
    erase(Comment.objects.filter(pk__in=[gone.pk, removed.comment_id]))
    assert count_month(MARCH) == before
    april = count_month(APRIL)
    assert april.total("taken_back", 2026, "removed") == 1
    assert april.total("restriction") == 0
    year = added_up({MARCH: before, APRIL: april})
    assert before.total("restriction", "removed") == 3
    assert year.total("restriction", "removed") == 2


def test_a_moderator_is_one_in_a_year_however_many_months_they_decided_in(
    removed: Decision, make_comment: Make, make_user: Make, moderator: Any, clock: Clock
) -> None:
    march = of_this_month()
    clock.at(2026, 4, 2, 12)
    other = make_user("Moderators")
    for by in (moderator, other):
        decided(make_comment(status=Status.HELD), Move.APPROVE, by)
    april = of_this_month()
    assert (len(march.moderators), len(april.moderators)) == (1, 2)
    assert len(added_up({MARCH: march, APRIL: april}).moderators) == 2

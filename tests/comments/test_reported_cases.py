"""The case that reports make of a comment: one at a time, whoever reports, and what a card says."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from comments.desk.reported import SHOWN, case_of
from comments.models import Case, Comment, Move, Report, Status
from comments.moderation import decide
from comments.recommending import Person
from comments.reporting import report
from comments.undoing import undo
from portal.models import User
from tests.comments.own_words import change
from tests.comments.reporting import ONE, OTHER
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(make_comment: Make, make_rule: Make) -> Comment:
    make_rule()
    return make_comment(body="You are all fools.")


# --- One case a comment ---


def test_many_reports_are_one_case_until_the_house_decides(
    comment: Comment, moderator: User, make_rule: Make
) -> None:
    for by in (ONE, OTHER, Person()):
        report(comment, by=by, text="Rude.", address="a")
    case = Case.objects.get()
    assert (case.report_count, case.was_approved) == (3, False)
    act = decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act
    case.refresh_from_db()
    assert case.closing_act == act
    assert comment.decisions.get(move="remove").started_by == "report"
    undo(act, by=moderator)
    case.refresh_from_db()
    assert case.closed_at is None
    report(comment, by=Person(), text="Rude.", address="b")
    case.refresh_from_db()
    assert case.report_count == 4


@pytest.mark.parametrize(
    ("moves", "was_approved"),
    [
        ([], False),
        ([Move.APPROVE], True),
        ([Move.APPROVE, Move.HOLD, Move.APPROVE], True),
        ([Move.APPROVE, Move.REMOVE, Move.RESTORE], True),
    ],
)
def test_a_comment_reported_after_it_was_approved_says_so(
    moves: list[Move], was_approved: bool, make_comment: Make, moderator: User, make_rule: Make
) -> None:
    comment = make_comment(status=Status.HELD if moves else Status.PUBLISHED)
    for move in moves:
        decide([comment], move, by=moderator, rule=make_rule() if move == Move.REMOVE else None)
    report(comment, by=ONE, text="Rude.")
    assert Case.objects.get().was_approved is was_approved


def test_neither_a_machine_nor_an_approval_of_another_text_is_one(
    make_comment: Make, moderator: User
) -> None:
    by_machine, edited = (make_comment(status=Status.HELD) for _ in range(2))
    decide([by_machine], Move.APPROVE, by=None, automated=True)
    decide([edited], Move.APPROVE, by=moderator)
    Comment.objects.filter(pk=edited.pk).update(revision=2)
    for comment in (by_machine, edited):
        report(comment, by=ONE, text="Rude.")
    assert not Case.objects.filter(was_approved=True).exists()


def test_the_author_s_edit_leaves_the_case_open(make_comment: Make, settings: Settings) -> None:
    settings.COMMENT_SCREENING = []
    comment = make_comment(submitted_at=timezone.now())
    report(comment, by=ONE, text="Rude.")
    change(comment, "Kinder words.")
    assert Case.objects.get().closed_at is None


# --- At once ---


@pytest.mark.django_db(transaction=True)
def test_a_decision_and_a_report_wait_for_each_other(comment: Comment, moderator: User) -> None:
    """Without the lock a report could be added to a case that has just been closed."""
    report(comment, by=ONE, text="Rude.")
    with uncommitted(lambda: decide([comment], Move.KEEP, by=moderator)) as commit:
        second = InThread(lambda: report(comment, by=OTHER, text="Rude."))
        assert second.is_blocked()
        commit()
    assert second.result().is_new
    assert Case.objects.filter(closed_at=None).get().report_count == 1
    assert Case.objects.exclude(closed_at=None).get().report_count == 1


@pytest.mark.django_db(transaction=True)
def test_people_who_report_in_one_moment_are_all_counted(comment: Comment) -> None:
    people = [Person(guest=f"{number:064d}") for number in range(8)]
    threads = [InThread(lambda by=by: report(comment, by=by, text="Rude.")) for by in people * 2]
    for thread in threads:
        thread.result(within=60)
    assert Case.objects.get().report_count == Report.objects.count() == 8


# --- On a card ---


def test_a_card_is_told_the_open_case(
    comment: Comment, make_comment: Make, make_user: Make, make_rule: Make, moderator: User
) -> None:
    spam, other = make_rule("7", title="Advertising"), make_comment()
    report(comment, by=ONE, rule=make_rule(), text="Rude to everybody.")
    report(comment, by=Person(make_user(display_name="Petra")), rule=make_rule())
    report(comment, by=Person(), rule=spam, address="a")
    report(other, by=ONE, text="Rude.")
    decide([other], Move.KEEP, by=moderator)
    assert case_of(other) is None
    case = case_of(comment)
    assert case is not None
    assert (case.number, case.was_approved, case.more) == (3, False, 0)
    assert case.rules == ["3 (Personal attacks): 2", "7 (Advertising): 1"]
    assert [row.by for row in case.reports] == ["a reader", "Petra", "a guest"]
    assert case.reports[2].text == "Rude to everybody."


def test_of_a_flood_the_newest_are_shown(comment: Comment) -> None:
    for number in range(SHOWN + 2):
        report(comment, by=Person(), text=f"Rude {number}.", address=str(number))
    case = case_of(comment)
    assert case is not None
    assert (len(case.reports), case.more, case.number) == (SHOWN, 2, SHOWN + 2)
    assert case.reports[0].text == f"Rude {SHOWN + 1}."

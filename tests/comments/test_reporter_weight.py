"""What reports weigh by how earlier ones ended, who is limited, and what enough of them do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from comments.holding_reported import PHASE
from comments.models import Case, Comment, Decision, Move, Report, Status
from comments.moderation import decide
from comments.ownership import guest_hash
from comments.recommending import Person
from comments.reporter_weight import Ended, ReporterRecord, recorded, was_right
from comments.reporters import Reporter
from comments.reporting import LegalNotice, ReportRefused, report
from comments.undoing import undo
from portal.models import User
from tests.comments.mailing import at, later
from tests.comments.own_words import change
from tests.comments.reading import text_of
from tests.comments.reporting import send, url
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

ONE, OTHER = (Person(guest=guest_hash(f"{name}@example.org")) for name in ("odile", "petra"))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Past = Callable[..., None]


@pytest.fixture
def reported_before(make_comment: Make, make_rule: Make, moderator: User) -> Past:
    """Let somebody have reported comments that were removed, and others that were kept."""

    def make(by: Person = ONE, *, upheld: int = 0, dismissed: int = 0, address: str = "") -> None:
        for number in range(upheld + dismissed):
            comment = make_comment()
            report(comment, by=by, text="Rude.", address=address)
            move = Move.REMOVE if number < upheld else Move.KEEP
            decide([comment], move, by=moderator, rule=make_rule() if move == Move.REMOVE else None)

    return make


def weight(by: Person = ONE, address: str = "") -> int:
    return Reporter(by, address).record().weight


# --- What a report weighs ---


@pytest.mark.parametrize(
    ("upheld", "dismissed", "of_known", "of_address"),
    [
        (0, 0, 1, 1),
        (2, 0, 1, 1),
        (3, 0, 2, 1),
        (2, 2, 2, 1),
        (1, 2, 1, 1),
        (1, 3, 0, 0),
        (0, 2, 1, 1),
        (0, 3, 0, 0),
    ],
)
def test_the_next_report_counts_by_how_earlier_ones_ended(
    upheld: int, dismissed: int, of_known: int, of_address: int
) -> None:
    assert ReporterRecord(upheld, dismissed).weight == of_known
    assert ReporterRecord(upheld, dismissed, is_known=False).weight == of_address


@pytest.mark.django_db
def test_it_is_written_on_the_report_and_summed_in_the_case(
    reported_before: Past, make_comment: Make
) -> None:
    reported_before(ONE, upheld=3)
    reported_before(OTHER, dismissed=3)
    comment = make_comment()
    made = [report(comment, by=by, text="Rude.").report for by in (ONE, OTHER)]
    made.append(report(comment, by=Person(), address="a", text="Rude.").report)
    assert [row.weight for row in made] == [2, 0, 1]
    case = Case.objects.get(comment=comment)
    assert (case.report_count, case.weight) == (3, 3)


@pytest.mark.django_db
def test_the_card_shows_the_arithmetic(
    client: Client, reported_before: Past, make_comment: Make, make_user: Make
) -> None:
    reported_before(ONE, upheld=3)
    comment = make_comment()
    report(comment, by=ONE, text="Rude.")
    report(comment, by=Person(), address="a", text="Rude.")
    client.force_login(make_user("Moderators"))
    page = client.get("/admin/comments/comment/waiting/?queue=reported")
    assert "Weight 3: 1 + 2" in text_of(page)


@pytest.mark.parametrize(
    ("move", "status", "is_same_text", "expected"),
    [
        (Move.REMOVE, Status.REMOVED, True, True),
        (Move.REMOVE, Status.DELETED, True, True),
        (Move.REMOVE, Status.PUBLISHED, True, False),  # on appeal, for example
        (Move.REJECT, Status.REJECTED, True, True),
        (Move.KEEP, Status.PUBLISHED, True, False),
        (Move.KEEP, Status.DELETED, True, False),
        (Move.KEEP, Status.REMOVED, True, True),
        (Move.KEEP, Status.REMOVED, False, False),  # for what its author wrote later
        (Move.APPROVE, Status.PUBLISHED, True, False),
        (Move.DELETE, Status.DELETED, True, None),
        (None, Status.PUBLISHED, True, None),
    ],
)
def test_a_report_was_right_by_what_stands_now(
    move: Move | None, status: Status, is_same_text: bool, expected: bool | None
) -> None:
    assert was_right(move, status, is_same_text=is_same_text) is expected


@pytest.mark.django_db
def test_a_reversal_corrects_the_weight_at_once(
    reported_before: Past, moderator: User, make_comment: Make
) -> None:
    reported_before(ONE, upheld=3)
    assert weight() == 2
    decide(Comment.objects.filter(status=Status.REMOVED), Move.RESTORE, by=moderator)
    assert weight() == 0


@pytest.mark.django_db
def test_what_ended_half_a_year_ago_counts_no_more(reported_before: Past) -> None:
    reported_before(ONE, dismissed=3)
    assert weight() == 0
    with later(days=181):
        assert weight() == 1


# --- Warned, then limited ---


def row(made: float, closed: float, *, upheld: bool = False) -> Ended:
    """A report by the days on which it was made and decided about."""
    return Ended(NOON + timedelta(days=made), NOON + timedelta(days=closed), upheld)


def test_many_false_reports_of_one_evening_are_one_warning(settings: Settings) -> None:
    record = recorded([row(0, 1 + number / 100) for number in range(40)], now=NOON)
    assert record.warned_at is not None
    assert record.limited_until is None


def test_false_reports_in_spite_of_a_warning_limit_for_a_time_at_its_edges() -> None:
    before = [row(0, 1 + number / 100) for number in range(5)]
    since = [row(2, 3 + number / 100) for number in range(5)]
    end = since[-1].closed_at + timedelta(days=30)
    nearly = recorded([*before, *since[:4]], now=end - timedelta(days=1))
    assert (nearly.refusal, bool(nearly.warning)) == ("", True)
    limited = recorded([*before, *since], now=end - timedelta(microseconds=1))
    assert limited.limited_until == end
    assert recorded([*before, *since], now=end).limited_until is None


def test_who_is_mostly_right_is_never_warned() -> None:
    rows = [row(0, 1 + number / 100, upheld=number % 3 == 0) for number in range(60)]
    assert recorded(rows, now=NOON + timedelta(days=2)).warned_at is None


def test_a_house_can_do_without(settings: Settings) -> None:
    settings.COMMENT_FALSE_REPORTS = 0
    assert recorded([row(0, 1)] * 50, now=NOON).warned_at is None


ENDED = st.lists(
    st.builds(
        lambda made, took, upheld: row(made, made + took, upheld=upheld),
        st.integers(0, 50),
        st.integers(0, 50),
        st.booleans(),
    )
)


@given(ENDED)
def test_nobody_is_limited_without_a_warning_and_as_many_false_reports_after_it(
    rows: list[Ended],
) -> None:
    record = recorded(rows, now=NOON + timedelta(days=101))
    if record.limited_until:
        warned_at = record.warned_at
        assert warned_at is not None
        assert len([r for r in rows if not r.is_upheld and r.made_at > warned_at]) >= 5
        assert record.dismissed >= 3 * record.upheld
        assert record.weight == 0
    assert record == recorded(reversed(rows), now=NOON + timedelta(days=101))


@pytest.mark.django_db
def test_it_is_told_on_the_form_and_in_the_list_then_refused(
    client: Client, make_user: Make, make_comment: Make, make_rule: Make, moderator: User
) -> None:
    make_rule()
    reader = make_user()
    client.force_login(reader)

    def falsely(number: int) -> None:
        for _each in range(number):
            comment = make_comment()
            assert send(client, comment, rule="3").status_code == 303
            decide([comment], Move.KEEP, by=moderator)

    target = make_comment()
    falsely(4)
    assert "were dismissed" not in text_of(client.get(url(target)))
    falsely(1)
    warned = "Of your reports of the last half-year 5 were dismissed and 0 held up."
    assert warned in text_of(client.get(url(target)))
    assert warned in text_of(client.get("/account/reports/"))
    with later(hours=2):  # the hour's own limit is another
        falsely(4)
    with later(hours=4):
        falsely(1)
        refused = send(client, target, rule="3")
        assert (refused.status_code, "You were warned" in text_of(refused)) == (409, True)
        with pytest.raises(ReportRefused, match="no report of yours is taken"):
            report(target, by=Person(reader), notice=LegalNotice("Slander.", "P."))
    with later(days=31):
        assert send(client, target, rule="3").status_code == 303


@pytest.mark.django_db
def test_of_a_shared_address_a_notice_with_a_name_is_taken_all_the_same(
    make_comment: Make, moderator: User, settings: Settings
) -> None:
    settings.COMMENT_FALSE_REPORTS = 2
    *others, comment = [make_comment() for _each in range(5)]
    for number, other in enumerate(others):
        with later(hours=2 * number):
            report(other, by=Person(), address="a", text="Rude.")
            decide([other], Move.KEEP, by=moderator)
    with later(hours=9):
        with pytest.raises(ReportRefused, match="You were warned"):
            report(comment, by=Person(), address="a", text="Rude.")
        notice = LegalNotice("Slander.", "Petra")
        made = report(comment, by=Person(), address="a", notice=notice, email="petra@example.org")
    assert made.is_new


# --- The threshold ---


def reports(comment: Comment, *people: Any) -> None:
    for by in people or (ONE, OTHER):
        report(comment, by=by, text="Rude.", address=f"from {Report.objects.count()}")


def state(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


@pytest.mark.django_db
def test_reports_hold_nothing_by_default(make_comment: Make) -> None:
    comment = make_comment()
    reports(comment, ONE, OTHER, Person(), Person(), Person())
    assert state(comment) == Status.PUBLISHED


@pytest.mark.django_db
def test_enough_reports_hold_a_comment_and_that_is_a_decision_of_a_machine(
    make_comment: Make, settings: Settings, moderator: User, make_rule: Make
) -> None:
    settings.COMMENT_REPORTS_HOLD = 2
    comment = make_comment()
    reports(comment, ONE)
    assert state(comment) == Status.PUBLISHED
    reports(comment, OTHER)
    comment.refresh_from_db()
    assert (comment.status, comment.held_by) == (Status.HELD, PHASE)
    made = comment.decisions.get(move=Move.HOLD)
    assert (made.automated, made.phase, made.actor, made.started_by) == (
        True, PHASE, None, "report",
    )  # fmt: skip
    assert Case.objects.get().closed_at is None, "a moderator has still to look"
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    assert Case.objects.get().closed_at is not None


@pytest.mark.django_db
def test_one_person_of_many_names_holds_nothing(make_comment: Make, settings: Settings) -> None:
    settings.COMMENT_REPORTS_HOLD = 2
    comment = make_comment()
    for by in (Person(), ONE, OTHER, Person(guest="c" * 64)):
        assert report(comment, by=by, text="Rude.", address="a").is_new
    assert (Case.objects.get().report_count, Case.objects.get().weight) == (4, 1)
    assert state(comment) == Status.PUBLISHED
    report(comment, by=Person(), text="Rude.", address="b")
    assert state(comment) == Status.HELD


@pytest.mark.django_db
def test_a_notice_says_so_in_the_hold(make_comment: Make, settings: Settings) -> None:
    settings.COMMENT_REPORTS_HOLD = 1
    comment = make_comment()
    report(comment, by=ONE, notice=LegalNotice("Slander.", "O."), email="odile@example.org")
    assert comment.decisions.get(move=Move.HOLD).started_by == "notice"


@pytest.mark.django_db
def test_what_weighs_nothing_holds_nothing(
    make_comment: Make, settings: Settings, reported_before: Past
) -> None:
    reported_before(ONE, dismissed=3)
    settings.COMMENT_REPORTS_HOLD = 1
    comment = make_comment()
    reports(comment, ONE)
    assert state(comment) == Status.PUBLISHED
    reports(comment, OTHER)
    assert state(comment) == Status.HELD


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["approved", "kept", "undone", "approved before"])
def test_a_text_is_held_once(
    how: str, make_comment: Make, settings: Settings, moderator: User
) -> None:
    settings.COMMENT_REPORTS_HOLD = 1
    if how == "approved before":
        comment = make_comment(status=Status.HELD, submitted_at=timezone.now())
        decide([comment], Move.APPROVE, by=moderator)
    else:
        comment = make_comment(submitted_at=timezone.now())
        if how == "kept":
            decide([comment], Move.KEEP, by=moderator)
        else:
            reports(comment, ONE)
            assert state(comment) == Status.HELD
            held = Decision.objects.get(move=Move.HOLD)
            if how == "undone":
                undo(held.act, by=moderator)
            else:
                decide([comment], Move.APPROVE, by=moderator)
    reports(comment, OTHER)
    assert state(comment) == Status.PUBLISHED
    settings.COMMENT_SCREENING = []
    change(Comment.objects.get(pk=comment.pk), "Other words.")
    report(comment, by=Person(), text="Rude.", address="far")
    assert state(comment) == Status.HELD, "another text"


@pytest.mark.django_db(transaction=True)
def test_a_hold_and_a_decision_on_the_same_discussion_wait_for_each_other(
    make_comment: Make, settings: Settings, moderator: User
) -> None:
    """Both lock the discussion first; else each would hold what the other waits for."""
    settings.COMMENT_REPORTS_HOLD = 1
    comment = make_comment()
    with uncommitted(lambda: decide([comment], Move.KEEP, by=moderator)) as commit:
        second = InThread(lambda: report(comment, by=ONE, text="Rude."))
        assert second.is_blocked()
        commit()
    assert second.result().is_new
    assert state(comment) == Status.PUBLISHED, "a moderator had just kept it"


@pytest.mark.django_db
def test_what_an_account_reported_as_a_guest_counts_as_its_own(
    make_user: Make, reported_before: Past
) -> None:
    reported_before(ONE, dismissed=3)
    assert weight(Person(make_user(email="odile@example.org"))) == 0


@pytest.mark.django_db
def test_an_hour_is_an_hour_of_the_same_person(make_comment: Make, settings: Settings) -> None:
    settings.REPORTS_PER_HOUR = 1
    now = timezone.now()
    with at(now):
        reports(make_comment(), ONE)
    Report.objects.update(made_at=now)
    with pytest.raises(ReportRefused, match="a lot within an hour"), at(now):
        reports(make_comment(), ONE)

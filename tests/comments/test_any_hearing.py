"""Whatever is reported, decided, appealed and erased, in any order: all that tells of it agrees.

The public log, its figures, tombstones, statements of reasons, appeals and letters are each made
of the same decisions by another piece of the house. The people and most of what they do are those
of the town in town.py.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_django import Settings

from articles.models import Article
from comments.appeals.deciding import decide_appeal
from comments.appeals.making import AppealRefused, appeal, withdraw
from comments.appeals.parties import who_took_part
from comments.legal_holds import must_stay
from comments.letter_words import still_to_tell
from comments.letters import make_letters
from comments.models import (
    Appeal,
    Case,
    Comment,
    Decision,
    Letter,
    LogEntry,
    Measure,
    Move,
    Sanction,
    StatementOfReasons,
    Status,
)
from comments.public_figures.counting import count_month
from comments.public_log import chain
from comments.public_log.sequencing import append
from comments.reasons.arising import is_told, measure_of
from comments.recommending import Person
from comments.reporting import LegalNotice, ReportRefused, report
from tests.comments.test_any_sequence import BEGINNING, page_agrees
from tests.comments.town import ANSWERS, Town, few, taken_back

OF_COMMENTS = [LogEntry.Kind.REMOVED, LogEntry.Kind.REJECTED, LogEntry.Kind.HELD]
TOLD = "decision"
ACTS = [
    "posts", "replies", "edits", "deletes", "decides", "decides_about_some", "takes_back",
    "reports", "puts_under_sanction", "lifts_it", "erases", "leaves",
]  # fmt: skip


class Hearing:
    """What the town does besides: notices of illegal content, appeals, and their hearing."""

    def __init__(self, house: Town, make_user: Any) -> None:
        self.town = house
        self.judges = [*house.moderators, make_user("Administrators")]

    def notifies(self, one: int, other: int) -> None:
        if comment := self.town.comment(one, mostly=Status.PUBLISHED):
            notice = LegalNotice(explanation="This is forbidden.", name="Pat")
            email = f"pat{other % 3}@example.org"
            report(comment, by=Person(), address=f"a{other}", notice=notice, email=email)

    def appeals(self, one: int, other: int) -> None:
        stated = list(StatementOfReasons.objects.order_by("pk"))
        if not stated:
            return
        statement = stated[one % len(stated)]
        by = self.town.accounts[other % 2] if other % 4 else None
        appeal(
            decision=statement.decision,
            sanction=statement.sanction,
            comment=statement.comment if by is None else None,
            by=by,
            text="I never said that.",
        )

    def appeals_as_reporter(self, one: int, other: int) -> None:
        closed = list(Case.objects.exclude(closed_at=None).order_by("pk"))
        if not closed:
            return
        case = closed[one % len(closed)]
        made = case.reports.order_by("pk").first()
        ended = Decision.objects.filter(act=case.closing_act, comment=case.comment_id).first()
        if made and ended:
            appeal(decision=ended, report=made, by=made.user, text="Read it again.")

    def withdraws(self, one: int, other: int) -> None:
        if made := Appeal.objects.filter(closed_at=None).first():
            withdraw(made, by=made.user, report=made.report)

    def hears(self, one: int, other: int) -> None:
        waiting = list(Appeal.objects.filter(closed_at=None).order_by("pk"))
        if waiting:
            made = waiting[one % len(waiting)]
            by = self.judges[other % 3]
            decide_appeal(made, bool(other % 2), by=by, answer="Heard.", rule=self.town.rule)


HEARING = [name for name, act in vars(Hearing).items() if name[0] != "_" and callable(act)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, *HEARING, *["decides", "appeals", "hears"] * 3]),
        st.integers(0, 59),
        st.integers(0, 59),
    ),
    min_size=8,
    max_size=20,
).map(lambda steps: [*BEGINNING, *steps])


@pytest.fixture
def hearing(town: Town, make_user: Any, settings: Settings) -> Hearing:
    settings.DECISION_MAIL_SECONDS = settings.LETTER_GAP_SECONDS = 0
    settings.REPORTS_PER_HOUR = settings.REPORTS_PER_ADDRESS_HOUR = 1000
    settings.GUEST_FIRST_MAILS_PER_DAY = 1000
    return Hearing(town, make_user)


@few
@given(steps=STEPS)
@example(
    steps=[
        ("posts", 0, 1),
        ("decides", 0, 2),
        ("appeals", 0, 1),
        ("hears", 0, 1),
        ("hears", 0, 5),
    ]
).via("removed, appealed, and restored by somebody else")
@example(
    steps=[
        ("posts", 0, 1),
        ("notifies", 0, 1),
        ("decides", 0, 5),
        ("appeals_as_reporter", 0, 0),
        ("erases", 0, 0),
        ("hears", 0, 2),
        ("takes_back", 0, 0),
    ]
).via("a notice that was dismissed, and appealed")
def test_whatever_is_reported_decided_appealed_and_erased_all_that_tells_of_it_agrees(
    steps: list[tuple[str, int, int]], hearing: Hearing
) -> None:
    house = hearing.town
    house.acts, house.bulk, house.said = [], [], 0
    with taken_back():
        for step in steps:
            do(hearing, step)
            append(now=timezone.now() + timedelta(days=1))
            the_log_agrees(step)
            statements_agree(step)
            appeals_agree(step)
        figures_agree()
        letters_agree()
        for article in house.articles:
            page_agrees(Article.objects.get(pk=article.pk))


def do(hearing: Hearing, step: tuple[str, int, int]) -> None:
    """Do one step as a request does: what is refused leaves nothing."""
    name, one, other = step
    act = getattr(hearing, name, None) or getattr(hearing.town, name)
    try:
        with transaction.atomic():
            act(one, other)
    except (*ANSWERS, AppealRefused, ReportRefused):
        pass


def the_log_agrees(step: Any) -> None:
    """Check that the chain holds, and that what stands in it is how comments stand."""
    assert chain.verify().broken is None, step
    kept_away = {
        entry.comment_id: entry.kind
        for entry in LogEntry.objects.standing().restrictions().order_by("number")
        if entry.comment_id
    }
    for comment in Comment.objects.all():
        kind = kept_away.get(comment.pk)
        if comment.status in {Status.REMOVED, Status.REJECTED}:
            assert kind == comment.status, (step, comment.pk)
        if comment.status == Status.PUBLISHED:
            assert kind is None, (step, comment.pk)
    sanctions = Counter(LogEntry.objects.of_people().values_list("sanction_id", "kind"))
    assert max(sanctions.values(), default=1) == 1, step


def statements_agree(step: Any) -> None:
    """Check that each restriction of somebody who can be told is reasoned, and nothing else is."""
    stated = set(StatementOfReasons.objects.values_list("decision", flat=True)) - {None}
    for decision in Decision.objects.select_related("comment__author"):
        measure = measure_of(decision)
        # Whoever was erased since could be told when it was decided.
        if measure and is_told(decision.comment, by=decision.actor_id):
            assert decision.pk in stated, (step, decision.move)
        if decision.pk in stated:
            assert measure, (step, decision.move)
    for row in Sanction.objects.all():
        reasoned = StatementOfReasons.objects.filter(sanction=row)
        assert reasoned.count() <= 1
        assert row.kind != "warning" or not reasoned
        assert not row.user or row.kind == "warning" or reasoned, step


def appeals_agree(step: Any) -> None:
    """Check that who decided had no part, that what followed is recorded, and evidence stays."""
    for made in Appeal.objects.select_related("decision", "comment", "decided_by", "sanction"):
        decided = Decision.objects.filter(act=made.act) if made.act else Decision.objects.none()
        if made.closed_at is None and made.comment:
            assert must_stay(Comment.objects.filter(pk=made.comment.pk)).exists(), step
            assert made.comment.erased_at is None, step
        if made.outcome == "upheld" and made.decision:
            assert decided.get().move == Move.UPHOLD, step
        if made.outcome == "reversed" and made.sanction:
            assert made.sanction.lifted_at, step
        if made.decided_by and not made.alone:
            earlier = Decision.objects.filter(comment=made.comment_id, decided_at__lt=made.made_at)
            assert not earlier.filter(actor=made.decided_by).exists(), step
        assert not made.alone or made.decided_by in who_took_part(made), step


def figures_agree() -> None:
    """Check that the figures of this month count the restrictions of the log that stand in it."""
    entries = list(LogEntry.objects.filter(sanction_id=None))
    reversed_ = {entry.reverses for entry in entries}
    undone = {e.reverses for e in entries if e.kind == "undone" and e.number not in reversed_}
    logged = Counter(e.kind for e in entries if e.kind in OF_COMMENTS and e.number not in undone)
    month = timezone.localdate().replace(day=1)
    counted = count_month(month)
    found = Counter({kind: counted.total("restriction", kind) for kind in OF_COMMENTS})
    assert +found == +logged


def letters_agree() -> None:
    """Check that no letter tells of what does not hold, and that each removal is told."""
    make_letters()
    told = set()
    for letter in Letter.objects.all():
        for notice in still_to_tell(letter)[0]:
            if notice.kind == TOLD and notice.decision and notice.comment:
                assert notice.decision.status_after == notice.comment.status
                told.add(notice.comment_id)
    for statement in StatementOfReasons.objects.select_related("comment", "decision"):
        comment = statement.comment
        if statement.measure not in {Measure.REMOVED, Measure.REJECTED} or comment is None:
            continue
        if comment.status == statement.measure and not comment.erased_at:
            assert comment.pk in told, statement.measure

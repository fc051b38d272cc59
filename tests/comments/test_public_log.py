"""The public log: what comes into it, in which order, and what it says of what was reversed."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from comments.imported_states import Arrival, add_imported
from comments.importing import ORIGIN
from comments.models import (
    Appeal,
    Comment,
    Decision,
    Discussion,
    LogEntry,
    Move,
    SanctionKind,
    Status,
)
from comments.moderation import decide
from comments.posting import next_id
from comments.public_log import chain, of_people, sequencing
from comments.sanctions import Target, lift, sanction
from comments.undoing import undo
from tests.comments.logging_decisions import appended, said
from tests.making import Make


def names_of(table: type[Any]) -> set[str]:
    return {field.attname for field in table._meta.concrete_fields}


def test_each_restriction_and_reversal_is_in_the_log_and_nothing_else(
    make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    rule = make_rule()
    removed, held, kept, waiting = (
        make_comment(),
        make_comment(),
        make_comment(),
        make_comment(status=Status.HELD),
    )
    make_comment(status=Status.REJECTED, by=moderator)
    decide([waiting], Move.APPROVE, by=moderator)
    decide([kept], Move.KEEP, by=moderator)
    decide([kept], Move.DELETE, by=None)
    decide([removed], Move.REMOVE, by=moderator, rule=rule, started_by="notice")
    decide([held], Move.HOLD, by=None, automated=True, phase="reports", started_by="report")
    decide([removed], Move.UPHOLD, by=moderator, started_by="appeal")
    decide([removed], Move.RESTORE, by=moderator, started_by="appeal")
    decide([held], Move.APPROVE, by=moderator)
    entries = appended()
    assert [(row.kind, row.reverses, row.rule) for row in entries] == [
        ("rejected", None, "3"),
        ("removed", None, "3"),
        ("held", None, ""),
        ("upheld", None, ""),
        ("restored", 2, ""),
        ("restored", 3, ""),
    ]
    assert [row.started_by for row in entries] == [
        "house", "notice", "report", "appeal", "appeal", "house",
    ]  # fmt: skip
    assert [row.automated for row in entries] == [False, False, True, False, False, False]
    assert entries[1].comment_id == removed.pk
    assert entries[1].story_id == removed.story_id
    assert entries[1].language == removed.language
    assert entries[1].at == Decision.objects.get(move=Move.REMOVE).decided_at


def test_the_log_is_appended_once_whenever_the_job_runs(make_comment: Make) -> None:
    make_comment(status=Status.REMOVED)
    assert sequencing.append() == 1
    assert sequencing.append() == 0
    assert sequencing.append(thoroughly=True) == 0
    make_comment(status=Status.REMOVED)
    assert sequencing.append() == 1
    assert [row.number for row in LogEntry.objects.order_by("number")] == [1, 2]


def test_an_undone_decision_stays_in_the_log_and_is_taken_back(
    make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment()
    act = decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act
    undo(act, by=moderator)
    assert said() == [("removed", None), ("undone", 1)]
    assert [row.number for row in LogEntry.objects.taken_back()] == [1]
    assert LogEntry.objects.with_end().get(number=1).reversed_by == 2


def test_a_removal_stands_again_when_its_restoring_is_undone(
    make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment()
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    act = decide([comment], Move.RESTORE, by=moderator).act
    appended()
    assert [row.number for row in LogEntry.objects.restrictions().standing()] == []
    undo(act, by=moderator)
    assert said() == [("removed", None), ("restored", 1), ("undone", 2)]
    assert [row.number for row in LogEntry.objects.restrictions().standing()] == [1]
    assert LogEntry.objects.with_end().get(number=1).reversed_by is None
    decide([comment], Move.RESTORE, by=moderator)
    assert said()[-1] == ("restored", 1)
    assert LogEntry.objects.with_end().get(number=1).reversed_by == 4


def test_a_removal_of_a_held_comment_is_what_restoring_reverses(
    make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment()
    decide([comment], Move.HOLD, by=moderator)
    act = decide([comment], Move.REMOVE, by=moderator, rule=make_rule()).act
    undo(act, by=moderator)
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    decide([comment], Move.RESTORE, by=moderator)
    assert said() == [
        ("held", None), ("removed", None), ("undone", 2), ("removed", None), ("restored", 4),
    ]  # fmt: skip


def test_taking_back_a_plain_approval_takes_a_comment_from_its_readers(
    make_comment: Make, moderator: Any
) -> None:
    comment = make_comment(status=Status.HELD)
    act = decide([comment], Move.APPROVE, by=moderator).act
    assert said() == []
    undo(act, by=moderator)
    assert said() == [("held", None)]
    decide([comment], Move.APPROVE, by=moderator)
    assert said() == [("held", None), ("restored", 1)]


def test_each_of_many_at_once_has_an_entry_of_its_own(
    make_comment: Make, make_article: Make, make_rule: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article()
    comments = [make_comment(article) for _ in range(7)]
    decide(comments, Move.REMOVE, by=None, rule=make_rule(), automated=True)
    monkeypatch.setattr(sequencing, "BATCH", 3)
    entries = appended()
    assert [row.number for row in entries] == list(range(1, 8))
    assert {row.comment_id for row in entries} == {comment.pk for comment in comments}
    assert chain.verify().broken is None


def test_what_the_old_site_decided_is_not_this_houses_doing(
    make_article: Make, make_rule: Make, moderator: Any
) -> None:
    article = make_article()
    Discussion.objects.of(article.story_id)
    comment = Comment(
        id=next_id(),
        story_id=article.story_id,
        article=article,
        guest_name="Odile",
        body="Words.",
        language="en",
        submission=uuid.uuid4(),
        origin=ORIGIN,
    )
    comment.set_place(None)
    add_imported([Arrival(comment, Status.REMOVED)], rule=make_rule("0", "The old site"))
    assert said() == []
    comment.refresh_from_db()
    decide([comment], Move.RESTORE, by=moderator)
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    assert said() == [("restored", None), ("removed", None)]


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_commits_late_is_not_forgotten(
    make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    """Its id is smaller than that of one that is in the log already."""
    early, late = make_comment(), make_comment()
    rule = make_rule()
    first, second = next_decision_ids()
    with transaction.atomic():
        decide([late], Move.REMOVE, by=moderator, rule=rule)
    sequencing.append()
    # What another transaction had drawn before and commits now:
    written = Decision.objects.get(comment=late, move=Move.REMOVE)
    Decision.objects.create(
        pk=first,
        comment=early,
        story_id=early.story_id,
        revision=1,
        move=Move.REMOVE,
        status_before=Status.PUBLISHED,
        status_after=Status.REMOVED,
        rule=rule,
        act=written.act,
        decided_at=written.decided_at - timedelta(minutes=20),
    )
    assert first < second < written.pk
    assert [row.decision_id for row in appended()] == [written.pk, first]
    assert chain.verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_append_at_once_make_one_chain(
    make_comment: Make, make_article: Make
) -> None:
    article = make_article()
    for _ in range(12):
        make_comment(article, status=Status.REMOVED)
    together = threading.Barrier(3)

    def work() -> int:
        try:
            together.wait(30)
            return sequencing.append()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        appended_by = [worker.result() for worker in [workers.submit(work) for _ in range(3)]]
    assert sorted(appended_by) == [0, 0, 12]
    assert chain.verify().entries == 12
    assert chain.verify().broken is None


def next_decision_ids() -> tuple[int, int]:
    """Draw two ids as transactions do that commit later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('comments_decision', 'id'))"
            " FROM generate_series(1, 2)"
        )
        (first,), (second,) = cursor.fetchall()
    return first, second


# Sanctions: nothing that leads to a person.

TOMORROW = timedelta(days=1)


def put(by: Any, user: Any, kind: SanctionKind = SanctionKind.SUSPENSION, **how: Any) -> Any:
    ends = timezone.now() + timedelta(days=7)
    return sanction(Target(user=user), kind, by=by, reason="Insults.", ends_at=ends, **how)


def test_a_sanction_is_in_the_log_by_its_day_without_anything_that_leads_to_its_person(
    make_user: Make, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    reader = make_user()
    comment = make_comment(author=reader)
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    row = put(moderator, reader, comment=comment, rule=make_rule())
    assert said() == [("removed", None)], "beside a removal it would say whose comment that was"
    sequencing.append(now=timezone.now() + TOMORROW)
    entry = LogEntry.objects.get(sanction_id=row.pk)
    assert entry.kind == "suspended"
    assert entry.rule == "3"
    assert entry.at == of_people.day_of(row.begins_at)
    assert (entry.comment_id, entry.story_id, entry.decision_id, entry.language) == (
        None, None, None, "",
    )  # fmt: skip
    assert not {"user_id", "guest", "network", "body"} & names_of(LogEntry)


def test_a_lifted_sanction_reverses_its_entry_and_warnings_stay_out(
    make_user: Make, moderator: Any
) -> None:
    put(moderator, make_user(), SanctionKind.WARNING)
    row = put(moderator, make_user(), SanctionKind.BAN)
    lift(row, by=moderator, because="It was somebody else.")
    other = put(moderator, make_user(), SanctionKind.HOLD)
    later = timezone.now() + TOMORROW
    assert sequencing.append(now=later) == 3
    assert sequencing.append(now=later) == 0
    banned = LogEntry.objects.get(kind="banned")
    lifted = LogEntry.objects.get(kind="lifted")
    assert lifted.reverses == banned.number < lifted.number
    assert lifted.started_by == "house"
    assert LogEntry.objects.get(sanction_id=other.pk).kind == "all_held"
    assert list(LogEntry.objects.of_people().taken_back()) == [banned]


@pytest.mark.parametrize(("outcome", "kind"), [("reversed", "lifted"), ("upheld", "upheld")])
def test_an_appeal_against_a_sanction_is_in_the_log_with_who_decided_it(
    make_user: Make, moderator: Any, outcome: str, kind: str
) -> None:
    row = put(moderator, make_user())
    if outcome == "reversed":
        lift(row, by=moderator, because="On appeal.")
    Appeal.objects.create(
        sanction=row, outcome=outcome, closed_at=timezone.now(), decided_by=moderator, alone=True
    )
    sequencing.append(now=timezone.now() + TOMORROW)
    entry = LogEntry.objects.get(kind=kind)
    assert (entry.started_by, entry.alone, entry.sanction_id) == ("appeal", True, row.pk)

"""The chain of the public log: whoever changes the past of it is found out."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from comments.models import LogEntry, Status
from comments.public_log import arising, chain, sequencing
from portal.database_roles import as_owner
from tests.making import Make

INSERT = """INSERT INTO comments_logentry (number, at, kind, rule, automated, started_by, alone,
    language, story_id, comment_id, reverses, decision_id, sanction_id, previous, hash)
SELECT 4, at, kind, rule, automated, started_by, alone, language, story_id, comment_id, reverses,
    NULL, sanction_id, hash, repeat('a', 64) FROM comments_logentry WHERE number = 3"""


@pytest.fixture
def log(make_comment: Make, make_article: Make) -> list[LogEntry]:
    """A log of six entries."""
    article = make_article()
    for _ in range(6):
        make_comment(article, status=Status.REMOVED)
    sequencing.append()
    return list(LogEntry.objects.order_by("number"))


def as_somebody_with_all_rights(*statements: str) -> None:
    """Do what only the tables' owner can, once they have taken the trigger off."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comments_logentry DISABLE TRIGGER rows_are_append_only")
        try:
            for statement in statements:
                cursor.execute(statement)
        finally:
            cursor.execute("ALTER TABLE comments_logentry ENABLE TRIGGER rows_are_append_only")


def verified(**options: Any) -> str:
    """Run the command, and return its sentence."""
    out = io.StringIO()
    call_command("verify_log", stdout=out, **options)
    return out.getvalue().strip()


def refusal(**options: Any) -> tuple[str, int]:
    """Run the command, and return the sentence with which it fails, and its exit code."""
    with pytest.raises(CommandError) as raised:
        call_command("verify_log", **options)
    return str(raised.value), raised.value.returncode


def test_every_column_goes_into_the_hash() -> None:
    columns = {field.attname for field in LogEntry._meta.concrete_fields}
    assert set(chain.COLUMNS) == columns - {"hash"}


def test_a_log_that_nobody_changed_is_whole(log: list[LogEntry]) -> None:
    said = verified()
    assert "The log is whole: 6 entries." in said
    assert log[-1].hash in said
    assert log[0].previous == chain.BEFORE_ALL
    assert [row.previous for row in log[1:]] == [row.hash for row in log[:-1]]


def test_an_empty_log_is_whole(db: None) -> None:
    assert verified() == "The log is empty."


CHANGES: dict[str, tuple[list[str], str]] = {
    "a changed rule": (["UPDATE comments_logentry SET rule = '4' WHERE number = 3"], "Entry 3"),
    "a changed time": (
        ["UPDATE comments_logentry SET at = at + interval '1 microsecond' WHERE number = 1"],
        "Entry 1",
    ),
    "a removed one": (["DELETE FROM comments_logentry WHERE number = 3"], "Entry 3 is missing"),
    "a removed first one": (
        ["DELETE FROM comments_logentry WHERE number = 1"],
        "Entry 1 is missing",
    ),
    "two that changed places": (
        [
            "UPDATE comments_logentry SET number = 100 WHERE number = 2",
            "UPDATE comments_logentry SET number = 2 WHERE number = 4",
            "UPDATE comments_logentry SET number = 4 WHERE number = 100",
        ],
        "Entry 2",
    ),
    "an inserted one": (
        [
            "UPDATE comments_logentry SET number = number + 1000 WHERE number >= 4",
            INSERT,
            "UPDATE comments_logentry SET number = number - 999 WHERE number >= 1000",
        ],
        "Entry 4",
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("statements", "found"), CHANGES.values(), ids=CHANGES)
def test_what_was_done_to_the_past_is_found(
    log: list[LogEntry], statements: list[str], found: str
) -> None:
    as_somebody_with_all_rights(*statements)
    sentence, code = refusal()
    assert code == 1
    assert found in sentence


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("column", [name for name in chain.COLUMNS if name != "previous"])
def test_a_change_of_any_column_is_found(log: list[LogEntry], column: str) -> None:
    other = {
        "number": "77", "at": "'2020-01-01'", "kind": "'held'", "rule": "'9'", "automated": "true",
        "started_by": "'author'", "alone": "true", "language": "'fa'",
    }.get(column, "12345")  # fmt: skip
    as_somebody_with_all_rights(
        f"UPDATE comments_logentry SET {column} = {other} WHERE number = 6"  # noqa: S608
    )
    assert refusal()[1] == 1


@pytest.mark.django_db(transaction=True)
def test_a_past_that_was_written_anew_is_found_by_whoever_kept_a_hash(log: list[LogEntry]) -> None:
    kept = log[3]
    as_somebody_with_all_rights(*written_anew(log, lambda row: row.number == 2))
    assert "The log is whole" in verified(), "the chain itself holds again"
    sentence, code = refusal(begin=kept.number, known=kept.hash)
    assert code == 1
    assert "not the one that was kept" in sentence


def written_anew(log: list[LogEntry], changed: Callable[[LogEntry], bool]) -> Iterator[str]:
    """Give statements that change entries and reckon all that follows anew."""
    previous = chain.BEFORE_ALL
    for row in log:
        row.previous, row.rule = previous, "9" if changed(row) else row.rule
        previous = chain.hash_of(row)
        yield (
            f"UPDATE comments_logentry SET rule = '{row.rule}', previous = '{row.previous}',"  # noqa: S608
            f" hash = '{previous}' WHERE number = {row.number}"
        )


def test_whoever_kept_a_hash_learns_that_it_still_holds(log: list[LogEntry]) -> None:
    said = verified(begin=4, known=log[3].hash.upper())
    assert "3 entries" in said
    assert "Entry 4 has the hash that you kept." in said
    assert "The log is whole: 3 entries." in verified(begin=4)


def test_an_invented_entry_at_the_end_is_found_though_it_is_chained(log: list[LogEntry]) -> None:
    """The site's role may add to the log; that it adds what nobody decided is seen."""
    for made_up in ({}, {"decision_id": 10**9}, {"sanction_id": 10**9}):
        with transaction.atomic():
            entry = LogEntry(kind="held", at=log[-1].at, started_by="house", **made_up)
            [chained] = chain.chained([entry])
            chained.save(force_insert=True)
            assert chain.verify().broken is None
            assert "Entry 7 says what no record" in refusal()[0]
            transaction.set_rollback(True)


def test_an_entry_that_says_something_else_than_its_decision_is_found(make_comment: Make) -> None:
    make_comment(status=Status.REMOVED)
    [decision] = arising.not_in_the_log()
    entry = arising.Standing([]).entry_of(decision)
    assert entry
    entry.started_by = "report"
    LogEntry.objects.bulk_create(chain.chained([entry]))
    assert "Entry 1 says what no record" in refusal()[0]


@pytest.mark.django_db(transaction=True)
def test_a_cut_end_is_found_by_whoever_kept_its_hash(log: list[LogEntry]) -> None:
    as_somebody_with_all_rights("DELETE FROM comments_logentry WHERE number > 4")
    assert "6 is missing: the log ends with entry 4" in refusal(begin=6, known=log[5].hash)[0]


@pytest.mark.parametrize(
    "options",
    [
        {"known": "a" * 64},
        {"begin": 0},
        {"begin": 1, "known": "a" * 63},
        {"begin": 1, "known": "x" * 64},
    ],
)
def test_a_call_that_makes_no_sense_is_told_so(db: None, options: dict[str, Any]) -> None:
    assert refusal(**options)[1] == 2

"""The page about scale says what the database and the arithmetic say."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection, transaction

from benchmarks.scale import KINDS, Newspaper, load, newspaper, tables
from comments.models import Move, Status
from comments.moderation import decide
from comments.posting import Writer, post
from portal.database_roles import as_owner
from portal.metrics.catalogue import CATALOGUE
from tests.making import Make

PAGE = (settings.BASE_DIR / "docs" / "scale.md").read_text(encoding="utf-8")
ALERTS = (settings.BASE_DIR / "deploy" / "prometheus" / "alerts.yml").read_text(encoding="utf-8")
APPS = r"(?:articles|comments|portal|procrastinate|django)_\w+"
HOT = {  # of each hot table its key, what stands in the way, and what would be instead
    row[0]: row[1:]
    for row in re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.+) \| (.+) \|$", PAGE, flags=re.MULTILINE)
}
KEYS = re.findall(r"```sql\n(ALTER TABLE .+?)```", PAGE, flags=re.DOTALL)

IN_THE_WAY = """
SELECT array_agg(attname::text ORDER BY attname) FROM (
    SELECT indexrelid AS id, unnest(indkey::smallint[]) AS attnum FROM pg_index
    WHERE indisunique AND indrelid = %(table)s::regclass
    UNION ALL
    SELECT oid, unnest(conkey) FROM pg_constraint WHERE contype = 'f'
        AND conrelid = %(table)s::regclass AND confrelid = ANY (%(hot)s::regclass[])
) AS key JOIN pg_attribute AS a ON a.attrelid = %(table)s::regclass AND a.attnum = key.attnum
GROUP BY id HAVING NOT bool_or(attname = %(column)s)
"""


def columns_of(table: str) -> dict[str, bool]:
    """Return the columns of a table of the database, and whether each may be empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname::text, NOT attnotnull FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        return dict(cursor.fetchall())


def in_the_way(table: str) -> Iterator[list[str]]:
    """Give the columns of each key of a table that Citus would refuse: those without the story."""
    with connection.cursor() as cursor:
        column = HOT[table][0]
        cursor.execute(IN_THE_WAY, {"table": table, "hot": list(HOT), "column": column})
        yield from (row[0] for row in cursor.fetchall())


def references_among_hot_tables() -> int:
    """Return how many foreign keys lead from a hot table to one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f'"
            " AND conrelid = ANY (%(hot)s::regclass[]) AND confrelid = ANY (%(hot)s::regclass[])",
            {"hot": list(HOT)},
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_every_table_that_the_page_names_exists() -> None:
    named = set(re.findall(rf"\b{APPS}\b", PAGE))
    constraints = {name for name in named if name.endswith(("_pkey", "_key"))}
    assert [table for table in sorted(named - constraints) if not columns_of(table)] == []
    assert len(named - constraints) > 20


def test_the_hot_tables_are_those_that_grow_with_readers() -> None:
    assert sorted(HOT) == [
        "articles_readervote",
        "comments_comment",
        "comments_decision",
        "comments_discussion",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("table", HOT)
def test_every_hot_table_says_its_story_in_every_row(table: str) -> None:
    key, *described = HOT[table]
    columns = columns_of(table)
    assert key == "story_id"
    assert columns[key] is False
    named = re.findall(r"`([a-z_]+)`", " ".join(described))
    assert named
    assert set(named) <= columns.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("table", HOT)
def test_the_page_names_every_key_that_stands_in_the_way(table: str) -> None:
    _key, obstacles, _instead = HOT[table]
    found = {column for columns in in_the_way(table) for column in columns}
    assert found
    assert found == set(re.findall(r"`([a-z_]+)`", obstacles)) & columns_of(table).keys() - {
        "story_id"
    }


@pytest.mark.django_db(transaction=True)
def test_the_keys_that_citus_wants_suit_posting_and_moderation(
    make_article: Make, make_rule: Make
) -> None:
    (keys,) = KEYS
    references = references_among_hot_tables()
    with as_owner(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(keys)
        assert references_among_hot_tables() == references > 0
        assert [columns for table in HOT for columns in in_the_way(table)] == []
        article, rule = make_article(), make_rule()
        writer = Writer(guest_name="Reader", guest_email="reader@example.org")
        root = post(article, "First.", by=writer, submission=uuid.uuid4())
        decide([root], Move.APPROVE, by=None)
        root.refresh_from_db()
        answer = post(article, "Second.", by=writer, submission=uuid.uuid4(), parent=root)
        decide([answer], Move.APPROVE, by=None)
        decide([root], Move.REMOVE, by=None, rule=rule)
        root.refresh_from_db()
        assert (root.status, root.thread_size) == (Status.REMOVED, 1)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_the_tables_of_the_page_are_what_the_program_prints() -> None:
    lines = PAGE.splitlines()
    assert [line for line in tables(Newspaper()) if line not in lines] == []


def test_other_numbers_can_be_put_in() -> None:
    assert newspaper(["readers=500000", "misses=700"]) == replace(
        Newspaper(), readers=500_000, misses=700
    )
    with pytest.raises(ValueError, match="reader: known are articles, bots"):
        newspaper(["reader=1"])


def test_a_purge_costs_each_process_one_page_at_most_however_many_read() -> None:
    for readers in (1e4, 1e7, 1e10):
        paper = replace(Newspaper(), readers=readers)
        for kind in KINDS:
            one = load(paper, kind)
            assert one.made <= one.readers
            if kind.is_kept:
                assert one.made <= kind.pages * one.emptied * paper.processes


def test_the_page_names_only_numbers_and_alarms_that_there_are() -> None:
    metrics = set(re.findall(r"\bbroadsheet_\w+", PAGE))
    alarms = set(re.findall(r"\bBroadsheet\w+", PAGE))
    assert metrics <= set(CATALOGUE)
    assert alarms <= set(re.findall(r"alert: (\w+)", ALERTS))
    assert len(metrics) > 5
    assert len(alarms) > 4


def test_every_file_that_the_page_names_is_there() -> None:
    files = set(re.findall(r"`((?:articles|comments|portal)/[\w/]+\.py)`", PAGE))
    files |= {f"docs/{name}" for name in re.findall(r"\]\(([\w.]+\.md)", PAGE)}
    assert [name for name in sorted(files) if not (settings.BASE_DIR / name).is_file()] == []
    assert len(files) > 8

"""How many rows PostgreSQL touches for the queries of a function, by its own account."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

LOST = ("Rows Removed by Filter", "Rows Removed by Index Recheck")


@dataclass(frozen=True)
class Read:
    """What a function's queries cost: how many there were, and the rows that their scans met."""

    queries: int
    rows: int
    answer: Any


def reading(work: Callable[[], Any]) -> Read:
    """Run a function and EXPLAIN ANALYZE each of its queries.

    Every row that a scan of a table or index meets counts, those it throws away included.
    """
    with CaptureQueriesContext(connection) as captured:
        answer = work()
    asked = [query["sql"] for query in captured.captured_queries]
    asked = [
        sql for sql in asked if sql.split(maxsplit=1)[0] not in ("SAVEPOINT", "RELEASE", "PREPARE")
    ]
    rows = 0
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
            plan = cursor.fetchone()[0][0]["Plan"]
            rows += sum(_met(node) for node in nodes(plan))
    return Read(len(asked), rows, answer)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give a plan's node and all below it."""
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def _met(node: dict[str, Any]) -> int:
    if not ("Relation Name" in node or "Index Name" in node):
        return 0
    each = node["Actual Rows"] + sum(node.get(lost, 0) for lost in LOST)
    return round(each * node["Actual Loops"])

"""Writes rows into a model's table by COPY; fields that are not named get the model's defaults."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models


def copy_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Write rows whose values stand in the order of `columns` (names of attributes).

    Returns how many there were. A field that a later migration adds is filled with its default.
    """
    rest = _defaults(model, columns)
    table, names = _target(model, [*columns, *rest])
    more = tuple(rest.values())
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((*row, *more))
            count += 1
    return count


def insert_from(model: type[models.Model], values: Mapping[str, str], source: str) -> None:
    """Write a row for each of `source` (FROM …); `values` are SQL expressions by attribute."""
    rest = _defaults(model, list(values))
    table, names = _target(model, [*values, *rest])
    chosen = ", ".join([*values.values(), *["%s"] * len(rest)])
    statement = f"INSERT INTO {table} ({names}) SELECT {chosen} {source}"
    with connection.cursor() as cursor:
        cursor.execute(statement, list(rest.values()))


@contextmanager
def without_indexes(*written: type[models.Model]) -> Iterator[None]:
    """Drop the indexes that hold no constraint, and make them again behind the block.

    For whoever owns the tables; a million rows are written in half the time.
    """
    tables = [model._meta.db_table for model in written]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " AND tablename = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint"
            " WHERE conindid = format('%%I', indexname)::regclass)",
            [tables],
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _name, definition in found:
            cursor.execute(definition)


def _target(model: type[models.Model], attributes: Iterable[str]) -> tuple[str, str]:
    """Return a model's table and the columns of some attributes, quoted."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    names = ", ".join(quote(fields[name].column) for name in attributes)
    return quote(model._meta.db_table), names


def _defaults(model: type[models.Model], named: Sequence[str]) -> dict[str, Any]:
    """Return the values of the fields that are not named."""
    return {
        field.attname: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.attname not in named and _is_ours(field)
    }


def _is_ours(field: models.Field) -> bool:
    """Whether somebody has to give the field a value: the database does not."""
    return not (field.primary_key or field.generated or field.has_db_default())


def reserve_ids(model: type[models.Model], count: int) -> int:
    """Take so many ids one after the other, and return the first; nobody else may write."""
    if not count:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(id), max(id) FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS id"
            " FROM generate_series(1, %s)) AS taken",
            [model._meta.db_table, count],
        )
        first, last = cursor.fetchone()
    assert last - first == count - 1, "somebody else writes into the benchmark's database"  # noqa: S101
    return first

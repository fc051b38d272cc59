"""What is said of a statement to the transparency database, and of all statements of today."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from comments.models import StatementOfReasons
from comments.transparency.fields import statement_fields
from comments.transparency.preparing import prepare
from comments.transparency.validating import wrongs

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)


def fields_of(statement: StatementOfReasons) -> dict[str, Any]:
    """What is said of a statement, which the database has to take."""
    fields = statement_fields(StatementOfReasons.objects.get(pk=statement.pk))
    assert wrongs(fields) == []
    return fields


def prepare_all() -> dict[int, dict[str, Any]]:
    """All statements of today, when they have been told."""
    today, later = timezone.localdate(), timezone.now() + timedelta(hours=1)
    return prepare(today, today, now=later).fields

"""What the transparency database is told of each kind of sanction."""

from datetime import UTC, datetime

import pytest

from comments.models import Sanction
from tests.comments.transparency.saying import NOON, fields_of
from tests.making import Make

pytestmark = pytest.mark.django_db

FAR = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
ACCOUNT, GUEST = True, False
SANCTIONS: list[tuple[str, bool, datetime | None, dict[str, str]]] = [
    (
        "hold",
        ACCOUNT,
        FAR,
        {
            "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION",
            "end_date_service_restriction": "2026-12-01",
        },
    ),
    (
        "suspension",
        ACCOUNT,
        FAR,
        {
            "decision_account": "DECISION_ACCOUNT_SUSPENDED",
            "end_date_account_restriction": "2026-12-01",
        },
    ),
    (
        "suspension",
        GUEST,
        FAR,
        {
            "decision_provision": "DECISION_PROVISION_TOTAL_SUSPENSION",
            "end_date_service_restriction": "2026-12-01",
        },
    ),
    ("ban", ACCOUNT, None, {"decision_account": "DECISION_ACCOUNT_TERMINATED"}),
    ("ban", GUEST, None, {"decision_provision": "DECISION_PROVISION_TOTAL_TERMINATION"}),
    (
        "ban",
        ACCOUNT,
        FAR,
        {
            "decision_account": "DECISION_ACCOUNT_SUSPENDED",
            "end_date_account_restriction": "2026-12-01",
        },
    ),
    (
        "suspension",
        ACCOUNT,
        datetime(2099, 1, 1, tzinfo=UTC),  # beyond what the database can hold
        {"decision_account": "DECISION_ACCOUNT_SUSPENDED"},
    ),
]


@pytest.mark.parametrize(("kind", "is_account", "ends_at", "expected"), SANCTIONS)
def test_sanctions(
    kind: str,
    is_account: bool,
    ends_at: datetime | None,
    expected: dict[str, str],
    make_user: Make,
    make_statement: Make,
) -> None:
    on = {"user": make_user()} if is_account else {"guest": "hash", "guest_name": "Odile"}
    reason = "He wrote anna@example.org"
    row = Sanction.objects.create(
        kind=kind, reason=reason, made_by=make_user(), begins_at=NOON, ends_at=ends_at, **on
    )
    fields = fields_of(make_statement(row))
    restricting = ("decision_provision", "decision_account")
    said = {
        key: value
        for key, value in fields.items()
        if key in restricting or key.startswith("end_date")
    }
    assert said == expected
    assert ("account_type" in fields) is ("decision_account" in expected)
    assert fields["application_date"] == fields["content_date"] == "2026-11-10"
    assert "He wrote" not in str(fields)
    assert fields["source_type"] == "SOURCE_VOLUNTARY"

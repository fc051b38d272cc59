"""What each measure is in the transparency database's words, and when it ends."""

from typing import Any

from django.utils import timezone

from comments.models import Measure, Sanction, StatementOfReasons
from comments.transparency.validating import LAST_DAY

# What was published and is not any more was removed; what nobody was let see is disabled.
OF_A_COMMENT = {
    Measure.REMOVED: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Measure.REJECTED: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Measure.HELD: "DECISION_VISIBILITY_CONTENT_DISABLED",
}


def restriction(statement: StatementOfReasons) -> dict[str, Any]:
    """Return the fields that say what was done, and until when; without an end: for good."""
    if statement.sanction is None:
        return {"decision_visibility": [OF_A_COMMENT[Measure(statement.measure)]]}
    row = statement.sanction
    if statement.measure == Measure.ALL_HELD:
        return {"decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION"} | _end(
            row, "service"
        )
    # Whatever ends by itself is a suspension, whatever it is called here.
    is_for_good = row.ends_at is None
    if row.user_id is not None:
        word = "TERMINATED" if is_for_good else "SUSPENDED"
        fields = {
            "decision_account": f"DECISION_ACCOUNT_{word}",
            "account_type": "ACCOUNT_TYPE_PRIVATE",
        }
        return fields | _end(row, "account")
    word = "TERMINATION" if is_for_good else "SUSPENSION"
    return {"decision_provision": f"DECISION_PROVISION_TOTAL_{word}"} | _end(row, "service")


def _end(row: Sanction, what: str) -> dict[str, str]:
    if row.ends_at is None:
        return {}
    day = timezone.localtime(row.ends_at).date()
    return {} if day > LAST_DAY else {f"end_date_{what}_restriction": day.isoformat()}

"""Reports of mail providers: which of them end writing to an address."""

from typing import Any

from comments.models import Suppression
from comments.suppressing import suppress

REASONS = {"bounce": Suppression.Reason.BOUNCE, "complaint": Suppression.Reason.COMPLAINT}
MOST = 1000
LONGEST = 254  # characters of an address


class NotAReport(ValueError):  # noqa: N818 (an answer to whoever reports)
    """What was sent is no report; the message says why."""


def take(reports: Any) -> int:
    """Take one report or a list of them; return how many addresses are written to no more.

    A report is {"type": "bounce" or "complaint", "address": …}; a bounce with "permanent": false
    (a mailbox that is full, a server that is away) changes nothing, and so does any other type.
    Raises NotAReport where one of them is not of this shape; then none is taken.
    """
    rows = reports if isinstance(reports, list) else [reports]
    if len(rows) > MOST:
        raise NotAReport(f"At most {MOST} reports may be sent at once.")
    wanted = [found for row in rows if (found := _read(row))]
    return sum(suppress(address, reason) for address, reason in wanted)


def _read(row: Any) -> tuple[str, Suppression.Reason] | None:
    if not isinstance(row, dict) or not isinstance(row.get("type"), str):
        raise NotAReport('A report is {"type": "bounce" or "complaint", "address": "…"}.')
    address = row.get("address")
    if not isinstance(address, str) or "@" not in address or len(address) > LONGEST:
        raise NotAReport("A report names an address.")
    if row["type"] == "bounce" and row.get("permanent", True) is not True:
        return None
    reason = REASONS.get(row["type"])
    return (address, reason) if reason else None

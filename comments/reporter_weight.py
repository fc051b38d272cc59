"""What a person's reports count for, and when they may send none: by how earlier ones ended.

A report counts 1, where nothing is known of whoever sends it. It counts 2 where at least half of
what they have reported lately was held up, and nothing where three quarters were dismissed. Of
somebody of whom only the address is known it never counts more than 1: others share the address.
Who reports without ground COMMENT_FALSE_REPORTS times is warned; who does so as often again,
although warned, reports nothing for COMMENT_FALSE_REPORT_DAYS (DSA, Article 23).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.dates import in_words
from comments.models import Decision, Move, Report, Status

SPAN = timedelta(days=180)  # how far back reports are looked at
ENOUGH = 3  # reports that ended, before they change what the next one counts
MOST = 500  # reports that are looked at, the newest
TAKEN_OUT = {Move.REMOVE, Move.REJECT}
LET_STAND = {Move.APPROVE, Move.KEEP, Move.RESTORE}


@dataclass(frozen=True)
class Ended:
    """A report about which the house has decided: when it was made and ended, and who was right."""

    made_at: datetime
    closed_at: datetime
    is_upheld: bool


@dataclass(frozen=True)
class ReporterRecord:
    """How the reports of a person ended lately, and what follows for the next one."""

    upheld: int = 0
    dismissed: int = 0
    is_known: bool = True  # not by an address alone
    warned_at: datetime | None = None
    limited_until: datetime | None = None

    @property
    def weight(self) -> int:
        """What the next report counts: 0, 1 or 2."""
        ended = self.upheld + self.dismissed
        if ended < ENOUGH:
            return 1
        if is_mostly_dismissed(self.upheld, self.dismissed):
            return 0
        return 2 if self.is_known and self.upheld * 2 >= ended else 1

    @property
    def warning(self) -> str:
        """What somebody is told who often reports without ground, in their language; "" else."""
        if self.warned_at is None:
            return ""
        return _(
            "Of your reports of the last half-year %(dismissed)s were dismissed and %(upheld)s "
            "held up. Please report only what breaks a rule or the law: who often reports without "
            "ground cannot report for %(days)s days."
        ) % {
            "dismissed": self.dismissed,
            "upheld": self.upheld,
            "days": settings.COMMENT_FALSE_REPORT_DAYS,
        }

    @property
    def refusal(self) -> str:
        """Why somebody may not report now, in their language; "" where they may."""
        if self.limited_until is None:
            return ""
        until = in_words(self.limited_until, get_language() or settings.LANGUAGE_CODE, "moment")
        return _(
            "You were warned, and have reported without ground again and again: %(dismissed)s of "
            "your reports of the last half-year were dismissed. Until %(until)s no report of yours "
            "is taken."
        ) % {"dismissed": self.dismissed, "until": until}


def is_mostly_dismissed(upheld: int, dismissed: int) -> bool:
    """Whether at least three of four reports were without ground."""
    return dismissed >= 3 * max(upheld, 1)


def record_of(reports: QuerySet[Report], *, is_known: bool) -> ReporterRecord:
    """Return the record of the person whose reports these are; one query.

    `is_known` says whether it is an account or a guest, and not an address alone.
    """
    now = timezone.now()
    return recorded(_ended(reports.filter(made_at__gt=now - SPAN)), now=now, is_known=is_known)


def recorded(ended: Iterable[Ended], *, now: datetime, is_known: bool = True) -> ReporterRecord:
    """Return what follows from reports that ended. What was dismissed before a warning limits none.

    The warning counts from the dismissal that gave rise to it: from then on it stands over the form
    of a report.
    """
    rows = sorted(ended, key=lambda row: row.closed_at)
    dismissed = [row for row in rows if not row.is_upheld]
    upheld, most = len(rows) - len(dismissed), settings.COMMENT_FALSE_REPORTS
    record = ReporterRecord(upheld, len(dismissed), is_known)
    if not most or len(dismissed) < most or not is_mostly_dismissed(upheld, len(dismissed)):
        return record
    warned_at = dismissed[most - 1].closed_at
    since = [row for row in dismissed if row.made_at > warned_at]
    until = None
    if len(since) >= most:
        end = since[-1].closed_at + timedelta(days=settings.COMMENT_FALSE_REPORT_DAYS)
        until = end if now < end else None
    return ReporterRecord(upheld, len(dismissed), is_known, warned_at, until)


def _ended(reports: QuerySet[Report]) -> list[Ended]:
    """Read which of these reports were held up and which dismissed.

    What a comment's author has deleted before anybody looked was neither.
    """
    of_case = {"act": OuterRef("case__closing_act"), "comment": OuterRef("comment")}
    closing = Decision.objects.filter(**of_case)
    found = reports.filter(case__closed_at__isnull=False).order_by("-pk")
    rows = found.annotate(ended_by=Subquery(closing.order_by("pk").values("move")[:1])).values_list(
        "made_at", "case__closed_at", "ended_by", "comment__status", "revision", "comment__revision"
    )
    known = []
    for made_at, closed_at, move, status, seen, present in rows[:MOST]:
        is_upheld = was_right(move, status, is_same_text=seen == present)
        if is_upheld is not None and closed_at:
            known.append(Ended(made_at, closed_at, is_upheld))
    return known


def was_right(move: str | None, status: str, *, is_same_text: bool) -> bool | None:
    """Whether a report was held up, by the move that ended it and what stands now; None: neither.

    What was decided otherwise since, on appeal for example, counts as it stands now; what was
    removed after its text had changed says nothing of the text that was reported.
    """
    if move in TAKEN_OUT:
        return status != Status.PUBLISHED
    if move in LET_STAND:
        return is_same_text and status in {Status.REMOVED, Status.REJECTED}
    return None

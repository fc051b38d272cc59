"""Sanctions in the public log: that there was one, and nothing by which its person is found.

A sanction often follows a removal within seconds. Were it to stand beside it, everybody would know
whose comment that was. So it comes into the log when its day is over, bears the day and not the
hour, and those of a day come in no particular order. Warnings restrict nobody and stay out.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from comments.models import Appeal, AppealOutcome, LogEntry, Sanction, SanctionKind
from comments.models.public_log import RESTRICT_PEOPLE

Kind = LogEntry.Kind
KINDS = {
    SanctionKind.HOLD: Kind.ALL_HELD,
    SanctionKind.SUSPENSION: Kind.SUSPENDED,
    SanctionKind.BAN: Kind.BANNED,
}


@dataclass(frozen=True)
class Happening:
    """What became of a sanction on a day (its beginning by the newspaper's clock)."""

    at: datetime
    kind: LogEntry.Kind
    sanction: Sanction
    appeal: Appeal | None = None

    @property
    def order(self) -> tuple[datetime, int, float]:
        """Its place among others: by days; a sanction before its end; else by chance."""
        return self.at, self.kind.value not in RESTRICT_PEOPLE, random.random()  # noqa: S311


def day_of(moment: datetime) -> datetime:
    """Return when the day of a moment began, by the newspaper's clock."""
    return timezone.make_aware(datetime.combine(timezone.localdate(moment), time.min))


def not_in_the_log(before: datetime) -> list[Happening]:
    """Return what happened to sanctions before a moment and is not in the log yet, by days."""
    sanctions = Sanction.objects.filter(kind__in=KINDS).select_related("rule").order_by()
    put = sanctions.filter(~_has_entry(OuterRef("pk"), RESTRICT_PEOPLE), begins_at__lt=before)
    lifted = sanctions.filter(~_has_entry(OuterRef("pk"), [Kind.LIFTED]), lifted_at__lt=before)
    upheld = _closed(AppealOutcome.UPHELD).filter(
        ~_has_entry(OuterRef("sanction_id"), [Kind.UPHELD]), closed_at__lt=before
    )
    found = [Happening(day_of(row.begins_at), KINDS[SanctionKind(row.kind)], row) for row in put]
    appeals = {row.sanction_id: row for row in _closed(AppealOutcome.REVERSED, lifted)}
    for row in lifted:
        assert row.lifted_at is not None  # noqa: S101 (asked for)
        found.append(Happening(day_of(row.lifted_at), Kind.LIFTED, row, _that_lifted(row, appeals)))
    for appeal in upheld:
        assert appeal.closed_at and appeal.sanction  # noqa: S101, PT018 (the database holds both)
        found.append(Happening(day_of(appeal.closed_at), Kind.UPHELD, appeal.sanction, appeal))
    return sorted(found, key=lambda happening: happening.order)


class Numbers:
    """Under which number each sanction stands in the log."""

    def __init__(self, sanctions: Iterable[int]) -> None:
        entries = LogEntry.objects.filter(sanction_id__in=set(sanctions), kind__in=RESTRICT_PEOPLE)
        self.known = dict(entries.values_list("sanction_id", "number"))

    def take(self, entry: LogEntry) -> None:
        """Reckon with an entry that has its number."""
        if entry.sanction_id and entry.kind in RESTRICT_PEOPLE:
            self.known[entry.sanction_id] = entry.number

    def entry_of(self, happening: Happening) -> LogEntry:
        """Return the entry of what happened, without a number yet."""
        sanction, appeal = happening.sanction, happening.appeal
        is_put = happening.kind.value in RESTRICT_PEOPLE
        return LogEntry(
            at=happening.at,
            kind=happening.kind.value,
            rule=sanction.rule.code if is_put and sanction.rule else "",
            started_by="appeal" if appeal else "house",
            alone=bool(appeal and appeal.alone),
            reverses=self.known.get(sanction.pk) if happening.kind == Kind.LIFTED else None,
            sanction_id=sanction.pk,
        )


def _closed(outcome: str, of: "QuerySet[Sanction] | None" = None) -> "QuerySet[Appeal]":
    found = Appeal.objects.filter(outcome=outcome, sanction__isnull=False)
    found = found.exclude(sanction__kind=SanctionKind.WARNING).order_by()
    return (found.filter(sanction__in=of) if of is not None else found).select_related("sanction")


def _that_lifted(row: Sanction, appeals: dict[int | None, Appeal]) -> Appeal | None:
    """Return the appeal by which a sanction was lifted, None where the house did so by itself."""
    appeal = appeals.get(row.pk)
    return appeal if appeal and appeal.decided_by_id == row.lifted_by_id else None


def _has_entry(sanction: OuterRef, kinds: Iterable[str]) -> Exists:
    entries = LogEntry.objects.order_by().filter(sanction_id=sanction, kind__in=list(kinds))
    return Exists(entries)

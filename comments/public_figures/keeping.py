"""Keeping the figures of months that are over, and adding up years from months.

A month is counted and kept once, by a job. One that is not kept yet, as the running one, is counted
when somebody asks, and that is remembered for a while with the pages.
"""

from datetime import date, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from articles.public_page import keeper_of
from comments.desk.day_counts import GRACE
from comments.models import Decision, FiguresOfMonth
from comments.public_figures.counting import begin_of, count_month, month_after
from comments.public_figures.tally import Tally, without_taken_back
from comments.turns import wait_for_turn

LAG = timedelta(minutes=5)  # how old the figures of the running month may be
SIZE = 20_000  # bytes that a month's tally takes, about


def first_month() -> date | None:
    """Return the month of the first decision (its first day), None where nothing was decided."""
    moments = Decision.objects.order_by("decided_at").values_list("decided_at", flat=True)
    first = moments.first()
    return timezone.localtime(first).date().replace(day=1) if first else None


def this_month() -> date:
    """Return the first day of the running month, by the house's clock."""
    return timezone.localdate().replace(day=1)


def keep_months() -> int:
    """Count and keep the months that are over and are not kept; return how many."""
    months = _over(first_month())
    kept = set(FiguresOfMonth.objects.values_list("month", flat=True))
    missing = [month for month in months if month not in kept]
    for month in missing:
        with transaction.atomic():
            wait_for_turn("figures of months")
            if not FiguresOfMonth.objects.filter(month=month).exists():
                tally = count_month(month)
                FiguresOfMonth.objects.create(
                    month=month, numbers=tally.as_json(), moderators=sorted(tally.moderators)
                )
    return len(missing)


def tallies(request: HttpRequest, months: list[date]) -> dict[date, Tally]:
    """Return the tallies of months by their first days: kept ones in one query."""
    rows = FiguresOfMonth.objects.filter(month__in=months)
    found = {row.month: Tally.of_json(row.numbers, row.moderators) for row in rows}
    for month in months:
        if month not in found:
            found[month] = _counted_lately(request, month)
    return {month: found[month] for month in months}


def added_up(months: dict[date, Tally]) -> Tally:
    """Return the tally of all these months of one year, or of the one."""
    tally = Tally()
    for one in months.values():
        tally.join(one)
    return without_taken_back(tally, next(iter(months)).year) if len(months) > 1 else tally


def _counted_lately(request: HttpRequest, month: date) -> Tally:
    keeper, key = keeper_of(request), ("public figures", month)
    tally: Tally | None = keeper.get(key)
    if tally is None:
        tally = count_month(month)
        keeper.keep(key, tally, size=SIZE, tags=(), until=timezone.now() + LAG)
    return tally


def _over(month: date | None) -> list[date]:
    """Return the months from one on that are over: what is about to commit has committed."""
    found, now = [], timezone.now() - GRACE
    while month and begin_of(month_after(month)) <= now:
        found.append(month)
        month = month_after(month)
    return found

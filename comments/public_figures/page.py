"""What a page of figures shows: the numbers on top, and the tables of a period."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comments.public_figures import hearings, tables
from comments.public_figures.cells import Cell, Table, Writing
from comments.public_figures.drawing import Drawn, with_bars, with_columns
from comments.public_figures.keeping import added_up, tallies
from comments.public_figures.periods import Period
from comments.public_figures.tally import Tally


@dataclass(frozen=True)
class Figures:
    """The figures of a period: those on top with their names, and the tables by name."""

    top: list[tuple[str, Cell]]
    tables: dict[str, Table]
    spam: Cell
    taken_back: Cell
    escalated: Cell

    @property
    def drawn(self) -> dict[str, Drawn]:
        """The tables with their drawings."""
        return {
            name: with_columns(table) if name == "months" else with_bars(table)
            for name, table in self.tables.items()
        }


def figures_of(request: HttpRequest, period: Period, language: str) -> Figures:
    """Work out the figures of a period, in a language."""
    by_month, write = tallies(request, period.months), Writing(language)
    tally = added_up(by_month)
    found = [tables.months(by_month, write)] if period.month is None else []
    found += [tables.rules(tally, write), tables.measures(tally, write)]
    found += [tables.started(tally, write), hearings.reports(tally, write)]
    found += [tables.categories(tally, write), hearings.appeals(tally, write)]
    found += [tables.machines(tally, write)]
    return Figures(
        top=_top(tally, write),
        tables={table.name: table for table in found},
        spam=write.number(_spam(tally)),
        taken_back=write.number(_taken_back(tally, period)),
        escalated=write.number(tally.total("escalation")),
    )


def _top(tally: Tally, write: Writing) -> list[tuple[str, Cell]]:
    sent, out = tally.total("sent"), tables.taken_out(tally).total()
    waits = tally.by(0, "wait")
    return [
        (_("Comments sent"), write.number(sent)),
        (_("Published"), write.number(tally.total("published"))),
        (_("Removed or not published"), write.number(out)),
        (_("Share of comments sent"), write.share(out, sent)),
        (_("Half decided within"), write.wait(waits)),
        (_("Nine of ten within"), write.wait(waits, 0.9)),
        (_("Moderators who decided"), write.number(len(tally.moderators))),
    ]


def _spam(tally: Tally) -> int:
    """Return how many comments were taken out as deceptive bulk advertising."""
    return sum(
        number
        for (kind, _rule, is_spam, *_rest), number in tally.under("restriction")
        if is_spam and kind in tables.TAKEN_OUT
    )


def _taken_back(tally: Tally, period: Period) -> int:
    """Return how many decisions of earlier months, or years, were taken back in this one."""
    back = tally.by(0, "taken_back")
    return sum(
        number for year, number in back.items() if period.month is not None or year < period.year
    )

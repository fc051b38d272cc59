"""How a figure is written: in the language's digits for people, plainly for a spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel.numbers import format_percent

from articles.dates import in_digits_of, locale_of
from articles.numbers import in_digits
from comments.desk.waits import in_words, within_which


@dataclass(frozen=True)
class Cell:
    """A figure as it is said, and as it is reckoned with."""

    said: str
    raw: Any


@dataclass(frozen=True)
class Row:
    """A row of a table: what it is about, its figures, and the parts that its bar draws.

    `code` is that of a rule, for a link to it; `short` is a name for below a column.
    """

    name: str
    cells: list[Cell]
    parts: tuple[float, ...] = ()
    code: str = ""
    short: str = ""


@dataclass(frozen=True)
class Table:
    """A table of figures under its heads, names first; `legend` says what the parts are."""

    name: str
    title: str
    heads: list[str]
    rows: list[Row]
    legend: list[str] = field(default_factory=list)
    note: str = ""


class Writing:
    """Writes figures in a language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def number(self, number: int) -> Cell:
        """A whole number."""
        return Cell(in_digits(number, self.language), number)

    def numbers(self, *numbers: int) -> list[Cell]:
        """Some whole numbers."""
        return [self.number(number) for number in numbers]

    def share(self, number: int, of: int) -> Cell:
        """A share in per cent, to a tenth; a dash where there is nothing of which it were one."""
        if not of:
            return Cell("–", "")
        percent = round(100 * number / of, 1)
        written = format_percent(percent / 100, "#,##0.#%", locale=locale_of(self.language))
        return Cell(in_digits_of(self.language, written), percent)

    def wait(self, steps: Mapping[int, int], share: float = 0.5) -> Cell:
        """Within how long a share of them was decided; for a spreadsheet in seconds."""
        seconds = within_which(share, steps)
        said = in_digits_of(self.language, in_words(seconds))
        return Cell(said, "" if seconds is None else round(seconds))


def short_month(month: int, language: str) -> str:
    """Return a month's short name, as it stands alone."""
    return str(locale_of(language).months["stand-alone"]["abbreviated"][month])


def most_of(rows: Sequence[Row]) -> float:
    """Return the longest sum of parts of some rows; 1 where there is none."""
    return max((sum(row.parts) for row in rows), default=0) or 1.0

"""The charts of the public figures, drawn as SVG: only where boxes stand, templates print them.

Words are no part of a drawing: they stand beside it as words of the page, so that they can be read
on a telephone, in every script, and by those who hear pages. A drawing is turned round for scripts
that run from right to left.
"""

from dataclasses import dataclass
from typing import NamedTuple

from comments.public_figures.cells import Row, Table, most_of

BAR, COLUMNS, HEIGHT = 100.0, 12.0, 100.0  # lengths of a drawing's own box


class Box(NamedTuple):
    """A rectangle; `part` is the place of its number in the row, which is its colour."""

    x: float
    y: float
    width: float
    height: float
    part: int


@dataclass(frozen=True)
class Drawn:
    """A table with what is drawn of it: a bar for each row, or a column for each month."""

    table: Table
    rows: list[tuple[Row, list[Box]]]
    columns: list[Box]
    most: float = 0  # what the height of the columns stands for


def with_bars(table: Table) -> Drawn:
    """Draw a bar in each row, where the rows have parts."""
    most = most_of(table.rows)
    return Drawn(table, [(row, _bar(row.parts, most)) for row in table.rows], [])


def with_columns(table: Table) -> Drawn:
    """Draw a column for each row, its parts upon each other."""
    most = most_of(table.rows)
    boxes = []
    for place, row in enumerate(table.rows):
        y = HEIGHT
        for part, number in enumerate(row.parts):
            height = _r(number / most * HEIGHT)
            y = _r(y - height)
            if number:
                boxes.append(Box(place + 0.1, y, 0.8, height, part))
    return Drawn(table, [(row, []) for row in table.rows], boxes, most)


def _bar(parts: tuple[float, ...], most: float) -> list[Box]:
    boxes, x = [], 0.0
    for part, number in enumerate(parts):
        width = _r(number / most * BAR)
        if number:
            boxes.append(Box(x, 0, width, 10, part))
        x = _r(x + width)
    return boxes


def _r(number: float) -> float:
    return round(number, 2)

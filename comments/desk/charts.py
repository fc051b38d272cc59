"""The figures' charts: where the lines and columns of an SVG stand. Templates only print them.

All lengths are of the drawing's own box; a sheet of styles gives it its colours.
"""

import math
from dataclasses import dataclass, field
from typing import Any

from comments.desk.figures import Table
from comments.desk.waits import in_words

WIDTH, HEIGHT = 720.0, 240.0
LEFT, BOTTOM, TOP = 56.0, 28.0, 10.0  # room for numbers, for times, and above the highest
BAR, BAR_ROOM, NAMES = 18.0, 30.0, 220.0  # of horizontal bars; NAMES is the room for their names
MOST_BARS = 15  # the table has all of them
WAITS = [10, 60, 600, 3600, 6 * 3600, 86400, 7 * 86400, 30 * 86400]  # seconds, on an axis by powers


@dataclass(frozen=True)
class Box:
    """A rectangle; `part` is the place of its number in the row, which is its colour."""

    x: float
    y: float
    width: float
    height: float
    part: int


@dataclass(frozen=True)
class Words:
    """A word or number beside the drawing."""

    x: float
    y: float
    said: str


@dataclass(frozen=True)
class Chart:
    """A drawing with the table behind it. `kind` chooses the words of the legend."""

    table: Table
    kind: str
    height: float = HEIGHT
    width: float = WIDTH
    boxes: list[Box] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # points of polylines, the median's first
    dots: list[tuple[float, float, int]] = field(default_factory=list)
    grid: list[float] = field(default_factory=list)  # heights
    ticks: list[Words] = field(default_factory=list)  # beside the grid
    times: list[Words] = field(default_factory=list)
    names: list[Words] = field(default_factory=list)
    numbers: list[Words] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Where the grid begins."""
        return LEFT


def chart_of(table: Table) -> Chart:
    """Draw a table in the way that suits it."""
    if table.name == "decisions":
        return _columns(table)
    return _lines(table) if table.name == "waits" else _bars(table)


def _columns(table: Table) -> Chart:
    """Draw a column for each time, its parts upon each other."""
    most = _round_up(max((sum(row) for row in table.values), default=0))
    each = (WIDTH - LEFT) / max(1, len(table.values))
    boxes = []
    for place, row in enumerate(table.values):
        y = HEIGHT - BOTTOM
        for part, number in enumerate(row):
            height = number / most * (HEIGHT - BOTTOM - TOP)
            y -= height
            if number:
                boxes.append(
                    Box(_r(LEFT + place * each + 1), _r(y), _r(each - 2), _r(height), part)
                )
    steps = [most * quarter / 4 for quarter in range(5)]
    grid = [_r(HEIGHT - BOTTOM - step / most * (HEIGHT - BOTTOM - TOP)) for step in steps]
    ticks = [Words(LEFT - 8, y, f"{step:g}") for y, step in zip(grid, steps, strict=True)]
    return Chart(table, "moves", boxes=boxes, grid=grid, ticks=ticks, times=_times(table, each))


def _lines(table: Table) -> Chart:
    """Draw the median and the ninetieth percentile over time, by powers: minutes and weeks."""
    highest = max((row[1] for row in table.values), default=0)
    shown = [wait for wait in WAITS if wait < highest] + WAITS[:2]
    top = next((wait for wait in WAITS if wait >= highest), highest)
    low, high = math.log(WAITS[0]), math.log(max(top, *shown))

    def height_of(seconds: float) -> float:
        share = (math.log(max(seconds, WAITS[0])) - low) / (high - low)
        return _r(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP))

    each = (WIDTH - LEFT) / max(1, len(table.values))
    lines, dots = [], []
    for part in (0, 1):
        points = [
            (_r(LEFT + (place + 0.5) * each), height_of(row[part]), part)
            for place, row in enumerate(table.values)
            if row[part]
        ]
        lines.append(" ".join(f"{x},{y}" for x, y, _part in points))
        dots += points
    marks = sorted({*shown, top})
    grid = [height_of(wait) for wait in marks]
    ticks = [Words(LEFT - 8, y, in_words(wait)) for y, wait in zip(grid, marks, strict=True)]
    return Chart(
        table, "waits", lines=lines, dots=dots, grid=grid, ticks=ticks, times=_times(table, each)
    )


def _bars(table: Table) -> Chart:
    """Draw a bar for each row, the longest first, with its name before it."""
    shown = table.values[:MOST_BARS]
    most = max((sum(row) for row in shown), default=0) or 1
    room = WIDTH - NAMES - 60
    boxes, names, numbers = [], [], []
    for place, row in enumerate(shown):
        x, y = NAMES, place * BAR_ROOM + 6
        for part, number in enumerate(row):
            width = number / most * room
            if number:
                boxes.append(Box(_r(x), y, _r(width), BAR, part))
            x += width
        names.append(Words(NAMES - 10, y + BAR / 2, _short(table.rows[place][0])))
        said = table.rows[place][-1]
        numbers.append(Words(_r(x + 8), y + BAR / 2, str(said)))
    kind = "phases" if table.name == "phases" else "moves"
    height = max(1, len(shown)) * BAR_ROOM + 6
    return Chart(table, kind, height, boxes=boxes, names=names, numbers=numbers)


def _times(table: Table, each: float) -> list[Words]:
    """Name about six of the times below the drawing."""
    every = max(1, len(table.rows) // 6)
    return [
        Words(_r(LEFT + (place + 0.5) * each), HEIGHT - 8, row[0])
        for place, row in enumerate(table.rows)
        if place % every == every // 2
    ]


def _short(name: Any) -> str:
    text = str(name)
    return text if len(text) <= 30 else text[:29] + "…"


def _round_up(number: float) -> float:
    """Return a number at which an axis may end: its quarters are whole."""
    scale = 1
    while True:
        for end in (4, 8, 20):
            if end * scale >= number:
                return float(end * scale)
        scale *= 10


def _r(number: float) -> float:
    return round(number, 1)

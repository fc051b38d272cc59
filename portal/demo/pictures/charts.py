"""Charts: lines, bars and columns, set like a newspaper's graphics."""

import math
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw

from .chart_sheet import GREY, INK, PAPER, RULE, Sheet
from .palette import mix, rgb

_HUES = tuple(rgb(code) for code in ["b8452f", "1f6f7f", "8a5a1f", "3d6b4a", "4a5a94", "8c3f63"])


def _number(value: float, unit: str, digits: int) -> str:
    """Write a value: thousands apart, `digits` decimals, a percent sign if that is the unit."""
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value):,.{digits}f}" + ("%" if unit.strip() in ("%", "per cent") else "")


def draw_chart(photo: Mapping[str, object], shape: str, width: int) -> Image.Image:
    """Draw a chart from `chart` (line, bars, columns), `title`, `unit`, `labels` and `values`."""
    raw_labels, raw_values = photo["labels"], photo["values"]
    if not isinstance(raw_labels, Sequence) or not isinstance(raw_values, Sequence):
        raise TypeError("a chart's labels and values are lists")
    labels, values = [str(label) for label in raw_labels], [float(value) for value in raw_values]
    if len(labels) != len(values) or not values:
        raise ValueError("a chart needs as many labels as values, and at least one")
    unit = str(photo.get("unit", ""))
    digits = max(_decimals(value) for value in values)
    texts = [_number(value, unit, digits) for value in values]
    sheet = Sheet(shape, width, _HUES[int(str(photo.get("seed", 0))) % len(_HUES)])
    top = _heading(sheet, str(photo.get("title", "")), unit)
    plot = {"line": _line, "bars": _bars, "columns": _columns}[str(photo["chart"])]
    plot(sheet, top, labels, values, texts)
    return sheet.image.reduce(2)


def _decimals(value: float) -> int:
    """Give how many decimals (0 to 2) the value needs."""
    return next((n for n in range(2) if abs(round(value, n) - value) < 1e-9), 2)


def _heading(sheet: Sheet, title: str, unit: str) -> float:
    """Print rule, title and unit; give where the plot may begin."""
    sheet.rect(50, 44, 900, 2, INK)
    sheet.rect(50, 44, 76, 11, sheet.hue)
    y = 106.0
    for line in sheet.fold(title, 44, 900)[:3]:
        sheet.text(50, y, line, 44, bold=True)
        y += 52
    if unit:
        sheet.text(50, y - 2, unit[:1].upper() + unit[1:] if unit != "%" else "Per cent", 29, GREY)
        y += 40
    return y


def _ticks(low: float, high: float) -> list[float]:
    """Give three to six round values that span low to high."""
    rough = (high - low) / 4 or 1.0
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * m for m in (1, 2, 5, 10) if size * m >= rough * 0.99)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [i * step for i in range(first, last + 1)]


def _bars(
    sheet: Sheet, top: float, labels: list[str], values: list[float], texts: list[str]
) -> None:
    """Draw horizontal bars, the longest in full colour, names on the left, values at the ends."""
    rows, bottom = len(values), sheet.height - 46
    pitch = min(170.0, (bottom - top - 8) / rows)
    size = min(33.0, pitch * 0.5)
    names = [sheet.fold(label, size, 300)[:2] for label in labels]
    names = [
        name if pitch > size * 2.2 else [label] for name, label in zip(names, labels, strict=True)
    ]
    left = 50 + max(sheet.span(line, size) for name in names for line in name) + 18
    room = 950 - left - max(sheet.span(text, size) for text in texts) - 14
    low, high = min(0.0, *values), max(0.0, *values)
    if low < 0:
        left, room = (
            left + sheet.span(max(texts, key=len), size),
            room - sheet.span(max(texts, key=len), size),
        )
    scale = room / ((high - low) or 1)
    zero, best = left - low * scale, max(values, key=abs)
    for i, (name, value, text) in enumerate(zip(names, values, texts, strict=True)):
        middle = top + 8 + pitch * (i + 0.5)
        for j, line in enumerate(name):
            sheet.text(
                50, middle + (j - (len(name) - 1) / 2) * size * 1.12, line, size, anchor="lm"
            )
        tone = sheet.hue if value == best else mix(sheet.hue, PAPER, 0.48)
        sheet.rect(zero, middle - pitch * 0.33, value * scale, pitch * 0.66, tone)
        side = 10 if value >= 0 else -10
        sheet.text(
            zero + value * scale + side,
            middle,
            text,
            size,
            anchor="lm" if value >= 0 else "rm",
            bold=value == best,
        )
    sheet.rect(zero - 1, top + 8, 2, pitch * rows, INK)


def _below(
    sheet: Sheet, xs: Sequence[float], labels: list[str], y: float, room: float, size: float
) -> None:
    """Print the labels under an axis: folded where there is room, thinned where there is none."""
    folded = [sheet.fold(label, size, room * 0.98)[:3] for label in labels]
    widest = max(sheet.span(line, size) for lines in folded for line in lines)
    every = max(1, math.ceil((widest + 12) / room)) if widest > room else 1
    last = len(labels) - 1
    for i, (x, lines) in enumerate(zip(xs, folded, strict=True)):
        if (last - i) % every == 0:
            half = max(sheet.span(line, size) for line in lines) / 2
            for j, line in enumerate(lines):
                sheet.text(
                    min(max(x, 50 + half), 950 - half), y + j * size * 1.15, line, size, INK, "ms"
                )


def _depth(sheet: Sheet, labels: list[str], room: float, size: float) -> int:
    """Give how many lines the labels under an axis take."""
    return max(len(sheet.fold(label, size, room * 0.98)[:3]) for label in labels)


def _columns(
    sheet: Sheet, top: float, labels: list[str], values: list[float], texts: list[str]
) -> None:
    """Draw columns, the last in full colour, with their values on top."""
    count, pitch = len(values), 900 / len(values)
    size = 28.0 if count <= 8 else 24.0
    number = min(29.0, size * pitch * 0.94 / max(sheet.span(text, size) for text in texts))
    foot = sheet.height - 52 - size * 1.15 * (_depth(sheet, labels, pitch, size) - 1) - size * 1.2
    low, high = min(0.0, *values), max(0.0, *values)
    head = top + 30
    scale = (foot - head - (34 if low < 0 else 0)) / ((high - low) or 1)
    zero = head + high * scale
    width = min(pitch * 0.7, 130)
    xs = [50 + pitch * (i + 0.5) for i in range(count)]
    for i, (x, value, text) in enumerate(zip(xs, values, texts, strict=True)):
        tone = sheet.hue if i == count - 1 else mix(sheet.hue, PAPER, 0.48)
        sheet.rect(x - width / 2, zero, width, -value * scale, tone)
        y = zero - value * scale
        if number >= 15 or i in (0, count - 1) or value == max(values):
            sheet.text(
                x,
                y - 9 if value >= 0 else y + 9,
                text,
                max(number, 20),
                anchor="ms" if value >= 0 else "mt",
                bold=i == count - 1,
            )
    sheet.rect(50, zero - 1, 900, 2.4, INK)
    _below(sheet, xs, labels, foot + size * 1.35, pitch, size)


def _line(
    sheet: Sheet, top: float, labels: list[str], values: list[float], texts: list[str]
) -> None:
    """Draw a line over a light grid, with the values that matter at their points."""
    size, count = 28.0, len(values)
    spread = (max(values) - min(values)) or abs(max(values)) or 1.0
    low = 0.0 if 0 <= min(values) < spread * 1.5 else min(values) - spread * 0.12
    ticks = _ticks(low, max(values) + spread * 0.06)
    digits = max(_decimals(round(tick, 6)) for tick in ticks)
    percent = "%" if texts[0].endswith("%") else ""
    names = [_number(tick, percent, digits) for tick in ticks]
    left = 50 + max(sheet.span(name, 25) for name in names) + 22
    right = 950 - sheet.span(texts[-1], 32) - 24
    room = (right - left) / max(1, count - 1)
    foot = (
        sheet.height
        - 52
        - size * 1.2
        - size * 1.15 * (_depth(sheet, labels, max(room, 90), size) - 1)
    )
    scale = (foot - top - 16) / (ticks[-1] - ticks[0])
    for tick, name in zip(ticks, names, strict=True):
        y = foot - (tick - ticks[0]) * scale
        sheet.rect(left, y - 0.8, 950 - left, 1.6, INK if tick in (ticks[0], 0) else RULE)
        sheet.text(left - 16, y, name, 25, GREY, "rm")
    points = [
        (left + room * i, foot - (value - ticks[0]) * scale) for i, value in enumerate(values)
    ]
    if not ticks[0]:  # an area that does not start at nought would mislead
        _area(sheet, [(points[0][0], foot), *points, (points[-1][0], foot)])
    sheet.line(points, sheet.hue, 6)
    for i in range(count):
        sheet.rect(points[i][0] - 0.8, foot, 1.6, 8, INK)
    _point_labels(sheet, points, values, texts)
    _below(sheet, [x for x, _ in points], labels, foot + size * 1.4, max(room, 1), size)


def _area(sheet: Sheet, outline: Sequence[tuple[float, float]]) -> None:
    """Tint the area under a line."""
    pixels = [(x * sheet.k, y * sheet.k) for x, y in outline]
    ImageDraw.Draw(sheet.image, "RGBA").polygon(pixels, fill=(*sheet.hue, 26))


def _point_labels(
    sheet: Sheet, points: list[tuple[float, float]], values: list[float], texts: list[str]
) -> None:
    """Print the values that matter next to their points."""
    last = len(points) - 1
    x, y = points[last]
    sheet.dot(x, y, 9, sheet.hue)
    sheet.text(x + 18, y, texts[last], 32, sheet.hue, "lm", bold=True)
    high, low = values.index(max(values)), values.index(min(values))
    for i, above in ((high, True), (low, False), (0, values[0] >= values[min(1, last)])):
        clear = all(
            abs(points[i][0] - points[j][0]) > 90
            for j in (last, *((high, low) if i == 0 else ()))
            if j != i
        )
        if i != last and clear:
            x, y = points[i]
            sheet.dot(x, y, 7, sheet.hue)
            half = sheet.span(texts[i], 27) / 2
            x = max(x, points[0][0] + half + 6)
            sheet.text(x, y - 18 if above else y + 18, texts[i], 27, INK, "ms" if above else "mt")

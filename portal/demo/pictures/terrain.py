"""Land and air: skies, ridges, snow peaks, hills, water and the ribbons of rivers and roads."""

import itertools
import math
import random
from collections.abc import Callable, Sequence

from .canvas import Canvas, Point, smooth
from .palette import Colour, mix


def ridge(
    rng: random.Random, width: float, y: float, rise: float, rough: float = 0.55, detail: int = 7
) -> list[Point]:
    """Give a jagged skyline across the width, round height y, by halving and displacing."""
    levels = [y + rng.uniform(-rise, rise) for _ in range(3)]
    spread = rise
    for _ in range(detail):
        spread *= rough
        finer = [levels[0]]
        for left, right in itertools.pairwise(levels):
            finer += [(left + right) / 2 + rng.uniform(-spread, spread), right]
        levels = finer
    step = (width + 0.1) / (len(levels) - 1)
    return [(-0.05 + i * step, level) for i, level in enumerate(levels)]


def rolling(rng: random.Random, width: float, y: float, rise: float) -> list[Point]:
    """Give a softly rolling skyline across the width, round height y."""
    waves = [(rng.uniform(1.2, 4.5), rng.uniform(0, 6.28), rng.uniform(0.3, 1)) for _ in range(3)]
    total = sum(weight for _, _, weight in waves)
    line = []
    for i in range(81):
        x = -0.05 + (width + 0.1) * i / 80
        swing = sum(math.sin(x * pace + phase) * weight for pace, phase, weight in waves)
        line.append((x, y + rise * swing / total))
    return line


def height_at(line: Sequence[Point], x: float) -> float:
    """Give the skyline's height at x."""
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return line[0][1] if x < line[0][0] else line[-1][1]


def land(
    c: Canvas,
    line: Sequence[Point],
    top: Colour,
    bottom: Colour,
    floor: float = 1.0,
    shade: float = 0.35,
) -> None:
    """Print everything from the skyline down to the floor, with grain towards the bottom."""
    body = [*line, (c.w + 0.05, floor + 0.01), (-0.05, floor + 0.01)]
    c.grad(body, top, bottom)
    if shade:
        c.stipple(body, mix(bottom, c.p.ink, 0.35), shade)


def sky(
    c: Canvas, sun: tuple[float, float, float] | None, clouds: int = 3, horizon: float = 0.62
) -> None:
    """Print the sky: gradient, sun or moon at (x, y, radius), stars at night, clouds."""
    a, b, d = c.p.sky
    rest = max(1, round(8 * (1 - horizon) / horizon))
    c.sky([a, mix(a, b, 0.5), b, mix(b, d, 0.55), d, *[d] * rest])
    if c.p.night:
        for _ in range(70):
            x, y, r = (
                c.rng.uniform(0, c.w),
                c.rng.random() ** 1.5 * 0.5,
                c.rng.uniform(0.0008, 0.002),
            )
            c.ellipse(x, y, r, r, c.p.light, c.rng.randint(90, 230))
    if sun:
        x, y, r = sun
        c.glow(x, y, r * 6, c.p.sun, 0.55)
        for ring, alpha in ((2.1, 26), (1.5, 40)):
            c.ellipse(x, y, r * ring, r * ring, c.p.sun, alpha)
        c.ellipse(x, y, r, r, c.p.sun)
        if c.p.night:
            for dx, dy, s in ((-0.3, -0.2, 0.22), (0.25, 0.3, 0.16), (0.2, -0.35, 0.11)):
                c.ellipse(x + dx * r, y + dy * r, r * s, r * s, mix(c.p.sun, c.p.sky[1], 0.16))
    for _ in range(clouds):
        cloud(
            c, c.rng.uniform(0, c.w), c.rng.uniform(0.06, horizon * 0.6), c.rng.uniform(0.12, 0.34)
        )


def cloud(c: Canvas, x: float, y: float, length: float) -> None:
    """Print a flat-bottomed cloud centred on x, its bottom at y, and a streak below it."""
    tone = mix(c.p.sky[1], c.p.sky[0] if c.p.night else c.p.light, 0.55)
    puffs = []
    for i in range(5):
        t = (i + 0.5) / 5
        r = length * (0.07 + 0.09 * math.sin(t * math.pi)) * c.rng.uniform(0.75, 1.2)
        puffs.append((x + (t - 0.5) * length * 0.72, r))
    top = []
    for i in range(61):
        px = x + (i / 30 - 1) * length * 0.56
        rise = max((r * r - (px - mid) ** 2 for mid, r in puffs), default=0.0)
        top.append((px, y - math.sqrt(max(0.0, rise)) * 0.8))
    c.poly(top, tone, 190)
    shift = length * c.rng.uniform(-0.2, 0.2)
    for dy, half in ((0.0, 0.62), (0.045, 0.34)):
        px, py, thick = x + shift * dy * 20, y + dy * length, length * 0.018
        c.poly(
            smooth(
                [
                    (px - half * length, py),
                    (px, py - thick),
                    (px + half * length, py),
                    (px, py + thick),
                ]
            ),
            tone,
            190,
        )


def birds(c: Canvas, x: float, y: float, count: int = 5, size: float = 0.012) -> None:
    """Print a few distant birds round (x, y)."""
    for _ in range(count):
        bx, by = x + c.rng.uniform(-0.12, 0.12), y + c.rng.uniform(-0.05, 0.05)
        s = size * c.rng.uniform(0.6, 1.1)
        wing = [
            (bx - s, by - s * 0.35),
            (bx - s * 0.4, by - s * 0.45),
            (bx, by),
            (bx + s * 0.4, by - s * 0.5),
            (bx + s, by - s * 0.3),
        ]
        c.line(smooth(wing, closed=False, steps=5), c.p.ink, 0.0022, 190)


def _skyline(c: Canvas, base: float, height: float, count: int) -> tuple[list[Point], list[int]]:
    """Give the crest of a massif from edge to edge, and where in it the summits are."""
    rng, step = c.rng, (c.w + 0.3) / count
    main = rng.choice([i for i in range(count) if 0.2 < (i + 0.5) / count < 0.8] or [0])
    corners: list[Point] = [(-0.2, base - height * rng.uniform(0.2, 0.5))]
    for i in range(count):
        rise = 1.0 if i == main else rng.uniform(0.48, 0.86)
        x = -0.15 + step * (i + rng.uniform(0.35, 0.65))
        corners += [
            (x, base - height * rise),
            (x + step * rng.uniform(0.4, 0.6), base - height * rise * rng.uniform(0.42, 0.62)),
        ]
    corners.append((c.w + 0.3, base - height * rng.uniform(0.2, 0.5)))
    line, summits = [corners[0]], []
    for number, (start, end) in enumerate(itertools.pairwise(corners)):
        for i in range(1, 9):
            t, jag = i / 8, 0 if i == 8 else height * 0.035
            bow = t + 0.12 * math.sin(t * math.pi) * (1 if end[1] > start[1] else -1)
            line.append(
                (
                    start[0] + (end[0] - start[0]) * t + rng.uniform(-jag, jag) * 0.5,
                    start[1] + (end[1] - start[1]) * bow + rng.uniform(-jag, jag),
                )
            )
        if number % 2 == 0 and number < count * 2:
            summits.append(len(line) - 1)
    return line, summits


def _snow(c: Canvas, line: list[Point], level: float, height: float, tone: Colour) -> None:
    """Print snow on whatever of the crest rises above the level, with a ragged edge."""
    bright = mix(c.p.light, c.p.sky[0], 0.3) if c.p.night else mix(c.p.light, tone, 0.06)
    edge, x, down = [], line[0][0], True
    while x < line[-1][0] + height:
        reach = c.rng.uniform(0.03, 0.14) if down else -c.rng.uniform(0.02, 0.12)
        edge.append((x, level + height * reach))
        x, down = x + height * c.rng.uniform(0.03, 0.085), not down
    upper: list[Point] = []
    lower: list[Point] = []
    count = round((line[-1][0] - line[0][0]) * 300)
    for i in range(count + 1):
        x = line[0][0] + i / 300
        y, limit = height_at(line, x), height_at(edge, x)
        if y < limit:
            upper.append((x, y))
            lower.append((x, limit))
        if upper and (y >= limit or i == count):
            if len(upper) > 3:
                c.poly([*upper, *reversed(lower)], bright)
            upper, lower = [], []


def _flank(
    c: Canvas, line: list[Point], at: int, base: float, end: int, tone: Colour, share: float
) -> None:
    """Shade the right-hand side of the crest's point `at`, which ends at its point `end`."""
    x, y = line[at]
    depth, steps = base - y, 7
    spur, far, side = [], [], 1
    for i in range(1, steps + 1):
        t = (i + c.rng.uniform(-0.25, 0.25)) / steps
        spur.append((x + depth * (0.1 * t + side * 0.055 * (0.4 + t)), y + depth * min(1.0, t)))
        side = -side
    ex, ey = line[end]
    for i in range(1, 5):
        far.append(
            (
                max(ex, spur[-1][0]) + (base - ey) * (0.16 * i / 4 + side * 0.05),
                ey + (base - ey) * i / 4,
            )
        )
        side = -side
    c.fade([*line[at : end + 1], *far, *reversed(spur)], tone, share, share * 0.12)


def mountains(
    c: Canvas, base: float, height: float, count: int, snow: float = 0.4, back: bool = True
) -> None:
    """Print a range that stands on `base`; `snow` is the share of its height under snow."""
    if back:
        _massif(
            c,
            base,
            height * 0.86,
            count + 1,
            snow,
            mix(mix(c.p.far, c.p.near, 0.12), c.p.sky[2], 0.25),
        )
        c.veil(base - height * 0.7, base, c.p.sky[2], 0.0, 0.5)
    _massif(
        c,
        base,
        height * (0.8 if back else 1.0),
        max(2, count - 1),
        snow * 0.7,
        mix(c.p.far, c.p.near, 0.36),
    )


def _massif(c: Canvas, base: float, height: float, count: int, snow: float, tone: Colour) -> None:
    """Print one row of joined peaks, lit from the left."""
    line, summits = _skyline(c, base, height, count)
    haze = mix(tone, c.p.sky[2], 0.45)
    body = [*line, (line[-1][0], base + 0.03), (line[0][0], base + 0.03)]
    c.grad(body, mix(tone, c.p.light, 0.1), haze)
    if snow:
        _snow(c, line, base - height * (1 - snow), height, tone)
    shadow = mix(tone, c.p.near, 0.45)
    for at in summits:
        for shift, share in ((0, 0.72), (-4, 0.3), (5, 0.34)):
            start, end = at + shift, min(len(line) - 1, at + (8 if not shift else shift + 2))
            if 0 <= start < end:
                low = base if not shift else line[start][1] + (base - line[start][1]) * 0.6
                _flank(c, line, start, low, end, shadow, share)
    c.stipple(body, shadow, 0.42)


def distance(c: Canvas, base: float, rise: float, layers: int = 2) -> None:
    """Print remote ridges, paler with distance, and mist at their feet."""
    for i in range(layers):
        line = ridge(c.rng, c.w, base - rise * 0.7 * (layers - i) / layers, rise * 0.25)
        tone = mix(mix(c.p.far, c.p.sky[2], 0.45), c.p.far, (i + 1) / layers)
        land(c, line, tone, mix(tone, c.p.sky[2], 0.6), base + 0.05, shade=0)


def ribbon(
    top: float,
    bottom: float,
    centre: Callable[[float], float],
    wide: float,
    narrow: float,
    power: float = 1.6,
) -> tuple[list[Point], list[Point]]:
    """Give both edges of a band in perspective from the far top to the near bottom.

    `centre` gives x for t from 0 (far) to 1 (near); widths go from narrow to wide.
    """
    left, right = [], []
    for i in range(61):
        t = i / 60
        y = top + (bottom - top) * t**power
        half = (narrow + (wide - narrow) * t ** (power * 1.1)) / 2
        left.append((centre(t) - half, y))
        right.append((centre(t) + half, y))
    return left, right


def glitter(
    c: Canvas, x: float, top: float, bottom: float, colour: Colour, reach: float = 0.12
) -> None:
    """Print the path of light that a sun at x throws on water."""
    y = top + 0.004
    while y < bottom:
        t = (y - top) / (bottom - top)
        half = reach * (0.25 + 0.75 * t) * c.rng.uniform(0.3, 1)
        mid = x + c.rng.uniform(-0.3, 0.3) * reach * t
        thick = 0.0018 + 0.005 * t
        c.ellipse(mid, y, half, thick, colour, round(200 - 110 * t))
        y += thick * c.rng.uniform(2.2, 4)


def ripples(c: Canvas, top: float, bottom: float, count: int = 40) -> None:
    """Print short bright and dark strokes on water."""
    for _ in range(count):
        t = c.rng.random()
        y, half = top + (bottom - top) * t, (0.012 + 0.06 * t) * c.rng.uniform(0.4, 1)
        tone = c.p.light if c.rng.random() < 0.55 else c.p.water[1]
        c.ellipse(c.rng.uniform(0, c.w), y, half, 0.0010 + 0.0022 * t, tone, 80)

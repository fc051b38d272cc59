"""Wooded country: deep snow among spruces, the forest."""

import math

from .buildings import hut
from .canvas import Canvas
from .palette import Colour, mix
from .plants import bush, conifer, grass, wood
from .terrain import (
    birds,
    distance,
    height_at,
    land,
    mountains,
    ribbon,
    rolling,
    sky,
)


def draw_snow(c: Canvas) -> None:
    """Draw deep snow on hills, laden spruces, a hut with lit windows, falling flakes."""
    sky(c, (c.w * c.rng.uniform(0.25, 0.8), c.rng.uniform(0.14, 0.26), 0.055), 2)
    distance(c, 0.6, 0.28)
    blue = mix(c.p.light, c.p.sky[0], 0.42)
    white = mix(c.p.light, c.p.sky[2], 0.25) if not c.p.night else mix(c.p.light, c.p.sky[1], 0.35)
    mountains(c, 0.6, c.rng.uniform(0.32, 0.46), 2 + round(c.w * c.rng.uniform(0.8, 1.5)), 0.75)
    c.veil(0.4, 0.62, c.p.sky[2], 0.0, 0.5)
    for i, y in enumerate((0.58, 0.66)):
        line = rolling(c.rng, c.w, y, 0.025)
        wood(
            c,
            line,
            0.07 + 0.05 * i,
            mix(c.p.far, c.p.near, 0.55 + 0.3 * i),
            0.8,
            white,
            (c.w * 0.3, c.w * 0.62) if i else None,
        )
        land(c, line, white, mix(white, blue, 0.6), shade=0)
    field = rolling(c.rng, c.w, 0.76, 0.03)
    body = [*field, (c.w, 1.01), (0, 1.01)]
    land(c, field, white, mix(white, blue, 0.75), shade=0)
    c.stipple(body, blue, 0.7)
    x = c.w * c.rng.uniform(0.38, 0.58)
    hut(c, x, height_at(field, x) + 0.015, c.rng.uniform(0.11, 0.17), fire=True, snow=white)
    _tracks(c, x, height_at(field, x) + 0.02, blue)
    for fx, h in ((0.06, 0.62), (0.17, 0.4), (0.27, 0.28), (0.8, 0.3), (0.9, 0.5), (0.99, 0.68)):
        if c.rng.random() < 0.3:
            continue
        conifer(
            c,
            c.w * (fx + c.rng.uniform(-0.02, 0.02)),
            0.93 + 0.08 * abs(fx - 0.5),
            h * min(1, 0.45 + c.w * 0.4),
            mix(c.p.near, c.p.ink, 0.3),
            white,
        )
    for _ in range(150):
        r = c.rng.choice((0.0012, 0.002, 0.0034))
        c.ellipse(c.rng.uniform(0, c.w), c.rng.random(), r, r, (255, 255, 255), 190)


def _tracks(c: Canvas, x: float, y: float, tone: Colour) -> None:
    """Draw footprints that lead from the hut's door at (x, y) to the front."""
    for i in range(24):
        t = i / 23
        fx = x + 0.16 * math.sin(t * 3.6) * (0.3 + t)
        side = (0.004 + 0.014 * t) * (1 if i % 2 else -1)
        c.ellipse(
            fx + side,
            y + (1.01 - y) * t**1.5,
            0.003 + 0.008 * t,
            0.002 + 0.006 * t,
            mix(tone, c.p.near, 0.35),
        )


def draw_forest(c: Canvas) -> None:
    """Draw ranks of spruces in mist, shafts of light and great trunks in front."""
    rng, light = c.rng, mix(c.p.sky[2], c.p.sun, 0.4)
    sun, high = c.w * rng.uniform(0.4, 0.62), rng.uniform(0.16, 0.26)
    sky(c, (sun, high, rng.uniform(0.06, 0.08)), 0, 0.8)
    c.glow(sun, 0.3, 0.9, light, 0.7)
    for i, y in enumerate((0.5, 0.6, 0.7, 0.8)):
        line = rolling(rng, c.w, y, 0.02)
        tone = mix(mix(c.p.far, light, 0.35), mix(c.p.near, c.p.land[1], 0.3), (i + 0.3) / 4)
        gap = (c.w * 0.36, c.w * 0.72) if i > 2 else None
        wood(c, line, 0.2 + 0.09 * i, tone, 1.5 - 0.1 * i, gap=gap)
        land(c, line, tone, mix(tone, light, 0.45), shade=0)
        c.veil(y - 0.08, y + 0.12, light, 0.0, 0.42 - 0.1 * i)
    swing = rng.choice((-0.1, -0.06, 0.06, 0.1))
    left, right = ribbon(
        0.79, 1.02, lambda t: c.w * (0.54 + swing * math.sin(t * 4.5)), c.w * 0.36, 0.02
    )
    land(
        c,
        rolling(rng, c.w, 0.83, 0.012),
        mix(*c.p.land, 0.45),
        mix(c.p.land[1], c.p.ink, 0.3),
        shade=0.7,
    )
    c.grad(
        [*left, *reversed(right)], mix(c.p.accent, c.p.light, 0.5), mix(c.p.land[0], c.p.near, 0.2)
    )
    _shafts(c, sun, high, light)
    _foreground(c)
    birds(c, c.w * 0.42, 0.2, 4)


def _shafts(c: Canvas, sun: float, high: float, light: Colour) -> None:
    """Lay shafts of light from the sun at (sun, high) over the wood."""
    for i in range(5):
        x = c.w * (0.36 + 0.1 * i)
        c.poly(
            [(sun, high), (x + 0.22 * (i - 1.7), 0.97), (x + 0.22 * (i - 2.2), 0.97)],
            light,
            14 if c.p.night else 30,
        )


def _foreground(c: Canvas) -> None:
    """Draw the great trunks, bushes and grass in front."""
    rng = c.rng
    dark = mix(c.p.near, c.p.ink, 0.55)
    for fx, thick in ((0.03, 0.075), (0.15, 0.04), (0.86, 0.05), (0.965, 0.09)):
        if rng.random() < 0.2:
            continue
        _trunk(
            c,
            c.w * (fx + rng.uniform(-0.02, 0.03)),
            thick * rng.uniform(0.8, 1.2) * min(1.1, 0.5 + c.w * 0.4),
            dark,
        )
    for _ in range(9):
        bush(
            c,
            rng.choice((rng.uniform(0, 0.28), rng.uniform(0.78, 1))) * c.w,
            1.02,
            rng.uniform(0.04, 0.09),
            mix(c.p.land[1], c.p.ink, 0.5),
        )
    grass(c, 1.0, 0.1, dark, 70)


def _trunk(c: Canvas, x: float, thick: float, tone: Colour) -> None:
    """Draw a great trunk that leaves the picture at the top, with a few dead branches."""
    lean = c.rng.uniform(-0.02, 0.02)
    c.poly(
        [
            (x - thick * 0.8, 1.02),
            (x - thick * 0.5, 0.85),
            (x - thick * 0.4 + lean, -0.02),
            (x + thick * 0.4 + lean, -0.02),
            (x + thick * 0.5, 0.85),
            (x + thick * 0.9, 1.02),
        ],
        tone,
    )
    inward = 1 if x < c.w / 2 else -1
    c.poly(
        [
            (x + inward * thick * 0.4, 1.0),
            (x + inward * thick * 0.5, 0.85),
            (x + inward * thick * 0.4 + lean, 0),
            (x + inward * thick * 0.3 + lean, 0),
        ],
        mix(tone, c.p.sky[2], 0.14),
    )
    for _ in range(6):
        y, reach = c.rng.uniform(0.02, 0.42), c.rng.uniform(0.06, 0.17)
        side = c.rng.choice((-1, 1))
        tip = (x + side * reach, y + reach * 0.35)
        c.poly([(x, y - thick * 0.1), tip, (x, y + thick * 0.12)], tone)
        for j in range(1, 5):
            bx = x + side * reach * j / 4.6
            by = y + reach * 0.35 * j / 4.6
            c.poly(
                [(bx - 0.02, by), (bx + 0.02, by + 0.004), (bx + side * 0.022, by + 0.062)], tone
            )

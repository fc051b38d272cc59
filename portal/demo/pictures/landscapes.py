"""Wild country: mountains, river, lake, and the backdrop that many scenes share."""

import math
from collections.abc import Callable

from .buildings import hut
from .canvas import Canvas, Point, smooth
from .palette import mix
from .plants import bush, conifer, grass, poplar, reeds, wood
from .terrain import (
    birds,
    distance,
    glitter,
    height_at,
    land,
    mountains,
    ribbon,
    ridge,
    ripples,
    rolling,
    sky,
)


def draw_mountains(c: Canvas) -> None:
    """Draw a high range above wooded foothills and a meadow with a hut."""
    sky(c, (c.w * c.rng.uniform(0.14, 0.3), c.rng.uniform(0.16, 0.26), 0.055))
    distance(c, 0.62, 0.26)
    mountains(c, 0.72, 0.6, 1 + round(c.w * 1.6), 0.45)
    c.veil(0.52, 0.74, c.p.sky[2], 0.0, 0.6)
    for i, y in enumerate((0.69, 0.76, 0.83)):
        line = ridge(c.rng, c.w, y, 0.045, 0.5) if i < 2 else rolling(c.rng, c.w, y, 0.03)
        tone = mix(c.p.far, c.p.near, 0.45 + 0.27 * i)
        wood(
            c, line, 0.035 + 0.035 * i, tone, 1.3, gap=(c.w * 0.42, c.w * 0.66) if i == 2 else None
        )
        land(c, line, tone, mix(tone, c.p.land[1], 0.35))
        if i < 2:
            c.veil(y, y + 0.09, c.p.sky[2], 0.0, 0.22 - 0.1 * i)
    meadow = rolling(c.rng, c.w, 0.88, 0.02)
    land(c, meadow, mix(*c.p.land, 0.25), c.p.land[1], shade=0.6)
    x = c.w * c.rng.uniform(0.45, 0.62)
    hut(c, x, height_at(meadow, x) + 0.02, c.rng.uniform(0.06, 0.085), fire=True)
    grass(c, 1.0, 0.05, mix(c.p.land[1], c.p.ink, 0.4), 70)
    birds(c, c.w * 0.6, 0.18)


def draw_river(c: Canvas) -> None:
    """Draw a river that winds out of the mountains between poplars."""
    sky(c, (c.w * c.rng.uniform(0.4, 0.72), c.rng.uniform(0.14, 0.24), 0.05), c.rng.randrange(1, 5))
    distance(c, 0.5, 0.2)
    mountains(c, 0.54, 0.36, 2 + round(c.w * 1.5), 0.35)
    c.veil(0.38, 0.56, c.p.sky[2], 0.0, 0.6)
    land(
        c, rolling(c.rng, c.w, 0.51, 0.014), mix(c.p.land[0], c.p.far, 0.35), c.p.land[0], shade=0.2
    )
    land(c, rolling(c.rng, c.w, 0.56, 0.012), c.p.land[0], c.p.land[1], shade=0.5)
    phase, bends = c.rng.uniform(2.4, 3.6), c.rng.uniform(5.4, 8.0)
    left, right = ribbon(
        0.555,
        1.02,
        lambda t: c.w * (0.5 + 0.17 * math.sin(t**0.75 * bends + phase) * (0.25 + 0.9 * t)),
        c.w * c.rng.uniform(0.42, 0.58),
        0.02,
        1.75,
    )
    _water(c, left, right)
    tree = c.rng.choice((poplar, poplar, conifer))
    _bank_trees(c, left, right, tree)
    hut(c, c.w * c.rng.choice((0.1, 0.86, 0.9)), 0.65, c.rng.uniform(0.07, 0.1))
    dark = mix(c.p.near, c.p.ink, 0.3)
    for fx in (0.02, 0.085, 0.15)[: c.rng.randrange(4)]:
        tree(c, c.w * fx, 1.03, c.rng.uniform(0.5, 0.9), dark)
        bush(c, c.w * fx, 1.02, 0.07, mix(dark, c.p.land[1], 0.35))
    grass(c, 1.0, 0.07, mix(c.p.land[1], c.p.ink, 0.45), 60)


def _water(c: Canvas, left: list[Point], right: list[Point]) -> None:
    """Draw bushes on the plain, then the river between its edges, with sandy banks and light."""
    for i in range(16):
        t = i / 15
        x, y = c.w * c.rng.random(), 0.555 + 0.2 * t * t
        bush(
            c, x, y, 0.012 + 0.03 * t, mix(mix(c.p.land[1], c.p.near, 0.3), c.p.far, 0.4 * (1 - t))
        )
    bank = mix(c.p.accent, c.p.light, 0.45)
    c.poly(
        [
            *[(x - (y - 0.54) * 0.05, y) for x, y in left],
            *[(x + (y - 0.54) * 0.07, y) for x, y in reversed(right)],
        ],
        mix(bank, c.p.land[1], 0.35),
    )
    body = [*left, *reversed(right)]
    c.grad(body, mix(c.p.water[0], c.p.light, 0.3), c.p.water[1])
    c.stipple(body, mix(c.p.water[1], c.p.ink, 0.4), 0.45)
    for i in range(26):
        at = round(12 + 47 * (i + c.rng.random()) / 26)
        x = left[at][0] + (right[at][0] - left[at][0]) * c.rng.uniform(0.2, 0.8)
        reach = (right[at][0] - left[at][0]) * c.rng.uniform(0.06, 0.15)
        c.ellipse(x, left[at][1], reach, 0.0008 + 0.003 * (at / 60) ** 2, c.p.light, 130)


def _bank_trees(
    c: Canvas, left: list[Point], right: list[Point], tree: Callable[..., None]
) -> None:
    """Plant trees, larger towards the front, along both edges of the river."""
    for i in range(12):
        at = round(8 + 34 * (i / 11) ** 0.8)
        edge, side = (left, -1) if i % 2 else (right, 1)
        x, y = edge[at]
        tall = 0.07 + 0.34 * (at / 60) ** 1.6
        leaf = mix(mix(c.p.land[1], c.p.near, 0.45), c.p.far, 0.35 * (1 - at / 46))
        tree(c, x + side * tall * c.rng.uniform(0.25, 0.5), y, tall, leaf)
        bush(c, x + side * tall * 0.22, y + 0.004, tall * 0.12, mix(leaf, c.p.land[0], 0.25))


def draw_lake(c: Canvas) -> None:
    """Draw a mountain lake that mirrors its shore, with a rowing boat and reeds."""
    shore, sun = c.rng.uniform(0.53, 0.6), c.w * c.rng.uniform(0.22, 0.5)
    sky(c, (sun, c.rng.uniform(0.17, 0.27), 0.06), 3)
    distance(c, shore, 0.3)
    mountains(c, shore, 0.38, 2 + round(c.w * 1.6), 0.3)
    c.veil(0.36, shore, c.p.sky[2], 0.0, 0.55)
    line = ridge(c.rng, c.w, shore - 0.03, 0.03, 0.5)
    tone = mix(c.p.far, c.p.near, 0.6)
    wood(c, line, 0.05, tone, 1.2, gap=(sun - 0.16, sun + 0.16))
    land(c, line, tone, mix(tone, c.p.near, 0.4), shore, 0)
    c.mirror(shore, 1.0, mix(*c.p.water, 0.4), 0.42)
    c.rect(0, shore - 0.001, c.w, 0.003, c.p.light, 130)
    c.veil(shore, 1.0, c.p.water[1], 0.0, 0.6)
    glitter(c, sun, shore + 0.01, 0.97, c.p.sun, 0.15)
    ripples(c, shore + 0.03, 0.98)
    if c.rng.random() < 0.7:
        _boat(
            c,
            sun + 0.3 + c.rng.uniform(-0.02, 0.12),
            c.rng.uniform(0.72, 0.8),
            c.rng.uniform(0.11, 0.16),
        )
    reeds(
        c,
        c.w * c.rng.uniform(0.86, 0.96),
        1.02,
        c.rng.uniform(0.26, 0.42),
        mix(c.p.near, c.p.ink, 0.4),
        20,
    )
    reeds(c, c.w * 0.06, 1.02, 0.22, mix(c.p.near, c.p.ink, 0.4), 10)
    birds(c, c.w * 0.7, 0.2)


def _boat(c: Canvas, x: float, y: float, s: float) -> None:
    """Draw a rower in a boat of length 2s that floats at (x, y), with its reflection."""
    c.poly(
        smooth(
            [
                (x - s * 0.95, y),
                (x - s * 0.6, y + s * 0.16),
                (x + s * 0.6, y + s * 0.16),
                (x + s * 0.95, y),
            ]
        ),
        c.p.ink,
        120,
    )
    coat = c.p.warm
    c.poly(
        smooth(
            [
                (x - s * 0.17, y),
                (x - s * 0.15, y - s * 0.34),
                (x, y - s * 0.46),
                (x + s * 0.14, y - s * 0.34),
                (x + s * 0.19, y),
            ]
        ),
        coat,
    )
    c.ellipse(x, y - s * 0.57, s * 0.095, s * 0.11, mix(c.p.accent, c.p.warm, 0.4))
    c.poly(
        smooth(
            [
                (x - s * 0.1, y - s * 0.58),
                (x, y - s * 0.71),
                (x + s * 0.1, y - s * 0.6),
                (x, y - s * 0.63),
            ]
        ),
        c.p.ink,
    )
    c.line(
        [(x + s * 0.02, y - s * 0.3), (x + s * 0.3, y - s * 0.2)], mix(coat, c.p.ink, 0.3), s * 0.09
    )
    c.line([(x + s * 0.16, y - s * 0.3), (x + s * 0.95, y + s * 0.2)], c.p.ink, s * 0.035)
    hull = [
        (x - s, y - s * 0.2),
        (x - s * 0.5, y - s * 0.1),
        (x + s * 0.5, y - s * 0.1),
        (x + s, y - s * 0.2),
        (x + s * 0.7, y + s * 0.1),
        (x - s * 0.7, y + s * 0.1),
    ]
    c.poly(hull, mix(c.p.ink, c.p.warm, 0.12))
    c.poly(
        [
            *hull[:4],
            (x + s * 0.93, y - s * 0.12),
            (x + s * 0.5, y - s * 0.02),
            (x - s * 0.5, y - s * 0.02),
            (x - s * 0.93, y - s * 0.12),
        ],
        c.p.light,
    )


def valley_floor(c: Canvas, horizon: float, height: float, snow: float = 0.35) -> None:
    """Print what many scenes share: sky with sun, remote ridges, a range, mist at its foot."""
    sky(
        c,
        (c.w * c.rng.uniform(0.5, 0.85), c.rng.uniform(0.12, 0.26), c.rng.uniform(0.042, 0.06)),
        c.rng.randrange(1, 5),
    )
    distance(c, horizon, height * 0.75)
    mountains(c, horizon + 0.02, height * 1.08, 1 + round(c.w * c.rng.uniform(1.0, 1.7)), snow)
    c.veil(horizon - height * 0.5, horizon + 0.03, c.p.sky[2], 0.0, 0.6)

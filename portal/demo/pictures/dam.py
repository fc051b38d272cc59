"""The dam: its wall, spillways, lake and cliffs."""

import math

from .buildings import lamp
from .canvas import Canvas, Point
from .palette import mix
from .plants import conifer
from .terrain import (
    birds,
    distance,
    land,
    mountains,
    ribbon,
    ripples,
    sky,
)


def draw_dam(c: Canvas) -> None:
    """Draw the curved dam between two cliffs, its lake behind, its spillways open."""
    sky(c, (c.w * c.rng.uniform(0.3, 0.7), 0.13, 0.042))
    distance(c, 0.32, 0.16)
    mountains(c, 0.36, 0.27, 2 + round(c.w * 1.4), 0.45)
    c.veil(0.2, 0.36, c.p.sky[2], 0.0, 0.5)
    lake = [(-0.05, 0.335), (c.w + 0.05, 0.335), (c.w + 0.05, 0.47), (-0.05, 0.47)]
    c.grad(lake, c.p.water[0], c.p.water[1])
    ripples(c, 0.345, 0.42, 40)
    base = [(-0.05, 0.8), (c.w + 0.05, 0.8)]
    land(c, base, mix(*c.p.land, 0.6), c.p.land[1])
    _wall(c, 0.41, 0.85)
    left, right = ribbon(
        0.845, 1.02, lambda t: c.w * (0.5 + 0.05 * math.sin(t * 3)), c.w * 0.62, c.w * 0.34, 1.2
    )
    stream = [*left, *reversed(right)]
    c.grad(stream, mix(c.p.water[0], c.p.light, 0.5), c.p.water[1])
    c.stipple(stream, c.p.ink, 0.35)
    ripples(c, 0.88, 0.99, 22)
    for _i in range(18):
        x = c.w * (0.5 + c.rng.uniform(-0.19, 0.19))
        c.ellipse(x, 0.85 + c.rng.uniform(-0.015, 0.02), 0.04, 0.013, c.p.light, 150)
    _cliffs(c)
    birds(c, c.w * 0.5, 0.22)


def _wall(c: Canvas, crest: float, foot: float) -> None:
    """Draw the dam's curved face from crest to foot with its ribs, spillways and road."""
    stone = mix(mix(c.p.light, c.p.far, 0.35), c.p.accent, 0.1)

    def bow(x: float, deep: float) -> float:
        return deep * (1 - (2 * x / c.w - 1) ** 2)

    top: list[Point] = [(c.w * i / 40, crest + bow(c.w * i / 40, 0.035)) for i in range(41)]
    end: list[Point] = [
        (c.w * (0.16 + 0.68 * i / 40), foot + bow(c.w * i / 40, 0.02)) for i in range(41)
    ]
    face = [*top, *reversed(end)]
    c.grad(face, mix(stone, c.p.light, 0.3), mix(stone, c.p.near, 0.3))
    for i in range(2, 39, 4):
        c.poly([top[i], top[i + 1], end[i + 1], end[i]], mix(stone, c.p.near, 0.2), 110)
    for share in (0.3, 0.6):
        c.line(
            [
                (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
                for (x0, y0), (x1, y1) in zip(top, end, strict=True)
            ],
            mix(stone, c.p.near, 0.35),
            0.003,
        )
    c.stipple(face, mix(stone, c.p.near, 0.6), 0.6)
    for middle in c.rng.choice(((20,), (16, 24), (14, 20, 26), (13, 18, 22, 27))):
        _spill(c, top, end, middle)
    for line, tone, width in ((0.0, mix(stone, c.p.light, 0.5), 0.018), (0.014, c.p.near, 0.005)):
        c.line([(x, y + line) for x, y in top], tone, width)
    for i in range(1, 40, 3):
        x, y = top[i]
        lamp(c, x, y, 0.045)
    for i in (10, 30):
        x, y = top[i]
        c.rect(x - 0.028, y - 0.085, 0.056, 0.1, mix(stone, c.p.light, 0.35))
        c.rect(x + 0.008, y - 0.085, 0.02, 0.1, mix(stone, c.p.near, 0.3))
        c.rect(x - 0.036, y - 0.098, 0.072, 0.016, c.p.warm)


def _spill(c: Canvas, top: list[Point], end: list[Point], middle: int) -> None:
    """Draw white water down the face of the dam."""
    a, b, d, e = top[middle - 1], top[middle + 1], end[middle + 1], end[middle - 1]
    c.rect(a[0] - 0.004, a[1] + 0.012, b[0] - a[0] + 0.008, 0.022, c.p.ink)
    fall = [(a[0], a[1] + 0.026), (b[0], b[1] + 0.026), (d[0] + 0.018, d[1]), (e[0] - 0.018, e[1])]
    c.grad(fall, (255, 255, 255), mix(c.p.light, c.p.water[0], 0.35))
    for i in range(5):
        t, u = (i + 0.5) / 5, (i + c.rng.random()) / 5
        start = c.rng.uniform(0.05, 0.4)
        x0, x1 = a[0] + (b[0] - a[0]) * t, e[0] - 0.018 + (d[0] - e[0] + 0.036) * u
        c.line(
            [(x0 + (x1 - x0) * start, a[1] + 0.03 + (e[1] - a[1] - 0.03) * start), (x1, e[1])],
            c.p.water[0],
            0.003,
        )
    c.glow(end[middle][0], end[middle][1], 0.1, (255, 255, 255), 0.55)


def _cliffs(c: Canvas) -> None:
    """Draw the rock on both sides that holds the dam."""
    rock = mix(c.p.near, c.p.far, 0.25)
    for side in (0, 1):
        edge: list[Point] = [
            (0.17, 0.27),
            (0.14, 0.33),
            (0.16, 0.38),
            (0.12, 0.46),
            (0.17, 0.55),
            (0.18, 0.66),
            (0.24, 0.75),
            (0.25, 0.85),
            (0.31, 0.93),
            (0.3, 1.02),
        ]
        line = [(0.0, 0.2 + 0.05 * side), (0.08, 0.24), *edge]
        line = [(c.w * (f + c.rng.uniform(-0.012, 0.012)), y) for f, y in line]
        line[0], foot = (-0.02, line[0][1]), (-0.02, 1.02)
        flip = [(c.w - x if side else x, y) for x, y in [*line, foot]]
        for i in range(6):
            t = i / 5
            x = c.w * (0.01 + 0.14 * t)
            conifer(
                c,
                c.w - x if side else x,
                0.27 + 0.04 * t,
                c.rng.uniform(0.1, 0.16),
                mix(c.p.near, c.p.land[1], 0.25),
            )
        c.grad(flip, rock, mix(rock, c.p.ink, 0.5))
        c.stipple(flip, mix(rock, c.p.light, 0.35), 0.5, "up")
        for i in range(3, 10, 2):
            (x0, y0), (x1, y1) = flip[i], flip[i + 1]
            c.poly(
                [(x0, y0), (x1, y1), ((x0 + x1) / 2 + (0.09 if side else -0.09), y1 + 0.03)],
                mix(rock, c.p.light, 0.16),
            )
        for i in range(6):
            x = c.w * 0.045 * i
            conifer(
                c,
                c.w - x if side else x,
                1.03,
                c.rng.uniform(0.14, 0.24),
                mix(c.p.near, c.p.ink, 0.4),
            )

"""The football ground: stand, pitch, goal, floodlights, players."""

import math

from .buildings import person
from .canvas import Canvas, Point
from .palette import Colour, mix
from .terrain import (
    distance,
    mountains,
    sky,
)


def draw_stadium(c: Canvas) -> None:
    """Draw the football ground: mown stripes, a goal, a full stand, floodlights, hills."""
    sky(c, None if c.p.night else (c.w * 0.2, 0.14, 0.045), 3)
    distance(c, 0.42, 0.22)
    mountains(c, 0.42, 0.22, 2 + round(c.w * 1.4), 0.45)
    c.veil(0.3, 0.44, c.p.sky[2], 0.0, 0.4)
    _stand(c, 0.36, 0.57)
    turf = mix(mix(c.p.land[1], (58, 138, 72), 0.6), c.p.near, 0.25 if c.p.night else 0.05)
    _pitch(c, 0.575, turf)
    for fx, top in ((0.07, 0.07), (0.93, 0.07)):
        _floodlight(c, c.w * fx, 0.58, top)
    _goal(c, c.w * 0.5, 0.655, 0.34 * min(1, 0.5 + c.w * 0.4))
    _players(c)


def _stand(c: Canvas, top: float, foot: float) -> None:
    """Draw the stand: a cantilever roof above rows of spectators."""
    back = [(c.w * 0.04, top), (c.w * 0.96, top), (c.w * 1.02, foot), (c.w * -0.02, foot)]
    c.grad(back, mix(c.p.near, c.p.ink, 0.5), mix(c.p.near, c.p.far, 0.3))
    coats = (
        c.p.warm,
        c.p.light,
        c.p.accent,
        c.p.warm,
        c.p.far,
        mix(c.p.light, c.p.warm, 0.5),
        c.p.water[1],
    )
    skins = (
        mix(c.p.accent, c.p.light, 0.45),
        mix(c.p.accent, c.p.warm, 0.5),
        mix(c.p.warm, c.p.ink, 0.5),
    )
    for row in range(8):
        y, step = top + 0.055 + row * 0.018, 0.0155
        x = c.w * (0.035 - 0.004 * row) + c.rng.random() * step
        while x < c.w * (0.965 + 0.004 * row):
            if c.rng.random() < 0.93:
                c.ellipse(x, y + 0.008, 0.0075, 0.009, c.rng.choice(coats))
                c.ellipse(x, y - 0.003, 0.0042, 0.005, c.rng.choice(skins))
            x += step * c.rng.uniform(0.9, 1.15)
    roof = [
        (c.w * 0.01, top - 0.035),
        (c.w * 0.99, top - 0.035),
        (c.w * 1.02, top + 0.032),
        (c.w * -0.02, top + 0.032),
    ]
    c.grad(roof, mix(c.p.light, c.p.far, 0.4), mix(c.p.light, c.p.near, 0.3))
    c.rect(c.w * -0.02, top + 0.03, c.w * 1.04, 0.01, c.p.warm)
    for i in range(9):
        c.rect(
            c.w * (0.06 + 0.11 * i),
            top + 0.03,
            0.005,
            foot - top - 0.03,
            mix(c.p.light, c.p.near, 0.4),
        )
    c.rect(-0.02, foot - 0.03, c.w + 0.04, 0.035, mix(c.p.near, c.p.ink, 0.3))
    x, i = 0.0, 0
    while x < c.w:
        c.rect(x, foot - 0.026, 0.16, 0.026, (c.p.warm, c.p.light, c.p.water[1], c.p.accent)[i % 4])
        x, i = x + 0.163, i + 1


def _pitch(c: Canvas, top: float, turf: Colour) -> None:
    """Draw the mown pitch with its lines in perspective from the horizon `top`."""
    c.rect(-0.02, top, c.w + 0.04, 1.02 - top, turf)
    rows = 9
    for i in range(0, rows, 2):
        a, b = (top + (1.02 - top) * (j / rows) ** 1.6 for j in (i, i + 1))
        c.rect(-0.02, a, c.w + 0.04, b - a, mix(turf, c.p.light, 0.13))
    field = [(-0.02, top), (c.w + 0.02, top), (c.w + 0.02, 1.01), (-0.02, 1.01)]
    c.stipple(field, mix(turf, c.p.ink, 0.6), 0.5)
    c.glow(c.w * 0.5, 0.72, 0.6, c.p.light, 0.22)
    x, chalk = c.w / 2, mix(c.p.light, turf, 0.1)
    c.line([(-0.02, 0.655), (c.w + 0.02, 0.655)], chalk, 0.004)
    for far, near, foot, width in ((0.24, 0.27, 0.7, 0.0045), (0.44, 0.57, 0.8, 0.006)):
        c.line(
            [(x - far, 0.655), (x - near, foot), (x + near, foot), (x + far, 0.655)], chalk, width
        )
    arc = [
        (x + 0.2 * math.cos(a / 20 * math.pi), 0.8 + 0.045 * math.sin(a / 20 * math.pi))
        for a in range(21)
    ]
    c.line(arc, chalk, 0.006)
    c.ellipse(x, 0.755, 0.009, 0.004, chalk)


def _floodlight(c: Canvas, x: float, y: float, top: float) -> None:
    """Draw a floodlight mast from (x, y) up to the lamps at `top`."""
    steel = mix(c.p.ink, c.p.far, 0.3)
    c.poly([(x - 0.014, y), (x - 0.004, top), (x + 0.004, top), (x + 0.014, y)], steel)
    c.rect(x - 0.05, top - 0.035, 0.1, 0.062, steel)
    for row in range(3):
        for i in range(5):
            c.ellipse(x - 0.038 + i * 0.019, top - 0.025 + row * 0.02, 0.0075, 0.0075, c.p.sun)
    c.glow(x, top, 0.32 if c.p.night else 0.16, c.p.sun, 0.75)


def _goal(c: Canvas, x: float, y: float, w: float) -> None:
    """Draw a goal, w wide, standing on the goal line at (x, y)."""
    h, net = w * 0.34, mix(c.p.light, c.p.far, 0.2)
    for i in range(19):
        t = i / 18 - 0.5
        c.line([(x + t * w, y - h), (x + t * w * 0.92, y - 0.02)], net, 0.0014, 150)
    for i in range(7):
        c.line([(x - w / 2, y - h * i / 7), (x + w / 2, y - h * i / 7)], net, 0.0014, 150)
    c.line(
        [(x - w / 2, y), (x - w / 2, y - h), (x + w / 2, y - h), (x + w / 2, y)],
        (255, 255, 255),
        0.009,
    )


def _players(c: Canvas) -> None:
    """Draw a few players of two sides and the ball."""
    x = c.w / 2
    kits = (c.p.warm, c.p.light, c.p.warm, mix(c.p.light, c.p.water[0], 0.3), c.p.warm)
    spots = (
        (-0.3, 0.74, 0.15),
        (0.17, 0.72, 0.14),
        (0.3, 0.86, 0.22),
        (-0.16, 0.68, 0.12),
        (-0.36, 0.93, 0.26),
    )
    person(c, x, 0.664, 0.1, c.p.accent, kit=True)
    for (dx, y, h), kit in sorted(zip(spots, kits, strict=True), key=lambda spot: spot[0][1]):
        person(c, (x + dx * min(1.2, c.w)) + c.rng.uniform(-0.1, 0.1), y, h, kit, kit=True)
    ball: Point = (x + 0.16 * min(1.2, c.w), 0.875)
    c.ellipse(ball[0] + 0.006, ball[1] + 0.012, 0.018, 0.005, c.p.ink, 110)
    c.ellipse(*ball, 0.0145, 0.0145, (255, 255, 255))
    c.ellipse(*ball, 0.0055, 0.0055, c.p.ink)

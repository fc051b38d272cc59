"""Farmed country: fields, orchard, sheep on the hill."""

import math

from .buildings import hut, person
from .canvas import Canvas
from .landscapes import valley_floor
from .palette import mix
from .plants import bush, fruit_tree, grass, poplar, sheep, wood
from .terrain import birds, height_at, land, ridge, rolling


def draw_fields(c: Canvas) -> None:
    """Draw striped fields that run to a farm and a line of poplars below the hills."""
    horizon = 0.5
    valley_floor(c, horizon, 0.26)
    _patchwork(c, horizon)
    start = c.rng.choice((0.04, 0.6, 0.64))
    for i in range(c.rng.randrange(5, 10)):
        x = c.w * (start + 0.037 * i)
        poplar(c, x, horizon + 0.075 + 0.002 * i, 0.13 + 0.012 * i, mix(c.p.land[1], c.p.near, 0.6))
    hut(c, c.w * c.rng.uniform(0.42, 0.54), horizon + 0.085, c.rng.uniform(0.075, 0.11))
    _rows(c, horizon + 0.09)
    bales = c.rng.choice((0, 3, 4))
    for i in range(bales):
        y = 0.63 + 0.18 * i / bales
        x = c.w * ((i * 5 % 4 + c.rng.uniform(0.1, 0.6)) / 4)
        _bale(c, x, y, 0.012 + (y - 0.6) * 0.24)
    grass(c, 1.0, 0.08, mix(c.p.land[1], c.p.ink, 0.4), 90)
    birds(c, c.w * 0.3, 0.2)


def _patchwork(c: Canvas, horizon: float) -> None:
    """Draw the remote fields as slanting patches of several colours."""
    tones = [
        c.p.land[0],
        mix(c.p.land[0], c.p.accent, 0.6),
        mix(*c.p.land, 0.6),
        mix(c.p.accent, c.p.light, 0.4),
        mix(c.p.land[1], c.p.warm, 0.25),
    ]
    land(c, rolling(c.rng, c.w, horizon, 0.012), mix(c.p.land[0], c.p.far, 0.5), c.p.land[0])
    for row in range(3):
        top, bottom = horizon + 0.012 + 0.026 * row, horizon + 0.04 + 0.03 * row
        x = -0.1
        while x < c.w + 0.1:
            wide, skew = c.rng.uniform(0.14, 0.36), (x - c.w / 2) * 0.25
            tone = mix(c.rng.choice(tones), c.p.far, 0.3 - 0.1 * row)
            c.poly([(x, top), (x + wide, top), (x + wide + skew, bottom), (x + skew, bottom)], tone)
            x += wide


def _rows(c: Canvas, top: float) -> None:
    """Draw the near field as furrows that converge on the horizon."""
    gold = mix(c.p.land[0], c.rng.choice((c.p.accent, c.p.land[1])), 0.5)
    dark = mix(c.p.land[1], c.p.near, 0.15)
    field = [(-0.05, top), (c.w + 0.05, top), (c.w + 0.05, 1.01), (-0.05, 1.01)]
    c.grad(field, gold, mix(gold, c.p.land[1], 0.5))
    vanish, count = c.w * c.rng.uniform(0.15, 0.85), 24
    for i in range(-count, count + 1):
        far, near = vanish + i * c.w * 0.05, vanish + i * c.w * 0.2
        bend = 0.02 * math.sin(i)
        c.poly(
            [(far, top), (far + c.w * 0.011, top), (near + c.w * 0.09, 1.01), (near + bend, 1.01)],
            dark,
            120,
        )
        c.poly(
            [
                (far + c.w * 0.012, top),
                (far + c.w * 0.015, top),
                (near + c.w * 0.115, 1.01),
                (near + c.w * 0.09, 1.01),
            ],
            c.p.light,
            60,
        )
    c.stipple(field, mix(dark, c.p.ink, 0.4), 0.6)


def _bale(c: Canvas, x: float, y: float, r: float) -> None:
    """Draw a round bale of straw that stands at (x, y)."""
    straw = mix(c.p.accent, c.p.light, 0.25)
    c.ellipse(x + r * 0.9, y - r * 0.02, r * 2, r * 0.22, c.p.ink, 80)
    c.poly(
        [(x, y - 2 * r), (x + r * 1.3, y - 2 * r), (x + r * 1.3, y), (x, y)],
        mix(straw, c.p.warm, 0.35),
    )
    c.ellipse(x + r * 1.3, y - r, r * 0.8, r, mix(straw, c.p.warm, 0.35))
    c.ellipse(x, y - r, r * 0.8, r, straw)
    for share in (0.72, 0.46, 0.2):
        c.ellipse(x, y - r, r * 0.8 * share, r * share, mix(straw, c.p.warm, 0.4))
        c.ellipse(x, y - r, r * 0.8 * (share - 0.06), r * (share - 0.07), straw)


def draw_orchard(c: Canvas) -> None:
    """Draw rows of fruit trees that run towards the hills, a ladder, crates, a picker."""
    horizon = 0.47
    valley_floor(c, horizon, 0.24)
    blossom = c.p.name == "spring"
    leaf = mix(c.p.warm, c.p.light, 0.62) if blossom else mix(c.p.land[1], c.p.near, 0.2)
    fruit = c.p.light if blossom else mix(c.p.accent, c.p.warm, 0.35)
    line = rolling(c.rng, c.w, horizon, 0.012)
    wood(c, line, 0.035, mix(c.p.far, c.p.near, 0.5), 1.2)
    land(c, line, c.p.land[0], c.p.land[1], shade=0.6)
    alley = c.w * c.rng.uniform(0.4, 0.6)
    grown, at = c.rng.uniform(0.42, 0.56), c.rng.choice((4, 5, 6))
    c.poly(
        [
            (alley - 0.015, horizon + 0.02),
            (alley + 0.015, horizon + 0.02),
            (alley + 0.42, 1.02),
            (alley - 0.42, 1.02),
        ],
        mix(c.p.land[0], c.p.light, 0.45),
        130,
    )
    for i in range(8):
        t = (i / 7) ** 1.7
        y, h = horizon + 0.03 + 0.43 * t, 0.07 + grown * t
        near = mix(leaf, mix(c.p.far, c.p.sky[2], 0.3), 0.5 * (1 - i / 7))
        for lane in (-2.6, -1.6, -0.62, 0.62, 1.6, 2.6):
            x = alley + lane * (0.045 + 0.62 * t)
            if -h / 2 < x < c.w + h / 2:
                fruit_tree(c, x, y, h, near, fruit if i > 2 else None)
        if i == at:
            _pickers(c, alley, y + 0.1)
    grass(c, 1.0, 0.06, mix(c.p.land[1], c.p.ink, 0.35), 90)


def _pickers(c: Canvas, x: float, y: float) -> None:
    """Draw a picker in the alley with crates of fruit."""
    person(c, x + 0.035, y, 0.2, c.p.warm)
    for dx, dy in ((-0.1, 0.01), (-0.045, 0.02), (-0.075, -0.03)):
        cx, cy = x + dx, y + dy
        for i in range(4):
            c.ellipse(cx + 0.007 + i * 0.012, cy - 0.03, 0.009, 0.011, c.p.accent)
        c.rect(cx, cy - 0.028, 0.052, 0.03, mix(c.p.warm, c.p.ink, 0.55))
        c.rect(cx, cy - 0.018, 0.052, 0.004, mix(c.p.warm, c.p.light, 0.3))


def draw_sheep(c: Canvas) -> None:
    """Draw a flock on a green hillside with its shepherd, mountains behind."""
    horizon = 0.5
    valley_floor(c, horizon, 0.3, 0.45)
    for i, y in enumerate((0.49, 0.55)):
        line = ridge(c.rng, c.w, y, 0.03, 0.45, 5) if not i else rolling(c.rng, c.w, y, 0.03)
        tone = mix(c.p.land[0], c.p.far, 0.45 - 0.3 * i)
        wood(c, line, 0.045, mix(c.p.far, c.p.near, 0.5 + 0.2 * i), 0.7)
        land(c, line, tone, c.p.land[1], shade=0.25)
    hill = [
        (-0.05 + (c.w + 0.1) * i / 40, 0.66 - 0.09 * math.sin(i / 40 * 2.6 + 0.5))
        for i in range(41)
    ]
    land(c, hill, c.p.land[0], c.p.land[1], shade=0.6)
    top = c.w * c.rng.uniform(0.26, 0.4)
    person(c, top, height_at(hill, top) + 0.02, 0.17, c.p.warm, staff=True)
    flock = []
    for row, count in enumerate((6, 5, 4, 3)):
        for i in range(count):
            x = c.w * (
                0.48 - 0.06 * row + (0.52 + 0.1 * row) * (i + c.rng.uniform(0.2, 0.8)) / count
            )
            flock.append((0.655 + 0.088 * row + c.rng.uniform(-0.012, 0.02), x, 0.05 + 0.027 * row))
    for number, (y, x, size) in enumerate(sorted(flock)):
        sheep(c, x, y, size * c.rng.uniform(0.9, 1.08), number in (5, 12))
    for _ in range(5):
        bush(
            c,
            c.w * c.rng.uniform(0, 0.3),
            c.rng.uniform(0.8, 1.0),
            0.035,
            mix(c.p.land[1], c.p.near, 0.4),
        )
    grass(c, 1.0, 0.07, mix(c.p.land[1], c.p.ink, 0.4), 100)
    birds(c, c.w * 0.55, 0.2, 4)

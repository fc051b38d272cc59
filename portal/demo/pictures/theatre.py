"""The theatre at night: portico, lantern, audience."""

from .buildings import house, lamp, person, window
from .canvas import Canvas, Point, smooth
from .palette import Colour, mix
from .plants import blob
from .terrain import land, ridge, sky
from .towns import walls


def draw_theatre(c: Canvas) -> None:
    """Draw the theatre at night: lit columns under a pediment, banners, steps, the audience."""
    sky(c, (c.w * 0.12, 0.17, 0.05), 2)
    land(c, ridge(c.rng, c.w, 0.55, 0.08), mix(c.p.far, c.p.near, 0.5), c.p.near)
    size = min(1.0, c.w * 0.8)
    for side in (-1, 1):
        for i in range(3):
            wall, roof = walls(c, 0.5)
            wide = 0.19 * size
            x = c.w / 2 + side * (0.62 * size + wide * 1.05 * i) - wide / 2
            house(c, x, 0.86, wide, 0.3 * size + 0.05 * c.rng.random(), wall, roof, 3)
    pavement = mix(c.p.near, c.p.light, 0.2)
    land(c, [(-0.05, 0.85), (c.w + 0.05, 0.85)], pavement, mix(pavement, c.p.ink, 0.5))
    _facade(c, c.w / 2, 0.85, size)
    for i, fx in enumerate((-0.62, -0.5, -0.3, -0.22, 0.25, 0.4, 0.55)):
        person(
            c,
            c.w / 2 + fx * size,
            0.93 + 0.045 * c.rng.random(),
            0.15,
            (c.p.warm, c.p.near, c.p.accent, c.p.water[1])[i % 4],
        )
    for side in (-1, 1):
        lamp(c, c.w / 2 + side * 0.56 * size, 0.9, 0.2)


def _facade(c: Canvas, x: float, y: float, s: float) -> None:
    """Draw the theatre's front, its steps centred on (x, y); s is the scale."""
    wall, trim = mix(c.p.light, c.p.sky[1], 0.42), mix(c.p.light, c.p.accent, 0.22)
    half, roof = 0.46 * s, y - 0.42 * s
    drum = mix(c.p.water[1], c.p.near, 0.3)
    dome: list[Point] = [
        (x - 0.2 * s, roof),
        (x - 0.19 * s, roof - 0.14 * s),
        (x, roof - 0.24 * s),
        (x + 0.19 * s, roof - 0.14 * s),
        (x + 0.2 * s, roof),
    ]
    c.poly(smooth(dome, closed=False), drum)
    c.glow(x, roof - 0.275 * s, 0.2 * s, c.p.accent, 0.9)
    c.rect(x - 0.032 * s, roof - 0.29 * s, 0.064 * s, 0.07 * s, c.p.accent)
    for dx in (-0.032, -0.004, 0.025):
        c.rect(x + dx * s, roof - 0.29 * s, 0.008 * s, 0.07 * s, c.p.ink)
    c.poly(
        [(x - 0.05 * s, roof - 0.29 * s), (x, roof - 0.35 * s), (x + 0.05 * s, roof - 0.29 * s)],
        c.p.ink,
    )
    c.grad(
        [(x - half, roof), (x + half, roof), (x + half, y), (x - half, y)],
        mix(wall, c.p.near, 0.25),
        wall,
    )
    _portico(c, x, y, s, roof, trim)
    for i in range(5):
        wide = (0.38 + 0.035 * i) * s
        c.rect(
            x - wide,
            y + 0.014 * i - 0.014,
            wide * 2,
            0.016,
            mix(trim, c.p.near, 0.15 + 0.1 * (i % 2)),
        )
    c.poly(
        [
            (x - 0.06 * s, y - 0.014),
            (x + 0.06 * s, y - 0.014),
            (x + 0.11 * s, y + 0.07),
            (x - 0.11 * s, y + 0.07),
        ],
        c.p.warm,
    )


def _portico(c: Canvas, x: float, y: float, s: float, roof: float, trim: Colour) -> None:
    """Draw columns, lit doors, banners and the pediment."""
    inner = [(x - 0.36 * s, roof), (x + 0.36 * s, roof), (x + 0.36 * s, y), (x - 0.36 * s, y)]
    c.grad(inner, mix(c.p.warm, c.p.ink, 0.45), mix(c.p.accent, c.p.warm, 0.35))
    c.glow(x, y - 0.1 * s, 0.4 * s, c.p.accent, 0.75)
    for i in range(5):
        dx = (i - 2) * 0.14 * s
        window(c, x + dx - 0.026 * s, roof + 0.09 * s, 0.052 * s, 0.07 * s, True)
        c.rect(x + dx - 0.036 * s, y - 0.19 * s, 0.072 * s, 0.19 * s, mix(c.p.warm, c.p.ink, 0.35))
        c.rect(x + dx - 0.028 * s, y - 0.18 * s, 0.056 * s, 0.18 * s, mix(c.p.accent, c.p.sun, 0.5))
        c.rect(x + dx - 0.003 * s, y - 0.18 * s, 0.006 * s, 0.18 * s, mix(c.p.warm, c.p.ink, 0.35))
    for i in range(6):
        cx = x + (i - 2.5) * 0.14 * s
        c.rect(cx - 0.021 * s, roof + 0.02 * s, 0.042 * s, y - roof - 0.02 * s, trim)
        c.rect(
            cx + 0.004 * s,
            roof + 0.02 * s,
            0.017 * s,
            y - roof - 0.02 * s,
            mix(trim, c.p.near, 0.28),
        )
        for level in (roof + 0.02 * s, y - 0.026 * s):
            c.rect(cx - 0.03 * s, level, 0.06 * s, 0.016 * s, trim)
    for side in (-1, 1):
        bx = x + side * 0.412 * s - 0.028 * s
        c.rect(bx, roof + 0.07 * s, 0.056 * s, 0.24 * s, c.p.warm)
        c.poly(blob(c.rng, bx + 0.028 * s, roof + 0.16 * s, 0.018 * s, 0.024 * s, 0.05), c.p.accent)
    c.rect(x - 0.49 * s, roof - 0.012 * s, 0.98 * s, 0.034 * s, trim)
    c.poly(
        [(x - 0.42 * s, roof - 0.01 * s), (x, roof - 0.15 * s), (x + 0.42 * s, roof - 0.01 * s)],
        trim,
    )
    c.poly(
        [(x - 0.35 * s, roof - 0.022 * s), (x, roof - 0.132 * s), (x + 0.35 * s, roof - 0.022 * s)],
        mix(trim, c.p.near, 0.35),
    )
    c.ellipse(x, roof - 0.062 * s, 0.03 * s, 0.03 * s, c.p.accent)

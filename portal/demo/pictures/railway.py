"""The narrow-gauge railway: engine, coaches, embankment."""

import math

from .canvas import Canvas, smooth
from .landscapes import valley_floor
from .palette import Colour, mix
from .plants import bush, grass, wood
from .terrain import (
    land,
    rolling,
)


def draw_railway(c: Canvas) -> None:
    """Draw the narrow-gauge train that crosses the valley on its embankment."""
    valley_floor(c, 0.5, 0.34)
    for i, y in enumerate((0.5, 0.56)):
        line = rolling(c.rng, c.w, y, 0.03)
        tone = mix(c.p.land[0], c.p.far, 0.5 - 0.3 * i)
        wood(c, line, 0.04 + 0.02 * i, mix(c.p.far, c.p.near, 0.45 + 0.2 * i), 0.7)
        land(c, line, tone, mix(tone, c.p.land[1], 0.6), shade=0.2)
    rail = c.rng.uniform(0.7, 0.8)
    for i in range(round(c.w * 4) + 1):
        x = c.w * (i + 0.3) / (c.w * 4)
        c.line([(x, rail), (x, rail - 0.27)], mix(c.p.ink, c.p.far, 0.25), 0.005)
        c.line(
            [(x - 0.02, rail - 0.255), (x + 0.02, rail - 0.255)], mix(c.p.ink, c.p.far, 0.25), 0.005
        )
        sag = [
            (x + 0.25 * j / 8, rail - 0.257 + 0.02 * math.sin(j / 8 * math.pi)) for j in range(9)
        ]
        c.line(sag, mix(c.p.ink, c.p.far, 0.25), 0.0016)
    _train(c, rail)
    _embankment(c, rail)
    for _ in range(12):
        bush(
            c,
            c.rng.uniform(0, c.w),
            c.rng.uniform(0.93, 1.02),
            c.rng.uniform(0.03, 0.06),
            mix(c.p.land[1], c.p.near, 0.5),
        )
    grass(c, 1.0, 0.1, mix(c.p.land[1], c.p.ink, 0.45), 110)


def _embankment(c: Canvas, rail: float) -> None:
    """Draw rail, sleepers, ballast and the grassy bank below them."""
    stone = mix(c.p.far, c.p.light, 0.3)
    c.poly(
        [
            (-0.05, rail + 0.012),
            (c.w + 0.05, rail + 0.012),
            (c.w + 0.05, rail + 0.05),
            (-0.05, rail + 0.05),
        ],
        stone,
    )
    c.stipple(
        [(-0.05, rail + 0.01), (c.w, rail + 0.01), (c.w, rail + 0.05), (-0.05, rail + 0.05)],
        c.p.near,
        0.9,
    )
    x = 0.0
    while x < c.w:
        c.rect(x, rail + 0.008, 0.018, 0.012, mix(c.p.ink, c.p.warm, 0.25))
        x += 0.032
    c.rect(-0.05, rail, c.w + 0.1, 0.008, c.p.ink)
    bank = [
        (-0.05 + (c.w + 0.1) * i / 30, rail + 0.045 + 0.006 * math.sin(i * 2.1)) for i in range(31)
    ]
    land(c, bank, mix(*c.p.land, 0.4), c.p.land[1], shade=0.7)


def _train(c: Canvas, rail: float) -> None:
    """Draw a small steam engine and its coaches that stand on the rail."""
    s = c.rng.uniform(0.1, 0.135) * min(1.1, 0.5 + c.w * 0.36)
    nose = c.w * c.rng.uniform(0.7, 0.9)

    for i in range(17):
        t = i / 16
        c.ellipse(
            nose - s * (0.4 + 6.5 * t**1.2),
            rail - s * (1.62 + 0.85 * t**0.6),
            s * (0.16 + 0.4 * t),
            s * (0.13 + 0.24 * t),
            mix(c.p.light, c.p.sky[1], 0.25),
            round(215 - 165 * t),
        )
    _engine(c, nose, rail, s)
    x = nose - s * 2.75
    tones = (c.p.warm, c.p.warm, mix(c.p.warm, c.p.accent, 0.6), c.p.warm, c.p.warm)
    for tone in tones[: c.rng.randrange(2, 6)]:
        _coach(c, x - s * 2.5, rail, s, tone)
        x -= s * 2.62


def _coach(c: Canvas, x: float, rail: float, s: float, tone: Colour) -> None:
    """Draw a coach, 2.5s long, from x to the right."""
    c.rect(x + s * 0.1, rail - s * 0.3, s * 2.3, s * 0.16, c.p.ink)
    for dx in (0.4, 0.75, 1.75, 2.1):
        c.ellipse(x + dx * s, rail - s * 0.13, s * 0.13, s * 0.13, c.p.ink)
    c.rect(x, rail - s * 1.12, s * 2.5, s * 0.86, tone)
    c.rect(x, rail - s * 0.52, s * 2.5, s * 0.26, mix(tone, c.p.ink, 0.25))
    c.rect(x, rail - s * 0.56, s * 2.5, s * 0.05, c.p.light)
    for i in range(6):
        c.rect(
            x + s * (0.16 + 0.38 * i),
            rail - s * 1.0,
            s * 0.27,
            s * 0.34,
            mix(c.p.light, c.p.accent, 0.35),
        )
    c.poly(
        smooth(
            [
                (x - s * 0.06, rail - s * 1.1),
                (x + s * 0.1, rail - s * 1.26),
                (x + s * 2.4, rail - s * 1.26),
                (x + s * 2.56, rail - s * 1.1),
            ],
            closed=False,
        ),
        mix(c.p.near, c.p.light, 0.25),
    )
    c.rect(x - s * 0.14, rail - s * 0.34, s * 0.2, s * 0.06, c.p.ink)


def _engine(c: Canvas, nose: float, rail: float, s: float) -> None:
    """Draw the engine, 2.6s long, its buffers at x = nose."""
    green, dark = mix(c.p.near, c.p.land[1], 0.2), c.p.ink
    c.rect(nose - s * 2.6, rail - s * 0.42, s * 2.55, s * 0.2, dark)
    c.rect(nose - s * 1.75, rail - s * 1.1, s * 1.6, s * 0.58, green)
    c.ellipse(nose - s * 0.15, rail - s * 0.81, s * 0.09, s * 0.29, mix(green, dark, 0.5))
    c.rect(nose - s * 1.75, rail - s * 1.04, s * 1.6, s * 0.09, mix(green, c.p.light, 0.3))
    for dx in (1.5, 1.0, 0.5):
        c.rect(nose - s * dx, rail - s * 1.1, s * 0.05, s * 0.58, c.p.accent)
    c.poly(
        [
            (nose - s * 0.52, rail - s * 1.08),
            (nose - s * 0.58, rail - s * 1.5),
            (nose - s * 0.26, rail - s * 1.5),
            (nose - s * 0.32, rail - s * 1.08),
        ],
        dark,
    )
    c.rect(nose - s * 0.62, rail - s * 1.53, s * 0.4, s * 0.09, c.p.accent)
    c.ellipse(nose - s * 1.1, rail - s * 1.1, s * 0.17, s * 0.19, c.p.accent)
    c.rect(nose - s * 2.55, rail - s * 1.42, s * 0.85, s * 1.02, c.p.warm)
    c.rect(nose - s * 2.38, rail - s * 1.25, s * 0.46, s * 0.36, mix(c.p.light, c.p.accent, 0.35))
    c.rect(nose - s * 2.66, rail - s * 1.5, s * 1.05, s * 0.11, dark)
    c.poly(
        [
            (nose - s * 0.1, rail - s * 0.42),
            (nose + s * 0.16, rail - s * 0.05),
            (nose - s * 0.2, rail - s * 0.05),
        ],
        dark,
    )
    for dx, r in ((2.25, 0.17), (1.6, 0.26), (1.0, 0.26), (0.42, 0.15)):
        x, y = nose - s * dx, rail - s * r
        c.ellipse(x, y, s * r, s * r, dark)
        c.ellipse(x, y, s * r * 0.72, s * r * 0.72, c.p.warm)
        c.ellipse(x, y, s * r * 0.22, s * r * 0.22, dark)
    c.line(
        [(nose - s * 1.6, rail - s * 0.2), (nose - s * 0.75, rail - s * 0.26)], c.p.light, s * 0.06
    )
    c.glow(nose - s * 0.05, rail - s * 1.0, s * 0.5, c.p.sun, 0.8)

"""Ways through the valley: the bridge and the road."""

import math

from .buildings import hut
from .canvas import Canvas, Point, smooth
from .landscapes import valley_floor
from .palette import mix
from .plants import bush, conifer, grass, poplar, wood
from .terrain import (
    birds,
    distance,
    land,
    mountains,
    ribbon,
    ridge,
    ripples,
    rolling,
    sky,
)


def draw_bridge(c: Canvas) -> None:
    """Draw a stone bridge of tall arches across the river gorge, mountains behind."""
    valley_floor(c, 0.54, 0.42)
    for i, y in enumerate((0.52, 0.6)):
        line = ridge(c.rng, c.w, y, 0.04, 0.5)
        tone = mix(c.p.far, c.p.near, 0.35 + 0.2 * i)
        wood(c, line, 0.04 + 0.02 * i, tone)
        land(c, line, tone, mix(tone, c.p.land[1], 0.5), 0.79, 0)
        c.veil(y, y + 0.1, c.p.sky[2], 0.0, 0.3)
    water = 0.74
    c.rect(0, water + 0.03, c.w, 1 - water, c.p.water[0])
    _banks(c, water)
    _arches(c, c.rng.uniform(0.44, 0.54), water + 0.03)
    c.mirror(water + 0.03, 1.0, mix(*c.p.water, 0.5), 0.4)
    c.veil(water + 0.03, 1.0, c.p.water[1], 0.05, 0.6)
    ripples(c, water + 0.05, 0.98, 50)
    tree = c.rng.choice((poplar, conifer))
    for fx in (0.0, 0.055, 0.95, 1.0):
        bush(c, c.w * fx, 1.03, 0.11, mix(c.p.near, c.p.land[1], 0.35))
        if c.rng.random() < 0.7:
            tree(c, c.w * fx, 1.04, c.rng.uniform(0.3, 0.6), mix(c.p.near, c.p.ink, 0.25))
    birds(c, c.w * 0.4, 0.25)


def _banks(c: Canvas, water: float) -> None:
    """Draw the wooded slopes that the bridge springs from."""
    for side in (0, 1):
        slope = [
            (c.w * f, y)
            for f, y in (
                (-0.02, 0.4),
                (0.1, 0.44),
                (0.19, 0.56),
                (0.24, 0.68),
                (0.3, water + 0.035),
                (-0.02, water + 0.035),
            )
        ]
        slope = [(c.w - x if side else x, y) for x, y in slope]
        tone = mix(c.p.land[1], c.p.near, 0.45)
        c.grad(slope, tone, mix(tone, c.p.ink, 0.4))
        c.stipple(slope, c.p.land[0], 0.4, "up")
        for i in range(7):
            t = i / 6
            x = c.w * (0.01 + 0.16 * t)
            conifer(
                c,
                c.w - x if side else x,
                0.44 + 0.19 * t * t + 0.04,
                c.rng.uniform(0.08, 0.15),
                mix(c.p.near, c.p.land[1], 0.2),
            )


def _arches(c: Canvas, deck: float, foot: float) -> None:
    """Draw the bridge: piers, arches and parapet between the deck and the water."""
    stone = mix(mix(c.p.light, c.p.accent, 0.3), c.p.far, 0.25)
    shade, dark = mix(stone, c.p.near, 0.4), mix(stone, c.p.near, 0.62)
    spans = max(2, round(c.w * c.rng.choice((1.8, 2.4, 3.2))))
    left, right = c.w * 0.08, c.w * 0.92
    span = (right - left) / spans
    pier = span * 0.2
    spring = min(deck + 0.06 + span * 0.42, foot - 0.03)
    outline: list[Point] = [
        (-0.02, deck - 0.012),
        (c.w + 0.02, deck - 0.012),
        (c.w + 0.02, deck + 0.05),
    ]
    for i in reversed(range(spans)):
        a, b = left + span * i + pier / 2, left + span * (i + 1) - pier / 2
        middle, radius = (a + b) / 2, (b - a) / 2
        vault = _vault(middle, spring, radius)
        outline += [(b, foot), *vault, (a, foot)]
        inner = [(x * 0.86 + middle * 0.14 + radius * 0.14, y + radius * 0.03) for x, y in vault]
        c.poly([*vault, (a, foot), (a + radius * 0.28, foot), *reversed(inner)], dark)
    outline += [(-0.02, deck + 0.05)]
    c.grad(outline, stone, mix(stone, c.p.far, 0.35))
    c.stipple(outline, shade, 0.75)
    for i in range(1, spans):
        x = left + span * i
        c.rect(x - pier * 0.7, foot - 0.02, pier * 1.4, 0.025, shade)
        c.rect(x + pier * 0.2, deck + span * 0.1, pier * 0.3, foot - deck - span * 0.1, shade, 150)
    for i in range(spans):
        middle, radius = left + span * (i + 0.5), (span - pier) / 2
        ring, outer = (_vault(middle, spring, radius * share) for share in (1.0, 1.15))
        c.poly([*ring, *reversed(outer)], mix(stone, c.p.light, 0.45))
        for inside, outside in zip(ring, outer, strict=True):
            c.line([inside, outside], shade, 0.0016)
    c.rect(-0.02, deck - 0.028, c.w + 0.04, 0.02, mix(stone, c.p.light, 0.4))
    c.rect(-0.02, deck - 0.008, c.w + 0.04, 0.008, dark)


def _vault(x: float, y: float, radius: float) -> list[Point]:
    """Give the points of a half circle over (x, y), from right to left."""
    turns = [i / 18 * math.pi for i in range(19)]
    return [(x + radius * math.cos(turn), y - radius * math.sin(turn)) for turn in turns]


def draw_road(c: Canvas) -> None:
    """Draw a road that winds up to the pass, with its markings, posts and a bus."""
    sky(c, (c.w * c.rng.uniform(0.2, 0.7), c.rng.uniform(0.14, 0.22), 0.05))
    pace, start = c.rng.uniform(7.5, 10), c.rng.uniform(0.2, 0.9)
    distance(c, 0.52, 0.26)
    mountains(c, 0.56, 0.42, 2 + round(c.w * 1.4), 0.45)
    c.veil(0.36, 0.56, c.p.sky[2], 0.0, 0.55)
    hills = ((0.52, 0.03, 0.45), (0.6, 0.02, 0.15))
    for y, rise, share in hills:
        line = rolling(c.rng, c.w, y, rise)
        wood(c, line, 0.04, mix(c.p.far, c.p.near, 0.5), 0.5)
        land(c, line, mix(c.p.land[0], c.p.far, share), mix(*c.p.land, 0.5), shade=0.35)
    land(c, rolling(c.rng, c.w, 0.645, 0.006), c.p.land[0], c.p.land[1], shade=0.6)

    def centre(t: float) -> float:
        return c.w * (
            0.5
            + 0.3 * math.pow(1 - t, 0.6) * math.sin(math.pow(t, 0.6) * pace + start) * (0.3 + t)
            + 0.02 * t
        )

    tarmac, top = mix(c.p.near, c.p.far, 0.42), 0.6
    edges = ribbon(top, 1.03, centre, c.w * 0.72, 0.012, 1.8)
    kerb = ribbon(top, 1.03, centre, c.w * 0.8, 0.016, 1.8)
    c.poly([*kerb[0], *reversed(kerb[1])], mix(c.p.light, c.p.land[0], 0.45))
    body = [*edges[0], *reversed(edges[1])]
    c.grad(body, mix(tarmac, c.p.sky[2], 0.3), tarmac)
    c.stipple(body, c.p.ink, 0.55)
    _markings(c, edges)
    bus = c.rng.randrange(24, 38)
    if c.rng.random() < 0.5:
        _bus(
            c,
            (edges[0][bus][0] * 0.3 + edges[1][bus][0] * 0.7),
            edges[0][bus][1] + 0.004,
            0.03 + bus * 0.0015,
        )
    _posts(c, edges)
    hut(c, c.w * c.rng.choice((0.12, 0.8, 0.88)), 0.665, 0.06)
    grass(c, 1.01, 0.07, mix(c.p.land[1], c.p.ink, 0.4), 40)
    birds(c, c.w * 0.65, 0.16)


def _posts(c: Canvas, edges: tuple[list[Point], list[Point]]) -> None:
    """Draw marker posts on both sides of the road."""
    for at in range(16, 57, 5):
        for edge, side in ((edges[0], -1), (edges[1], 1)):
            x, y, h = (
                edge[at][0] + side * 0.09 * (at / 60) ** 2,
                edge[at][1],
                0.11 * (at / 60) ** 1.6,
            )
            c.rect(x - h * 0.07, y - h, h * 0.14, h, c.p.light)
            c.rect(x - h * 0.07, y - h * 0.85, h * 0.14, h * 0.22, c.p.warm)


def _markings(c: Canvas, edges: tuple[list[Point], list[Point]]) -> None:
    """Draw the dashes in the middle of a road."""
    middle = [((a + b) / 2, y) for (a, y), (b, _) in zip(*edges, strict=True)]
    width = [(b - a) * 0.022 for (a, _), (b, _) in zip(*edges, strict=True)]
    for i in range(6, 60, 3):
        (x0, y0), (x1, y1) = middle[i], middle[min(60, i + 1)]
        x1, y1 = x0 + (x1 - x0) * 1.4, y0 + (y1 - y0) * 1.4
        c.poly(
            [
                (x0 - width[i], y0),
                (x0 + width[i], y0),
                (x1 + width[i] * 1.05, y1),
                (x1 - width[i] * 1.05, y1),
            ],
            c.p.light,
        )


def _bus(c: Canvas, x: float, y: float, s: float) -> None:
    """Draw a small bus seen from behind; s is its height, (x, y) the middle of its foot."""
    c.ellipse(x + s * 0.15, y, s * 0.6, s * 0.08, c.p.ink, 120)
    for dx in (-0.36, 0.22):
        c.rect(x + dx * s, y - s * 0.14, s * 0.15, s * 0.15, c.p.ink)
    c.poly(
        smooth(
            [
                (x - s * 0.42, y - s * 0.1),
                (x - s * 0.43, y - s * 0.9),
                (x - s * 0.3, y - s),
                (x + s * 0.3, y - s),
                (x + s * 0.43, y - s * 0.9),
                (x + s * 0.42, y - s * 0.1),
            ]
        ),
        c.p.warm,
    )
    c.rect(x - s * 0.34, y - s * 0.86, s * 0.68, s * 0.34, mix(c.p.light, c.p.sky[1], 0.4))
    c.rect(x - s * 0.42, y - s * 0.42, s * 0.84, s * 0.08, c.p.light)
    for dx in (-0.36, 0.26):
        c.rect(x + dx * s, y - s * 0.28, s * 0.1, s * 0.08, c.p.accent)

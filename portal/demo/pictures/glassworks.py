"""The glassworks: kiln, hall, chimneys and what is blown there."""

from .buildings import person, smoke
from .canvas import Canvas, smooth
from .palette import Colour, mix
from .terrain import (
    distance,
    land,
    ridge,
    sky,
)


def draw_glassworks(c: Canvas) -> None:
    """Draw the glassworks: kiln cone, saw-tooth hall, chimneys; coloured glass in front."""
    sky(c, (c.w * 0.18, 0.24, 0.055), 2)
    distance(c, 0.6, 0.26)
    line = ridge(c.rng, c.w, 0.54, 0.04)
    land(c, line, mix(c.p.far, c.p.near, 0.4), mix(c.p.far, c.p.near, 0.6))
    brick = mix(mix(c.p.warm, c.p.ink, 0.35), c.p.far, 0.15)
    base = 0.8
    for fx in (0.58, 0.7, 0.86)[: c.rng.randrange(1, 4)]:
        _chimney(c, c.w * fx, base, c.rng.uniform(0.44, 0.62), brick)
    _hall(c, c.w * 0.4, c.w * 1.02, base, brick)
    _cone(c, c.w * 0.26, base, c.rng.uniform(0.46, 0.54), brick)
    sill = 0.9
    land(
        c,
        [(-0.05, base - 0.004), (c.w + 0.05, base - 0.004)],
        mix(c.p.near, c.p.far, 0.25),
        c.p.near,
    )
    c.grad(
        [(-0.05, sill), (c.w + 0.05, sill), (c.w + 0.05, 1.01), (-0.05, 1.01)],
        mix(c.p.warm, c.p.ink, 0.62),
        c.p.ink,
    )
    c.rect(-0.05, sill, c.w + 0.1, 0.007, mix(c.p.accent, c.p.warm, 0.3))
    tints = (
        c.p.accent,
        mix(c.p.water[1], c.p.water[0], 0.4),
        c.p.warm,
        mix(c.p.land[1], c.p.accent, 0.3),
        mix(c.p.water[1], c.p.near, 0.2),
        mix(c.p.warm, c.p.light, 0.4),
    )
    count, first = max(4, round(c.w * 4.6)), c.rng.randrange(6)
    for i in range(count):
        _vessel(
            c,
            c.w * (i + 0.5) / count,
            sill + 0.035,
            c.rng.uniform(0.85, 1.1) * 0.24,
            (first + i) % 6,
            tints[(i * 5 + first) % 6],
        )


def _chimney(c: Canvas, x: float, y: float, h: float, brick: Colour) -> None:
    """Draw a factory chimney with bands and smoke."""
    w = 0.045
    smoke(c, x, y - h - 0.01, 0.3)
    c.poly([(x - w / 2, y), (x - w * 0.33, y - h), (x + w * 0.33, y - h), (x + w / 2, y)], brick)
    c.poly(
        [(x + w * 0.1, y), (x + w * 0.08, y - h), (x + w * 0.33, y - h), (x + w / 2, y)],
        mix(brick, c.p.ink, 0.4),
    )
    for share in (0.985, 0.9):
        c.rect(x - w * 0.42, y - h * share, w * 0.84, h * 0.022, c.p.light)


def _hall(c: Canvas, left: float, right: float, base: float, brick: Colour) -> None:
    """Draw a brick hall with a saw-tooth roof of lit glass."""
    eaves, teeth = base - 0.2, max(3, round((right - left) / 0.17))
    step = (right - left) / teeth
    for i in range(teeth):
        x = left + i * step
        c.poly([(x, eaves), (x, eaves - 0.095), (x + step, eaves)], mix(brick, c.p.ink, 0.45))
        c.poly(
            [
                (x, eaves),
                (x, eaves - 0.085),
                (x + step * 0.3, eaves - 0.052),
                (x + step * 0.3, eaves),
            ],
            mix(c.p.accent, c.p.light, 0.3),
        )
        c.rect(x + step * 0.13, eaves - 0.08, 0.004, 0.08, c.p.ink)
    c.grad(
        [(left, eaves), (right, eaves), (right, base), (left, base)],
        brick,
        mix(brick, c.p.ink, 0.35),
    )
    count = max(4, round((right - left) / 0.1))
    for i in range(count):
        x = left + (right - left) * (i + 0.5) / count
        c.ellipse(x, eaves + 0.06, 0.026, 0.026, c.p.accent)
        c.rect(x - 0.026, eaves + 0.06, 0.052, 0.08, c.p.accent)
        for dx in (-0.011, 0.009):
            c.rect(x + dx, eaves + 0.034, 0.003, 0.106, mix(brick, c.p.ink, 0.6))
        c.rect(x - 0.026, eaves + 0.085, 0.052, 0.003, mix(brick, c.p.ink, 0.6))


def _cone(c: Canvas, x: float, y: float, h: float, brick: Colour) -> None:
    """Draw the great bottle-shaped kiln with the furnace's light in its doorway."""
    half = h * 0.44
    smoke(c, x, y - h, 0.26)
    left = [
        (x - half, y),
        (x - half * 0.86, y - h * 0.3),
        (x - half * 0.5, y - h * 0.66),
        (x - half * 0.27, y - h * 0.88),
        (x - half * 0.25, y - h),
    ]
    right = [(2 * x - a, b) for a, b in reversed(left)]
    side = smooth(left, closed=False), smooth(right, closed=False)
    body = [*side[0], *side[1]]
    warm = mix(brick, c.p.warm, 0.35)
    c.poly(body, warm)
    c.poly([(x + half * 0.06, y - h), *side[1], (x + half * 0.3, y)], mix(warm, c.p.ink, 0.28))
    c.stipple(body, c.p.ink, 0.5, "right")
    for share in (0.3, 0.6, 0.97):
        at = min(range(len(side[0])), key=lambda i: abs(side[0][i][1] - (y - h * share)))
        reach = x - side[0][at][0]
        c.rect(
            x - reach - 0.006, y - h * share, reach * 2 + 0.012, 0.012, mix(warm, c.p.light, 0.35)
        )
    c.ellipse(x, y - h * 0.17, half * 0.3, half * 0.3, c.p.accent)
    c.rect(x - half * 0.3, y - h * 0.17, half * 0.6, h * 0.17, c.p.accent)
    c.glow(x, y - h * 0.1, half * 1.1, c.p.accent, 0.8)
    c.glow(x, y - h * 0.1, half * 0.45, (255, 250, 225), 0.9)
    person(c, x - half * 0.12, y + 0.01, h * 0.24, c.p.ink)


def _vessel(c: Canvas, x: float, y: float, h: float, kind: int, tint: Colour) -> None:
    """Draw a translucent bottle, carafe, vase, bowl or goblet that stands at (x, y), h tall."""
    profiles = (
        ((0.0, 0.22), (0.1, 0.24), (0.5, 0.23), (0.64, 0.1), (0.95, 0.075), (1.0, 0.1)),
        ((0.0, 0.2), (0.12, 0.36), (0.36, 0.34), (0.6, 0.12), (0.85, 0.1), (1.0, 0.2)),
        ((0.0, 0.17), (0.2, 0.2), (0.5, 0.31), (0.75, 0.28), (0.88, 0.18), (1.0, 0.29)),
        ((0.0, 0.14), (0.08, 0.2), (0.3, 0.4), (0.55, 0.43)),
        (
            (0.0, 0.22),
            (0.04, 0.17),
            (0.08, 0.035),
            (0.4, 0.035),
            (0.52, 0.2),
            (0.75, 0.25),
            (0.95, 0.21),
        ),
        ((0.0, 0.27), (0.3, 0.3), (0.5, 0.2), (0.62, 0.07), (1.1, 0.06), (1.15, 0.1)),
    )
    profile = profiles[kind]
    left = smooth([(x - r * h, y - t * h) for t, r in profile], closed=False, steps=6)
    right = [(2 * x - a, b) for a, b in reversed(left)]
    c.ellipse(x + h * 0.2, y, h * 0.4, h * 0.035, c.p.ink, 110)
    c.poly([*left, *right], tint, 190)
    c.poly(
        [*[(x + (a - x) * 0.72, b) for a, b in left], *[(x + (a - x) * 0.3, b) for a, b in right]],
        mix(tint, c.p.light, 0.5),
        90,
    )
    c.line([(x + (a - x) * 0.68, b) for a, b in left[3:-8]], (255, 255, 255), h * 0.03, 170)
    c.line(left, mix(tint, c.p.ink, 0.45), h * 0.014)
    c.line(right, mix(tint, c.p.ink, 0.45), h * 0.014)
    c.ellipse(x, left[-1][1], x - left[-1][0], h * 0.018, mix(tint, c.p.light, 0.55))

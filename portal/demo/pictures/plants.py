"""Plants and animals: conifers, poplars, fruit trees, grass, reeds, sheep."""

import math
import random

from .canvas import Canvas, Point, smooth
from .palette import Colour, mix
from .terrain import height_at


def blob(
    rng: random.Random,
    x: float,
    y: float,
    rx: float,
    ry: float,
    wobble: float = 0.12,
    count: int = 11,
) -> list[Point]:
    """Give a soft irregular outline round (x, y)."""
    points = []
    for i in range(count):
        angle = 6.2832 * i / count
        reach = 1 + rng.uniform(-wobble, wobble)
        points.append((x + math.cos(angle) * rx * reach, y + math.sin(angle) * ry * reach))
    return smooth(points, steps=6)


def conifer(
    c: Canvas, x: float, y: float, h: float, tone: Colour, snow: Colour | None = None
) -> None:
    """Print a spruce with its foot at (x, y), darker on the right, with snow if asked."""
    tiers, left, right = 6, [(x, y - h)], [(x, y - h)]
    for i in range(1, tiers + 1):
        t = i / tiers
        level, half = y - h + h * 0.93 * t, h * 0.2 * t**0.85
        for side, edge in ((-1, left), (1, right)):
            tip = half * c.rng.uniform(0.85, 1.1)
            edge += [
                (x + side * tip, level + c.rng.uniform(-0.01, 0.01) * h),
                (x + side * tip * 0.55, level - h * 0.03),
            ]
    c.rect(x - h * 0.018, y - h * 0.12, h * 0.036, h * 0.13, mix(tone, c.p.ink, 0.5))
    c.poly([*left, *reversed(right)], tone)
    c.poly([(x, y - h), *right, (x + h * 0.02, y - h * 0.1)], mix(tone, c.p.ink, 0.3))
    if snow:
        for i in range(1, tiers + 1):
            t = i / tiers
            level, half = y - h + h * 0.93 * t, h * 0.2 * t**0.85
            reach = c.rng.uniform(-0.1, 0.5)
            c.poly(
                [
                    (x - half * 0.98, level - h * 0.004),
                    (x - half * 0.3, level - h * 0.13),
                    (x + half * 0.2, level - h * 0.13),
                    (x + half * reach, level - h * 0.05),
                    (x + half * (reach - 0.25), level - h * 0.075),
                    (x - half * 0.25, level - h * 0.02),
                    (x - half * 0.45, level - h * 0.055),
                ],
                snow,
            )


def poplar(c: Canvas, x: float, y: float, h: float, tone: Colour) -> None:
    """Print a Lombardy poplar with its foot at (x, y)."""
    half = h * c.rng.uniform(0.075, 0.1)
    c.rect(x - h * 0.014, y - h * 0.12, h * 0.028, h * 0.12, mix(tone, c.p.ink, 0.5))
    outline = [
        (x, y - h),
        (x + half * 0.7, y - h * 0.72),
        (x + half, y - h * 0.35),
        (x + half * 0.5, y - h * 0.07),
        (x - half * 0.5, y - h * 0.07),
        (x - half, y - h * 0.35),
        (x - half * 0.7, y - h * 0.72),
    ]
    c.poly(smooth(outline, steps=6), tone)
    shade = [
        (x, y - h),
        (x + half * 0.7, y - h * 0.72),
        (x + half, y - h * 0.35),
        (x + half * 0.5, y - h * 0.07),
        (x + half * 0.05, y - h * 0.3),
        (x + half * 0.2, y - h * 0.65),
    ]
    c.poly(smooth(shade, steps=6), mix(tone, c.p.ink, 0.3))


def fruit_tree(
    c: Canvas, x: float, y: float, h: float, leaf: Colour, fruit: Colour | None = None
) -> None:
    """Print a round-headed orchard tree with its foot at (x, y), with fruit or blossom."""
    rng, bark, r = c.rng, mix(c.p.ink, leaf, 0.15), h * 0.4
    c.ellipse(x + r * 0.25, y, r * 0.95, h * 0.045, c.p.ink, 70)
    c.poly(
        [
            (x - h * 0.035, y),
            (x - h * 0.022, y - h * 0.5),
            (x + h * 0.022, y - h * 0.5),
            (x + h * 0.04, y),
        ],
        bark,
    )
    for side in (-1, 1):
        c.line([(x, y - h * 0.26), (x + side * r * 0.5, y - h * 0.52)], bark, h * 0.026)
    middle = y - h * 0.64
    _crown(c, x, middle, r, h * 0.34, leaf)
    for _ in range(46 if fruit else 0):
        angle, reach = rng.uniform(0, 6.283), math.sqrt(rng.random()) * 0.98
        fx, fy = x + math.cos(angle) * reach * r, middle + math.sin(angle) * reach * h * 0.33
        size = h * rng.uniform(0.009, 0.016)
        c.ellipse(fx + size * 0.3, fy + size * 0.3, size, size, mix(leaf, c.p.ink, 0.35))
        c.ellipse(fx, fy, size, size, fruit or leaf)


def _crown(c: Canvas, x: float, y: float, rx: float, ry: float, leaf: Colour) -> None:
    """Print a leafy crown round (x, y): tufts in shadow, in colour and in light."""
    for dx, dy, s, share in (
        (0.04, 0.06, 1.0, -0.3),
        (-0.06, -0.08, 0.84, 0.0),
        (-0.26, -0.3, 0.5, 0.12),
    ):
        tone = mix(leaf, c.p.light, share) if share >= 0 else mix(leaf, c.p.ink, -share)
        mx, my = x + dx * rx, y + dy * ry
        c.ellipse(mx, my, rx * s * 0.86, ry * s * 0.86, tone)
        for i in range(11):
            angle, r = 6.2832 * (i + c.rng.uniform(-0.2, 0.2)) / 11, s * c.rng.uniform(0.26, 0.36)
            c.ellipse(
                mx + math.cos(angle) * rx * s * 0.74,
                my + math.sin(angle) * ry * s * 0.74,
                rx * r,
                ry * r,
                tone,
            )


def bush(c: Canvas, x: float, y: float, r: float, tone: Colour) -> None:
    """Print a low round bush that stands at (x, y)."""
    outline = blob(c.rng, x, y - r * 0.3, r, r * 0.8, 0.14)
    c.poly([(px, min(py, y)) for px, py in outline], mix(tone, c.p.ink, 0.2))
    c.poly(blob(c.rng, x - r * 0.18, y - r * 0.64, r * 0.66, r * 0.4, 0.14), tone)


def wood(
    c: Canvas,
    line: list[Point],
    size: float,
    tone: Colour,
    density: float = 1.0,
    snow: Colour | None = None,
    gap: tuple[float, float] | None = None,
) -> None:
    """Plant conifers along a skyline, none between the two x of the gap."""
    x = -0.02
    while x < c.w + 0.02:
        h = size * c.rng.uniform(0.55, 1.1)
        if not gap or not gap[0] < x < gap[1]:
            conifer(c, x, height_at(line, x) + size * 0.12, h, tone, snow)
        x += size * c.rng.uniform(0.12, 0.4) / density


def grass(c: Canvas, base: float, h: float, tone: Colour, count: int = 60) -> None:
    """Print blades of grass along the foot of the picture."""
    for _ in range(count):
        x, lean = c.rng.uniform(-0.02, c.w + 0.02), c.rng.uniform(-0.4, 0.4)
        y, tall = base + c.rng.uniform(0, 0.03), h * c.rng.uniform(0.4, 1)
        c.poly(
            [
                (x - h * 0.03, y),
                (x + lean * tall * 0.4, y - tall * 0.6),
                (x + lean * tall, y - tall),
                (x + lean * tall * 0.4 + h * 0.03, y - tall * 0.55),
                (x + h * 0.04, y),
            ],
            tone,
        )


def reeds(c: Canvas, x: float, base: float, h: float, tone: Colour, count: int = 14) -> None:
    """Print a clump of bulrushes round x."""
    for _ in range(count):
        foot, lean = x + c.rng.gauss(0, h * 0.22), c.rng.uniform(-0.2, 0.2)
        tall = h * c.rng.uniform(0.5, 1)
        tip = (foot + lean * tall, base - tall)
        c.line([(foot, base), (foot + lean * tall * 0.3, base - tall * 0.6), tip], tone, h * 0.014)
        if c.rng.random() < 0.6:
            c.line(
                [tip, (tip[0] - lean * tall * 0.12, tip[1] + tall * 0.14)],
                mix(tone, c.p.warm, 0.35),
                h * 0.04,
            )


def sheep(c: Canvas, x: float, y: float, s: float, dark: bool = False) -> None:
    """Print a sheep that stands at (x, y), s tall; grazing or looking up, left or right."""
    rng, side = c.rng, c.rng.choice((-1, 1))
    wool = mix(c.p.light, c.p.ink, 0.62) if dark else mix(c.p.light, c.p.sky[2], 0.12)
    face = c.p.ink
    c.ellipse(x, y, s * 0.7, s * 0.07, c.p.ink, 70)
    for leg in (-0.34, -0.2, 0.22, 0.36):
        c.rect(x + leg * s - s * 0.03, y - s * 0.36, s * 0.06, s * 0.36, face)
    c.poly(blob(rng, x, y - s * 0.6, s * 0.6, s * 0.38, 0.07, 14), mix(wool, c.p.near, 0.28))
    c.poly(blob(rng, x - s * 0.04, y - s * 0.66, s * 0.53, s * 0.31, 0.07, 14), wool)
    drop = rng.choice((0.0, 0.0, 0.34))
    hx, hy = x + side * s * 0.66, y - s * (0.78 - drop)
    c.poly(blob(rng, hx, hy, s * 0.17, s * 0.2, 0.04, 9), face)
    c.ellipse(hx - side * s * 0.16, hy - s * 0.1, s * 0.12, s * 0.05, face)
    c.poly(blob(rng, hx - side * s * 0.06, hy - s * 0.17, s * 0.15, s * 0.1, 0.08, 8), wool)

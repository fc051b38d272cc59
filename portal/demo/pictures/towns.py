"""Towns: by day, by night, the market."""

import math

from .buildings import clock_tower, house, lamp, person
from .canvas import Canvas
from .landscapes import valley_floor
from .palette import Colour, mix
from .plants import bush, poplar
from .terrain import birds, distance, glitter, land, mountains, ripples, rolling, sky


def walls(c: Canvas, depth: float) -> tuple[Colour, Colour]:
    """Give a wall and a roof colour; depth from 0 (remote, hazy) to 1 (near)."""
    walls = (
        c.p.light,
        mix(c.p.light, c.p.accent, 0.35),
        mix(c.p.light, c.p.warm, 0.28),
        mix(c.p.light, c.p.far, 0.4),
        mix(c.p.light, c.p.land[0], 0.4),
    )
    roofs = (
        c.p.warm,
        mix(c.p.warm, c.p.ink, 0.25),
        mix(c.p.warm, c.p.accent, 0.35),
        mix(c.p.warm, c.p.near, 0.4),
    )
    haze = mix(c.p.far, c.p.sky[2], 0.35)
    wall, roof = c.rng.choice(walls), c.rng.choice(roofs)
    if c.p.night:
        wall, roof = mix(wall, c.p.sky[0], 0.62), mix(roof, c.p.ink, 0.55)
    return mix(wall, haze, 0.5 * (1 - depth)), mix(roof, haze, 0.5 * (1 - depth))


def _terrace(c: Canvas, y: float, size: float, depth: float) -> None:
    """Draw a row of houses across the picture, standing about y, with trees between."""
    x = -size * c.rng.uniform(0.1, 0.6)
    while x < c.w:
        w, h = size * c.rng.uniform(0.7, 1.15), size * c.rng.uniform(0.65, 1.15)
        wall, roof = walls(c, depth)
        foot = y + c.rng.uniform(-0.01, 0.01)
        if c.rng.random() < 0.2:
            tree = mix(mix(c.p.land[1], c.p.near, 0.5), c.p.far, 0.4 * (1 - depth))
            poplar(c, x + size * 0.16, foot + 0.01, size * c.rng.uniform(1.4, 2), tree)
            x += size * 0.32
        house(c, x, foot, w, h + 0.05, wall, roof, 2 if h < size else 3)
        x += w * c.rng.uniform(0.96, 1.08)


def draw_town(c: Canvas) -> None:
    """Draw a hillside town of tiled roofs round a clock tower, mountains behind."""
    unit = c.rng.uniform(0.085, 0.118) * min(1.05, 0.55 + c.w * 0.32)
    valley_floor(c, 0.48, 0.3, 0.45)
    hill = [(-0.05 + (c.w + 0.1) * i / 40, 0.53 - 0.1 * math.sin(i / 40 * 3.14)) for i in range(41)]
    land(c, hill, mix(c.p.land[0], c.p.far, 0.4), c.p.land[1])
    for i in range(5):
        t = i / 4
        _terrace(c, 0.56 + 0.105 * i, unit * (0.62 + 0.55 * t), t)
        if i == 2:
            clock_tower(
                c, c.w * c.rng.uniform(0.36, 0.56), 0.8, c.rng.uniform(0.46, 0.6), _tower_wall(c)
            )
        c.veil(0.46 + 0.105 * i, 0.58 + 0.105 * i, c.p.sky[2], 0.0, 0.16 * (1 - t))
    for _ in range(9):
        bush(
            c,
            c.rng.uniform(0, c.w),
            1.015,
            c.rng.uniform(0.04, 0.085),
            mix(c.p.land[1], c.p.near, 0.45),
        )
    birds(c, c.w * 0.42, 0.14)


def _tower_wall(c: Canvas) -> Colour:
    """Give the clock tower's colour: pale by day, dim by night."""
    return mix(c.p.light, c.p.sky[0], 0.5) if c.p.night else mix(c.p.light, c.p.accent, 0.18)


def draw_nighttown(c: Canvas) -> None:
    """Draw the town by night along its river: lit windows, moon, lamps, reflections."""
    quay, unit = 0.66, c.rng.uniform(0.1, 0.135) * min(1.05, 0.55 + c.w * 0.32)
    moon = c.w * c.rng.uniform(0.56, 0.84)
    sky(c, (moon, c.rng.uniform(0.14, 0.22), 0.06), 2)
    distance(c, 0.56, 0.22)
    mountains(c, 0.56, 0.26, 2 + round(c.w * 1.5), 0.45)
    land(c, rolling(c.rng, c.w, 0.5, 0.02), mix(c.p.far, c.p.near, 0.6), c.p.near, shade=0.2)
    for i in range(3):
        _terrace(c, 0.55 + 0.05 * i, unit * (0.75 + 0.2 * i), 0.35 + 0.3 * i)
        if i == 1:
            clock_tower(
                c, c.w * c.rng.uniform(0.22, 0.45), 0.63, c.rng.uniform(0.4, 0.5), _tower_wall(c)
            )
    c.rect(0, quay - 0.022, c.w, 0.03, mix(c.p.near, c.p.light, 0.2))
    count = max(3, round(c.w * 5))
    for i in range(count):
        lamp(c, c.w * (i + 0.5) / count, quay - 0.015, 0.075)
    c.mirror(quay + 0.005, 1.0, c.p.water[1], 0.3)
    for i in range(count):
        glitter(c, c.w * (i + 0.5) / count, quay + 0.01, 0.93, c.p.accent, 0.035)
    glitter(c, moon, quay + 0.02, 0.98, c.p.sun, 0.09)
    ripples(c, quay + 0.03, 0.98, 26)
    c.veil(0.8, 1.0, c.p.ink, 0.0, 0.45)


def draw_market(c: Canvas) -> None:
    """Draw market stalls with striped awnings and heaps of fruit, and shoppers."""
    valley_floor(c, 0.36, 0.2, 0.4)
    _terrace(c, 0.52, 0.11, 0.35)
    clock_tower(c, c.w * c.rng.uniform(0.2, 0.8), 0.55, 0.4, _tower_wall(c))
    _terrace(c, 0.57, 0.13, 0.75)
    stone = mix(c.p.light, c.p.land[0], 0.3)
    land(c, [(-0.05, 0.56), (c.w + 0.05, 0.56)], stone, mix(stone, c.p.far, 0.5), shade=0.4)
    _bunting(c)
    cloths = [
        c.p.warm,
        mix(c.p.water[1], c.p.near, 0.25),
        c.p.accent,
        mix(c.p.land[1], c.p.near, 0.2),
    ]
    first = c.rng.randrange(4)
    for row, (y, s) in enumerate(((0.68, 0.2), (0.94, c.rng.uniform(0.29, 0.37)))):
        count = max(2, round(c.w / s / (1.35 if row else 1.5)))
        for i in range(count):
            x = c.w * (i + 0.5) / count + c.rng.uniform(-0.03, 0.03) * s
            _stall(c, x, y, s, cloths[(i + row + first) % 4])
        for i in range(round(count * (1.5 - 0.6 * row))):
            px = c.w * (i + 1 + c.rng.uniform(-0.12, 0.12)) / round(count * (1.5 - 0.6 * row))
            person(
                c,
                px,
                y + 0.04,
                s * c.rng.uniform(0.92, 1.05),
                c.rng.choice(cloths),
            )


def _bunting(c: Canvas) -> None:
    """Draw two strings of pennants across the square."""
    tones = (c.p.warm, c.p.accent, c.p.light, c.p.water[1])
    for top, sag in ((0.1, 0.13), (0.05, 0.07)):
        line = [(c.w * i / 40, top + sag * math.sin(i / 40 * 3.14)) for i in range(41)]
        c.line(line, c.p.ink, 0.002)
        for i in range(1, 40, 2):
            (x, y), (x2, y2) = line[i], line[i + 1]
            c.poly([(x, y), (x2, y2), ((x + x2) / 2, y + 0.035)], tones[i // 2 % 4])


def _stall(c: Canvas, x: float, y: float, s: float, cloth: Colour) -> None:
    """Draw a stall whose counter stands round (x, y), s wide, under a striped awning."""
    half, top = s * 0.56, y - s * 0.98
    c.rect(x - half * 0.9, y - s * 0.75, half * 1.8, s * 0.45, mix(c.p.ink, cloth, 0.3), 200)
    for side in (-0.93, 0.9):
        c.rect(x + half * side, top, s * 0.025, s * 1.0, mix(c.p.ink, c.p.accent, 0.15))
    person(c, x - s * 0.1, y, s * 0.64, mix(c.p.light, cloth, 0.2))
    wood = mix(c.p.warm, c.p.ink, 0.5)
    c.rect(x - half, y - s * 0.34, half * 2, s * 0.35, wood)
    c.rect(x - half, y - s * 0.34, half * 2, s * 0.03, mix(wood, c.p.light, 0.35))
    c.stipple(
        [(x - half, y - s * 0.3), (x + half, y - s * 0.3), (x + half, y), (x - half, y)],
        c.p.ink,
        0.5,
    )
    fruits = (c.p.warm, c.p.accent, mix(c.p.land[1], c.p.accent, 0.35), mix(c.p.warm, c.p.ink, 0.4))
    for heap in range(4):
        _heap(
            c, x - half + half * 0.5 * (heap + 0.5), y - s * 0.335, s * 0.125, c.rng.choice(fruits)
        )
    _awning(c, x, top, half * 1.16, s * 0.27, cloth)


def _heap(c: Canvas, x: float, y: float, half: float, tone: Colour) -> None:
    """Draw a heap of fruit on the counter."""
    r = half * 0.23
    for row in range(3):
        for i in range(5 - row):
            fx = x + (i - (4 - row) / 2) * half * 0.4
            c.ellipse(fx, y - r * 0.6 - row * r * 1.4, r, r, mix(tone, c.p.ink, 0.22))
            c.ellipse(fx - r * 0.2, y - r * 0.8 - row * r * 1.4, r * 0.75, r * 0.75, tone)


def _awning(c: Canvas, x: float, y: float, half: float, drop: float, cloth: Colour) -> None:
    """Draw a sloping striped awning with a scalloped hem; (x, y) is the middle of its top."""
    stripes = 8
    for i in range(stripes):
        a, b = -1 + 2 * i / stripes, -1 + 2 * (i + 1) / stripes
        tone = cloth if i % 2 else mix(c.p.light, cloth, 0.06)
        c.poly(
            [
                (x + a * half * 0.86, y),
                (x + b * half * 0.86, y),
                (x + b * half, y + drop),
                (x + a * half, y + drop),
            ],
            tone,
        )
        middle = x + (a + b) / 2 * half
        c.ellipse(middle, y + drop, half / stripes, drop * 0.2, mix(tone, c.p.ink, 0.16))
    c.poly(
        [
            (x - half, y + drop),
            (x + half, y + drop),
            (x + half * 0.97, y + drop * 0.8),
            (x - half * 0.97, y + drop * 0.8),
        ],
        c.p.ink,
        24,
    )

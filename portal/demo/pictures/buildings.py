"""Parts of towns: houses, huts, towers, smoke, lamps, people."""

from .canvas import Canvas, Point, smooth
from .palette import Colour, mix


def smoke(c: Canvas, x: float, y: float, s: float, tone: Colour | None = None) -> None:
    """Print smoke that drifts up and right from (x, y); s is its height."""
    tone = tone or mix(c.p.light, c.p.sky[1], 0.3)
    for i in range(9):
        t = i / 8
        r = s * (0.05 + 0.13 * t) * c.rng.uniform(0.85, 1.15)
        c.ellipse(x + s * 0.5 * t**1.5, y - s * t, r * 1.25, r, tone, round(190 - 150 * t))


def window(c: Canvas, x: float, y: float, w: float, h: float, lit: bool) -> None:
    """Print a window with a frame, its upper left corner at (x, y)."""
    c.rect(x - w * 0.14, y - h * 0.1, w * 1.28, h * 1.24, mix(c.p.light, c.p.near, 0.35))
    pane = c.p.accent if lit else mix(c.p.near, c.p.sky[1], 0.25)
    c.rect(x, y, w, h, pane)
    c.rect(x + w * 0.44, y, w * 0.12, h, mix(c.p.light, c.p.near, 0.35))
    if lit:
        c.glow(x + w / 2, y + h / 2, w * 3, c.p.accent, 0.25)


def house(
    c: Canvas, x: float, y: float, w: float, h: float, wall: Colour, roof: Colour, rows: int = 2
) -> None:
    """Print a house that stands at (x, y) to the right; gable front or eaves front."""
    rng, lift = c.rng, w * c.rng.uniform(0.32, 0.46)
    tall = y - h
    c.rect(x, tall, w, h, wall)
    c.rect(x + w * 0.72, tall, w * 0.28, h, mix(wall, c.p.near, 0.16))
    _roof(c, x, tall, w, h, lift, wall, roof)
    if rng.random() < 0.7:
        cx = x + w * rng.uniform(0.2, 0.7)
        c.rect(cx, tall - lift * 0.95, w * 0.09, lift * 0.55, mix(roof, c.p.ink, 0.3))
    columns = max(2, round(w / h * 2.6))
    for row in range(rows):
        for column in range(columns):
            ww, wh = w * 0.42 / columns, h * 0.42 / rows
            window(
                c,
                x + w * (column + 0.5) / columns - ww / 2,
                tall + h * (row + 0.3) / rows,
                ww,
                wh,
                rng.random() < (0.62 if c.p.night else 0.06),
            )


def _roof(
    c: Canvas, x: float, tall: float, w: float, h: float, lift: float, wall: Colour, roof: Colour
) -> None:
    """Print a gable or a hipped roof over the walls that end at height `tall`."""
    eave = w * 0.07
    if c.rng.random() < 0.45:
        c.poly([(x, tall), (x + w / 2, tall - lift), (x + w, tall)], wall)
        c.poly(
            [
                (x + w / 2, tall - lift - eave),
                (x + w + eave, tall),
                (x + w, tall + eave * 0.6),
                (x + w / 2, tall - lift + eave * 0.9),
                (x, tall + eave * 0.6),
                (x - eave, tall),
            ],
            roof,
        )
    else:
        peak = [
            (x - eave, tall),
            (x + w * 0.16, tall - lift * 0.8),
            (x + w * 0.84, tall - lift * 0.8),
            (x + w + eave, tall),
        ]
        c.poly(peak, roof)
        c.poly(
            [(x + w * 0.6, tall - lift * 0.8), peak[2], peak[3], (x + w * 0.72, tall)],
            mix(roof, c.p.ink, 0.2),
        )
        c.rect(x - eave, tall - 0.001, w + eave * 2, h * 0.03, mix(roof, c.p.ink, 0.4))


def hut(
    c: Canvas, x: float, y: float, s: float, fire: bool = False, snow: Colour | None = None
) -> None:
    """Print a hut or farmhouse whose middle stands at (x, y); s is its width."""
    if fire:
        smoke(c, x + s * 0.28, y - s * 0.82, s * 1.6)
    wall, roof = mix(c.p.light, c.p.sky[2], 0.3), c.p.warm
    if snow:
        wall, snow = mix(c.p.warm, c.p.ink, 0.3), mix(snow, (255, 255, 255), 0.4)
    c.rect(x - s * 0.5, y - s * 0.42, s, s * 0.42, wall)
    c.rect(x + s * 0.12, y - s * 0.42, s * 0.38, s * 0.42, mix(wall, c.p.near, 0.28))
    c.poly(
        [(x + s * 0.12, y - s * 0.42), (x + s * 0.31, y - s * 0.78), (x + s * 0.5, y - s * 0.42)],
        mix(wall, c.p.near, 0.28),
    )
    c.rect(x + s * 0.2, y - s * 0.85, s * 0.1, s * 0.25, mix(c.p.ink, roof, 0.4))
    top = [
        (x - s * 0.58, y - s * 0.4),
        (x - s * 0.4, y - s * 0.8),
        (x + s * 0.32, y - s * 0.8),
        (x + s * 0.13, y - s * 0.4),
    ]
    c.poly(top, snow or roof)
    c.poly(
        [
            (x + s * 0.32, y - s * 0.8),
            (x + s * 0.56, y - s * 0.38),
            (x + s * 0.5, y - s * 0.36),
            (x + s * 0.3, y - s * 0.72),
        ],
        mix(snow or roof, c.p.ink, 0.3),
    )
    if snow:
        c.line(
            [(x - s * 0.58, y - s * 0.39), (x + s * 0.13, y - s * 0.39)],
            mix(snow, c.p.near, 0.3),
            s * 0.03,
        )
    for dx in (-0.36, -0.14):
        window(c, x + dx * s, y - s * 0.27, s * 0.1, s * 0.13, True)
    c.rect(x + s * 0.26, y - s * 0.24, s * 0.11, s * 0.24, mix(c.p.ink, c.p.warm, 0.25))


def person(
    c: Canvas, x: float, y: float, h: float, coat: Colour, staff: bool = False, kit: bool = False
) -> None:
    """Print a person, h tall, feet at (x, y), in a coat or football kit, with a staff or none."""
    rng, dark = c.rng, c.p.ink
    skin = rng.choice(
        (mix(c.p.accent, c.p.light, 0.5), mix(c.p.accent, c.p.warm, 0.45), mix(c.p.warm, dark, 0.5))
    )
    hem, stride = (0.46, 0.13) if kit else (rng.choice((0.3, 0.36, 0.42)), rng.uniform(0.02, 0.07))
    c.ellipse(x + h * 0.08, y, h * 0.2, h * 0.02, dark, 80)
    _legs(c, x, y, h, coat, stride, skin if kit else None)
    _torso(c, x, y, h, coat, hem, skin)
    c.ellipse(x, y - h * 0.915, h * 0.058, h * 0.07, skin)
    hair = rng.choice(
        (dark, mix(dark, c.p.warm, 0.45), mix(c.p.light, dark, 0.35) if not kit else dark)
    )
    c.poly(
        smooth(
            [
                (x - h * 0.066, y - h * 0.9),
                (x - h * 0.058, y - h * 0.975),
                (x, y - h * 1.005),
                (x + h * 0.06, y - h * 0.975),
                (x + h * 0.062, y - h * 0.93),
                (x, y - h * 0.955),
            ],
            steps=5,
        ),
        hair,
    )
    if staff:
        c.line(
            [
                (x + h * 0.27, y),
                (x + h * 0.23, y - h * 0.92),
                (x + h * 0.27, y - h * 1.0),
                (x + h * 0.33, y - h * 0.95),
            ],
            dark,
            h * 0.022,
        )


def _legs(
    c: Canvas, x: float, y: float, h: float, coat: Colour, stride: float, bare: Colour | None
) -> None:
    """Print a person's legs: in trousers, or bare below shorts in that colour of skin."""
    dark = c.p.ink
    for side in (-1, 1):
        knee, foot = x + side * h * stride * 0.7, x + side * h * stride - (h * 0.03 if bare else 0)
        c.line(
            [(x + side * h * 0.045, y - h * 0.44), (knee, y - h * 0.22), (foot, y - h * 0.02)],
            bare or mix(dark, coat, 0.12),
            h * 0.062,
        )
        if bare:
            c.line([((knee + foot) / 2, y - h * 0.12), (foot, y - h * 0.02)], coat, h * 0.066)
        c.line([(foot, y - h * 0.012), (foot + h * 0.035, y - h * 0.012)], dark, h * 0.04)
    if bare:
        c.poly(
            [
                (x - h * 0.085, y - h * 0.5),
                (x + h * 0.085, y - h * 0.5),
                (x + h * 0.12, y - h * 0.33),
                (x, y - h * 0.38),
                (x - h * 0.12, y - h * 0.33),
            ],
            mix(dark, coat, 0.15),
        )


def _torso(c: Canvas, x: float, y: float, h: float, coat: Colour, hem: float, skin: Colour) -> None:
    """Print a person's upper body and arms; the coat ends at `hem` of the height."""
    shade, swing = mix(coat, c.p.ink, 0.28), c.rng.uniform(0.02, 0.07)
    c.rect(x - h * 0.025, y - h * 0.87, h * 0.05, h * 0.06, mix(skin, c.p.ink, 0.2))
    c.line(
        [
            (x + h * 0.095, y - h * 0.77),
            (x + h * (0.12 + swing), y - h * 0.6),
            (x + h * (0.1 + swing * 1.8), y - h * 0.47),
        ],
        shade,
        h * 0.055,
    )
    body: list[Point] = [
        (x - h * 0.05, y - h * 0.845),
        (x + h * 0.05, y - h * 0.845),
        (x + h * 0.115, y - h * 0.79),
        (x + h * 0.1, y - h * 0.6),
        (x + h * (0.135 - 0.1 * hem), y - h * hem),
        (x - h * (0.135 - 0.1 * hem), y - h * hem),
        (x - h * 0.1, y - h * 0.6),
        (x - h * 0.115, y - h * 0.79),
    ]
    c.poly(smooth(body, steps=5), coat)
    c.poly(
        smooth(
            [
                body[1],
                body[2],
                body[3],
                body[4],
                (x + h * 0.03, y - h * hem),
                (x + h * 0.045, y - h * 0.65),
            ],
            steps=5,
        ),
        shade,
    )
    c.line(
        [
            (x - h * 0.1, y - h * 0.77),
            (x - h * (0.125 + swing), y - h * 0.6),
            (x - h * (0.09 + swing), y - h * 0.47),
        ],
        mix(coat, c.p.ink, 0.12),
        h * 0.055,
    )
    for side, dx in ((1, 0.1 + swing * 1.8), (-1, 0.09 + swing)):
        c.ellipse(x + side * h * dx, y - h * 0.45, h * 0.026, h * 0.028, skin)


def clock_tower(c: Canvas, x: float, y: float, h: float, wall: Colour) -> None:
    """Print a slim tower with a clock and a green cupola, its foot centred on (x, y)."""
    w, copper = h * 0.17, mix(c.p.water[1], c.p.land[0], 0.35)
    top = y - h * 0.72
    c.rect(x - w / 2, top, w, y - top, wall)
    c.rect(x + w * 0.12, top, w * 0.38, y - top, mix(wall, c.p.near, 0.25))
    for level in (0.0, 0.3, 0.62):
        c.rect(x - w * 0.58, top + (y - top) * level, w * 1.16, h * 0.016, mix(wall, c.p.warm, 0.4))
    face = (x, top + w * 0.62)
    c.ellipse(*face, w * 0.36, w * 0.36, mix(c.p.ink, wall, 0.2))
    c.ellipse(*face, w * 0.3, w * 0.3, c.p.accent if c.p.night else c.p.light)
    c.line([face, (face[0], face[1] - w * 0.22)], c.p.ink, w * 0.05)
    c.line([face, (face[0] + w * 0.15, face[1] + w * 0.06)], c.p.ink, w * 0.05)
    dome = [
        (x - w * 0.6, top),
        (x - w * 0.62, top - h * 0.07),
        (x - w * 0.28, top - h * 0.15),
        (x, top - h * 0.26),
        (x + w * 0.28, top - h * 0.15),
        (x + w * 0.62, top - h * 0.07),
        (x + w * 0.6, top),
    ]
    c.poly(smooth(dome, closed=False), copper)
    c.poly(
        smooth([dome[3], dome[4], dome[5], dome[6], (x + w * 0.15, top)], closed=False),
        mix(copper, c.p.ink, 0.3),
    )
    c.line([(x, top - h * 0.25), (x, top - h * 0.32)], c.p.ink, h * 0.008)
    c.rect(x - w * 0.12, y - h * 0.24, w * 0.24, h * 0.12, mix(c.p.near, c.p.accent, 0.2))


def lamp(c: Canvas, x: float, y: float, h: float) -> None:
    """Print a street lamp with its foot at (x, y), alight."""
    c.line([(x, y), (x, y - h)], c.p.ink, h * 0.03)
    c.glow(x, y - h, h * 0.7, c.p.accent, 0.6)
    c.ellipse(x, y - h, h * 0.065, h * 0.075, c.p.sun)
    c.poly([(x - h * 0.09, y - h * 1.05), (x, y - h * 1.15), (x + h * 0.09, y - h * 1.05)], c.p.ink)

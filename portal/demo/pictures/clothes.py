"""Clothes of the portraits: shoulders, necks, collars."""

from .canvas import smooth
from .palette import Colour, mix, rgb
from .sitter import Bust, Sitter

_INK = rgb("221b1e")


def draw_clothes(b: Bust, who: Sitter) -> None:
    """Print shoulders, neck and one of five garments."""
    narrow = 0.93 if who.woman else 1.03
    half = [(0.07, 0.2), (0.095, 0.262), (0.19, 0.3), (0.3, 0.355), (0.352, 0.46), (0.385, 0.75)]
    torso = smooth([(x * narrow, y) for x, y in half], closed=False)
    body = [*torso, *[(-x, y) for x, y in reversed(torso)]]
    b.poly(body, who.cloth)
    b.c.stipple(b.at(body), mix(who.cloth, _INK, 0.45), 0.7, "right")
    for side in (-1, 1):
        b.stroke(
            [
                (side * 0.262 * narrow, 0.6),
                (side * 0.27 * narrow, 0.52),
                (side * 0.255 * narrow, 0.45),
            ],
            mix(who.cloth, _INK, 0.35),
            0.006,
        )
    (_crew, _roll, _jacket, _cardigan, _shirt)[who.dress](b, who)


def _neck(b: Bust, who: Sitter, depth: float, pointed: bool = False) -> None:
    """Print the neck down to a neckline at the depth, and the chin's shadow on it."""
    width = 0.064 if who.woman else 0.075
    if pointed:
        b.poly(
            [
                (-width, 0.1),
                (-width - 0.004, 0.23),
                (-width - 0.028, 0.262),
                (0.0, depth),
                (width + 0.028, 0.262),
                (width + 0.004, 0.23),
                (width, 0.1),
            ],
            who.skin,
        )
    else:
        b.shape(
            [
                (-width, 0.1),
                (-width, 0.2),
                (-width - 0.022, 0.258),
                (0.0, depth),
                (width + 0.022, 0.258),
                (width, 0.2),
                (width, 0.1),
            ],
            who.skin,
        )
    b.shape(
        [(-width, 0.14), (width, 0.1), (width, 0.235), (0.02, 0.235), (-width * 0.7, 0.2)],
        who.shade,
    )


def _crew(b: Bust, who: Sitter) -> None:
    """Print a round-necked jumper with a patterned yoke."""
    _neck(b, who, 0.315)
    rib = mix(who.cloth, _INK, 0.22)
    b.stroke([(-0.093, 0.245), (-0.06, 0.3), (0.0, 0.32), (0.06, 0.3), (0.093, 0.245)], rib, 0.026)
    if who.style % 2:
        for row, (y, half) in enumerate(((0.375, 0.2), (0.41, 0.23))):
            for i in range(9):
                x = half * (i - 4) / 4
                dip = y - 0.7 * x * x
                tone = mix(who.second, who.cloth, 0.15)
                b.poly(
                    [(x, dip - 0.014), (x + 0.014, dip), (x, dip + 0.014), (x - 0.014, dip)]
                    if not row
                    else [
                        (x - 0.02, dip - 0.004),
                        (x + 0.02, dip - 0.004),
                        (x + 0.02, dip + 0.004),
                        (x - 0.02, dip + 0.004),
                    ],
                    tone,
                )


def _roll(b: Bust, who: Sitter) -> None:
    """Print a roll-neck."""
    _neck(b, who, 0.27)
    fold = mix(who.cloth, (255, 255, 255), 0.14)
    b.shape(
        [(-0.086, 0.185), (0.0, 0.212), (0.086, 0.18), (0.1, 0.272), (0.0, 0.305), (-0.1, 0.275)],
        fold,
    )
    b.stroke([(-0.09, 0.24), (0.0, 0.268), (0.092, 0.236)], mix(who.cloth, _INK, 0.15), 0.006)


def _jacket(b: Bust, who: Sitter) -> None:
    """Print a jacket with lapels over a light shirt."""
    _open_shirt(b, who, rgb("f3efe6"))
    dark = mix(who.cloth, _INK, 0.22)
    for side in (-1, 1):
        tone = mix(who.cloth, (255, 255, 255), 0.1) if side < 0 else dark
        b.poly(
            [
                (side * x, y)
                for x, y in (
                    (0.098, 0.25),
                    (0.19, 0.31),
                    (0.165, 0.38),
                    (0.185, 0.4),
                    (0.02, 0.62),
                    (0.0, 0.56),
                )
            ],
            tone,
        )


def _open_shirt(b: Bust, who: Sitter, cloth: Colour) -> None:
    """Print a shirt's front and open collar."""
    b.poly([(-0.11, 0.25), (0.11, 0.25), (0.0, 0.62)], cloth)
    _neck(b, who, 0.335, pointed=True)
    for side in (-1, 1):
        tone = cloth if side < 0 else mix(cloth, _INK, 0.14)
        b.poly(
            [
                (side * x, y)
                for x, y in ((0.084, 0.205), (0.115, 0.262), (0.075, 0.36), (0.006, 0.33))
            ],
            tone,
        )
    for y in (0.38, 0.44, 0.5):
        b.oval(0.0, y, 0.006, 0.006, mix(cloth, _INK, 0.4))


def _cardigan(b: Bust, who: Sitter) -> None:
    """Print a buttoned cardigan over a plain top."""
    b.poly([(-0.11, 0.25), (0.11, 0.25), (0.0, 0.56)], who.second)
    _neck(b, who, 0.31)
    b.stroke(
        [(-0.09, 0.252), (-0.055, 0.3), (0.0, 0.316), (0.055, 0.3), (0.09, 0.252)],
        mix(who.second, _INK, 0.2),
        0.012,
    )
    band = mix(who.cloth, _INK, 0.2)
    for side in (-1, 1):
        b.poly(
            [
                (side * x, y)
                for x, y in (
                    (0.1, 0.245),
                    (0.128, 0.262),
                    (0.028, 0.56),
                    (0.02, 0.76),
                    (-0.004, 0.76),
                    (0.0, 0.53),
                )
            ],
            band,
        )
    for y in (0.585, 0.65):
        b.oval(0.0, y, 0.01, 0.01, mix(who.second, (255, 255, 255), 0.3))


def _shirt(b: Bust, who: Sitter) -> None:
    """Print a checked work shirt."""
    tone = mix(who.cloth, who.second, 0.45)
    for i in range(-5, 6):
        if i:
            b.poly(
                [
                    (i * 0.058 - 0.008, 0.33 + abs(i) * 0.012),
                    (i * 0.058 + 0.008, 0.33 + abs(i) * 0.012),
                    (i * 0.062 + 0.008, 0.76),
                    (i * 0.062 - 0.008, 0.76),
                ],
                tone,
                120,
            )
    for y in (0.42, 0.5, 0.58):
        b.stroke([(-0.31, y + 0.012), (0.0, y), (0.31, y + 0.012)], tone, 0.014, 120)
    b.poly([(-0.02, 0.3), (0.02, 0.3), (0.02, 0.76), (-0.02, 0.76)], mix(who.cloth, _INK, 0.1))
    _open_shirt_collar(b, who)


def _open_shirt_collar(b: Bust, who: Sitter) -> None:
    """Print the neck and collar of a work shirt, and its buttons."""
    _neck(b, who, 0.33, pointed=True)
    for side in (-1, 1):
        tone = mix(who.cloth, (255, 255, 255), 0.14) if side < 0 else mix(who.cloth, _INK, 0.12)
        b.poly(
            [
                (side * x, y)
                for x, y in ((0.084, 0.205), (0.118, 0.262), (0.08, 0.365), (0.006, 0.325))
            ],
            tone,
        )
    for y in (0.375, 0.45, 0.525):
        b.oval(0.0, y, 0.008, 0.008, mix(who.cloth, (255, 255, 255), 0.6))

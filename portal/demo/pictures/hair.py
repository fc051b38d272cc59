"""Hair of the portraits: cuts, long hair, and where a headscarf takes its place."""

import math

from .canvas import Point
from .headscarves import draw_tied, draw_wrapped
from .palette import mix, rgb
from .sitter import Bust, Sitter, both

_INK = rgb("221b1e")

_FALLS: tuple[list[Point], ...] = (  # long hair: straight, in a bun, in waves, a bob
    [(0, -0.25), (0.12, -0.215), (0.172, -0.08), (0.178, 0.1), (0.2, 0.3), (0.12, 0.36)],
    [(0, -0.23), (0.12, -0.19), (0.15, -0.05), (0.13, 0.1), (0.06, 0.16)],
    [
        (0, -0.252),
        (0.13, -0.22),
        (0.185, -0.1),
        (0.17, 0.02),
        (0.215, 0.12),
        (0.19, 0.22),
        (0.245, 0.33),
        (0.12, 0.4),
    ],
    [(0, -0.25), (0.13, -0.215), (0.18, -0.06), (0.192, 0.1), (0.165, 0.17), (0.08, 0.17)],
)


def draw_back(b: Bust, who: Sitter) -> None:
    """Print what hangs behind neck and shoulders."""
    dark = mix(who.tone, _INK, 0.3)
    if who.hair == "long":
        if who.style == 1:
            b.oval(0.02, -0.262, 0.078, 0.066, dark)
            b.oval(0.01, -0.27, 0.055, 0.044, who.tone)
        b.shape(both(_FALLS[who.style]), dark)
    elif who.hair == "covered" and who.style % 2:
        knot = mix(who.second, _INK, 0.3)
        b.shape([(0.1, 0.08), (0.17, 0.12), (0.24, 0.26), (0.17, 0.29), (0.1, 0.18)], knot)
        b.shape(
            [(0.08, 0.08), (0.13, 0.16), (0.14, 0.33), (0.07, 0.31)], mix(who.second, _INK, 0.15)
        )
    elif who.hair == "short" and who.woman:
        b.shape(both([(0, -0.24), (0.13, -0.2), (0.168, -0.05), (0.155, 0.08), (0.08, 0.12)]), dark)


def draw_front(b: Bust, who: Sitter) -> None:
    """Print what frames the face."""
    if who.hair == "short":
        (_parted, _curly, _cropped, _fringe)[who.style](b, who)
    elif who.hair == "long":
        _long(b, who)
    elif who.hair == "covered":
        (draw_wrapped, draw_tied)[who.style % 2](b, who)
    else:
        b.shape(
            [(-0.085, -0.13), (-0.03, -0.168), (0.01, -0.165), (-0.02, -0.145), (-0.07, -0.11)],
            mix(who.skin, (255, 255, 255), 0.3),
            120,
        )
        for side in (-1, 1) if who.style % 2 else ():
            b.shape(
                [
                    (side * x, y)
                    for x, y in ((0.138, -0.075), (0.152, -0.04), (0.15, 0.015), (0.133, 0.0))
                ],
                who.tone,
            )


def _gloss(b: Bust, who: Sitter, points: list[Point]) -> None:
    """Print a streak of light on the hair."""
    b.stroke(points, mix(who.tone, (255, 240, 220), 0.22), 0.009)


def _parted(b: Bust, who: Sitter) -> None:
    """Print short hair with a side parting."""
    b.shape(
        [
            (-0.15, 0.005),
            (-0.162, -0.1),
            (-0.115, -0.205),
            (-0.01, -0.245),
            (0.1, -0.215),
            (0.152, -0.115),
            (0.148, 0.0),
            (0.132, -0.03),
            (0.122, -0.095),
            (0.082, -0.138),
            (-0.02, -0.128),
            (-0.095, -0.142),
            (-0.126, -0.085),
            (-0.134, -0.02),
        ],
        who.tone,
    )
    b.stroke([(-0.095, -0.14), (-0.085, -0.18), (-0.06, -0.215)], mix(who.tone, _INK, 0.35), 0.006)
    for shift in (0.0, 0.03):
        _gloss(
            b,
            who,
            [(-0.045, -0.185 - shift), (0.02, -0.195 - shift), (0.085, -0.165 - shift * 0.8)],
        )


def _curly(b: Bust, who: Sitter) -> None:
    """Print short curls."""
    rng = b.c.rng
    dark = mix(who.tone, _INK, 0.25)
    for ring, tone, size in ((0.19, dark, 0.05), (0.165, who.tone, 0.046)):
        for i in range(15):
            angle = math.pi * (1.02 - 1.04 * i / 14)
            b.oval(
                math.cos(angle) * ring * 0.82,
                -0.05 - math.sin(angle) * ring * 0.93,
                size * rng.uniform(0.8, 1.1),
                size * rng.uniform(0.8, 1.1),
                tone,
            )
    for i in range(8):
        b.oval(-0.1 + 0.0286 * i, -0.158 + 0.012 * math.sin(i * 2.2), 0.032, 0.032, who.tone)
    for _ in range(16):
        angle, reach = rng.uniform(0.5, 2.7), rng.uniform(0.14, 0.2)
        x, y = math.cos(angle) * reach * 0.85, -0.05 - math.sin(angle) * reach * 0.9
        _gloss(b, who, [(x - 0.014, y), (x, y - 0.014), (x + 0.014, y)])


def _cropped(b: Bust, who: Sitter) -> None:
    """Print a close crop that may recede with age."""
    back = {"young": 0.0, "middle": 0.025, "old": 0.04}[who.age]
    b.shape(
        both(
            [
                (0, -0.222),
                (0.085, -0.205),
                (0.143, -0.12),
                (0.149, -0.005),
                (0.134, -0.03),
                (0.122, -0.09),
                (0.1, -0.125 - back),
                (0.05, -0.128 - back * 0.5),
                (0.0, -0.135),
            ]
        ),
        who.tone,
    )
    _gloss(b, who, [(-0.08, -0.18), (-0.03, -0.2), (0.02, -0.2)])


def _fringe(b: Bust, who: Sitter) -> None:
    """Print a cap of hair with a fringe swept to one side."""
    b.shape(
        [
            (-0.152, 0.045),
            (-0.17, -0.08),
            (-0.125, -0.21),
            (0.0, -0.25),
            (0.125, -0.21),
            (0.168, -0.08),
            (0.15, 0.045),
            (0.133, 0.0),
            (0.125, -0.06),
            (0.08, -0.115),
            (0.02, -0.098),
            (-0.05, -0.085),
            (-0.115, -0.055),
            (-0.133, 0.0),
        ],
        who.tone,
    )
    for x in (-0.06, 0.0, 0.06):
        _gloss(b, who, [(x * 0.4 + 0.03, -0.225), (x * 0.8 + 0.02, -0.175), (x * 1.2, -0.125)])


def _long(b: Bust, who: Sitter) -> None:
    """Print the front of long hair: middle parting, drawn back, or a fringe."""
    if who.style == 1:
        b.shape(
            both(
                [
                    (0, -0.238),
                    (0.1, -0.212),
                    (0.15, -0.1),
                    (0.148, 0.0),
                    (0.132, -0.03),
                    (0.112, -0.1),
                    (0.05, -0.146),
                    (0.0, -0.155),
                ]
            ),
            who.tone,
        )
        for x in (-0.07, -0.025, 0.025, 0.07):
            _gloss(b, who, [(x * 1.2, -0.155), (x * 0.8, -0.195), (x * 0.3, -0.23)])
        return
    fall = {0: 0.24, 2: 0.19, 3: 0.12}[who.style]
    part = -0.045
    for side in (-1, 1):
        tone = who.tone if side < 0 else mix(who.tone, _INK, 0.12)
        wave = 0.018 if who.style == 2 else 0.0
        b.shape(
            [
                (part, -0.247),
                (side * 0.1 + part * 0.4, -0.228),
                (side * 0.163, -0.11),
                (side * 0.172, 0.02),
                (side * (0.178 + wave), fall * 0.6),
                (side * 0.168, fall),
                (side * (0.136 - wave * 0.5), fall * 0.8),
                (side * 0.138, 0.05),
                (side * 0.128, -0.045),
                (side * 0.085 + part * 0.2, -0.12),
                (part, -0.168),
            ],
            tone,
        )
    _gloss(b, who, [(-0.075, -0.205), (-0.125, -0.15), (-0.148, -0.06)])
    _gloss(b, who, [(0.04, -0.215), (0.1, -0.175), (0.138, -0.09)])

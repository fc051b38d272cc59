"""Headscarves of the portraits."""

import math

from .canvas import smooth
from .palette import mix, rgb
from .sitter import Bust, Sitter, both

_INK = rgb("221b1e")


def draw_wrapped(b: Bust, who: Sitter) -> None:
    """Print a headscarf that frames the face and falls on the shoulders."""
    cloth = who.second
    for side in (-1, 1):
        tone = cloth if side < 0 else mix(cloth, _INK, 0.14)
        outer = [
            (0.0, -0.25),
            (0.105, -0.222),
            (0.166, -0.1),
            (0.17, 0.04),
            (0.166, 0.15),
            (0.215, 0.27),
            (0.27, 0.35),
            (0.14, 0.42),
            (0.0, 0.4),
        ]
        inner = [
            (0.0, 0.2),
            (0.06, 0.188),
            (0.108, 0.13),
            (0.128, 0.03),
            (0.122, -0.07),
            (0.07, -0.135),
            (0.0, -0.15),
        ]
        edge = smooth([(side * x, y) for x, y in outer], closed=False)
        edge += smooth([(side * x, y) for x, y in inner], closed=False)
        b.poly(edge, tone)
    dark = mix(cloth, _INK, 0.28)
    rim = [
        (0.0, -0.15),
        (0.07, -0.135),
        (0.122, -0.07),
        (0.128, 0.03),
        (0.108, 0.13),
        (0.06, 0.188),
        (0.0, 0.2),
    ]
    trim = mix(cloth, (255, 244, 222), 0.45)
    b.stroke([*rim, *[(-x, y) for x, y in reversed(rim)]], trim, 0.009)
    for fold in (
        [(-0.1, 0.16), (-0.03, 0.25), (0.1, 0.29), (0.2, 0.28)],
        [(-0.13, 0.12), (-0.08, 0.28), (0.06, 0.36)],
        [(-0.155, 0.06), (-0.17, 0.24), (-0.11, 0.37)],
        [(0.02, -0.235), (0.1, -0.18), (0.145, -0.06)],
    ):
        b.stroke(fold, dark, 0.006)


def draw_tied(b: Bust, who: Sitter) -> None:
    """Print a flowered kerchief tied at the nape, with a little hair below its edge."""
    b.shape(
        both(
            [
                (0, -0.2),
                (0.1, -0.16),
                (0.148, -0.06),
                (0.142, 0.02),
                (0.126, -0.05),
                (0.075, -0.115),
                (0.0, -0.125),
            ]
        ),
        who.tone,
    )
    cloth = [
        (-0.155, -0.01),
        (-0.168, -0.11),
        (-0.12, -0.215),
        (0.0, -0.252),
        (0.12, -0.215),
        (0.168, -0.11),
        (0.158, 0.04),
        (0.138, -0.06),
        (0.08, -0.133),
        (0.0, -0.15),
        (-0.08, -0.135),
        (-0.138, -0.07),
    ]
    b.shape(cloth, who.second)
    petal = mix(who.second, (255, 244, 222), 0.6)
    for x, y in (
        (-0.11, -0.15),
        (-0.055, -0.19),
        (0.01, -0.2),
        (0.07, -0.185),
        (0.12, -0.14),
        (-0.03, -0.228),
        (0.045, -0.232),
        (0.147, -0.08),
        (-0.148, -0.09),
    ):
        for i in range(5):
            b.oval(
                x + 0.0075 * math.cos(i * 1.257),
                y + 0.0075 * math.sin(i * 1.257),
                0.005,
                0.005,
                petal,
            )
    b.stroke(
        [
            (-0.15, -0.04),
            (-0.136, -0.075),
            (-0.08, -0.138),
            (0.0, -0.153),
            (0.08, -0.136),
            (0.136, -0.065),
            (0.152, 0.0),
        ],
        mix(who.second, _INK, 0.3),
        0.008,
    )

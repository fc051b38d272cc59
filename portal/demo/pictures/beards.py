"""Beards of the portraits."""

from .canvas import Point, smooth
from .palette import Colour, mix, rgb
from .sitter import Bust, Sitter

_INK = rgb("221b1e")


def draw_beard(b: Bust, who: Sitter) -> None:
    """Print stubble, a moustache or a full beard."""
    if not who.beard:
        return
    jaw = who.jaw
    cheek: list[Point] = [
        (0.138, 0.03),
        (0.131 * jaw, 0.08),
        (0.095 * jaw, 0.155),
        (0.04 * jaw, 0.198),
        (0.0, 0.203),
    ]
    line: list[Point] = [(0.0, 0.085), (0.035, 0.084), (0.07, 0.098), (0.105, 0.075), (0.128, 0.02)]
    if who.beard in ("stubble", "full"):
        outline = smooth(line, closed=False) + smooth(cheek, closed=False)
        outline += [(-x, y) for x, y in reversed(outline)]
        if who.beard == "stubble":
            b.poly(outline, mix(who.tone, who.skin, 0.2), 70)
            return
        longer = [
            (x * 1.03, y + (0.045 if y > 0.15 else 0.0) * (1 - abs(x) * 3)) for x, y in outline
        ]
        b.poly(longer, who.tone)
    thick: Colour = mix(who.tone, _INK, 0.12)
    b.shape(
        [
            (-0.062, 0.112),
            (-0.03, 0.085),
            (0.0, 0.09),
            (0.03, 0.085),
            (0.062, 0.112),
            (0.03, 0.112),
            (0.0, 0.107),
            (-0.03, 0.112),
        ],
        thick,
    )

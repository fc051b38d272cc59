"""The sitter of a portrait: who is drawn, and the frame in which the parts are placed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from .canvas import Canvas, Point, smooth
from .palette import Colour, mix, rgb

_SKINS = tuple(
    rgb(c)
    for c in (
        "f6d3b3",
        "edbd94",
        "e3ae80",
        "f0c8a4",
        "b97b50",
        "cf9466",
        "6f4530",
        "d8a173",
    )
)
_DEEP = tuple(rgb(c) for c in ("8a5636", "6f4530", "64402f"))
_HAIR = tuple(
    rgb(c)
    for c in (
        "1d1a1c",
        "2e211c",
        "4a3022",
        "6b432a",
        "8f5f35",
        "9c4a2b",
        "c39a5c",
    )
)
_GREY = tuple(rgb(c) for c in ("d6d3cd", "ebe8e1", "b2afab"))
_CLOTHS = tuple(
    rgb(c)
    for c in [
        "b8452f",
        "24535a",
        "d39c3b",
        "313a5e",
        "66795a",
        "86405f",
        "e6ddca",
        "466878",
        "7d4b33",
        "9aa7a3",
    ]
)


@dataclass(frozen=True)
class Sitter:
    """What the seed has decided about the person."""

    age: str  # young, middle, old
    hair: str  # short, long, covered, bald
    style: int  # which cut, which way of wearing a scarf
    woman: bool  # lashes and fuller lips
    beard: str  # "", stubble, full, moustache
    glasses: bool
    jaw: float  # width of the jaw, about 1
    skin: Colour
    shade: Colour  # of the skin
    tone: Colour  # of the hair
    cloth: Colour
    second: Colour  # scarf, shirt, pattern
    dress: int  # which garment


@dataclass(frozen=True)
class Bust:
    """Places parts on a canvas: (0, 0) is the middle of the head, lengths are those of a square."""

    c: Canvas
    x: float
    y: float
    s: float

    def at(self, points: Sequence[Point]) -> list[Point]:
        """Give the points in the canvas' coordinates."""
        return [(self.x + x * self.s, self.y + y * self.s) for x, y in points]

    def shape(self, points: Sequence[Point], fill: Colour, alpha: int = 255) -> None:
        """Print a soft closed shape through the points."""
        self.c.poly(self.at(smooth(points)), fill, alpha)

    def poly(self, points: Sequence[Point], fill: Colour, alpha: int = 255) -> None:
        """Print a polygon with straight sides."""
        self.c.poly(self.at(points), fill, alpha)

    def stroke(self, points: Sequence[Point], fill: Colour, width: float, alpha: int = 255) -> None:
        """Print a soft stroke through the points."""
        self.c.line(self.at(smooth(points, closed=False)), fill, width * self.s, alpha)

    def oval(
        self, x: float, y: float, rx: float, ry: float, fill: Colour, alpha: int = 255
    ) -> None:
        """Print an ellipse."""
        self.c.ellipse(
            self.x + x * self.s, self.y + y * self.s, rx * self.s, ry * self.s, fill, alpha
        )


def both(points: Sequence[Point]) -> list[Point]:
    """Give a symmetrical outline from its right half, listed from top to bottom."""
    return [*points, *[(-x, y) for x, y in reversed(points) if x]]


def _apart(rng: random.Random, choices: Sequence[Colour], *others: Colour) -> Colour:
    """Choose a colour that stands out against the others."""

    def gap(one: Colour) -> int:
        return min(sum(abs(a - b) for a, b in zip(one, other, strict=True)) for other in others)

    clear = [choice for choice in choices if gap(choice) > 110]
    return rng.choice(clear or list(choices))


def meet(seed: int, age: str, hair: str, ground: Colour) -> Sitter:
    """Give the sitter of a seed; an empty age or hair is the seed's choice.

    Without a given hair odd seeds are women, even seeds men; only they and the bald have beards.
    """
    rng = random.Random(seed * 104729 + 5)
    free, woman = not hair, bool(seed % 2)
    age = age or rng.choice(("young", "middle", "middle", "old"))
    choices = (
        ("long", "long", "long", "short", "covered")
        if woman
        else ("short", "short", "short", "bald")
    )
    chosen = rng.choice(choices)
    hair = hair or chosen
    woman = woman if free else hair in ("long", "covered")
    number = (seed * 5 + 2) % len(_SKINS)
    skin = rng.choice(_DEEP) if number == 6 else _SKINS[number]
    dark = sum(skin) < 480
    tone = rng.choice(_HAIR[:2] if dark else _HAIR)
    if age == "old":
        tone = rng.choice(_GREY)
    elif age == "middle" and rng.random() < 0.45:
        tone = mix(tone, (190, 186, 182), 0.35)
    bearded = hair == "bald" or (free and not woman)
    beards = ("", "", "stubble", "full", "moustache")
    cloth = _apart(rng, _CLOTHS, ground, skin)
    return Sitter(
        age,
        hair,
        (seed // 2 + rng.randrange(2)) % 4,
        woman,
        rng.choice(beards) if bearded else "",
        rng.random() < {"young": 0.2, "middle": 0.35, "old": 0.5}[age],
        rng.uniform(0.9, 1.06),
        skin,
        mix(skin, (96, 34, 40), 0.24),
        tone,
        cloth,
        _apart(rng, _CLOTHS, cloth, skin, ground),
        rng.randrange(5),
    )

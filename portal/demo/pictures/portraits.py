"""Portraits: flat busts whose face, dress and background the seed decides."""

from PIL import Image

from .beards import draw_beard
from .canvas import Canvas, smooth
from .clothes import draw_clothes
from .hair import draw_back, draw_front
from .palette import Colour, mix, named, rgb
from .sitter import Bust, Sitter, both, meet
from .terrain import ridge

_INK = rgb("2a2022")
_GROUNDS = tuple(
    (rgb(pair[:6]), rgb(pair[7:]))
    for pair in [
        "e6d2ae/d98f5c",
        "a9c3bf/ecdfc2",
        "35606b/6f9a9c",
        "d9b08c/f2e0c4",
        "7c93a8/c9d5d8",
        "c3cca8/eee6cc",
        "b5605a/e3a98a",
        "434f72/8f92b2",
        "e0c27a/f5e7bd",
        "8aa68f/dbe1c6",
    ]
)


def draw_portrait(shape: str, width: int, seed: int, age: str, hair: str) -> Image.Image:
    """Draw a bust of the seed's sitter; an empty age or hair is the seed's choice."""
    canvas = Canvas(shape, width, seed, named("noon"))
    ground = _GROUNDS[(seed * 7 + seed // 10 * 3) % len(_GROUNDS)]
    sitter = meet(seed, age, hair, ground[0])
    _background(canvas, *ground, seed % 4)
    scale = min(1.0, canvas.w * 1.1) * 1.12
    bust = Bust(canvas, canvas.w / 2, 1.0 - 0.555 * scale, scale)
    draw_back(bust, sitter)
    draw_clothes(bust, sitter)
    _head(bust, sitter)
    _features(bust, sitter)
    draw_beard(bust, sitter)
    _mouth(bust, sitter)
    _years(bust, sitter)
    draw_front(bust, sitter)
    if sitter.glasses:
        _glasses(bust)
    return canvas.finish(flip=bool(seed // 2 % 2), grain=12)


def _background(c: Canvas, ground: Colour, second: Colour, kind: int) -> None:
    """Print the wall behind the sitter: a disc, an arch, hills or broad stripes."""
    c.sky([mix(ground, second, 0.18), ground])
    sheet = [(0.0, 0.0), (c.w, 0.0), (c.w, 1.0), (0.0, 1.0)]
    x, r = c.w / 2, min(0.42, c.w * 0.4)
    if kind == 0:
        c.ellipse(x, 0.46, r, r, second)
    elif kind == 1:
        c.ellipse(x, 0.48, r * 0.92, r * 0.92, second)
        c.rect(x - r * 0.92, 0.48, r * 1.84, 0.6, second)
    elif kind == 2:
        c.ellipse(x + r * 0.75, 0.25, 0.085, 0.085, mix(second, (255, 255, 255), 0.35))
        for i, y in enumerate((0.5, 0.62, 0.74)):
            line = ridge(c.rng, c.w, y, 0.09, 0.5, 6)
            c.poly(
                [*line, (c.w, 1.01), (0, 1.01)],
                mix(ground, mix(second, ground, -0.5), 0.3 + 0.3 * i),
            )
    else:
        for i in range(0, 12, 2):
            c.rect(c.w * i / 12, 0, c.w / 12, 1, mix(ground, second, 0.35))
    c.stipple(sheet, mix(ground, _INK, 0.25), 0.14)


def _head(b: Bust, who: Sitter) -> None:
    """Print ears and face, the right side in shade."""
    jaw = who.jaw
    for side in (-1, 1):
        if who.hair != "covered" or who.style % 2:
            b.oval(side * 0.142, 0.012, 0.024, 0.042, who.shade if side > 0 else who.skin)
            b.stroke(
                [(side * 0.15, -0.01), (side * 0.14, 0.01), (side * 0.146, 0.03)],
                mix(who.shade, _INK, 0.15),
                0.005,
            )
    right = [
        (0.09, -0.176),
        (0.134, -0.09),
        (0.14, 0.0),
        (0.131 * jaw, 0.075),
        (0.093 * jaw, 0.148),
        (0.036 * jaw, 0.189),
    ]
    b.shape(both([(0, -0.196), *right]), who.skin)
    inner = smooth(
        [(0.05, -0.19), (0.088, -0.1), (0.078, -0.03), (0.1, 0.05), (0.07, 0.115), (0.03, 0.19)],
        closed=False,
    )
    outer = smooth([(0.05, -0.19), *right, (0.0, 0.193)], closed=False)[:-8]
    b.poly([*inner, *reversed(outer)], mix(who.skin, who.shade, 0.6))
    for side in (-1, 1):
        b.oval(side * 0.075, 0.068, 0.03, 0.02, (222, 92, 78), 30)


def _features(b: Bust, who: Sitter) -> None:
    """Print eyes, brows and nose."""
    line = mix(who.shade, _INK, 0.72)
    brow = mix(who.tone, _INK, 0.35) if who.age != "old" else mix(who.tone, who.shade, 0.5)
    for side in (-1, 1):
        b.shape(
            [
                (side * x, y)
                for x, y in ((0.031, 0.008), (0.056, -0.009), (0.084, 0.004), (0.057, 0.017))
            ],
            mix((255, 252, 246), who.skin, 0.18),
        )
        b.oval(side * 0.057, 0.004, 0.0125, 0.0135, line)
        b.oval(side * 0.057 - 0.004, -0.001, 0.0034, 0.0034, (255, 255, 255))
        lid = [(side * x, y) for x, y in ((0.03, 0.007), (0.056, -0.011), (0.086, 0.003))]
        b.stroke(lid, line, 0.0075)
        if who.woman:
            b.stroke([(side * 0.082, 0.001), (side * 0.095, -0.008)], line, 0.006)
        b.stroke(
            [(side * x, y) for x, y in ((0.034, 0.026), (0.057, 0.031), (0.078, 0.025))],
            who.shade,
            0.004,
        )
        arch = [(side * x, y) for x, y in ((0.026, -0.044), (0.06, -0.062), (0.098, -0.042))]
        b.stroke(arch, brow, 0.0095 if who.woman else 0.014 if who.beard else 0.0118)
    nose = [(0.016, -0.022), (0.02, 0.022), (0.033, 0.058), (0.018, 0.073), (-0.012, 0.07)]
    b.stroke(nose, mix(who.shade, _INK, 0.08), 0.0075)


def _mouth(b: Bust, who: Sitter) -> None:
    """Print a closed, friendly mouth."""
    lip = mix(who.skin, (178, 52, 58), 0.5 if who.woman else 0.24)
    full = 0.019 if who.woman else 0.012
    b.shape(
        [
            (-0.038, 0.116),
            (-0.012, 0.11),
            (0.0, 0.113),
            (0.012, 0.11),
            (0.038, 0.116),
            (0.018, 0.12 + full),
            (-0.018, 0.12 + full),
        ],
        lip,
    )
    b.stroke(
        [(-0.047, 0.112), (-0.02, 0.119), (0.0, 0.118), (0.02, 0.119), (0.047, 0.111)],
        mix(lip, _INK, 0.5),
        0.0055,
    )
    if who.beard != "full":
        b.stroke([(-0.016, 0.153), (0.0, 0.156), (0.016, 0.153)], who.shade, 0.0045)


def _years(b: Bust, who: Sitter) -> None:
    """Print the lines of the age."""
    if who.age == "young":
        return
    tone, old = mix(who.skin, who.shade, 0.95), who.age == "old"
    for side in (-1, 1):
        b.stroke(
            [(side * x, y) for x, y in ((0.036, 0.072), (0.052, 0.09), (0.058, 0.108))], tone, 0.005
        )
        if old:
            b.stroke(
                [(side * x, y) for x, y in ((0.04, 0.036), (0.06, 0.043), (0.08, 0.036))],
                tone,
                0.0045,
            )
            for dy in (-0.008, 0.007, 0.021):
                b.stroke([(side * 0.1, dy), (side * 0.116, dy * 1.7 - 0.003)], tone, 0.004)
    if old:
        for y, half in ((-0.1, 0.045), (-0.082, 0.06)):
            b.stroke([(-half, y), (0.0, y - 0.006), (half, y)], tone, 0.0045)


def _glasses(b: Bust) -> None:
    """Print spectacles."""
    frame = mix(_INK, (150, 80, 50), 0.25 * b.c.rng.randrange(3))
    for side in (-1, 1):
        ring = [
            (side * x, y)
            for x, y in (
                (0.02, -0.012),
                (0.058, -0.03),
                (0.1, -0.016),
                (0.098, 0.026),
                (0.06, 0.043),
                (0.024, 0.028),
            )
        ]
        b.shape(ring, (255, 255, 255), 34)
        loop = smooth(ring)
        b.c.line(b.at([*loop, *loop[:3]]), frame, 0.0068 * b.s)
        b.stroke([(side * 0.1, -0.008), (side * 0.136, -0.004)], frame, 0.0065)
    b.stroke([(-0.021, -0.004), (0.0, -0.011), (0.021, -0.004)], frame, 0.0065)

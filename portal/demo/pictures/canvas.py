"""The canvas: an oversized sheet with the few printing techniques that every scene uses.

Coordinates are in heights of the picture: y runs from 0 (top) to 1, x from 0 to `Canvas.w`.
"""

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageOps

from .palette import Colour, Palette

Point = tuple[float, float]
SHAPES = {"wide": (3, 2), "tall": (4, 5), "square": (1, 1), "panorama": (2, 1)}
_OVERSAMPLE = 2
_TILE = 512


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 10) -> list[Point]:
    """Give the points of a smooth curve (Catmull-Rom) that runs through the given points."""
    count = len(points)
    curve: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (points[(i + j) % count] for j in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[max(0, min(count - 1, i + j))] for j in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            x, y = (
                0.5
                * (
                    2 * q
                    + (r - p) * t
                    + (2 * p - 5 * q + 4 * r - s) * t * t
                    + (3 * q - p - 3 * r + s) * t**3
                )
                for p, q, r, s in zip(a, b, c, d, strict=True)
            )
            curve.append((x, y))
    return curve if closed else [*curve, points[-1]]


def size_of(shape: str, width: int) -> tuple[int, int]:
    """Give width and height in pixels of a picture of that shape."""
    across, down = SHAPES[shape]
    return width, round(width * down / across)


class Canvas:
    """A sheet twice the size of the picture, its palette and its source of chance."""

    def __init__(self, shape: str, width: int, seed: int, palette: Palette) -> None:
        """Lay out an empty sheet; the seed decides everything that chance decides."""
        self.size = size_of(shape, width)
        self.k = self.size[1] * _OVERSAMPLE
        self.w = self.size[0] / self.size[1]
        self.p = palette
        self.rng = random.Random(seed * 7919 + 17)
        sheet = (self.size[0] * _OVERSAMPLE, self.size[1] * _OVERSAMPLE)
        self.image = Image.new("RGB", sheet, palette.sky[2])
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        tile = Image.frombytes("L", (_TILE, _TILE), self.rng.randbytes(_TILE * _TILE))
        self._noise = _tiled(tile.resize((_TILE * 2, _TILE * 2), Image.Resampling.NEAREST), sheet)

    def _px(self, points: Sequence[Point], dx: int = 0, dy: int = 0) -> list[Point]:
        """Give the points in pixels of the sheet, relative to (dx, dy)."""
        return [(x * self.k - dx, y * self.k - dy) for x, y in points]

    def poly(self, points: Sequence[Point], fill: Colour, alpha: int = 255) -> None:
        """Print a flat polygon."""
        self.pen.polygon(self._px(points), fill=(*fill, alpha))

    def rect(self, x: float, y: float, w: float, h: float, fill: Colour, alpha: int = 255) -> None:
        """Print a flat rectangle, given by its upper left corner and its size."""
        self.poly([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill, alpha)

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, fill: Colour, alpha: int = 255
    ) -> None:
        """Print a flat ellipse round (x, y)."""
        box = self._px([(x - rx, y - ry), (x + rx, y + ry)])
        self.pen.ellipse([box[0], box[1]], fill=(*fill, alpha))

    def line(self, points: Sequence[Point], fill: Colour, width: float, alpha: int = 255) -> None:
        """Print a stroke with round ends, `width` in heights of the picture."""
        pixels, stroke = self._px(points), max(1, round(width * self.k))
        self.pen.line(pixels, fill=(*fill, alpha), width=stroke, joint="curve")
        if alpha == 255 and stroke > 3:
            for x, y in (pixels[0], pixels[-1]):
                r = stroke / 2 - 0.5
                self.pen.ellipse([x - r, y - r, x + r, y + r], fill=fill)

    def _box(self, points: Sequence[Point]) -> tuple[int, int, int, int] | None:
        """Give the polygon's bounds in pixels inside the sheet, None if it lies outside."""
        pixels = self._px(points)
        xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
        left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
        right = min(self.image.width, math.ceil(max(xs)) + 1)
        bottom = min(self.image.height, math.ceil(max(ys)) + 1)
        return (left, top, right, bottom) if right > left and bottom > top else None

    def _mask(self, points: Sequence[Point], box: tuple[int, int, int, int]) -> Image.Image:
        """Give a mask of the polygon, the size of the box."""
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        ImageDraw.Draw(mask).polygon(self._px(points, box[0], box[1]), fill=255)
        return mask

    def grad(self, points: Sequence[Point], top: Colour, bottom: Colour) -> None:
        """Print a polygon that changes from one colour at its top to another at its bottom."""
        box = self._box(points)
        if box is None:
            return
        mask = self._mask(points, box)
        self.image.paste(_ramp((top, bottom), mask.size), box[:2], mask)

    def fade(self, points: Sequence[Point], colour: Colour, top: float, bottom: float) -> None:
        """Print a polygon whose opacity (0 to 1) runs from `top` to `bottom`."""
        box = self._box(points)
        if box is None:
            return
        mask = self._mask(points, box)
        levels = [round(255 * (top + (bottom - top) * v / 255)) for v in range(256)]
        ramp = Image.linear_gradient("L").point(levels)
        ramp = ramp.resize(mask.size, Image.Resampling.BILINEAR)
        self.image.paste(colour, box, ImageChops.multiply(ramp, mask))

    def stipple(
        self, points: Sequence[Point], colour: Colour, amount: float = 0.5, towards: str = "down"
    ) -> None:
        """Shade a polygon with grains that thicken towards one side: down, up, left, right."""
        box = self._box(points)
        if box is None:
            return
        mask = self._mask(points, box)
        turns = {"down": 0, "right": 90, "up": 180, "left": 270}
        ramp = Image.linear_gradient("L").rotate(turns[towards])
        ramp = ramp.point([round(v * v / 255 * amount) for v in range(256)])
        ramp = ramp.resize(mask.size, Image.Resampling.BILINEAR)
        grains = ImageChops.subtract(ramp, self._noise.crop(box))
        grains = grains.point([0] + [255] * 255)
        self.image.paste(colour, box, ImageChops.darker(grains, mask))

    def sky(self, stops: Sequence[Colour]) -> None:
        """Cover the whole sheet with a gradient from the first colour down to the last."""
        self.image.paste(_ramp(stops, self.image.size))

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Print a soft round light; strength from 0 to 1."""
        side = round(radius * self.k)
        disc = ImageOps.invert(Image.radial_gradient("L"))
        disc = disc.point(
            [round(max(0, v - 75) ** 1.6 / 180**1.6 * 255 * strength) for v in range(256)]
        )
        disc = disc.resize((side * 2, side * 2), Image.Resampling.BILINEAR)
        self.image.paste(colour, (round(x * self.k) - side, round(y * self.k) - side), disc)

    def veil(self, top: float, bottom: float, colour: Colour, above: float, below: float) -> None:
        """Lay mist over a band; its density runs from `above` to `below` (0 to 1)."""
        height = max(1, round((bottom - top) * self.k))
        ramp = Image.linear_gradient("L")
        ramp = ramp.point([round(255 * (above + (below - above) * v / 255)) for v in range(256)])
        mask = ramp.resize((self.image.width, height), Image.Resampling.BILINEAR)
        self.image.paste(colour, (0, round(top * self.k)), mask)

    def mirror(self, level: float, bottom: float, tint: Colour, share: float) -> None:
        """Reflect what stands above `level` in the band below it, rippled and tinted."""
        y, depth = round(level * self.k), round((bottom - level) * self.k)
        height = min(depth, y)
        copy = ImageOps.flip(self.image.crop((0, y - height, self.image.width, y)))
        copy = copy.resize((self.image.width, depth), Image.Resampling.BILINEAR)
        copy = Image.blend(copy, Image.new("RGB", copy.size, tint), share)
        row, drift = 0, 0.0
        while row < depth:
            thick = max(3, round(self.k * (0.003 + 0.012 * row / depth)))
            drift = self.rng.uniform(-1, 1) * self.k * (0.002 + 0.010 * row / depth)
            strip = copy.crop((0, row, copy.width, min(depth, row + thick)))
            self.image.paste(strip, (0, y + row))
            self.image.paste(strip, (round(drift), y + row))
            row += thick

    def finish(self, flip: bool = False, grain: int = 14) -> Image.Image:
        """Give the picture: reduced to its size, mirrored if asked, with the paper's grain."""
        picture = self.image.reduce(_OVERSAMPLE)
        if flip:
            picture = ImageOps.mirror(picture)
        if not grain:
            return picture
        noise = self._noise.reduce(2).point([v * grain // 255 for v in range(256)])
        return ImageChops.add(picture, Image.merge("RGB", (noise,) * 3), 1, -grain // 2)


def _ramp(stops: Sequence[Colour], size: tuple[int, int]) -> Image.Image:
    """Give an image of that size that runs through the colours from top to bottom."""
    column = Image.new("RGB", (1, len(stops)))
    column.putdata(list(stops))
    last = len(stops) - 1
    box = (0, 0.5, 1, last + 0.5)  # the centres of the first and of the last colour
    return column.resize((1, size[1]), Image.Resampling.BILINEAR, box).resize(
        size, Image.Resampling.NEAREST
    )


def _tiled(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Give an image of that size, papered with the tile."""
    paper = Image.new("L", size)
    for x in range(0, size[0], tile.width):
        for y in range(0, size[1], tile.height):
            paper.paste(tile, (x, y))
    return paper

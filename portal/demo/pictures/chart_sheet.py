"""The sheet that charts are set on: type, rules, dots, in thousandths of its width."""

import textwrap
import unicodedata
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from .canvas import size_of
from .palette import Colour, rgb

PAPER, INK, GREY, RULE = rgb("faf7f0"), rgb("22272b"), rgb("6a6f71"), rgb("d9d4c7")
_STAND_INS = {
    "\u02bb": "\u2018",
    "\u02bc": "\u2019",
    "\u2212": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2044": "/",
    "\u00d7": "x",
    "\u20ac": "EUR ",
    "\u00a3": "GBP ",
    "\u0142": "l",
}


class Sheet:
    """A chart's sheet at twice its size; lengths are in thousandths of its width."""

    def __init__(self, shape: str, width: int, hue: Colour) -> None:
        """Lay out an empty sheet of paper."""
        across, down = size_of(shape, width)
        self.k = across * 2 / 1000
        self.height = down * 1000 / across
        self.hue = hue
        self.image = Image.new("RGB", (across * 2, down * 2), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def font(self, size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        """Give Pillow's own font at that size."""
        return ImageFont.load_default(size=size * self.k)

    def span(self, text: str, size: float) -> float:
        """Give the width of the text."""
        return self.pen.textlength(_known(text), font=self.font(size)) / self.k

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        fill: Colour = INK,
        anchor: str = "ls",
        bold: bool = False,
    ) -> None:
        """Print a line of text with its anchor (as Pillow names them) at (x, y)."""
        self.pen.text(
            (x * self.k, y * self.k),
            _known(text),
            fill=fill,
            anchor=anchor,
            font=self.font(size),
            stroke_width=size * self.k * 0.022 if bold else 0,
        )

    def rect(self, x: float, y: float, w: float, h: float, fill: Colour) -> None:
        """Print a rectangle; w and h may be negative."""
        xs, ys = sorted((x, x + w)), sorted((y, y + h))
        self.pen.rectangle(
            [xs[0] * self.k, ys[0] * self.k, xs[1] * self.k, ys[1] * self.k], fill=fill
        )

    def line(self, points: Sequence[tuple[float, float]], fill: Colour, width: float) -> None:
        """Print a line through the points."""
        self.pen.line(
            [(x * self.k, y * self.k) for x, y in points],
            fill=fill,
            width=max(1, round(width * self.k)),
            joint="curve",
        )

    def dot(self, x: float, y: float, r: float, fill: Colour) -> None:
        """Print a disc with a paper-coloured rim."""
        for radius, tone in ((r * 1.45, PAPER), (r, fill)):
            self.pen.ellipse(
                [
                    (x - radius) * self.k,
                    (y - radius) * self.k,
                    (x + radius) * self.k,
                    (y + radius) * self.k,
                ],
                fill=tone,
            )

    def fold(self, text: str, size: float, room: float) -> list[str]:
        """Break the text into lines that fit the room."""
        if self.span(text, size) <= room:
            return [text]
        letters = max(4, int(len(text) * room / self.span(text, size)))
        lines = [text]
        while letters > 3:
            lines = textwrap.wrap(text, letters, break_long_words=False)
            if all(self.span(line, size) <= room for line in lines):
                break
            letters -= 1
        while letters > 3:  # the narrowest measure that takes no more lines: even lines
            tighter = textwrap.wrap(text, letters - 1, break_long_words=False)
            if len(tighter) > len(lines):
                break
            lines, letters = tighter, letters - 1
        return lines


def _known(text: str) -> str:
    """Replace the characters that Pillow's font lacks."""
    plain = unicodedata.normalize("NFKD", text)
    shown = (_STAND_INS.get(letter, letter) for letter in plain)
    return "".join(letter for letter in shown if not unicodedata.combining(letter[:1] or " "))

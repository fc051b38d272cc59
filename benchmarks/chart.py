"""The chart of requests a second, as SVG written by hand: bars on a logarithmic scale."""

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from benchmarks.figures import written

WIDTH, BAR, GAP, TOP = 760, 22, 14, 64
NAMES = 250  # pixels for the names at the left
ROOM = 96  # pixels for the figure behind the longest bar
STYLE = """
    .chart { font: 14px system-ui, sans-serif; color: #1c1c1c; }
    .chart text { fill: currentColor; }
    .chart .line { stroke: currentColor; stroke-opacity: .2; }
    .chart .bar { fill: #5b6b7a; }
    .chart .ours { fill: #0b5fa5; }
    .chart .note { font-size: 12px; fill-opacity: .75; }
    @media (prefers-color-scheme: dark) {
      .chart { color: #f0f0f0; }
      .chart .bar { fill: #93a4b5; }
      .chart .ours { fill: #6fb7f5; }
    }
"""
NOTE = "Requests a second on one core; each line is ten times the one before."
Bars = Sequence[tuple[str, float]]


def svg(title: str, description: str, bars: Bars, *, ours: Sequence[str]) -> str:
    """Draw bars (name, requests a second), the longest first; those of `ours` are marked.

    `description` says in words what the picture shows.
    """
    ordered = sorted(bars, key=lambda bar: -bar[1])
    height = TOP + len(ordered) * (BAR + GAP) + 30
    scale = _Scale([value for _name, value in ordered])
    rows = [_row(number, bar, scale, ours) for number, bar in enumerate(ordered)]
    bottom = TOP + len(ordered) * (BAR + GAP)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{WIDTH}"',
            f'  height="{height}" viewBox="0 0 {WIDTH} {height}" role="img"',
            '  aria-labelledby="title description">',
            f'  <title id="title">{escape(title)}</title>',
            f'  <desc id="description">{escape(description)}</desc>',
            f"  <style>{STYLE}  </style>",
            f'  <text x="0" y="20" font-weight="600">{escape(title)}</text>',
            f'  <text x="0" y="40" class="note">{NOTE}</text>',
            *(_rule(power, scale, bottom) for power in scale.powers),
            *rows,
            "</svg>",
            "",
        ]
    )


def described(bars: Bars) -> str:
    """Say the figures in a sentence, for those who do not see the chart."""
    ordered = sorted(bars, key=lambda bar: -bar[1])
    return "; ".join(f"{name}: {written(value)} requests a second" for name, value in ordered) + "."


class _Scale:
    """Where a figure lies, between the power of ten below the smallest and above the largest."""

    def __init__(self, values: Sequence[float]) -> None:
        known = [value for value in values if value > 0] or [1.0]
        self.low = math.floor(math.log10(min(known)))
        self.high = max(self.low + 1, math.ceil(math.log10(max(known))))

    @property
    def powers(self) -> range:
        return range(self.low, self.high + 1)

    def width(self, value: float) -> float:
        """Pixels of a bar; one that is nothing has no length."""
        if value <= 0:
            return 0.0
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return share * (WIDTH - NAMES - ROOM)


def _row(number: int, bar: tuple[str, float], scale: _Scale, ours: Sequence[str]) -> str:
    name, value = bar
    top = TOP + number * (BAR + GAP)
    width = scale.width(value)
    kind = "ours" if name in ours else "bar"
    weight = ' font-weight="600"' if name in ours else ""
    return (
        f'  <text x="{NAMES - 10}" y="{top + 16}" text-anchor="end"{weight}>{escape(name)}</text>\n'
        f'  <rect class="{kind}" x="{NAMES}" y="{top}" width="{width:.1f}" height="{BAR}"/>\n'
        f'  <text x="{NAMES + width + 8:.1f}" y="{top + 16}"{weight}>{written(value)}</text>'
    )


def _rule(power: int, scale: _Scale, bottom: float) -> str:
    x = NAMES + scale.width(10.0**power)
    return (
        f'  <line class="line" x1="{x:.1f}" y1="{TOP - 6}" x2="{x:.1f}" y2="{bottom}"/>\n'
        f'  <text class="note" x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">'
        f"{10**power:,}</text>"
    )

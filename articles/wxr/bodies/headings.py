"""The order of headings: the article's headline is the first, and no level is left out below it."""

import re
from collections.abc import Iterable

from articles.wxr.bodies.blocks import Block, TextBlock

FIRST, LAST = 2, 4  # what a text may have; deeper ones are headings of the last
HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")


def put_in_order(blocks: Iterable[Block]) -> None:
    """Give the headings of a body the levels from h2 down, none of them left out.

    Under a heading stands what had a higher number than it, however much higher: h1, h4, h4, h2
    becomes h2, h3, h3, h3.
    """
    open_levels: list[int] = []

    def level(found: re.Match) -> str:
        if not found[1]:
            number = int(found[2])
            while open_levels and open_levels[-1] >= number:
                open_levels.pop()
            open_levels.append(number)
        return f"<{found[1]}h{min(FIRST - 1 + len(open_levels), LAST)}"

    for block in blocks:
        if isinstance(block, TextBlock) and "<h" in block.html:
            block.html = HEADING.sub(level, block.html)

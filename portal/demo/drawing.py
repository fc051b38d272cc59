"""Draws the demo's pictures on all processors, before the database is touched.

The processes are started afresh (not forked), so this module imports nothing of Django.
"""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from portal.demo.pictures import draw

WIDTH = 1600  # pixels


@dataclass(frozen=True)
class Drawn:
    """A JPEG file, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def draw_all(
    tables: Sequence[dict[str, Any]], width: int, say: Callable[[str], None]
) -> dict[str, Drawn]:
    """Draw each table's picture, `width` pixels wide; return the JPEG files by key.

    `say` is told how far it is.
    """
    drawn = {}
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        for number, (table, picture) in enumerate(
            zip(tables, pool.map(partial(_drawn, width), tables), strict=True), start=1
        ):
            drawn[table["key"]] = picture
            if number % 20 == 0 or number == len(tables):
                say(f"  {number} of {len(tables)} pictures drawn")
    return drawn


def _drawn(width: int, table: dict[str, Any]) -> Drawn:
    image, file = draw(table, width), BytesIO()
    image.save(file, "JPEG", quality=90, progressive=True, optimize=True)
    return Drawn(file.getvalue(), image.width, image.height)

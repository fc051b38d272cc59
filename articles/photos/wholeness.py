"""Whether all of a JPEG's picture data is there: the decoder paints what is missing grey.

libjpeg treats broken picture data as a warning, which Pillow does not pass on. Two exact signs
of it are left in files of one scan (most cameras'): restart markers that are too few, too many
or out of turn; and, in files without them, that the decoder wants more data than there is once
the end-of-image marker no longer tells it to give up.
"""

import re
import struct
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

_FRAMES = {0xC0, 0xC1}  # baseline and extended sequential; progressive ones have many scans
_RESTARTS = re.compile(rb"\xff([\xd0-\xd7])")
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FILLER = bytes(64)  # more than the decoder reads ahead, less than a row of blocks


@dataclass
class _Scan:
    start: int
    units: int  # blocks of the picture, as the file interleaves them
    restart_every: int


def picture_data_is_whole(data: bytes, decoded: Image.Image) -> bool:
    """Whether a JPEG that decoded without an error really had data for all of its picture."""
    scan = _only_scan(data)
    if scan is None:
        return True
    if scan.restart_every:
        return _restarts_in_turn(data, scan)
    return not _ends_in_grey(decoded) or _decodes_without_end(data, scan)


def _only_scan(data: bytes) -> _Scan | None:
    """The scan of a file that has one for all its colours, or None for other files."""
    at, units, restart_every, colours = 2, 0, 0, 0
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        if data[at + 1] == 0xFF:
            at += 1
            continue
        marker, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        if marker in _FRAMES:
            colours = data[at + 9]
            units = _units(data, at, colours)
        elif marker == 0xDD:
            restart_every = struct.unpack_from(">H", data, at + 4)[0]
        elif marker == 0xDA:
            whole = colours and data[at + 4] == colours
            return _Scan(at + 2 + length, units, restart_every) if whole else None
        at += 2 + length
    return None


def _units(data: bytes, at: int, colours: int) -> int:
    height, width = struct.unpack_from(">HH", data, at + 5)
    factors = [data[at + 11 + 3 * i] for i in range(colours)]
    across = 8 * (max(f >> 4 for f in factors) if colours > 1 else 1)
    down = 8 * (max(f & 15 for f in factors) if colours > 1 else 1)
    return -(-width // across) * -(-height // down)


def _restarts_in_turn(data: bytes, scan: _Scan) -> bool:
    end = _NEXT_MARKER.search(data, scan.start)
    stop = end.start() if end else len(data)
    found = [match[1][0] & 7 for match in _RESTARTS.finditer(data, scan.start, stop)]
    expected = -(-scan.units // scan.restart_every) - 1
    # Some writers close the last interval with a marker as well.
    return len(found) in {expected, expected + 1} and all(
        number == place % 8 for place, number in enumerate(found)
    )


def _ends_in_grey(decoded: Image.Image) -> bool:
    """Whether the last block is of the exact grey that stands for no data."""
    width, height = decoded.size
    corner = decoded.crop((max(0, width - 4), max(0, height - 4), width, height))
    return set(corner.convert("RGB").getdata()) == {(128, 128, 128)}


def _decodes_without_end(data: bytes, scan: _Scan) -> bool:
    end = _NEXT_MARKER.search(data, scan.start)
    again = Image.open(BytesIO(data[: end.start() if end else len(data)] + _FILLER))
    try:
        again.load()
    except OSError:
        return False
    return True

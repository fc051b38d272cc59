"""Which files a page names for a photo: read from the photo's row alone, without a query."""

from dataclasses import dataclass, field

from django.core.files.storage import default_storage

from articles.models import Photo
from articles.photos.limits import CARD_RATIO
from articles.photos.renditions import Row

TYPES = {"avif": "image/avif", "webp": "image/webp"}  # offered in this order, before the JPEG
USUAL = 1024  # pixels: the JPEG for readers that do not understand srcset
FOCUS_STEPS = 20  # CSS classes for a focal point, across and down


@dataclass(frozen=True)
class Picture:
    """What <picture> says: addresses and the size in pixels that keeps its place on the page."""

    src: str
    width: int
    height: int
    srcset: str = ""
    sources: list[dict[str, str]] = field(default_factory=list)
    focus: str = ""  # CSS classes that crop the whole picture as the card would be


def picture_of(photo: Photo, crop: str = "") -> Picture:
    """The picture in the sizes that exist; until there are any, the photo's own file."""
    rows = {kind: _rows(photo, crop, kind) for kind in ("avif", "webp", "jpeg")}
    if not rows["jpeg"]:
        return _whole_file(photo, crop)
    largest = rows["jpeg"][-1]
    return Picture(
        src=default_storage.url(_near(rows["jpeg"], USUAL)["name"]),
        width=largest["width"],
        height=largest["height"],
        srcset=_srcset(rows["jpeg"]),
        sources=[
            {"type": type_, "srcset": _srcset(rows[kind])}
            for kind, type_ in TYPES.items()
            if rows[kind]
        ],
    )


def jpeg_near(photo: Photo, width: int, crop: str = "") -> Picture:
    """One JPEG (or, before there are sizes, the photo's own file) for feeds and link previews.

    The smallest that is at least `width` pixels wide, else the widest.
    """
    rows = _rows(photo, crop, "jpeg")
    if not rows:
        return _whole_file(photo, "")
    row = _near(rows, width)
    return Picture(default_storage.url(row["name"]), row["width"], row["height"])


def _rows(photo: Photo, crop: str, kind: str) -> list[Row]:
    found = [row for row in photo.renditions if (row["crop"], row["format"]) == (crop, kind)]
    return sorted(found, key=lambda row: row["width"])


def _near(rows: list[Row], width: int) -> Row:
    return next((row for row in rows if row["width"] >= width), rows[-1])


def _srcset(rows: list[Row]) -> str:
    return ", ".join(f"{default_storage.url(row['name'])} {row['width']}w" for row in rows)


def _whole_file(photo: Photo, crop: str) -> Picture:
    src = default_storage.url(photo.file.name)
    if not crop:
        return Picture(src, photo.width, photo.height)
    across, down = CARD_RATIO
    width = min(photo.width, photo.height * across // down) or 1
    x, y = (round(value * FOCUS_STEPS) for value in (photo.focal_x, photo.focal_y))
    return Picture(
        src, width, max(1, width * down // across), focus=f"focused focus-x-{x} focus-y-{y}"
    )

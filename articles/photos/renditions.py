"""The sizes of a photo that pages show, made by a job and kept with the photo's own row.

A job makes what is missing: all sizes of a new photo, the card's crops after the focal point has
moved. It goes format by format, so that pages use what there is, and replaced files are deleted.
"""

import hashlib
import logging
from itertools import groupby
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Photo
from articles.models.photos import RenditionState
from articles.photos import decoder
from articles.photos.limits import CARD_RATIO, CARD_WIDTHS, WIDTHS
from articles.photos.refusals import PhotoRefusedError
from articles.photos.stored_files import delete_files

logger = logging.getLogger(__name__)
TASK = "articles.tasks.make_sizes"
FORMATS = ("jpeg", "webp", "avif")  # cheapest first
GROUPS = [(crop, format_) for format_ in FORMATS for crop in ("", "card")]

Row = dict[str, Any]


def ask_for_sizes(photo: Photo, *, afresh: bool = False, priority: int = 0) -> None:
    """Ask the worker for a photo's sizes, within the caller's transaction.

    With `afresh` those that exist are made again. Photos come after mail (queue priority -10).
    """
    with transaction.atomic():
        _set_state(photo.pk, RenditionState.WAITING)
        photo.rendition_state, photo.rendition_error = RenditionState.WAITING, ""
        task = app.configure_task(TASK, lock=_lock(photo), priority=priority - 10)
        task.defer(photo_id=photo.pk, afresh=afresh)


def make_sizes(photo_id: int, *, afresh: bool = False) -> None:
    """Make a photo's missing sizes and its card crops; what the job does.

    The photo's state says how far it is and, with a key of refusals.SENTENCES, why it failed;
    the error is raised as well, for the queue to know. A photo deleted meanwhile is no error.
    """
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None:
        return
    _set_state(photo_id, RenditionState.MAKING)
    whole = {row["format"] for row in photo.renditions if not row["crop"]}
    wanted = [group for group in GROUPS if afresh or group[0] or group[1] not in whole]
    try:
        _make(photo, wanted)
    except PhotoRefusedError as error:
        _set_state(photo_id, RenditionState.FAILED, error.code)
        raise
    except OSError as error:
        code = "no_file" if isinstance(error, FileNotFoundError) else "storage"
        _set_state(photo_id, RenditionState.FAILED, code)
        raise
    _finish(photo)


def plan_sizes(photo: Photo, groups: list[tuple[str, str]]) -> list[Row]:
    """What to encode: crop, format, width, height and box in pixels; never larger than it is."""
    plan = []
    for crop, format_ in groups:
        box = card_box(photo) if crop else (0, 0, photo.width, photo.height)
        full = (box[2] - box[0], box[3] - box[1])
        for width in widths_for(full[0], CARD_WIDTHS if crop else WIDTHS):
            height = max(1, round(width * full[1] / full[0]))
            row = {"crop": crop, "format": format_, "width": width, "height": height}
            plan.append(row | {"box": list(box)})
    return plan


def widths_for(full: int, wanted: tuple[int, ...]) -> list[int]:
    """The widths clearly below the full one, and the full one unless it is beyond the largest."""
    smaller = [width for width in wanted if width * 1.1 < full or full > wanted[-1]]
    return smaller if full > wanted[-1] else [*smaller, full]


def card_box(photo: Photo) -> tuple[int, int, int, int]:
    """The largest part in the card's shape, as near around the focal point as the edges allow."""
    across, down = CARD_RATIO
    width = min(photo.width, round(photo.height * across / down)) or 1
    height = min(photo.height, round(photo.width * down / across)) or 1
    left = min(max(0, round(photo.focal_x * photo.width - width / 2)), photo.width - width)
    top = min(max(0, round(photo.focal_y * photo.height - height / 2)), photo.height - height)
    return left, top, left + width, top + height


def sets_made(photo: Photo) -> int:
    """How many of the GROUPS a photo has."""
    return len({(row["crop"], row["format"]) for row in photo.renditions})


def nobody_makes(photo: Photo) -> bool:
    """Whether a photo waits for a job that is not in the queue any more."""
    if photo.rendition_state in {RenditionState.READY, RenditionState.FAILED}:
        return False
    return not ProcrastinateJob.objects.filter(
        lock=_lock(photo), status__in=["todo", "doing"]
    ).exists()


def _lock(photo: Photo) -> str:
    """The queue runs one job of a photo at a time."""
    return f"photo-{photo.pk}"


def _make(photo: Photo, groups: list[tuple[str, str]]) -> None:
    """Encode groups of sizes; each is stored as soon as it is complete."""
    plan = plan_sizes(photo, groups)
    with photo.file.open("rb") as file:
        master = file.read()
    kind = "PNG" if str(photo.file.name).endswith(".png") else "JPEG"
    made = decoder.encode_sizes(master, kind, plan)
    for (crop, format_), entries in groupby(
        made, key=lambda entry: (plan[entry[0]]["crop"], plan[entry[0]]["format"])
    ):
        rows = [_store(photo, plan[place], content) for place, content in entries]
        _replace(photo.pk, crop, format_, rows)


def _store(photo: Photo, entry: Row, content: bytes) -> Row:
    """Keep one file, named by what is in it, so that its address may be cached for ever."""
    digest = hashlib.sha256(content).hexdigest()[:12]
    shape = f"{entry['crop'] or 'whole'}-{entry['width']}-{digest}.{entry['format']}"
    folder = f"photos/{photo.checksum[:2]}/{photo.checksum[:32]}"
    name = default_storage.save(f"{folder}/{shape}", ContentFile(content))
    return {key: entry[key] for key in ("format", "crop", "width", "height")} | {"name": name}


def _replace(photo_id: int, crop: str, format_: str, rows: list[Row]) -> None:
    """Put rows in the place of a group's older ones; files that nothing names are deleted."""
    with transaction.atomic():
        photo = Photo.objects.select_for_update().filter(pk=photo_id).first()
        old = photo.renditions if photo else rows  # deleted meanwhile: keep none
        kept = [row for row in old if (row["crop"], row["format"]) != (crop, format_)]
        if photo:
            Photo.objects.filter(pk=photo_id).update(renditions=kept + rows)
        gone = [row["name"] for row in old if row not in kept]
    delete_files(gone)


def _finish(made: Photo) -> None:
    """Call the sizes ready, unless the focal point moved meanwhile: then another job waits."""
    Photo.objects.filter(
        pk=made.pk,
        rendition_state=RenditionState.MAKING,
        focal_x=made.focal_x,
        focal_y=made.focal_y,
    ).update(rendition_state=RenditionState.READY, rendition_error="")


def _set_state(photo_id: int, state: str, error: str = "") -> None:
    Photo.objects.filter(pk=photo_id).update(rendition_state=state, rendition_error=error)

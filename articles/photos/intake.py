"""Takes photos in: the file that came is read once, and only the clean picture is kept."""

import hashlib
import logging
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from articles.models import Photo
from articles.photos import decoder, decoding
from articles.photos.embedded_words import cut
from articles.photos.file_kinds import HEAD, kind_of
from articles.photos.limits import MAX_BYTES
from articles.photos.refusals import PhotoRefusedError
from articles.photos.renditions import ask_for_sizes
from articles.photos.stored_files import is_deleted

NAME_CHARACTERS = 100  # of the name that the file came with
logger = logging.getLogger(__name__)
PREFILLED = ("caption", "credit", "photographer")


class CleanPhoto(ContentFile):
    """The clean picture of an upload, with what the file said of itself.

    `words` prefill PREFILLED, `source` is kept as it is; `checksum` is the content's SHA-256.
    """

    def __init__(self, content: bytes, extension: str, **about: Any) -> None:
        self.checksum = hashlib.sha256(content).hexdigest()
        super().__init__(content, name=f"{self.checksum}.{extension}")
        self.content = content
        self.width: int = about["width"]
        self.height: int = about["height"]
        self.words: dict[str, str] = about.get("words", {})
        self.source: dict[str, str] = about.get("source", {})


def clean_upload(upload: File) -> CleanPhoto:
    """Read a stranger's file in a process of its own.

    Raises PhotoRefusedError, whose str() tells a person what is wrong and what to do.
    """
    if not upload.size:
        raise PhotoRefusedError("empty")
    if upload.size > MAX_BYTES:
        raise PhotoRefusedError("too_many_bytes", megabytes=-(-upload.size // (1024 * 1024)))
    upload.seek(0)
    kind = kind_of(upload.read(HEAD))
    if not kind.is_taken:
        code = {"": "unknown", "SVG": "svg", "HTML": "html"}.get(kind.name, "wrong_kind")
        raise PhotoRefusedError(code, **({"kind": kind.name} if code == "wrong_kind" else {}))
    upload.seek(0)
    clean = CleanPhoto(**decoder.read_upload(upload.read(), kind.name))
    if upload.name:
        clean.source |= {"name": cut(PurePosixPath(upload.name).name, NAME_CHARACTERS)}
    return clean


def clean_own_picture(image: Image.Image) -> CleanPhoto:
    """The clean photo of a picture that our own program drew.

    It goes through the same cleaning and encoding, within this process, which is quick. Never
    give it a picture that was opened from somebody's file: nothing limits what that may cost.
    """
    picture = decoding.clean_picture(image)
    content, extension = decoding.encode_master(picture)
    return CleanPhoto(content, extension, width=picture.width, height=picture.height)


def add_photo(
    upload: File | Image.Image,
    *,
    by: Any,
    photo: Photo | None = None,
    priority: int = 0,
    **fields: Any,
) -> Photo:
    """Add a photo: clean its file, keep that, prefill empty words, ask for the sizes.

    `upload` is a file from outside, a CleanPhoto, or a picture that our own program drew (see
    clean_own_picture). `photo` is a record not yet saved, when a form has filled one. A backlog
    gets a negative `priority`, so that a reporter's photo comes before it. Raises
    PhotoRefusedError.
    """
    clean = _cleaned(upload)
    photo = photo or Photo()
    for name, value in fields.items():
        setattr(photo, name, value)
    for name in PREFILLED:
        setattr(photo, name, getattr(photo, name) or clean.words.get(name, ""))
    photo.width, photo.height = clean.width, clean.height
    photo.checksum, photo.source_metadata = clean.checksum, clean.source
    photo.uploaded_by = by
    clean.seek(0)
    name = _stored(clean)
    photo.file = name
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
            ask_for_sizes(photo, priority=priority)
    except BaseException:
        is_deleted(name)
        raise
    return photo


def _stored(clean: CleanPhoto) -> str:
    """Store the picture and return its name; a full disk is told to people, and to the log."""
    try:
        return default_storage.save(f"photos/{clean.checksum[:2]}/{clean.name}", clean)
    except OSError as error:
        logger.exception("A photo could not be stored.")
        raise PhotoRefusedError("storage") from error


def _cleaned(upload: File | Image.Image) -> CleanPhoto:
    if isinstance(upload, CleanPhoto):
        return upload
    return clean_own_picture(upload) if isinstance(upload, Image.Image) else clean_upload(upload)

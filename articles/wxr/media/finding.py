"""Finds the picture that a text of another site names, and takes each one in once."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from django.core.files.base import ContentFile
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import Photo, TakenPicture
from articles.models.taken_pictures import LONGEST
from articles.photos.intake import add_photo, clean_upload
from articles.photos.refusals import PhotoRefusedError
from articles.photos.stored_files import is_deleted
from articles.wxr.items import Item, PictureRef
from articles.wxr.media.attachments import Attachment, Attachments, plain
from articles.wxr.media.checked_connection import Resolve, resolve
from articles.wxr.media.downloads import Downloads
from articles.wxr.media.limits import Limits, MediaUnusable, NotHad, NotThere
from articles.wxr.media.missing import Missing, Missings
from articles.wxr.media.names import absolute, as_it_came, key_of, originals
from articles.wxr.media.places import Archive, Folder, Shelf

BACKLOG = -1  # the sizes of a reporter's photo are made first


class Media:
    """Where pictures come from. Made by media_from()."""

    def __init__(
        self, shelf: Shelf | None, downloads: Downloads | None, base_url: str, limits: Limits
    ) -> None:
        self.shelf, self.downloads = shelf, downloads
        self.base_url, self.limits = base_url, limits
        self.attachments = Attachments(base_url)
        self.missings = Missings()
        self.taken = 0  # photos added by this run
        self.known = 0  # asked for, and there already
        self._stored: list[str] = []

    @property
    def missing(self) -> list[Missing]:
        """What could not be had until now, each once."""
        return self.missings.all

    def know_attachment(self, attachment: Item) -> None:
        """Learn of an attachment: its address, caption and alternative text.

        Texts name attachments that come later in the file: tell of all before the first
        photo_for().
        """
        self.attachments.add(attachment)

    def photo_for(
        self, ref: PictureRef, *, caption: str = "", credit: str = "", alt: str = "", by: Any = None
    ) -> Photo | None:
        """Return the photo that a text names, taken in if it is new; None if it cannot be had.

        A new photo gets the words of its attachment, else `caption` and `alt`, else what its file
        says of itself; `credit` goes before the file's. A photo that is there already keeps its
        own. Where it is None, why_missing() says why.
        """
        if self.missings.of(_name_of(ref)) is not None:
            return None
        attachment = self.attachments.of(ref)
        addresses = self._addresses(ref, attachment)
        photo = self._taken_before(addresses)
        if photo is not None:
            self.known += 1
            return photo
        words = {
            "caption": (attachment.caption if attachment else "") or plain(caption),
            "alt_text": (attachment.alt if attachment else "") or plain(alt),
            "credit": plain(credit),
        }
        try:
            return self._take(addresses, words, by)
        except (NotHad, PhotoRefusedError) as error:
            self.missings.add(_name_of(ref), next(iter(addresses), ""), str(error))
            return None

    def why_missing(self, ref: PictureRef) -> Missing:
        """Return what is known of a picture that photo_for() could not give, for MissingMedia."""
        return self.missings.of(_name_of(ref)) or Missing(_name_of(ref), "")

    def take_back(self) -> None:
        """Delete the stored files of photos of this run whose records a rollback took away."""
        kept = set(Photo.objects.filter(file__in=self._stored).values_list("file", flat=True))
        for name in self._stored:
            if name not in kept:
                is_deleted(name)
        self._stored = [name for name in self._stored if name in kept]

    def close(self) -> None:
        """Let go of the zip. `with media_from(…) as media:` does it too."""
        self.attachments.close()
        if self.shelf is not None:
            self.shelf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _addresses(self, ref: PictureRef, attachment: Attachment | None) -> list[str]:
        """Return the addresses at which the picture may be, the best first.

        A size's original is better than the size; but what an attachment itself is called is no
        size, whatever it looks like.
        """
        own = [absolute(ref.url, self.base_url)] if ref.url else []
        if attachment is None:
            return [address for url in own if url for address in (*originals(url), url)]
        better = [attachment.address, as_it_came(attachment.address), *own]
        return [address for address in dict.fromkeys(better) if address]

    def _taken_before(self, addresses: list[str]) -> Photo | None:
        keys = [key_of(address) for address in addresses]
        rows = TakenPicture.objects.filter(address__in=keys).select_related("photo")
        photos = {row.address: row.photo for row in rows}
        return next((photos[key] for key in keys if key in photos), None)

    def _take(self, addresses: list[str], words: dict[str, str], by: Any) -> Photo:
        """Take a picture in from the first address that has one that may be taken.

        Raises NotHad, PhotoRefusedError: of all that failed, what says most.
        """
        failed: list[NotHad | PhotoRefusedError] = []
        for address, read in self._sources(addresses):
            try:
                return self._taken_from(address, read(address), addresses[-1], words, by)
            except (NotHad, PhotoRefusedError) as error:
                failed.append(error)
        telling = [error for error in failed if not isinstance(error, NotThere)]
        raise (telling or failed)[-1]

    def _sources(self, addresses: list[str]) -> Iterator[tuple[str, Callable[[str], bytes]]]:
        """Give each address with how it is read, the likeliest first. Raises NotHad for none."""
        if not addresses:
            raise NotHad(_("The export says of no such attachment, and the text names no address."))
        if self.shelf is None and self.downloads is None:
            raise NotHad(_("No files were given, and no downloads were asked for."))
        if self.shelf is not None:
            yield from ((address, self.shelf.find) for address in addresses)
        if self.downloads is not None:
            yield from ((address, self.downloads.get) for address in addresses)
        if self.shelf is not None:
            yield addresses[-1], self.shelf.largest

    def _taken_from(
        self, address: str, content: bytes, asked_for: str, words: dict[str, str], by: Any
    ) -> Photo:
        """Take a content in, once. Raises PhotoRefusedError."""
        checksum = hashlib.sha256(content).hexdigest()
        before = TakenPicture.objects.filter(checksum=checksum).select_related("photo").first()
        photo = before.photo if before else self._added(address, content, words, by)
        self.known += before is not None
        keys = {key for key in map(key_of, (address, asked_for)) if len(key) <= LONGEST}
        TakenPicture.objects.bulk_create(
            [TakenPicture(address=key, checksum=checksum, photo=photo) for key in keys],
            ignore_conflicts=True,
        )
        return photo

    def _added(self, address: str, content: bytes, words: dict[str, str], by: Any) -> Photo:
        """Take a file in as an uploaded one, unless its clean picture is here already."""
        name = unquote(urlsplit(address).path).rsplit("/", 1)[-1]
        clean = clean_upload(ContentFile(content, name=name))
        photo = Photo.objects.filter(checksum=clean.checksum).first()
        if photo is not None:
            self.known += 1
            return photo
        photo = Photo(**{field: _cut(field, text) for field, text in words.items()})
        add_photo(clean, by=by, photo=photo, priority=BACKLOG)
        self._stored.append(str(photo.file))
        self.taken += 1
        return photo


def media_from(
    option: Path | None,
    *,
    download: bool = False,
    limits: Limits | None = None,
    base_url: str = "",
    state_dir: Path | None = None,
    resolve_host: Resolve = resolve,
) -> Media:
    """Open where pictures come from: a folder or a zip first, then, if asked for, downloads.

    `base_url` is the old site's (for addresses without a host). `state_dir` keeps what was
    downloaded, so that a run that was stopped goes on; needed with `download`. Raises
    MediaUnusable with a sentence: no such folder, no zip, names that lead out of it.
    """
    limits = limits or Limits()
    downloads = None
    if download:
        if state_dir is None:
            raise ValueError("Downloads need a folder that keeps them.")
        downloads = Downloads(state_dir, limits, resolve_host)
    shelf = _shelf(option, limits) if option is not None else None
    return Media(shelf, downloads, base_url, limits)


def _shelf(option: Path, limits: Limits) -> Shelf:
    if option.is_dir():
        return Shelf(Folder(option), limits.picture_bytes)
    if option.is_file():
        return Shelf(Archive(option), limits.picture_bytes)
    raise MediaUnusable(_("There is no folder and no zip called %(name)s.") % {"name": option})


def _name_of(ref: PictureRef) -> str:
    return ref.url or f"attachment {ref.attachment_id}"


def _cut(field: str, text: str) -> str:
    """Return words as long as a photo's field takes."""
    return Truncator(text).chars(Photo._meta.get_field(field).max_length or 0)  # type: ignore[union-attr]

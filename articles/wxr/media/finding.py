"""Finds the picture that a text of another site names, and takes each one in once."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.models import Photo
from articles.wxr.items import Item, PictureRef
from articles.wxr.media.limits import Limits


@dataclass(frozen=True)
class Missing:
    """A picture that could not be had: its address (or "attachment 17"), and a sentence why."""

    address: str
    reason: str


class Media:
    """Where pictures come from. Made by media_from()."""

    missing: list[Missing]
    taken: int  # photos added by this run
    known: int  # asked for, and there already

    def know_attachment(self, attachment: Item) -> None:
        """Learn of an attachment: its address, file, caption and alternative text.

        Texts name attachments that come later in the file: tell of all before the first
        photo_for().
        """
        raise NotImplementedError

    def photo_for(
        self, ref: PictureRef, *, caption: str = "", credit: str = "", alt: str = "", by: Any = None
    ) -> Photo | None:
        """Return the photo that a text names, taken in if it is new; None if it cannot be had.

        `caption`, `credit`, `alt` are plain text and fill what neither the file nor its attachment
        say of themselves; they change no photo that is there already. Where it is None the last
        of `missing` says why; each address is listed once.
        """
        raise NotImplementedError

    def why_missing(self, ref: PictureRef) -> Missing:
        """Return what is known of a picture that photo_for() could not give, for MissingMedia."""
        raise NotImplementedError

    def take_back(self) -> None:
        """Delete the stored files of photos of this run whose records a rollback took away."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the zip. `with media_from(…) as media:` does it too."""
        raise NotImplementedError

    def __enter__(self) -> "Media":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def media_from(
    option: Path | None,
    *,
    download: bool = False,
    limits: Limits | None = None,
    base_url: str = "",
    state_dir: Path | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> Media:
    """Open where pictures come from: a folder or a zip first, then, if asked for, downloads.

    `base_url` is the old site's (for addresses without a host). `state_dir` keeps what was
    downloaded, so that a run that was stopped goes on; needed with `download`. Raises
    MediaUnusable with a sentence: no such folder, no zip, names that lead out of it.
    """
    raise NotImplementedError

"""How much is taken of another site's pictures, and what is said of those that cannot be had."""

from dataclasses import dataclass

from articles.photos.limits import MAX_BYTES


class MediaUnusable(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """A folder or zip that cannot be used at all; str() says why in one sentence."""


class NotHad(Exception):  # noqa: N818
    """A picture that cannot be had; str() says why in one sentence."""


class NotThere(NotHad):
    """A picture that is not in a place: another one may have it."""


@dataclass(frozen=True)
class Limits:
    """The bounds of what is read from elsewhere, most of them of downloads.

    `allowed` are (address, port) of this network that downloads may go to nevertheless: nobody
    needs them but tests.
    """

    pictures: int = 100_000  # downloads in one run
    picture_bytes: int = MAX_BYTES
    all_bytes: int = 100 * 1024**3  # in one run
    seconds: float = 60  # for one picture, from its first redirect to its last byte
    silent_seconds: float = 10  # without any news: connecting, or between two reads
    redirects: int = 5
    attempts: int = 3  # where a connection breaks off
    allowed: frozenset[tuple[str, int]] = frozenset()

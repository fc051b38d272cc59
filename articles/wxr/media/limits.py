"""How much is taken of another site's pictures, and from where."""

from dataclasses import dataclass

from articles.photos.limits import MAX_BYTES


class MediaUnusable(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """A folder or zip that cannot be used at all; str() says why in one sentence."""


@dataclass(frozen=True)
class Limits:
    """The bounds of downloads. `allowed` are (address, port) that may be private: for tests."""

    pictures: int = 100_000  # downloads in one run
    picture_bytes: int = MAX_BYTES
    all_bytes: int = 100 * 1024**3  # in one run
    seconds: float = 60  # for one picture, all of it
    connect_seconds: float = 10  # for each step without news: connecting, a read
    redirects: int = 5
    allowed: frozenset[tuple[str, int]] = frozenset()

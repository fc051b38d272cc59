"""The comments of one item, kept in order: in memory while they are few, then in a file."""

import pickle
import tempfile
from array import array
from collections.abc import Iterator
from typing import IO

from articles.wxr.items import ItemComment

IN_MEMORY = 2_000  # comments; beyond them a post's comments wait on the disk


class CommentPile:
    """A list of comments that is added to and read again, in any order.

    What is pickled are our own records, in a file that has no name.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._kept: list[ItemComment] = []
        self._places = array("Q")
        self._file: IO[bytes] | None = None

    def append(self, comment: ItemComment) -> None:
        """Put a comment on the pile."""
        if len(self._kept) < self._in_memory:
            self._kept.append(comment)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the pile)
        self._file.seek(0, 2)
        self._places.append(self._file.tell())
        pickle.dump(comment, self._file, pickle.HIGHEST_PROTOCOL)

    def __len__(self) -> int:
        return len(self._kept) + len(self._places)

    def __getitem__(self, number: int) -> ItemComment:
        if number < len(self._kept):
            return self._kept[number]
        place = self._places[number - len(self._kept)]  # IndexError ends an iteration
        assert self._file is not None  # noqa: S101 (a place is one in the file)
        self._file.seek(place)
        return pickle.load(self._file)  # noqa: S301 (written above)

    def __iter__(self) -> Iterator[ItemComment]:
        return (self[number] for number in range(len(self)))

    def close(self) -> None:
        """Give the disk back."""
        if self._file is not None:
            self._file.close()

"""Styles and scripts under names that change with their bytes, compressed once per name."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{12}\.\w+$")
LARGE = 40_000  # bytes: only libraries of the admin; the last percent there costs 15 seconds


class QuickCompressor(Compressor):
    """WhiteNoise's compressor, which spends its best effort on small files only."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """Compress for the page budget what readers load, and fast what editors load."""
        return brotli.compress(data, quality=9 if len(data) > LARGE else 11)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which does not compress again what it has compressed before.

    Files under their plain names are kept beside for scripts that import one another; pages do
    not link to them, and they stay uncompressed.
    """

    def create_compressor(self, **options: object) -> Compressor:
        """Return the compressor for one collection."""
        return QuickCompressor(**options)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress the files that are new under their names; yield what was made of which."""
        fresh = [
            path
            for path in paths
            if NAMED_BY_CONTENT.search(path) and not Path(f"{self.path(path)}.gz").exists()
        ]
        return super().compress_files(fresh)

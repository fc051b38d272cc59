"""Pictures on S3, through django-storages; only loaded where MEDIA_S3_URL names a bucket.

What the storage refuses or does not answer is an OSError here, as it is with a disk: the form says
so beside the words that were typed, and the job tries again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

from portal.media_files import FOREVER, TYPES

CONNECTION = Config(
    s3={"addressing_style": "path"},  # every S3 knows it, under whatever name it is reached
    signature_version="s3v4",
    connect_timeout=3,  # seconds; boto's own are 60, five times over, while somebody waits
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 2},
    # Checksums in a trailer, boto's own way since 2025, are refused by other makers' S3.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class MediaStorage(S3Storage):
    """Objects that never change, each under a name that no other has had."""

    def __init__(self, **options: Any) -> None:
        transfer = TransferConfig(use_threads=False)  # pictures are too small to be cut up
        super().__init__(client_config=CONNECTION, transfer_config=transfer, **options)

    def get_object_parameters(self, name: str) -> dict[str, str]:
        """Return the headers that browsers get with a file."""
        kind = TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
        return {"CacheControl": FOREVER, "ContentType": kind}

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name with something random in it.

        Looking whether a name is taken is no protection here: two may look at the same time, and
        the one who deletes a photo later would delete the other's.
        """
        path = PurePosixPath(name)
        return str(path.with_name(self.get_alternative_name(path.stem, path.suffix)))

    def exists(self, name: str) -> bool:
        """Whether there is such a file. Raises OSError where the storage does not say."""
        with _failing_as_a_disk_would():
            return super().exists(name)

    def delete(self, name: str) -> None:
        """Delete a file, if there is one. Raises OSError."""
        with _failing_as_a_disk_would():
            super().delete(name)

    def _open(self, name: str, mode: str = "rb") -> File:
        with _failing_as_a_disk_would():
            file = super()._open(name, mode)
            file.open()  # fetches it here, where a failure is told as one
            return file

    def _save(self, name: str, content: File) -> str:
        with _failing_as_a_disk_would():
            return super()._save(name, content)


@contextmanager
def _failing_as_a_disk_would() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, RetriesExceededError) as error:
        raise OSError(f"The media storage failed: {error}") from error

"""The end of a photo's files: what the media storage does not delete at once, a job deletes later.

Until then the file can still be fetched by whoever knows its address, so it is not left at that.
"""

import logging
from collections.abc import Iterable

from django.core.files.storage import default_storage
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

logger = logging.getLogger(__name__)
TASK = "articles.tasks.delete_files"


def delete_files(names: Iterable[str]) -> None:
    """Delete files that no row names any more. Call it when that is certain, after the commit."""
    left: list[JSONValue] = [name for name in names if not is_deleted(name)]
    if left:
        app.configure_task(TASK).defer(names=left)


def delete_left_files(names: list[str]) -> None:
    """Delete what was left; what the job does. Raises OSError while the storage fails."""
    if left := [name for name in names if not is_deleted(name)]:
        raise OSError(f"{len(left)} of {len(names)} files are still in the media storage.")


def is_deleted(name: str) -> bool:
    """Delete one file; whether that went well. The log says why it did not."""
    try:
        default_storage.delete(name)
    except OSError as error:
        logger.warning("%s is still in the media storage: %s", name, error)
        return False
    return True

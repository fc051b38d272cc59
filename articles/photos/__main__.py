"""The decoder's process: `python -m articles.photos read|encode FOLDER MEMORY SECONDS`.

It limits itself before it loads any picture library, reads `job.json` and `source` in the
folder, writes files there, and prints one JSON object a line. It gets no secret: its environment
is empty but for the way to the code.
"""

import contextlib
import json
import os
import resource
import sys
from pathlib import Path


def limit(memory: int, seconds: int) -> None:
    """Take from this process all that it does not need, for good."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 100 * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit stands already
            resource.setrlimit(what, (most, most))


def say(**fields: object) -> None:
    """Print one line for the process that waits."""
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


def read(folder: Path, job: dict) -> None:
    """Turn the source into the clean master and say what it says of itself."""
    from articles.photos.decoding import BadPictureError, encode_master, read_picture

    try:
        image, about = read_picture((folder / "source").read_bytes(), job["kind"])
    except BadPictureError as error:
        say(refused=str(error))
        return
    content, extension = encode_master(image)
    (folder / "master").write_bytes(content)
    say(extension=extension, width=image.width, height=image.height, **about)


def encode(folder: Path, job: dict) -> None:
    """Write the sizes that the job plans."""
    from articles.photos.encoding import encode_sizes

    os.nice(10)  # readers come first
    master = (folder / "source").read_bytes()
    for place in encode_sizes(master, job["kind"], job["plan"], folder):
        say(done=place)


def main() -> None:
    """Do one job and end."""
    task, folder, memory, seconds = sys.argv[1:]
    limit(int(memory), int(seconds))
    job = json.loads((Path(folder) / "job.json").read_text())
    try:
        {"read": read, "encode": encode}[task](Path(folder), job)
    except MemoryError:
        say(refused="out_of_memory")


if __name__ == "__main__":
    main()

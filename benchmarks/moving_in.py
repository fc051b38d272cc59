"""How fast a WordPress export comes in, and in how much memory.

`python -m benchmarks.moving_in 500` makes a file of so many megabytes (tests/wxr_files.py), takes
it in as a dry run (everything in one transaction, which is taken back at the end) on one core,
PostgreSQL on the others, and prints what docs/moving.md says. Then it does the same with the same
articles without their comments: what the first takes longer is the comments' own time. The house's
database must be migrated.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from portal.embedded_postgres import server as postgres
from tests.wxr_files import big

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 1.0  # between two looks at the memory


def main() -> None:
    """Measure a file of the size asked for, and the same articles without comments."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 50
    if "DATABASE_URL" not in os.environ:  # started by the import, it would share the import's core
        postgres.ensure(ROOT / "var" / "postgres")
    whole = take_in(megabytes, comments=True)
    print(
        f"{whole.megabytes:.0f} MB: {whole.articles} articles, {whole.comments} comments in "
        f"{whole.seconds:.0f} s, {whole.processor:.0f} of the import's own processor"
    )
    print(
        f"together, a second: {whole.articles / whole.seconds:.0f} articles and "
        f"{whole.comments / whole.seconds:.0f} comments"
    )
    print(
        f"memory: {whole.first:.0f} MB at most in the first quarter, {whole.last:.0f} in the last"
    )
    bare = take_in(megabytes, comments=False)
    of_comments = whole.seconds - bare.seconds
    print(
        f"each in the time that it takes: {bare.articles / bare.seconds:.0f} articles a second "
        f"(the same file without comments), {whole.comments / of_comments:.0f} comments (by what "
        "the file with them takes longer)"
    )


@dataclass(frozen=True)
class Taken:
    """What was taken in: seconds by the clock and of the import's processor, memory in MB."""

    megabytes: float
    articles: int
    comments: int
    seconds: float
    processor: float
    first: float  # quarter: the most that it held
    last: float


def take_in(megabytes: float, *, comments: bool) -> Taken:
    """Take a file in as a dry run, on the first core. Ends this process where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        file, report = Path(folder, "export.xml"), Path(folder, "report.json")
        with file.open("w", encoding="utf-8") as out:
            out.writelines(big(megabytes, comments=comments))
        command = [sys.executable, "manage.py", "import_wxr", str(file)]
        command += ["--dry-run", "--json", str(report)]
        before = os.times()
        import_of = subprocess.Popen(
            ["taskset", "-c", "0", *command],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        held = [kilobytes / 1024 for kilobytes in watch(import_of)]
        if import_of.returncode:
            sys.exit("The import failed: run it by itself to see why.")
        said, after = json.loads(report.read_text("utf-8")), os.times()
        quarter = max(len(held) // 4, 1)
        return Taken(
            file.stat().st_size / 1e6,
            said["counts"]["articles_new"],
            said["counts"].get("comments_new", 0),
            said["seconds"],
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system,
            max(held[:quarter]),
            max(held[-quarter:]),
        )


def watch(process: subprocess.Popen[bytes]) -> list[int]:
    """Return how many kilobytes a process held, second by second, until its end."""
    held: list[int] = []
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
        lines = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        held += [int(line.split()[1]) for line in lines]
        time.sleep(SECONDS)
    return held


if __name__ == "__main__":
    main()

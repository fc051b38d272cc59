"""How fast a WordPress export comes in, and in how much memory.

`python -m benchmarks.moving_in 500` makes a file of so many megabytes (tests/wxr_files.py), takes
it in as a dry run (everything in one transaction, which is taken back at the end) on one core,
PostgreSQL on the others, and prints what docs/moving.md says. The house's database must be
migrated.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.wxr_files import big

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 1.0  # between two looks at the memory


def main() -> None:
    """Measure a file of the size asked for."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as folder:
        file, report = Path(folder, "export.xml"), Path(folder, "report.json")
        with file.open("w", encoding="utf-8") as out:
            out.writelines(big(megabytes))
        command = [sys.executable, "manage.py", "import_wxr", str(file)]
        command += ["--dry-run", "--json", str(report)]
        import_of = subprocess.Popen(
            ["taskset", "-c", "0", *command],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        held = watch(import_of)
        if import_of.returncode:
            sys.exit("The import failed: run it by itself to see why.")
        tell(json.loads(report.read_text("utf-8")), file.stat().st_size, held)


def watch(process: subprocess.Popen[bytes]) -> list[int]:
    """Return how many kilobytes a process held, second by second, until its end."""
    held: list[int] = []
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
        lines = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        held += [int(line.split()[1]) for line in lines]
        time.sleep(SECONDS)
    return held


def tell(report: dict[str, Any], size: int, held: list[int]) -> None:
    """Print the figures."""
    counts, seconds = report["counts"], report["seconds"]
    articles, comments = counts["articles_new"], counts["comments_new"]
    used = os.times()
    quarter = max(len(held) // 4, 1)
    print(f"{size / 1e6:.0f} MB: {articles} articles, {comments} comments in {seconds:.0f} s")
    print(f"a second: {articles / seconds:.0f} articles and {comments / seconds:.0f} comments")
    print(f"processor of the import: {used.children_user + used.children_system:.0f} s")
    print(
        f"memory: {max(held[:quarter]) / 1024:.0f} MB at most in the first quarter,"
        f" {max(held[-quarter:]) / 1024:.0f} MB in the last"
    )


if __name__ == "__main__":
    main()

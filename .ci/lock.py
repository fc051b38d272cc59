"""Write requirements.lock: pinned versions with hashes, in parts that each add to the former.

Run by `make lock` (needs uv, which the test tools bring along). One file, so that no two parts can
drift apart: what runs, what keeps media on S3, what learns from decisions, what the tests need,
what benchmarks compare with.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The first is the project itself, the others its extras.
PARTS = ("run", "s3", "learn", "test", "bench")
MARKERS = {
    "s3": "# Below this line: what media on S3 need in addition.\n",
    "learn": "# Below this line: what the learned score needs in addition.\n",
    "test": "# Below this line: what the tests need in addition.\n",
    "bench": "# Below this line: what the benchmarks compare with.\n",
}
COMPILE = [
    sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal",
    "--python-version", "3.11", "--fork-strategy", "fewest", "--generate-hashes",
    "--no-annotate", "--no-header", "pyproject.toml",
]  # fmt: skip


def up_to(part: str, lock: str) -> str:
    """Return the lines of the lock file for a part and those before it."""
    later = PARTS[PARTS.index(part) + 1 :]
    return lock.split(MARKERS[later[0]], 1)[0] if later else lock


def compile_lock(*options: str) -> list[str]:
    """Return the resolved entries, each a requirement line with its hash lines."""
    text = subprocess.run(
        [*COMPILE, *options], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    return re.findall(r"^\S.*(?:\n +.*)*\n", text, flags=re.MULTILINE)


def name_of(entry: str) -> str:
    """Return the package that an entry pins."""
    return entry.split("==", 1)[0]


def main() -> None:
    """Resolve all parts together, for one version of each package; then find who needs which."""
    together = {name_of(entry): entry for entry in compile_lock(*extras(PARTS[-1]))}
    text = ""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as constraints:
        # A part by itself might take a newer version, which needs other packages.
        constraints.writelines(entry.split(" \\\n", 1)[0] + "\n" for entry in together.values())
        constraints.flush()
        for part in PARTS:
            lines = compile_lock(*extras(part), "--constraint", constraints.name)
            needed = [name_of(entry) for entry in lines]
            text += MARKERS.get(part, "")
            text += "".join(together.pop(name) for name in needed if name in together)
    (ROOT / "requirements.lock").write_text(text)


def extras(part: str) -> list[str]:
    """Return the options that ask for a part and those before it."""
    return [word for extra in PARTS[1 : PARTS.index(part) + 1] for word in ("--extra", extra)]


if __name__ == "__main__":
    main()

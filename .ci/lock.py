"""Write requirements.lock: pinned versions with hashes, first what runs, then what the tests need.

Run by `make lock` (needs uv, which the test tools bring along). One file; `make run` installs the
part above the marker line, `make test` the whole.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARKER = "# Below this line: what the tests need in addition.\n"
COMPILE = [
    sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal",
    "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header",
    "pyproject.toml",
]  # fmt: skip


def compile_lock(*options: str) -> list[str]:
    """Return the resolved entries, each a requirement line with its hash lines."""
    text = subprocess.run(
        [*COMPILE, *options], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return re.findall(r"^\S.*(?:\n +.*)*\n", text, flags=re.MULTILINE)


def main() -> None:
    """Resolve twice, the second time held to the versions of the first, and join."""
    runtime = compile_lock()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pins:
        pins.write("".join(entry.split(" \\", 1)[0] + "\n" for entry in runtime))
        pins.flush()
        everything = compile_lock("--extra", "test", "--constraint", pins.name)
    extra = [entry for entry in everything if entry not in runtime]
    (ROOT / "requirements.lock").write_text("".join(runtime) + MARKER + "".join(extra))


if __name__ == "__main__":
    main()

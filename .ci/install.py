"""Install what requirements.lock names into .venv, and remember it: a second time takes nothing.

Called by .ci/install with a Python that will do and the name of a part of the lock (see lock.py):
it installs that part and those before it. Needs nothing but the standard library.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lock import PARTS, up_to

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.txt"


def main(what: str) -> None:
    """Install a part of the lock and those before it, unless that stands already."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = up_to(what, lock)
    before = PARTS[: PARTS.index(what) + 1]
    with one_at_a_time():
        installed = STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() else []
        if mark(wanted) in installed:
            return
        make_venv()
        install(wanted)
        marks = [mark(up_to(part, lock)) for part in before]
        STAMP.write_text("\n".join(marks), encoding="utf-8")


def mark(requirements: str) -> str:
    """One line for a set of packages installed by this version of Python."""
    version = "{}.{}".format(*sys.version_info[:2])
    return f"{version} {hashlib.sha256(requirements.encode()).hexdigest()}"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait while another `make` installs into the same folder."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Waiting for another make that is installing into .venv", flush=True)
        fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(folder)


def make_venv() -> None:
    """Make .venv, unless there is one with a pip that works."""
    pip = [VENV / "bin" / "python", "-m", "pip", "--version"]
    try:
        if subprocess.run(pip, capture_output=True, check=False).returncode == 0:
            return
    except OSError:
        pass
    print("Making .venv with Python {}.{}.{}".format(*sys.version_info[:3]), flush=True)
    base = getattr(sys, "_base_executable", sys.executable)
    made = subprocess.run([base, "-m", "venv", "--clear", VENV], check=False)
    if made.returncode:
        sys.exit(f"A virtual environment could not be made in {VENV}: see above for the reason.")


def install(requirements: str) -> None:
    """Install exactly these versions; a package whose bytes differ from the lock's is refused."""
    count = sum(line[:1].isalnum() for line in requirements.splitlines())
    print(f"Installing {count} packages into .venv (a minute or two)", flush=True)
    STAMP.unlink(missing_ok=True)
    chosen = VENV / "requirements.txt"
    chosen.write_text(requirements, encoding="utf-8")
    command = [VENV / "bin" / "python", "-m", "pip", "install", "--require-hashes", "--no-deps"]
    options = [
        "--quiet",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar",
        "off",
    ]
    if subprocess.run([*command, *options, "-r", chosen], cwd=ROOT, check=False).returncode:
        sys.exit("The packages could not be installed: see above for the reason, then try again.")


if __name__ == "__main__":
    main(sys.argv[1])

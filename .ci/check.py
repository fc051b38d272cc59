"""Run every check and test; one line for each says how it went. `make test` and `make lint`."""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

from tools import CHECKER, PROGRAMS, program

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
MANAGE = [PYTHON, "manage.py"]
IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
PUBLIC = {  # an address of the kind that a newspaper has, to see what Django warns of there
    "SITE_URL": "https://news.example.org",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DATABASE_URL": "postgres://site:made-up@database.example.org:5432/newspaper",
    "EMAIL_URL": "smtp+tls://site:made-up@mail.example.org:587",
}

Check = tuple[str, list[str], dict[str, str]]


def lint() -> list[Check]:
    """What reads the source without running it."""
    templates = [
        str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").rglob("*.html"))
    ]
    djade = [str(Path(PYTHON).parent / "djade"), "--check", "--target-version", "5.2", *templates]
    return [
        ("formatting", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."], {}),
        ("linting", [PYTHON, "-m", "ruff", "check", "--quiet", "."], {}),
        *([("templates", djade, {})] if templates else []),
        ("types", [PYTHON, "-m", "mypy", "--no-error-summary"], {}),
        ("import rules", [PYTHON, "-c", IMPORTS, "--no-cache"], {}),
        ("system checks", [*MANAGE, "check", "--fail-level", "WARNING"], {}),
        ("public address", [*MANAGE, "check", "--deploy", "--fail-level", "INFO"], PUBLIC),
    ]


def tests() -> list[Check]:
    """What runs the newspaper."""
    return [
        ("translations", [*MANAGE, "compile_translations"], {}),
        ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], {}),
        ("upgrades", [PYTHON, ".ci/migrations.py"], {}),
        ("tests", [PYTHON, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"], {}),
    ]


def passes(check: Check) -> bool:
    """Run one; show what it printed where it failed, and of the tests everything."""
    name, command, environment = check
    began = time.monotonic()
    shown = None if name == "tests" else subprocess.PIPE
    done = subprocess.run(
        command,
        cwd=ROOT,
        check=False,
        stdout=shown,
        stderr=subprocess.STDOUT,
        env=os.environ | tools() | environment,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode and done.stdout:
        sys.stdout.write(done.stdout.decode(errors="replace"))
    verdict = "FAILED" if done.returncode else "passed"
    print(f"{name:15} {verdict} ({time.monotonic() - began:.1f} s)", flush=True)
    return not done.returncode


def tools() -> dict[str, str]:
    """Where the tests find Chromium, nginx, openssl and the HTML checker."""
    found = {variable: program(variable) for variable in PROGRAMS}
    found["VNU_JAR"] = str(CHECKER) if CHECKER.exists() else ""
    return {name: path for name, path in found.items() if path}


if __name__ == "__main__":
    checks = lint() if sys.argv[1:] == ["lint"] else [*lint(), *tests()]
    failed = [check[0] for check in checks if not passes(check)]
    sys.exit(f"Failed: {', '.join(failed)}" if failed else 0)

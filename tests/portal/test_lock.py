"""The lock file: what runs stands above the marker line, each package pinned by its hashes."""

import re
import sys
import tomllib

from django.conf import settings

sys.path.insert(0, str(settings.BASE_DIR / ".ci"))
from lock import MARKER

LOCK = (settings.BASE_DIR / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))


def names(text: str) -> set[str]:
    return {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)", text, flags=re.MULTILINE)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ;]", name, maxsplit=1)[0]).lower()


def test_what_the_newspaper_needs_stands_above_the_line() -> None:
    above, below = LOCK.split(MARKER)
    assert {normal(name) for name in PROJECT["project"]["dependencies"]} <= names(above)
    wanted = {normal(name) for name in PROJECT["project"]["optional-dependencies"]["test"]}
    assert wanted <= names(above) | names(below)
    assert not {"pytest", "ruff", "mypy", "playwright"} & names(above)
    assert not names(above) & names(below)


def test_every_package_is_one_version_with_hashes_and_no_address() -> None:
    entries = re.findall(r"^\S.*(?:\n +.*)*\n", LOCK.replace(MARKER, ""), flags=re.MULTILINE)
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==[^ ;]+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]
    assert "://" not in LOCK

"""The lock file: parts that add to one another, each package pinned by its hashes."""

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest
from django.conf import settings
from packaging.requirements import Requirement

sys.path.insert(0, str(settings.BASE_DIR / ".ci"))
from lock import MARKERS, PARTS, up_to

LOCK = (settings.BASE_DIR / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))


def names(text: str) -> set[str]:
    return {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)", text, flags=re.MULTILINE)}


def without_markers(lock: str) -> str:
    for marker in MARKERS.values():
        lock = lock.replace(marker, "")
    return lock


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ;]", name, maxsplit=1)[0]).lower()


def test_each_part_holds_what_the_project_names_for_it() -> None:
    wanted = {"run": PROJECT["project"]["dependencies"]}
    wanted |= PROJECT["project"]["optional-dependencies"]
    assert list(wanted) == list(PARTS)
    for part in PARTS:
        assert {normal(name) for name in wanted[part]} <= names(up_to(part, LOCK)), part
    assert not {"pytest", "ruff", "mypy", "playwright", "boto3"} & names(up_to("run", LOCK))


def test_no_package_stands_in_two_parts() -> None:
    everything = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, flags=re.MULTILINE)
    assert len(everything) == len(set(everything))


def test_every_package_is_one_version_with_hashes_and_no_address() -> None:
    entries = re.findall(r"^\S.*(?:\n +.*)*\n", without_markers(LOCK), flags=re.MULTILINE)
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==[^ ;]+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]
    assert "://" not in LOCK


def needs(package: str) -> set[str]:
    """What an installed package needs here without its extras; nothing of one that is not."""
    try:
        found = map(Requirement, requires(package) or ())
    except PackageNotFoundError:  # of another system, or what benchmarks compare with
        return set()
    wanted = [one for one in found if not one.marker or one.marker.evaluate({"extra": ""})]
    return {normal(one.name) for one in wanted}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_needs_nothing_of_a_later_one(part: str) -> None:
    """Else `make run` fails on a machine that has nothing else, where `make test` does not."""
    there = names(without_markers(up_to(part, LOCK)))
    lacking = {package: needs(package) - there for package in sorted(there)}
    assert not {package: missing for package, missing in lacking.items() if missing}

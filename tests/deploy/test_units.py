"""The systemd units: they parse, are shut in, and know the same house."""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from portal.running.processes import GRACE

SOURCE = settings.BASE_DIR / "deploy" / "systemd"
UNITS = sorted(SOURCE.glob("*.service"))
SETTINGS = (settings.BASE_DIR / "portal" / "settings.py").read_text(encoding="utf-8")
PYTHON = "/opt/broadsheet/current/.venv/bin/python"
SHUT_IN = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictNamespaces": "yes",
    "User": "broadsheet",
    "StateDirectory": "broadsheet",
    "UMask": "0027",
}


def parsed(path: Path) -> dict[str, list[str]]:
    """Every directive of a unit and what it is set to, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            name, value = line.split("=", 1)
            found[name].append(value)
    return found


def test_there_is_a_unit_for_each_part_of_the_house() -> None:
    names = {path.name for path in UNITS}
    assert names == {
        "broadsheet-web@.service", "broadsheet-worker.service", "broadsheet-migrate.service",
    }  # fmt: skip


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_shut_in(path: Path) -> None:
    unit = parsed(path)
    assert {name: unit[name][-1] for name in SHUT_IN} == SHUT_IN


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_commands_that_there_are(path: Path) -> None:
    for command in parsed(path)["ExecStart"]:
        python, manage, name, *_options = command.split()
        assert (python, manage) == (PYTHON, "manage.py")
        assert name in get_commands()


def test_a_unit_lets_what_was_begun_be_ended() -> None:
    for name in ("broadsheet-web@.service", "broadsheet-worker.service"):
        unit = parsed(SOURCE / name)
        assert unit["KillMode"] == ["mixed"]  # the main process alone is asked to stop
        assert int(unit["TimeoutStopSec"][0]) > GRACE


def test_only_the_migration_knows_the_owner() -> None:
    for path in UNITS:
        files = parsed(path)["EnvironmentFile"]
        assert ("/etc/broadsheet/owner.environment" in files) == ("migrate" in path.name)
    assert "OWNER" not in (SOURCE / "environment.example").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(SOURCE.glob("*.example")), ids=lambda path: path.name)
def test_the_examples_name_settings_that_there_are_and_no_secret(path: Path) -> None:
    given = re.findall(r"^([A-Z_]+)=(.*)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert given
    for name, value in given:
        assert f'"{name}"' in SETTINGS, name
        assert not (value and re.search("KEY|URL|PASSWORD", name) and name != "SITE_URL")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_finds_no_fault(path: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:  # not every machine has it; the tests above hold everywhere
        return
    unit = tmp_path / path.name
    text = path.read_text(encoding="utf-8").replace(PYTHON, sys.executable)
    unit.write_text(text.replace("/usr/bin/curl", sys.executable))
    for words in (["verify"], ["security", "--offline=true", "--threshold=20"]):
        done = subprocess.run(
            [analyze, *words, str(unit)], capture_output=True, text=True, check=False
        )
        faults = [line for line in done.stderr.splitlines() if line.startswith("broadsheet")]
        assert not faults
        assert done.returncode == 0, done.stdout + done.stderr

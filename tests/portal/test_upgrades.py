"""A migration that the running old version would not survive is refused before it is merged."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house

sys.path.insert(0, str(house.BASE_DIR / ".ci"))
from migrations import lint_migrations

pytestmark = pytest.mark.django_db(transaction=True)  # some are not run within one
NEXT = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("portal", "0001_tables")]
    atomic = {atomic}
    operations = [{operation}]
"""
FIRST = """
from importlib import import_module
Migration = import_module("portal.migrations.0001_tables").Migration
"""
TEXT = "models.CharField(max_length=9, "
INDEX = "models.Index(fields=['display_name'], name='user_name')"


@pytest.fixture
def lint(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> Callable[[str], str]:
    """Lint the house as if the portal had one more migration; return what is said of it."""

    def said_of(operation: str) -> str:
        package = tmp_path / "next_version"
        package.mkdir()
        atomic = "concurrently" not in operation.lower()
        (package / "__init__.py").touch()
        (package / "0001_tables.py").write_text(FIRST)
        (package / "0002_next.py").write_text(NEXT.format(operation=operation, atomic=atomic))
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.chdir(house.BASE_DIR)
        settings.MIGRATION_MODULES = {"portal": "next_version"}
        for name in [name for name in sys.modules if name.split(".")[0] == "next_version"]:
            monkeypatch.delitem(sys.modules, name)
        try:
            lint_migrations("0002_next")
        except SystemExit as end:
            said = capsys.readouterr().out.split("0002_next)...", 1)[1].split("***")[0]
            return f"{end.code}:{said}"
        return "passed"

    return said_of


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (f"migrations.AddField('User', 'rank', {TEXT}default=''))", "NOT NULL"),
        ("migrations.RemoveField('User', 'display_name')", "DROPPING columns"),
        ("migrations.RenameField('User', 'display_name', 'name')", "RENAMING columns"),
        ("migrations.DeleteModel('User')", "DROPPING table"),
        ("migrations.RunSQL('ALTER TABLE portal_user DROP COLUMN display_name')", "DROPPING"),
        (f"migrations.AddIndex('User', {INDEX})", "CREATE INDEX locks table"),
    ],
)
def test_what_the_old_version_would_not_survive_is_refused(
    lint: Callable[[str], str], operation: str, fault: str
) -> None:
    said = lint(operation)
    assert said.startswith("1: ERR")
    assert fault in said


@pytest.mark.parametrize(
    "operation",
    [
        f"migrations.AddField('User', 'rank', {TEXT}null=True))",
        f"migrations.AddField('User', 'rank', {TEXT}db_default=''))",
        "migrations.RunSQL('CREATE INDEX CONCURRENTLY user_name ON portal_user (display_name)')",
    ],
)
def test_what_both_versions_can_live_with_passes(
    lint: Callable[[str], str], operation: str
) -> None:
    assert lint(operation) == "passed"

"""Translations are compiled when their source is newer, and only then."""

import gettext
import os
from pathlib import Path
from typing import Any

import pytest

from portal.compiled_translations import compile_catalogs

SOURCE = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Reply"
msgstr "{word}"
"""


@pytest.fixture
def catalog(settings: Any, tmp_path: Path) -> Path:
    """Russian alone is translated, by one word."""
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE.format(word="Ответить"), encoding="utf-8")
    return path


def test_a_catalog_is_compiled_once_and_again_when_it_changed(
    catalog: Path, tmp_path: Path
) -> None:
    assert compile_catalogs() == ["ru"]
    assert gettext.translation("django", tmp_path, ["ru"]).gettext("Reply") == "Ответить"
    assert compile_catalogs() == []
    compiled = catalog.with_suffix(".mo").stat()
    catalog.write_text(SOURCE.format(word="Ответ"), encoding="utf-8")
    os.utime(catalog, ns=(compiled.st_mtime_ns + 1, compiled.st_mtime_ns + 1))
    assert compile_catalogs() == ["ru"]
    with catalog.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Reply") == "Ответ"

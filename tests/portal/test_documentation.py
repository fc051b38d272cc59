"""What the documentation says of settings is true of the settings."""

import re

from django.conf import settings


def test_every_environment_variable_is_described() -> None:
    source = (settings.BASE_DIR / "portal" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    page = (settings.BASE_DIR / "docs" / "settings.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`([A-Z_]+)`", page))
    assert read <= described
    assert len(read) > 15

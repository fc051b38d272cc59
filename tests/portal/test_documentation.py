"""What the documentation says of settings is true of the settings."""

import re

from django.conf import settings


def test_every_environment_variable_is_described() -> None:
    portal = settings.BASE_DIR / "portal"
    source = "".join(
        (portal / name).read_text(encoding="utf-8") for name in ("settings.py", "media_bucket.py")
    )
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    page = (settings.BASE_DIR / "docs" / "settings.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`([A-Z_]+)`", page))
    assert read <= described
    assert len(read) > 15

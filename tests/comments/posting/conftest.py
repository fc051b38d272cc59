"""Hands that are quicker than people's, for the tests of posting."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _quick_hands(settings: Settings) -> None:
    """Let the tests type faster than people do."""
    settings.COMMENT_MINIMUM_SECONDS = 0

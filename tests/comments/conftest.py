"""Somebody who moderates, and their browser."""

from typing import Any

import pytest
from django.test import Client

from tests.making import Make


@pytest.fixture
def moderator(make_user: Make) -> Any:
    """A member of the Moderators."""
    return make_user("Moderators", display_name="Dana Ruiz")


@pytest.fixture
def as_moderator(client: Client, moderator: Any) -> Client:
    """The moderator's browser, signed in."""
    client.force_login(moderator)
    return client

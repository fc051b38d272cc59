"""nginx in front of an application that keeps to the contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.contract import Application, serving
from tests.deploy.front import Front


@pytest.fixture
def application() -> Iterator[Application]:
    """The small application."""
    with serving() as served:
        yield served


@pytest.fixture
def front(application: Application, tmp_path: Path) -> Iterator[Front]:
    """nginx before it, as deploy/nginx has it."""
    opened = Front(tmp_path, [application.port])
    try:
        opened.open()
        yield opened
    finally:
        opened.close()

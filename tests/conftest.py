"""What every test may ask for: the real database with its two roles, a browser, makers."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from portal.database_roles import connect_as
from tests.emptying import empty_database

pytest_plugins = ["tests.making"]

hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no finding
hypothesis.settings.load_profile("house")
TransactionTestCase._fixture_teardown = empty_database  # type: ignore[method-assign]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in this thread
CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
    or "/usr/bin/chromium"
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium that `make test` found or installed: nothing else is downloaded."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Make the test database as the role that owns the tables.

    Connections end with their request: a server's threads would keep the database from being
    taken down. Nobody misses this database after a power cut, so its commits do not wait for the
    disk.
    """
    connection.settings_dict["CONN_MAX_AGE"] = 0
    connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"
    connect_as(settings.DATABASE_OWNER)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Run the tests as the site's own role; take the database down as its owner."""
    connect_as(settings.DATABASE_SITE)
    yield
    connect_as(settings.DATABASE_OWNER)


@pytest.fixture(autouse=True)
def _own_files(
    settings: object, tmp_path: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep what a test uploads or mails out of the house's own folders."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path_factory.getbasetemp() / "static"  # clients look at each file
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.DEMO_LOGINS = tmp_path / "demo_logins.txt"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _trusting_house(settings: object) -> None:
    """Trust accounts from their first comment on; what is about trust says how much it takes."""
    settings.COMMENT_TRUST_PUBLISHED = 0

"""Nothing that is written down lets its reader act for somebody else."""

import inspect
import logging
import logging.config
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client
from granian.server import Server

from portal.log_lines import without_tokens

TOKEN = "Zk3-_aQ9" * 5


@pytest.fixture
def console() -> Iterator[StringIO]:
    """What the console's handler writes, as the settings make it."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    line = settings.LOGGING["formatters"]["line"]
    made = logging.config.DictConfigurator({"version": 1}).configure_formatter(line)
    handler.setFormatter(made)
    loggers = [logging.getLogger(name) for name in ("django.request", "django.server", "")]
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.parametrize(
    "address", ["/your-comment/open/{}/", "/mail/stop/{}/", "/mail/stop/{}", "/reports/{}/"]
)
def test_a_path_is_logged_without_its_token(address: str, console: StringIO) -> None:
    path = address.format(TOKEN)
    logging.getLogger("django.request").error("Internal Server Error: %s", path)
    logging.getLogger("django.server").info('"GET %s HTTP/1.1" 200', path)
    assert TOKEN not in console.getvalue()
    assert f"Internal Server Error: {address.format('…')}" in console.getvalue()


def test_nor_does_a_traceback_hold_it(console: StringIO) -> None:
    try:
        raise ValueError(f"https://news.example.org/your-comment/open/{TOKEN}/?a=b")
    except ValueError:
        logging.getLogger("comments").exception("It went wrong")
    assert "ValueError: https://news.example.org/your-comment/open/…/" in console.getvalue()
    assert TOKEN not in console.getvalue()


@pytest.mark.django_db
def test_a_link_that_is_not_found_leaves_no_token_behind(console: StringIO, client: Client) -> None:
    logging.getLogger("django.request").setLevel(logging.WARNING)
    try:
        assert client.get(f"/your-comment/open/{TOKEN}/").status_code == 404
        assert client.get(f"/mail/stop/{TOKEN}").status_code in {301, 404}
    finally:
        logging.getLogger("django.request").setLevel(logging.ERROR)
    assert "Not Found" in console.getvalue()
    assert TOKEN not in console.getvalue()


def test_other_addresses_are_logged_as_they_are() -> None:
    for line in ("/en/valley/the-bridge/", "/your-comment/12/", "/your-comment/link/", "/mail/"):
        assert without_tokens(line) == line


def test_the_server_keeps_no_log_of_requests() -> None:
    assert inspect.signature(Server.__init__).parameters["log_access"].default is False
    serve = settings.BASE_DIR / "portal" / "management" / "commands" / "serve.py"
    assert "log_access" not in serve.read_text(encoding="utf-8")

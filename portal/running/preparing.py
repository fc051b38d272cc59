"""What has to stand before the doors open; each step says in a line what it does."""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection

from articles.models import Masthead
from portal.compiled_translations import compile_catalogs
from portal.embedded_postgres import server
from portal.running.claims import CannotRun

Say = Callable[[str], None]


def database(say: Say) -> None:
    """Start the embedded PostgreSQL, or see that the one named by DATABASE_URL answers."""
    if settings.DATABASE_URL:
        say(f"Using PostgreSQL at {_address()}")
        with _said_in_a_sentence("DATABASE_URL"):
            connection.ensure_connection()
        return
    data = settings.VAR_DIR / "postgres"
    new = "" if data.exists() else " (a new one)"
    say(f"Starting PostgreSQL in {_short(data)}{new}")
    server.ensure(data)
    if data.is_symlink():
        say(f"  its data is in {data.resolve()}, since PostgreSQL may not run as root")


def tables(say: Say) -> None:
    """Bring the tables up to date, as the role that owns them."""
    say("Bringing the tables up to date")
    with _said_in_a_sentence("DATABASE_OWNER_URL"):
        call_command("migrate", verbosity=0, interactive=False)


def translations(say: Say) -> None:
    """Compile the interface's translations where their source is newer."""
    if compiled := compile_catalogs():
        say(f"Compiled the translations: {', '.join(compiled)}")


def static_files(say: Say) -> None:
    """Collect and compress styles and scripts, unless nothing changed since the last time."""
    stamp = settings.VAR_DIR / ".static"
    seen = static_sources()
    collected = settings.STATIC_ROOT.is_dir() and stamp.is_file()
    if collected and stamp.read_text(encoding="utf-8") == seen:
        return
    say("Collecting styles and scripts")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(seen, encoding="utf-8")


def static_sources() -> str:
    """Return a line for each source of a static file; it changes when one of them does."""
    lines = [settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            lines.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return "\n".join(lines)


def demo(say: Say) -> None:
    """Load the demo edition into a house that has no newspaper yet."""
    if Masthead.objects.exists():
        return
    say("Loading the demo edition: an invented newspaper, its pictures drawn on this machine")
    began = time.monotonic()
    call_command("demo")
    say(f"  loaded in {time.monotonic() - began:.0f} seconds")


def close_connections() -> None:
    """Let go of the database: the processes that follow have connections of their own."""
    connection.close()


@contextlib.contextmanager
def _said_in_a_sentence(variable: str) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise CannotRun(f"The database cannot be used (see {variable}): {reason}") from error


def _address() -> str:
    known = connection.settings_dict
    host = known["HOST"] or known["OPTIONS"].get("host", "this machine")
    return f"{host}, database {known['NAME']}"


def _short(path: Path) -> str:
    if path.is_relative_to(settings.BASE_DIR):
        return str(path.relative_to(settings.BASE_DIR))
    return str(path)

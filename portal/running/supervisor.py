"""Opens the newspaper: prepares it, starts server and job worker, keeps them up, closes them."""

import contextlib
import http.client
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from django.conf import settings

from articles.models import Masthead
from portal import kept_mail
from portal.demo.people import logins_file
from portal.embedded_postgres import server as postgres
from portal.health import OK
from portal.running import preparing
from portal.running.claims import CannotRun, only_one, require_free_port
from portal.running.processes import Process, stop_all

READY_SECONDS = 90
TICK = 0.25  # seconds between two looks at the processes
Say = Callable[[str], None]


class Stopped(BaseException):
    """Ctrl-C or SIGTERM came: not an error, and nothing that a step may swallow."""


def run(say: Say, *, developing: bool = False) -> None:
    """Run the newspaper until it is stopped. Raises CannotRun when it cannot, or no longer, run.

    `developing` runs Django's own server, which reloads changed code, with errors shown.
    """
    children: list[Process] = []
    with only_one(settings.VAR_DIR), _stopped_by_signals() as closing:
        try:
            require_free_port(settings.HOST, settings.PORT)
            if settings.METRICS_PORT:
                require_free_port(settings.METRICS_HOST, settings.METRICS_PORT, "METRICS_PORT")
            prepare(say, developing=developing)
            _serve(say, children, developing=developing)
        except Stopped:
            say("\nClosing")
        finally:
            closing()
            stop_all(children)
            preparing.close_connections()
            postgres.leave(settings.VAR_DIR / "postgres")


def prepare(say: Say, *, developing: bool) -> None:
    """Take the steps that have to be done before a reader may come."""
    preparing.database(say)
    preparing.tables(say)
    preparing.translations(say)
    if not developing:
        preparing.static_files(say)
    preparing.demo(say)
    preparing.close_connections()


def _serve(say: Say, children: list[Process], *, developing: bool) -> None:
    say("Opening the doors")
    web = Process("serve", *(["--reload"] if developing else []))
    children.append(web)
    worker = Process("work")
    children.append(worker)
    _wait_until_ready(web, worker)
    announce(say)
    _watch(say, web, worker, developing=developing)


def _wait_until_ready(web: Process, worker: Process) -> None:
    deadline = time.monotonic() + READY_SECONDS
    found: dict[str, str] = {}
    while time.monotonic() < deadline:
        for child in (web, worker):
            if child.ended() is not None:
                raise CannotRun(f"`manage.py {child.command[0]}` ended before it was ready.")
        found = ask_readiness()
        if set(found.values()) == {OK}:
            return
        time.sleep(TICK)
    wrong = "; ".join(sorted(set(found.values()) - {OK})) or "it does not answer"
    raise CannotRun(f"The newspaper was not ready after {READY_SECONDS} seconds: {wrong}.")


def ask_readiness() -> dict[str, str]:
    """Return what /readyz says, nothing when nobody answers there."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104
    connection = http.client.HTTPConnection(host, settings.PORT, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    finally:
        connection.close()


def announce(say: Say) -> None:
    """Say where the newspaper is, and who may sign in to the demo."""
    masthead = Masthead.objects.first()
    preparing.close_connections()
    say("")
    say(f"{masthead.name if masthead else 'The newspaper'} is open: {settings.SITE_URL}")
    say(f"Its newsroom: {settings.SITE_URL}/admin/")
    if logins_file().exists():
        say("Sign in there with one of:")
        for line in logins_file().read_text(encoding="utf-8").splitlines():
            say(f"  {line}")
    if kept_mail.is_shown():
        say(f"Mail that it sends: {settings.SITE_URL}/mail/")
    if settings.HOST not in {"127.0.0.1", "::1", "localhost"}:
        say(f"It listens on {settings.HOST}, but answers only to the address that SITE_URL names.")
    say("Ctrl-C closes it.")


def _watch(say: Say, web: Process, worker: Process, *, developing: bool) -> None:
    """Keep the worker up; raise CannotRun when the server has ended."""
    seen = _newest_source() if developing else 0.0
    while True:
        time.sleep(TICK)
        if (code := web.ended()) is not None:
            raise CannotRun(f"The web server ended by itself (code {code}), so all was closed.")
        if (code := worker.ended()) is not None:
            pause = worker.pause_before_restart()
            say(f"The job worker ended by itself (code {code}); starting it again.")
            worker.finish(0.1)
            time.sleep(pause)
            worker.start()
        if developing and (newest := _newest_source()) > seen:
            seen = newest
            stop_all([worker])
            worker.start()


def _newest_source() -> float:
    """When one of our modules was last changed: the worker of a developer starts anew then."""
    folders = [settings.BASE_DIR / name for name in ("portal", "articles", "comments")]
    files: Iterator[Path] = (path for folder in folders for path in folder.rglob("*.py"))
    return max(path.stat().st_mtime for path in files)


@contextlib.contextmanager
def _stopped_by_signals() -> Iterator[Callable[[], None]]:
    """Turn the first Ctrl-C, SIGTERM or hang-up into Stopped.

    Gives a function that says that closing has begun: from then on signals change nothing.
    """
    stopping = False

    def closing() -> None:
        nonlocal stopping
        stopping = True

    def stop(_number: int, _frame: FrameType | None) -> None:
        if not stopping:
            closing()
            raise Stopped

    before = {
        number: signal.signal(number, stop)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield closing
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def say_on_terminal(sentence: str) -> None:
    """Print a line at once; a terminal that is gone is no reason to fail."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()

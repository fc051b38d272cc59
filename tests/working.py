"""Doing what waits in the queue, as a job worker does, within a test.

In a thread of its own: a test in the browser leaves an event loop running in ours, in which no
other can be started.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from procrastinate.contrib.django import app


def in_own_thread(do: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Return what a function returns, called where no event loop runs."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(do, *args, **kwargs).result()


def work(**options: Any) -> None:
    """Let a job worker do what is due, and end."""
    once = {"wait": False, "install_signal_handlers": False, "listen_notify": False}
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        in_own_thread(working.run_worker, **once, **options)

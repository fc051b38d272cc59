"""Ours, with the process that answered in a header, so that each worker can be asked by itself."""

import os
from collections.abc import Iterable
from typing import Any

from portal.wsgi import application as ours

WORKER = ("X-Bench-Worker", str(os.getpid()))


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as ours does, and say who did."""

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, WORKER], *rest)

    return ours(environ, start)

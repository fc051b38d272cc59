"""The bare look-up: a dict from path to a kept answer, and nothing else. What granian can do.

BENCH_PAGE names the folder with the page: `body.gz`, and `headers.json` as our server sent them.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ["BENCH_PAGE"])
HEADERS = [tuple(pair) for pair in json.loads((FOLDER / "headers.json").read_text("utf-8"))]
KEPT = {os.environ["BENCH_PATH"]: ("200 OK", HEADERS, (FOLDER / "body.gz").read_bytes())}


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer from the dict."""
    found = KEPT.get(environ["PATH_INFO"])
    if found is None:
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    status, headers, body = found
    start_response(status, headers)
    return [body]

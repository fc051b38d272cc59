"""What is compared is measured in turn, checked first, and put into ratios round by round."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks.rounds import GZIP, Contender, Rounds, measure, rate, ratio
from benchmarks.wrk import MeasurementFailed, Run
from tests.benchmarks.test_wrk import SAID, Saying, wrk_that_says

__all__ = ["wrk_that_says"]


def runs(*rates: float) -> list[Run]:
    return [Run(rate, 0, 1, 0, 0) for rate in rates]


def test_a_ratio_is_taken_within_each_round_before_the_median_is() -> None:
    # a machine of changing speed: half as fast in two rounds of three, whatever the medians say
    found: Rounds = {"ours": runs(100, 200, 300), "theirs": runs(200, 100, 600)}
    assert rate(found, "ours") == rate(found, "theirs") == 200
    assert ratio(found, "ours", "theirs") == 0.5


class Page(BaseHTTPRequestHandler):
    """Answers /page with a text, compressed where that is asked for, and anything else with 404."""

    def do_GET(self) -> None:
        body = b"the very page"
        found = self.path == "/page"
        packed = found and "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(body) if packed else body
        self.send_response(200 if found else 404)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_contenders_take_turns(wrk_that_says: Saying, address: str) -> None:
    wrk_that_says(SAID)
    contenders = [Contender(name, f"{address}/page", {"X": name}) for name in ("a", "b")]
    found = measure(contenders, rounds=3, seconds=1, connections=1)
    asked = (wrk_that_says.folder / "asked").read_text(encoding="utf-8").splitlines()
    order = ["a" if "X: a" in line else "b" for line in asked]
    rounds = ["a", "b", "b", "a", "a", "b"]
    assert order == ["a", "b", *rounds], (
        "one warm-up each, then three rounds, every other backwards"
    )
    assert [len(found[name]) for name in ("a", "b")] == [3, 3]


def test_a_contender_that_answers_right_is_taken(address: str) -> None:
    page = Contender("page", f"{address}/page", GZIP, holds=b"very page")
    assert page.check().text == b"the very page"
    Contender("missing", f"{address}/other", status=404).check()


@pytest.mark.parametrize(
    ("path", "expected", "reason"),
    [
        ("/other", {}, "404 instead of 200"),
        ("/page", {"holds": b"another page"}, "another page"),
        ("/page", {"status": 304}, "200 instead of 304"),
    ],
)
def test_a_contender_that_answers_wrong_is_refused(
    address: str, path: str, expected: dict, reason: str
) -> None:
    with pytest.raises(MeasurementFailed, match=reason):
        Contender("page", f"{address}{path}", **expected).check()


def test_a_page_that_is_not_compressed_is_refused_where_gzip_was_asked_for(tmp_path: Path) -> None:
    class Plain(Page):
        def do_GET(self) -> None:
            del self.headers["Accept-Encoding"]
            super().do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Plain)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page = Contender("page", f"http://127.0.0.1:{server.server_port}/page", GZIP)
        with pytest.raises(MeasurementFailed, match="without compression"):
            page.check()
    finally:
        server.shutdown()
        server.server_close()

"""What wrk says is read right, and an answer that is an error fails the run."""

from pathlib import Path

import pytest

from benchmarks.wrk import MeasurementFailed, parse, run

SAID = """Running 4s test @ http://127.0.0.1:8000/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   652.11us  120.40us   4.15ms   93.68%
    Req/Sec    48.90k     1.21k   51.20k    70.00%
  Latency Distribution
     50%  640.00us
     75%    0.98ms
     90%    1.10ms
     99%    2.50ms
  195612 requests in 4.00s, 1.32GB read
Requests/sec:  48903.17
Transfer/sec:    338.20MB
"""
ERRORS = "  Non-2xx or 3xx responses: 17\n"
FAULTS = "  Socket errors: connect 1, read 2, write 0, timeout 4\n"


def test_the_rate_and_the_latencies_are_read_in_seconds_and_bytes() -> None:
    found = parse(SAID)
    assert found.per_second == 48903.17
    assert found.requests == 195_612
    assert found.bytes_per_second == 338.20 * 1024**2
    assert (found.median, found.p99) == (pytest.approx(0.00064), pytest.approx(0.0025))
    assert found.bytes_each == pytest.approx(7251.6, abs=1)


def test_errors_and_broken_connections_are_counted() -> None:
    found = parse(SAID.replace("Requests/sec", f"{FAULTS}{ERRORS}Requests/sec"))
    assert (found.bad_answers, found.faults) == (17, 7)


def test_output_of_a_wrk_that_did_not_finish_is_no_measurement() -> None:
    with pytest.raises(MeasurementFailed, match="unable to connect"):
        parse("unable to connect to 127.0.0.1:9 Connection refused")


@pytest.fixture
def wrk_that_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Saying":
    """Put a program named wrk first on the PATH, which says what it is told to."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return Saying(tmp_path)


class Saying:
    """A wrk that has nothing to measure."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, output: str) -> None:
        (self.folder / "said").write_text(output, encoding="utf-8")
        program = self.folder / "wrk"
        program.write_text(f'#!/bin/sh\necho "$@" >> {self.folder}/asked\ncat {self.folder}/said\n')
        program.chmod(0o755)


def test_a_run_is_bounded_in_time_and_sends_the_headers(wrk_that_says: Saying) -> None:
    wrk_that_says(SAID)
    run("http://127.0.0.1:9/", {"Host": "localhost:9"}, seconds=2, connections=8)
    asked = (wrk_that_says.folder / "asked").read_text(encoding="utf-8")
    assert "-d2s" in asked
    assert "-c8" in asked
    assert "-H Host: localhost:9" in asked


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (SAID + ERRORS, "17 answers were errors"),
        (SAID + FAULTS, "7 connections broke"),
        (SAID.replace("195612 requests", "0 requests"), "answered nothing"),
    ],
)
def test_a_run_with_a_wrong_answer_fails(wrk_that_says: Saying, output: str, reason: str) -> None:
    wrk_that_says(output)
    with pytest.raises(MeasurementFailed, match=reason):
        run("http://127.0.0.1:9/", {}, seconds=1, connections=1)

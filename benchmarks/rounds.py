"""Measures contenders in turn (A B C, C B A, A B C) and takes medians and ratios.

The machine drifts by a factor of two within minutes, so what is compared is interleaved, and a
ratio is taken within each round before the median of the rounds is. Every other round goes
backwards, so that a machine that slows down favours nobody.
"""

import contextlib
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import wrk
from benchmarks.asking import Answer, ask
from benchmarks.wrk import MeasurementFailed, Run

Meanwhile = Callable[[], contextlib.AbstractContextManager[object]]
Rounds = dict[str, list[Run]]
GZIP = {"Accept-Encoding": "gzip"}
WARM_UP_SECONDS = 1.0


@dataclass(frozen=True)
class Contender:
    """Somebody who is measured: an address, what to ask of it, and what the answer must be."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    holds: bytes = b""  # stands in the answer's text
    meanwhile: Meanwhile = contextlib.nullcontext  # what goes on while it is measured
    certificate: Path | None = None

    def answer(self) -> Answer:
        """Ask once, whatever comes."""
        return ask(self.url, self.headers, certificate=self.certificate)

    def check(self) -> Answer:
        """Ask once. Raises MeasurementFailed unless the answer is the right one."""
        answer = self.answer()
        if answer.status != self.status:
            raise MeasurementFailed(
                f"{self.name}: {self.url} answered {answer.status} instead of {self.status}"
            )
        wants_gzip = "gzip" in self.headers.get("Accept-Encoding", "") and self.status == 200
        if wants_gzip != (answer.headers.get("content-encoding") == "gzip"):
            raise MeasurementFailed(
                f"{self.name} answered {'without' if wants_gzip else 'with'} compression"
            )
        if self.holds not in answer.text:
            raise MeasurementFailed(f"{self.name} answered with another page")
        return answer


def measure(
    contenders: Sequence[Contender],
    *,
    rounds: int,
    seconds: float,
    connections: int,
    warm_up: float = WARM_UP_SECONDS,
) -> Rounds:
    """Measure everybody in every round; each is checked and warmed up first, and checked after."""
    for contender in contenders:
        contender.check()
        if warm_up:
            _run(contender, warm_up, connections)
        contender.check()  # behind what wrk left in the server's queue
    found: Rounds = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        for contender in reversed(contenders) if number % 2 else contenders:
            with contender.meanwhile():
                found[contender.name].append(_run(contender, seconds, connections))
            contender.check()
    return found


def _run(contender: Contender, seconds: float, connections: int) -> Run:
    return wrk.run(contender.url, contender.headers, seconds=seconds, connections=connections)


def rate(rounds: Rounds, name: str) -> float:
    """Return a contender's median of requests a second."""
    return statistics.median(run.per_second for run in rounds[name])


def ratio(rounds: Rounds, name: str, other: str) -> float:
    """Return the median, over the rounds, of how many times as fast as another somebody was."""
    pairs = zip(rounds[name], rounds[other], strict=True)
    return statistics.median(own.per_second / their.per_second for own, their in pairs)

"""`python -m benchmarks NAME=value …`: measure, write benchmarks/results, say how it went.

Ends with 0 when everything could be measured, whether or not the goals were met, and with 1 when
a scenario failed or was not run.
"""

import signal
import sys
import time
from collections.abc import Sequence
from typing import Any

from benchmarks import programs, report, table
from benchmarks.bench import Bench
from benchmarks.figures import Result
from benchmarks.house import House, say
from benchmarks.machine import Cores, machine
from benchmarks.options import BadOption, Options
from benchmarks.scenarios import LARGE, SCENARIOS, WHEN_NAMED


def main(words: Sequence[str]) -> int:
    """Run the scenarios that were asked for; return the exit code."""
    began = time.monotonic()
    options = Options.read(words)
    names = _chosen(options)
    programs.install()
    cores = Cores.of_this_machine()
    found = machine(cores)
    _say_what_comes(options, names, found)
    with House(options).open() as house:
        for number in range(len(options.articles) if LARGE & set(names) else 1):
            house.newspaper(number)
        cores.keep_to_client()
        house.keep_to(cores.client)
        results = _run(Bench(options, house, cores), names, began)
    found["minutes"] = round((time.monotonic() - began) / 60, 1)
    report.write(found, results, options)
    say("")
    for line in table.goals(results):
        say(line)
    say(f"\n{found['minutes']} minutes; benchmarks/results/latest.md has every figure.")
    return exit_code(results)


def exit_code(results: Sequence[Result]) -> int:
    """Return 1 when something could not be measured: a goal that is not met is a finding."""
    return 1 if any(result.has_failed for result in results) else 0


def _chosen(options: Options) -> list[str]:
    """Return the scenarios to run, in their order. Raises BadOption for one that there is not."""
    if unknown := [name for name in options.only if name not in SCENARIOS]:
        raise BadOption(f"There is no scenario {unknown[0]}. There are: {', '.join(SCENARIOS)}.")
    return [name for name in SCENARIOS if name in (options.only or SCENARIOS.keys() - WHEN_NAMED)]


def _run(bench: Bench, names: Sequence[str], began: float) -> list[Result]:
    """Run scenarios one after the other; one that fails does not keep the others from running."""
    results = []
    try:
        for name in names:
            started = time.monotonic()
            if (started - began) / 60 > bench.options.minutes:
                error = f"not run: the {bench.options.minutes:g} minutes were over (see MINUTES)"
                results.append(Result(name, name, error=error))
                continue
            say(f"Measuring: {name}")
            try:
                result = SCENARIOS[name](bench)
            except Exception as error:  # noqa: BLE001 (shown as failed; the others still run)
                result = Result(name, name, error=f"{type(error).__name__}: {error}")
            result.seconds = time.monotonic() - started
            say(f"  {'FAILED: ' + result.error if result.error else f'{result.seconds:.0f} s'}")
            results.append(result)
    finally:
        bench.close()
    return results


def _say_what_comes(options: Options, names: Sequence[str], found: dict[str, Any]) -> None:
    say(f"{found['processor']}, {found['cores']} cores, load {found['load_before']}")
    if found["pinned"]["server"] == found["pinned"]["client"]:
        say("Only one core may be used: server and clients take it from each other.")
    largest = -1 if LARGE & set(names) else 0
    articles, comments = options.articles[largest], options.comments[largest]
    say(
        f"{len(names)} scenarios, {options.rounds} rounds of {options.seconds:g} s; newspapers of "
        f"up to {articles:,} articles and {comments:,} comments"
    )


def _end(_number: int, _frame: object) -> None:
    raise SystemExit("Stopped")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)  # so that the servers are stopped as with Ctrl-C
    try:
        sys.exit(main(sys.argv[1:]))
    except BadOption as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped")

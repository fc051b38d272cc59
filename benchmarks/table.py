"""The results as a Markdown page: what was reached of what was asked for, then every figure."""

from collections.abc import Sequence
from typing import Any

from benchmarks.figures import Line, Result, written


def page(machine: dict[str, Any], results: Sequence[Result], options: dict[str, Any]) -> str:
    """Return benchmarks/results/latest.md."""
    return "\n".join(
        [
            "# Benchmark",
            "",
            *_said_of(machine, options),
            "",
            "## Goals",
            "",
            *goals(results),
            "",
            "## Every figure",
            "",
            *(line for result in results for line in _section(result)),
            "How it is measured, and what it cannot show: [benchmarks/README.md](../README.md).",
            "",
        ]
    )


def goals(results: Sequence[Result]) -> list[str]:
    """Return the table of figures that have a goal, and of scenarios that failed."""
    rows = ["| what | figure | goal | |", "|---|--:|---|---|"]
    for result in results:
        if result.has_failed:
            rows.append(f"| {result.title} | | | **failed**: {_cell(result.error)} |")
        for line in result.lines:
            if line.goal is not None:
                verdict = line.verdict if line.verdict == "met" else f"**{line.verdict}**"
                what = f"{result.title}: {line.what}"
                rows.append(f"| {_cell(what)} | {_figure(line)} | {line.goal} | {verdict} |")
    return rows


def _section(result: Result) -> list[str]:
    lines = [f"### {result.title}", ""]
    if result.has_failed:
        return [*lines, f"Failed: {result.error}", ""]
    lines += ["| what | figure |", "|---|--:|"]
    lines += [f"| {_cell(line.what)} | {_figure(line)} |" for line in result.lines]
    for note in result.notes:
        lines += ["", note]
    return [*lines, ""]


def _figure(line: Line) -> str:
    return _cell(f"{written(line.value)} {line.unit}")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _said_of(machine: dict[str, Any], options: dict[str, Any]) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    pinned = machine["pinned"]
    cores = f"server on core {pinned['server']}, clients and PostgreSQL on core {pinned['client']}"
    if pinned["server"] == pinned["client"]:
        cores = "**one core only: server and clients took it from each other**"
    asked = " ".join(f"{name.upper()}={_word(value)}" for name, value in options.items())
    return [
        f"{machine['when']}, {machine['processor']}, {machine['cores']} cores; {cores}.",
        "",
        f"Memory: {machine['memory_gb']} GB. Load before: {machine['load_before']}.",
        "",
        f"{versions}.",
        "",
        f"`make bench {asked}`" if asked else "`make bench`",
    ]


def _word(value: Any) -> str:
    """Return an option's value as it is given to make."""
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)

"""Writes benchmarks/results: latest.md, latest.json and the chart."""

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import chart, table
from benchmarks.figures import Result
from benchmarks.options import Options

RESULTS = Path(__file__).resolve().parent / "results"
CHART_TITLE = "An article with 42 comments"
OURS = {"ours": "Broadsheet, from memory", "304": "Broadsheet, 304"}
MISS = "ours, a miss every time"


def write(
    machine: dict[str, Any],
    results: Sequence[Result],
    options: Options,
    folder: Path = RESULTS,
) -> None:
    """Write everything; a run of a few scenarios writes what it has measured."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = {
        name: value
        for name, value in dataclasses.asdict(options).items()
        if value != getattr(Options(), name)
    }
    (folder / "latest.md").write_text(table.page(machine, results, changed), encoding="utf-8")
    everything = {
        "machine": machine,
        "options": dataclasses.asdict(options),
        "scenarios": [_as_data(result) for result in results],
    }
    text = json.dumps(everything, indent=1, ensure_ascii=False)
    (folder / "latest.json").write_text(f"{text}\n", encoding="utf-8")
    if bars := bars_of(results):
        marked = [*OURS.values(), "Broadsheet, a miss"]
        drawn = chart.svg(CHART_TITLE, chart.described(bars), bars, ours=marked)
        (folder / "latest.svg").write_text(drawn, encoding="utf-8")


def bars_of(results: Sequence[Result]) -> list[tuple[str, float]]:
    """Return the bars of the chart: the requests a second of the hit, and our miss."""
    found: dict[str, float] = {}
    for result in results:
        for line in result.lines:
            if line.unit != "requests/s":
                continue
            if result.name == "hit":
                found[OURS.get(line.what, line.what)] = line.value
            if result.name == "miss" and line.what == MISS:
                found["Broadsheet, a miss"] = line.value
    return list(found.items())


def _as_data(result: Result) -> dict[str, Any]:
    lines = [
        {
            "what": line.what,
            "value": line.value,
            "unit": line.unit,
            "goal": str(line.goal) if line.goal else None,
            "verdict": line.verdict or None,
        }
        for line in result.lines
    ]
    return {
        "name": result.name,
        "title": result.title,
        "seconds": round(result.seconds, 1),
        "error": result.error or None,
        "lines": lines,
        "notes": result.notes,
        "rounds": result.raw,
    }

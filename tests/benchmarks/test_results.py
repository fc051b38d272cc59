"""The table says what was met and what failed; the chart is readable and stays in its frame."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import chart, report, table
from benchmarks.__main__ import exit_code
from benchmarks.figures import Goal, Line, Result, written
from benchmarks.options import Options

SVG = "{http://www.w3.org/2000/svg}"
MACHINE = {
    "when": "2026-11-25 12:00",
    "processor": "A processor",
    "cores": 2,
    "memory_gb": 8.0,
    "load_before": 0.1,
    "pinned": {"server": 0, "client": 1},
    "versions": {"Python": "3.11", "wrk": "4.1"},
}
HIT = Result(
    "hit",
    "A page",
    [
        Line("ours", 40_000.0, "requests/s"),
        Line("nginx serving the file", 52_000.0, "requests/s"),
        Line("ours", 0.77, "× nginx serving the file", Goal(least=0.5)),
        Line("django-comments-xtd & others", 39.0, "requests/s"),
    ],
    raw={"ours": [{"requests_per_second": 40_000.0}]},
)
SLOW = Result("removal", "Removal", [Line("the slowest", 1.3, "s", Goal(most=1.0))])
FAILED = Result("soak", "Soak", error="a connection\nbroke | here")


def test_a_goal_is_met_from_its_bound_on() -> None:
    assert Goal(least=0.7).is_met(0.7)
    assert not Goal(least=0.7).is_met(0.69)
    assert Goal(most=1.0).is_met(1.0)
    assert not Goal(least=0.8, most=1.2).is_met(1.21)


@pytest.mark.parametrize(
    ("value", "text"), [(51_900.4, "51,900"), (12.34, "12.3"), (1.05, "1.05"), (0.0354, "0.035")]
)
def test_a_figure_is_written_with_the_digits_that_matter(value: float, text: str) -> None:
    assert written(value) == text


def test_the_table_names_what_is_met_what_is_not_and_what_failed() -> None:
    rows = "\n".join(table.goals([HIT, SLOW, FAILED]))
    assert "| A page: ours | 0.770 × nginx serving the file | ≥ 0.5 | met |" in rows
    assert "| Removal: the slowest | 1.30 s | ≤ 1 | **not met** |" in rows
    assert "**failed**: a connection broke \\| here" in rows


def test_only_what_could_not_be_measured_fails_the_run() -> None:
    assert exit_code([HIT, SLOW]) == 0
    assert exit_code([HIT, FAILED]) == 1


def test_a_run_is_written_as_a_page_raw_rounds_and_a_chart(tmp_path: Path) -> None:
    report.write(MACHINE, [HIT, SLOW, FAILED], Options(rounds=5), tmp_path)
    page = (tmp_path / "latest.md").read_text(encoding="utf-8")
    assert "A processor" in page
    assert "ROUNDS=5" in page
    assert "Failed: a connection" in page
    data = json.loads((tmp_path / "latest.json").read_text(encoding="utf-8"))
    assert data["scenarios"][0]["rounds"]["ours"][0]["requests_per_second"] == 40_000.0
    assert data["scenarios"][2]["error"]
    assert "Broadsheet, from memory" in (tmp_path / "latest.svg").read_text(encoding="utf-8")


def test_one_core_is_said_aloud() -> None:
    shared = MACHINE | {"pinned": {"server": 0, "client": 0}}
    assert "one core only" in table.page(shared, [HIT], {})


@pytest.mark.parametrize(
    "bars",
    [
        [
            ("ours", 40_000.0),
            ("nginx & co", 52_000.0),
            ("xtd", 39.2),
            ("a long name " * 2, 3_000.0),
        ],
        [("ours", 1_000_000.0)],
        [("ours", 0.4), ("nobody", 0.0)],
    ],
)
def test_the_chart_is_well_formed_and_every_bar_stays_in_its_frame(
    bars: list[tuple[str, float]],
) -> None:
    root = ElementTree.fromstring(chart.svg("A < B", chart.described(bars), bars, ours=["ours"]))  # noqa: S314 (our own)
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    assert len(root.findall(f"{SVG}rect")) == len(bars)
    for bar in root.findall(f"{SVG}rect"):
        assert float(bar.attrib["x"]) + float(bar.attrib["width"]) <= width - chart.ROOM + 0.1
        assert float(bar.attrib["y"]) + float(bar.attrib["height"]) <= height
    for text in root.findall(f"{SVG}text"):
        assert 0 <= float(text.attrib["x"]) <= width
        assert 0 <= float(text.attrib["y"]) <= height


def test_the_chart_says_in_words_what_it_shows_and_follows_the_colours_of_the_reader() -> None:
    bars = [("ours", 40_000.0), ("xtd", 39.2)]
    drawn = chart.svg("Title", chart.described(bars), bars, ours=["ours"])
    root = ElementTree.fromstring(drawn)  # noqa: S314 (our own)
    assert root.attrib["role"] == "img"
    named = root.attrib["aria-labelledby"].split()
    assert [element.attrib["id"] for element in list(root)[:2]] == named
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert description.text == "ours: 40,000 requests a second; xtd: 39.2 requests a second."
    assert "prefers-color-scheme: dark" in drawn
    assert re.search(r"fill: currentColor", drawn)


def test_a_longer_bar_is_drawn_for_a_larger_figure() -> None:
    bars = [("xtd", 39.2), ("ours", 40_000.0), ("django", 1_700.0)]
    root = ElementTree.fromstring(chart.svg("Title", "", bars, ours=[]))  # noqa: S314 (our own)
    widths = [float(bar.attrib["width"]) for bar in root.findall(f"{SVG}rect")]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] > 0

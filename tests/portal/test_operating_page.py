"""The operator's page, the alarms and what is exposed name the same things."""

import re

import pytest
import yaml
from django.conf import settings

from portal.metrics.catalogue import CATALOGUE, COUNTER, GAUGE, HISTOGRAM

PAGE = (settings.BASE_DIR / "docs" / "operating.md").read_text(encoding="utf-8")
ALERTS = settings.BASE_DIR / "deploy" / "prometheus" / "alerts.yml"
RULES = [
    rule
    for group in yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
NAME = re.compile(r"\bbroadsheet_[a-z_]+")


def exposed(metric: str) -> set[str]:
    """Names under which a metric's samples appear."""
    if CATALOGUE[metric].kind != HISTOGRAM:
        return {metric}
    return {metric, *(f"{metric}_{part}" for part in ("bucket", "count", "sum"))}


EXPOSED = set().union(*map(exposed, CATALOGUE))


def test_every_metric_has_a_row_that_says_what_it_means() -> None:
    described = re.findall(r"^\| `(broadsheet_\w+)` \| (.+) \| .*\|$", PAGE, flags=re.MULTILINE)
    assert [name for name, _ in described if name not in CATALOGUE] == []
    assert sorted(name for name, _ in described) == sorted(CATALOGUE)


def test_the_page_and_the_alarms_name_no_metric_that_is_not_exposed() -> None:
    alarms = " ".join(rule["expr"] for rule in RULES)
    assert set(NAME.findall(PAGE)) - EXPOSED == set()
    assert set(NAME.findall(alarms)) - EXPOSED == set()
    assert len(set(NAME.findall(alarms))) > 20


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alarm_is_explained_and_says_whether_it_wakes_somebody(rule: dict) -> None:
    severity = rule["labels"]["severity"]
    assert severity in {"page", "ticket"}
    assert f"**{rule['alert']}** ({severity}): " in PAGE
    assert rule["annotations"]["summary"]


def test_the_page_explains_no_alarm_that_does_not_exist() -> None:
    explained = re.findall(r"^\*\*(Broadsheet\w+)\*\*", PAGE, flags=re.MULTILINE)
    assert sorted(explained) == sorted(rule["alert"] for rule in RULES)


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_metric_is_named_by_prometheus_customs(name: str) -> None:
    metric = CATALOGUE[name]
    assert (metric.kind == COUNTER) == name.endswith("_total")
    assert metric.kind in {COUNTER, GAUGE, HISTOGRAM}
    assert bool(metric.bounds) == (metric.kind == HISTOGRAM)
    assert list(metric.bounds) == sorted(metric.bounds)
    assert "worker" not in metric.labels  # the collector's own label
    assert metric.help

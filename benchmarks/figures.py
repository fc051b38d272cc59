"""What a scenario finds: lines with a figure and its goal, and the rounds that they come from."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Goal:
    """What issue and README ask of a figure."""

    least: float | None = None
    most: float | None = None

    def is_met(self, value: float) -> bool:
        """Whether a figure reaches it."""
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )

    def __str__(self) -> str:
        if self.least is not None and self.most is not None:
            return f"{self.least:g} to {self.most:g}"
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"


@dataclass(frozen=True)
class Line:
    """One row of the table: what, how much, of what, and the goal if there is one."""

    what: str
    value: float
    unit: str  # "requests/s", "× nginx", "s": what stands behind the figure
    goal: Goal | None = None

    @property
    def verdict(self) -> str:
        """Whether the goal is met, "" where there is none."""
        if self.goal is None:
            return ""
        return "met" if self.goal.is_met(self.value) else "not met"


@dataclass
class Result:
    """What became of one scenario."""

    name: str
    title: str
    lines: list[Line] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    error: str = ""
    seconds: float = 0.0

    @property
    def has_failed(self) -> bool:
        """Whether it could not be measured; a goal that is not met is no failure of the run."""
        return bool(self.error)


def written(value: float) -> str:
    """Write a figure with three digits that matter, thousands set apart."""
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.3f}" if size < 1 else f"{value:.2f}"

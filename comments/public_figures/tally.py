"""A tally: how often each thing happened in a month. Tallies of months add up to that of a year.

A key is the name of a figure and what it is counted by: ("restriction", "removed", 3, …), whose
parts `counting` explains. Medians do not add up, so waits are counted in the steps of
comments.desk.waits; nor does the number of moderators, so their ids are kept, which nobody outside
is shown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

Key = tuple[Any, ...]


@dataclass
class Tally:
    """Numbers by their keys, and the ids of the moderators who decided."""

    numbers: Counter[Key] = field(default_factory=Counter)
    moderators: set[int] = field(default_factory=set)

    @classmethod
    def of_json(cls, numbers: Iterable[list[Any]], moderators: Iterable[int]) -> Self:
        """Read a tally as it is kept: lists of a key's parts with the number behind them."""
        return cls(Counter({tuple(key): number for *key, number in numbers}), set(moderators))

    def as_json(self) -> list[list[Any]]:
        """Return the numbers as they are kept."""
        return sorted(([*key, number] for key, number in self.numbers.items()), key=str)

    def add(self, rows: Iterable[tuple[Any, ...]], name: str) -> None:
        """Count rows of a key's parts with the number behind them, under a figure's name."""
        for *key, number in rows:
            self.numbers[name, *key] += number

    def join(self, other: "Tally") -> None:
        """Add another month's tally to this one."""
        self.numbers.update(other.numbers)
        self.moderators |= other.moderators

    def under(self, *begin: Any) -> Iterator[tuple[Key, int]]:
        """Give the numbers whose keys begin so, with the rest of each key."""
        length = len(begin)
        for key, number in self.numbers.items():
            if key[:length] == begin and number:
                yield key[length:], number

    def total(self, *begin: Any) -> int:
        """Return the sum of the numbers whose keys begin so."""
        return sum(number for _key, number in self.under(*begin))

    def by(self, place: int, *begin: Any) -> Counter[Any]:
        """Return the sums by the part at `place` of what follows a key's begin."""
        found: Counter[Any] = Counter()
        for key, number in self.under(*begin):
            found[key[place]] += number
        return found


def without_taken_back(tally: Tally, year: int) -> Tally:
    """Take out of a year's tally what one of its months did and a later one of them took back."""
    numbers = Counter(tally.numbers)
    for key, number in tally.under("taken_back", year):
        numbers["restriction", *key] -= number
    return Tally(numbers, tally.moderators)

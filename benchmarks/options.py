"""What `make bench` may be told, as NAME=value words; each has a default that fits ten minutes."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass


class BadOption(ValueError):  # noqa: N818
    """A word that is no option of the benchmark; the message says which there are."""


@dataclass(frozen=True)
class Options:
    """How much is measured, and on how much data."""

    only: tuple[str, ...] = ()  # names of scenarios; none means all
    rounds: int = 3
    seconds: float = 2.0  # of one measurement of one contender in one round
    connections: int = 32
    sizes: tuple[int, ...] = (42, 5_000, 100_000)  # comments on a story
    articles: tuple[int, ...] = (100, 100_000)
    comments: tuple[int, ...] = (1_000, 1_000_000)  # in all, beside each number of articles
    removals: int = 200
    posts: int = 300  # forms sent by each contender in each round
    pages: int = 10_000  # pages asked for to fill the page memory
    filling: int = 40  # seconds at most; a slow machine fills as much as it can
    memory_mb: int = 64  # what the page memory is set to while it is filled
    soak: int = 60  # seconds
    minutes: float = 10.0  # a scenario that would begin later than this is not run

    @classmethod
    def read(cls, words: Iterable[str]) -> "Options":
        """Read words such as ROUNDS=5. Raises BadOption."""
        given = {}
        known = {field.name: field for field in dataclasses.fields(cls)}
        for word in words:
            name, equals, value = word.partition("=")
            field = known.get(name.lower())
            if field is None or not equals:
                names = ", ".join(name.upper() for name in known)
                raise BadOption(f"{word!r} is no option. There are: {names}.")
            given[field.name] = _value(name, value, field.default)
        options = cls(**given)
        if len(options.articles) != len(options.comments):
            raise BadOption("ARTICLES and COMMENTS name as many numbers each, in one order.")
        return options


def _value(name: str, value: str, default: object) -> object:
    """Read a value of the default's kind. Raises BadOption."""
    try:
        if isinstance(default, tuple):
            parts = [part.strip() for part in value.split(",") if part.strip()]
            return tuple(parts) if name.lower() == "only" else tuple(map(_positive, parts))
        if isinstance(default, int):
            return _positive(value)
        number = float(value)
        if not 0 < number < 1e6:
            raise ValueError(value)
    except ValueError as error:
        raise BadOption(f"{name}={value} is not understood.") from error
    return number


def _positive(value: str) -> int:
    number = int(value.replace("_", ""))
    if number < 1:
        raise ValueError(value)
    return number

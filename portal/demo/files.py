"""The demo's data files (TOML), read and put in order."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
Table = dict[str, Any]


@dataclass(frozen=True)
class StoryFiles:
    """A story of the demo: what its editions share, and each edition by language."""

    shared: Table
    editions: dict[str, Table]

    @property
    def key(self) -> str:
        """The story's short name, which its conversation's file bears too."""
        return str(self.shared["key"])


def read(name: str) -> Table:
    """Read one file of the demo, named from its folder."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def stories() -> Iterator[StoryFiles]:
    """Read the stories, in the order of their folders."""
    for folder in sorted((FOLDER / "stories").iterdir()):
        if not folder.is_dir():
            continue
        tables = {
            file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
            for file in sorted(folder.glob("*.toml"))
        }
        yield StoryFiles(tables.pop("story"), tables)


def conversation(key: str) -> Table | None:
    """Read what is said under a story, or None where nothing is."""
    path = FOLDER / "conversations" / f"{key}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else None

"""How an edition's sections stand to each other: which are on top, which are parts of which."""

from collections.abc import Iterable, Sequence

from articles.models import Section


class Departments:
    """The sections that an edition has names for, in their order.

    A part whose section has no name in this edition stands on top itself.
    """

    def __init__(self, sections: Iterable[Section]) -> None:
        self.all: Sequence[Section] = list(sections)
        self._by_id = {section.pk: section for section in self.all}

    @property
    def on_top(self) -> list[Section]:
        """The sections that every page leads to first."""
        return [row for row in self.all if not row.at_foot and self.above(row) is None]

    @property
    def at_foot(self) -> list[Section]:
        """The sections that every page leads to at its end: "About us" and the like."""
        return [row for row in self.all if row.at_foot]

    def above(self, section: Section) -> Section | None:
        """The section that one is a part of, in this edition."""
        return self._by_id.get(section.parent_id or 0)

    def top_of(self, section: Section) -> Section:
        """The section on top that one belongs to: itself where it is no part."""
        met = {section.pk}
        while (above := self.above(section)) is not None and above.pk not in met:
            met.add(above.pk)
            section = above
        return section

    def parts_of(self, section: Section) -> list[Section]:
        """The sections that are parts of one, without those that are parts of these."""
        return [row for row in self.all if row.parent_id == section.pk]

    def within(self, section: Section) -> list[Section]:
        """A section and whatever is a part of it, however far down."""
        found = {section.pk: section}
        waiting = [section]
        while waiting:
            parts = [row for row in self.parts_of(waiting.pop()) if row.pk not in found]
            found |= {row.pk: row for row in parts}
            waiting += parts
        return list(found.values())

"""What could not be had, each picture once, with the reason in a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Missing:
    """A picture that could not be had: its address (or "attachment 17"), and a sentence why."""

    address: str
    reason: str


class Missings:
    """All that is missing, by the name under which a text asked for it."""

    def __init__(self) -> None:
        self._by_name: dict[str, Missing] = {}
        self._by_address: dict[str, Missing] = {}

    @property
    def all(self) -> list[Missing]:
        """Each once, in the order in which they were asked for."""
        return list(self._by_address.values())

    def add(self, name: str, address: str, reason: str) -> None:
        """Note that what was asked for by a name is not to be had at its address."""
        known = Missing(address or name, reason)
        self._by_name[name] = self._by_address.setdefault(known.address, known)

    def of(self, name: str) -> Missing | None:
        """Return what is known of a name; None where it is not known to be missing."""
        return self._by_name.get(name)

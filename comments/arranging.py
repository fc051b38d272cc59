"""Puts the comments of an old site's article in order: parents first, whatever order they came in.

Pure: nothing is read or written. Each oddity has its rule. A comment that stands in the file twice
counts once; an answer to one that is not there becomes a root; of comments that answer each other
in a circle the first becomes a root; deeper than DEEPEST nobody has ever answered, so the file is
refused.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles.wxr.items import ItemComment
from articles.wxr.xml_stream import ExportRefused
from comments.models import Status

DEEPEST = 1_000  # answers to answers; WordPress itself nests ten
TALK = {"", "comment", "review"}
PINGS = {"pingback", "trackback"}
TRASH = "trash"
STATES = {
    "1": Status.PUBLISHED.value,
    "approve": Status.PUBLISHED.value,
    "0": Status.HELD.value,
    "hold": Status.HELD.value,
    "spam": Status.REJECTED.value,
    "trash": TRASH,
    "post-trashed": TRASH,
}


@dataclass(slots=True)
class Slot:
    """A comment's place in the order: its number in the file, whom it answers, how it stands.

    `above` is the slot it answers; `elsewhere` the number there of a comment that the file does
    not hold but an earlier one may have.
    """

    number: int
    key: int | str
    state: str
    line: int
    above: "Slot | None" = None
    elsewhere: int = 0
    depth: int = -1  # not known yet
    has_answers: bool = False
    is_answered: bool = False  # by one that readers see, or that waits

    @property
    def status(self) -> Status:
        """The state that it gets here; what was answered leaves a tombstone."""
        if self.state in {TRASH, Status.REJECTED.value}:
            return Status.REMOVED if self.is_answered else Status.REJECTED
        return Status(self.state)


@dataclass
class Order:
    """The comments of an article, parents first, and what was odd about the others."""

    slots: list[Slot] = field(default_factory=list)
    pings: int = 0
    duplicates: list[int] = field(default_factory=list)  # lines of the file
    circles: list[int] = field(default_factory=list)
    others: list[tuple[str, int]] = field(default_factory=list)  # kinds that are no talk


def arrange(comments: Iterable[ItemComment]) -> Order:
    """Put an article's comments in order. Raises ExportRefused where they nest without end."""
    order = Order()
    known: dict[int | str, Slot] = {}
    parents: list[int] = []
    for number, comment in enumerate(comments):
        kind = comment.kind.casefold()
        if kind in PINGS:
            order.pings += 1
        elif kind not in TALK:
            order.others.append((kind, comment.line))
        elif (key := comment.wp_id or _named(comment)) in known:
            order.duplicates.append(comment.line)
        else:
            state = STATES.get(comment.approved.strip().casefold(), Status.HELD.value)
            known[key] = slot = Slot(number, key, state, comment.line)
            order.slots.append(slot)
            parents.append(comment.parent_id)
    for slot, parent in zip(order.slots, parents, strict=True):
        slot.above = known.get(parent) if parent else None
        slot.elsewhere = parent if parent and slot.above is None else 0
    _open_circles(order)
    _settle_depths(order)
    order.slots.sort(key=lambda slot: slot.depth)  # stable: as in the file on each level
    for slot in reversed(order.slots):
        if slot.above is not None:
            slot.above.has_answers = True
            slot.above.is_answered |= slot.status != Status.REJECTED
    return order


def _named(comment: ItemComment) -> str:
    """Name a comment without a number by what it says, and when."""
    return f"{comment.date_gmt or comment.date} {comment.author} {comment.content}"


def _open_circles(order: Order) -> None:
    """Make a root of the first in each circle."""
    met: dict[int, int] = {}  # by whose walk up a slot was met
    for walk, slot in enumerate(order.slots):
        here: Slot | None = slot
        while here is not None and id(here) not in met:
            met[id(here)] = walk
            here = here.above
        if here is not None and met[id(here)] == walk:
            first = min(_circle(here), key=lambda one: one.number)
            first.above = None
            order.circles.append(first.line)


def _circle(one: Slot) -> Iterator[Slot]:
    yield one
    here = one.above
    while here is not None and here is not one:
        yield here
        here = here.above


def _settle_depths(order: Order) -> None:
    """Give each its depth; without recursion, however long a chain is."""
    for slot in order.slots:
        way: list[Slot] = []
        here: Slot | None = slot
        while here is not None and here.depth < 0:
            way.append(here)
            here = here.above
        for one in reversed(way):
            one.depth = one.above.depth + 1 if one.above else 0
            if one.depth > DEEPEST:
                words = _("comments answer each other more than %(number)d levels deep.")
                raise ExportRefused(one.line, words % {"number": DEEPEST})

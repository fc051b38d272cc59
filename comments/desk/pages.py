"""One page of the desk: a list of cards by keyset, or the cards that somebody works through.

Both read the same address. A list begins behind a comment and never counts what is before; working
through hands out the first cards that nobody else has.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, QuerySet
from django.utils.formats import number_format
from django.utils.timesince import timesince

from comments.desk import queues
from comments.desk.buttons import Button, buttons
from comments.desk.cards import Card, cards
from comments.desk.filters import ANY, Filters, id_in
from comments.desk.furniture import Furniture, furniture
from comments.desk.handing_out import hand_out
from comments.desk.keys import KEYS
from comments.desk.queues import lately_decided
from comments.desk.wording import LastAct, last_acts
from comments.models import Comment

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

PAGE_COMMENTS = 30
AT_HAND = 4  # cards of somebody who works through: the one before them, and the next
COUNTED_TO = 1000  # of what filters narrow no more is counted
WORK = "work"


@dataclass(frozen=True)
class Size:
    """How many comments are shown, at most `COUNTED_TO`, and since when the oldest waits."""

    number: int
    oldest: datetime | None

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.number > COUNTED_TO

    @property
    def waits(self) -> str:
        """For how long the oldest has waited, in a word or two."""
        return timesince(self.oldest, depth=1) if self.oldest else ""


@dataclass
class DeskPage:
    """What one page shows; `next` is the comment behind which the next begins, None at the end.

    `refused` are the cards of comments about which the moderator has just tried to decide in
    vain; they stand first, whatever the filters say.
    """

    filters: Filters
    furniture: Furniture
    cards: list[Card]
    last_acts: list[LastAct]
    refused: list[Card] = field(default_factory=list)
    next: int | None = None
    after: str = ""
    size: Size | None = None
    at: str = ""
    skipped: list[int] = field(default_factory=list)

    @property
    def bulk_buttons(self) -> list[Button]:
        """The moves that at least one comment of the page allows."""
        return buttons({button.move: None for card in self.cards for button in card.buttons})

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Return a link for each queue, the filters kept, with its size where it is counted."""
        sizes = self.numbers
        everything = self.filters.status_shown == ANY and not self.filters.queue_shown
        tabs = [
            {
                "name": name or "waiting",
                "label": label,
                "query": self.filters.query(queue=name, status=None, comment=None),
                "current": name == self.filters.queue_shown and not everything,
                "number": sizes.get(name or "waiting", ""),
            }
            for name, label in queues.QUEUES
        ]
        query = self.filters.query(queue=None, status=ANY, comment=None)
        label = dict(self.filters.fields["status"].choices)[ANY]  # type: ignore[attr-defined]
        return [*tabs, {"name": ANY, "label": label, "query": query, "current": everything}]

    @property
    def numbers(self) -> dict[str, str]:
        """The sizes of the queues, by name, as they are printed."""
        counts = self.furniture.counts
        sizes = {
            "waiting": counts.waiting,
            queues.REPORTED: counts.reported,
            queues.PHASE: counts.held_by_phases,
            queues.MINE: counts.mine,
        }
        return {name: number_format(size, force_grouping=True) for name, size in sizes.items()}

    @property
    def key_words(self) -> list[tuple[str, str, Any]]:
        """Each act that has a key, with the key and what it does."""
        return [(name, self.furniture.keys[name], words) for name, (_key, words) in KEYS.items()]

    @property
    def in_all(self) -> int:
        """How many there were: decided today, and still to be decided."""
        return self.furniture.counts.done + (self.size.number if self.size else 0)

    @property
    def query(self) -> str:
        """The query of this page's address."""
        return self.filters.query(after=self.after)

    @property
    def act_query(self) -> str:
        """The query that a form of this page sends along, so that it leads back here."""
        skip = ",".join(str(pk) for pk in self.skipped)
        return self.filters.query(after=self.after, at=self.at, skip=skip)

    @property
    def first_query(self) -> str:
        """The query of the first page's address."""
        return self.filters.query()

    @property
    def next_query(self) -> str:
        """The query of the next page's address."""
        return self.filters.query(after=self.next)

    @property
    def later_query(self) -> str:
        """The query that passes over the card in front, for now."""
        skipped = [*self.skipped, *(card.comment.pk for card in self.cards[:1])]
        return self.filters.query(skip=",".join(str(pk) for pk in skipped[-50:]))


def desk_page(
    filters: Filters,
    after: str,
    *,
    by: "_User",
    refused: list[Card] | None = None,
    with_cards: bool = True,
) -> DeskPage:
    """Read the page behind the comment whose id is `after` (the first where it names none)."""
    refused = refused or []
    around = _around(filters, by)
    rows = Comment.objects.exclude(pk__in=[card.comment.pk for card in refused])
    matching = filters.matching(around.limits.within(rows), by)
    found = _listed(matching, filters, id_in(after), around) if with_cards else []
    more, shown = len(found) > PAGE_COMMENTS, found[:PAGE_COMMENTS]
    return DeskPage(
        filters,
        around,
        shown,
        last_acts(by, around.rules),
        refused=refused,
        next=shown[-1].comment.pk if more else None,
        after=after,
    )


def work_page(
    filters: Filters, skipped: list[int], *, by: "_User", refused: list[Card] | None = None
) -> DeskPage:
    """Hand out the first cards that nobody else has, and read what stands around them."""
    refused = refused or []
    around = _around(filters, by)
    rows = filters.matching(around.limits.within(Comment.objects.all()), by)
    apart = [*skipped, *(card.comment.pk for card in refused)]
    return DeskPage(
        filters,
        around,
        handed_out(rows.exclude(pk__in=apart), filters, around, by=by, number=AT_HAND),
        last_acts(by, around.rules),
        refused=refused,
        size=size_of(rows, filters, around),
        at=WORK,
        skipped=skipped,
    )


def handed_out(
    rows: QuerySet[Comment], filters: Filters, around: Furniture, *, by: "_User", number: int
) -> list[Card]:
    """Give somebody the first of the rows that nobody else has, and return their cards in order."""
    in_order = filters.reading.sorted(rows)
    ids = hand_out(in_order, to=by, number=number)
    return (
        cards(filters.reading.sorted(rows.filter(pk__in=ids)), around.limits, around.rules)
        if ids
        else []
    )


def size_of(rows: QuerySet[Comment], filters: Filters, around: Furniture) -> Size:
    """Count what is shown: from the kept counts, or, where filters narrow it, to a bound."""
    first = rows.order_by("submitted_at").values("submitted_at")
    if filters.narrowed:
        found = first[: COUNTED_TO + 1].aggregate(number=Count("*"), oldest=Min("submitted_at"))
        return Size(found["number"], found["oldest"])
    counts = around.counts
    number = {
        queues.REPORTED: counts.reported,
        queues.PHASE: counts.held_by_phases,
        queues.MINE: counts.mine,
    }.get(filters.queue_shown, counts.waiting)
    return Size(number, first.values_list("submitted_at", flat=True).first())


def _around(filters: Filters, by: "_User") -> Furniture:
    around = furniture(by)
    filters.has_scores = around.has_scores
    filters.offer(around.sections, sorted(around.counts.phases))
    return around


def _listed(
    rows: QuerySet[Comment], filters: Filters, begin: int | None, around: Furniture
) -> list[Card]:
    """Return the cards of a page and one more, if there is one."""
    if filters.queue_shown == queues.DECIDED:
        ids = lately_decided(rows, begin, PAGE_COMMENTS + 1)
        found = cards(Comment.objects.filter(pk__in=ids).order_by(), around.limits, around.rules)
        return sorted(found, key=lambda card: ids.index(card.comment.pk))
    in_order = filters.reading.sorted(filters.reading.behind(rows, begin))
    return cards(in_order[: PAGE_COMMENTS + 1], around.limits, around.rules)

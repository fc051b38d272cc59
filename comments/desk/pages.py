"""One page of the desk, by keyset: it begins behind a comment and never counts what is before."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from comments.desk.cards import Button, Card, buttons, cards
from comments.desk.filters import Filters, id_in
from comments.desk.wording import LastAct, last_act
from comments.models import Comment

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

PAGE_COMMENTS = 30


@dataclass
class DeskPage:
    """The cards of one page; `next` is the comment behind which the next begins, None at the end.

    `refused` are the cards of comments about which the moderator has just tried to decide in
    vain; they stand first, whatever the filters say.
    """

    filters: Filters
    cards: list[Card]
    refused: list[Card]
    next: int | None
    after: str
    waiting: int
    last_act: LastAct | None

    @property
    def bulk_buttons(self) -> list[Button]:
        """The moves that at least one comment of the page allows."""
        seen = {button.move: None for card in self.cards for button in card.buttons}
        return buttons(seen)

    @property
    def query(self) -> str:
        """The query of this page's address."""
        return self.filters.query(after=self.after)

    @property
    def first_query(self) -> str:
        """The query of the first page's address."""
        return self.filters.query()

    @property
    def next_query(self) -> str:
        """The query of the next page's address."""
        return self.filters.query(after=self.next)


def desk_page(
    filters: Filters,
    after: str,
    *,
    by: "_User",
    refused: list[Card] | None = None,
) -> DeskPage:
    """Read the page behind the comment whose id is `after` (the first where it names none)."""
    refused = refused or []
    apart = [card.comment.pk for card in refused]
    rows = filters.matching(Comment.objects.for_moderator(by).exclude(pk__in=apart))
    found = cards(_in_order(rows, filters, after)[: PAGE_COMMENTS + 1])
    more, shown = len(found) > PAGE_COMMENTS, found[:PAGE_COMMENTS]
    return DeskPage(
        filters=filters,
        cards=shown,
        refused=refused,
        next=shown[-1].comment.pk if more else None,
        after=after,
        waiting=Comment.objects.for_moderator(by).waiting().count(),
        last_act=last_act(by),
    )


def _in_order(rows: QuerySet[Comment], filters: Filters, after: str) -> QuerySet[Comment]:
    """Order by waiting time, or else newest first; both walk an index from `after` on."""
    begin = id_in(after)
    if not filters.oldest_first:
        rows = rows.order_by("-pk")
        return rows.filter(pk__lt=begin) if begin else rows
    rows = rows.order_by("submitted_at", "pk")
    if begin is None:
        return rows
    since = Comment.objects.filter(pk=begin).values_list("submitted_at", flat=True).first()
    if since is None:
        return rows
    return rows.filter(submitted_at__gte=since).exclude(submitted_at=since, pk__lte=begin)

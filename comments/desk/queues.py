"""The queues of the desk: which comments each holds, and in which order, walked along an index.

A page begins behind a comment, so each order is a condition on what it sorts by.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Case, Comment, Decision, HandOut, Move, Status

WAITING, REPORTED, PHASE, MINE, DECIDED = "", "reported", "phase", "mine", "decided"
QUEUES = [
    (WAITING, _("Waiting")),
    (REPORTED, _("Reported")),
    (PHASE, _("Held by a phase")),
    (MINE, _("Mine")),
    (DECIDED, _("Recently decided")),
]
OLDEST, SCORE, NEWEST = "oldest", "score", "newest"
HOUSE_MOVES = [Move.APPROVE, Move.REJECT, Move.REMOVE, Move.RESTORE, Move.HOLD, Move.KEEP]
OPEN_CASES = Case.objects.filter(comment=OuterRef("pk"), closed_at=None)


def in_queue(comments: QuerySet[Comment], queue: str, moderator: Any) -> QuerySet[Comment]:
    """Those of the comments that stand in a queue, whatever their status where it asks none."""
    if queue == REPORTED:
        is_open = FilteredRelation("cases", condition=Q(cases__closed_at=None))
        return comments.annotate(open_case=is_open).filter(open_case__isnull=False)
    if queue == PHASE:
        return comments.exclude(held_by="")
    if queue == MINE:
        held = HandOut.objects.filter(comment=OuterRef("pk"), moderator=moderator)
        mine = comments.filter(Exists(held.filter(Q(until=None) | Q(until__gt=timezone.now()))))
        return mine.filter(Q(status=Status.HELD) | Q(Exists(OPEN_CASES)))
    return comments


@dataclass(frozen=True)
class Order:
    """How a queue is read: by time of waiting, of being reported, by score, or newest first."""

    name: str

    @property
    def oldest_first(self) -> bool:
        """Whether those who wait longest come first."""
        return self.name in {OLDEST, REPORTED}

    def sorted(self, rows: QuerySet[Comment]) -> QuerySet[Comment]:
        """Put the rows in order."""
        if self.name == REPORTED:
            return rows.order_by("open_case__opened_at", "pk")  # type: ignore[misc]
        if self.name == SCORE:
            return rows.order_by(F("score").desc(nulls_last=True), "submitted_at", "pk")
        return rows.order_by("submitted_at", "pk") if self.name == OLDEST else rows.order_by("-pk")

    def behind(self, rows: QuerySet[Comment], begin: int | None) -> QuerySet[Comment]:
        """Those of the rows that come after the comment whose id is `begin`; all without one."""
        if begin is None:
            return rows
        if self.name == NEWEST:
            return rows.filter(pk__lt=begin)
        fields = ("submitted_at", "score", "pk")
        last = Comment.objects.filter(pk=begin).values_list(*fields).first()
        if last is None:
            return rows
        return self._behind(rows, *last)

    def _behind(
        self, rows: QuerySet[Comment], since: Any, score: float | None, begin: int
    ) -> QuerySet[Comment]:
        if self.name == REPORTED:
            cases = Case.objects.filter(comment=begin).order_by("-pk")
            opened = cases.values_list("opened_at", flat=True).first()
            if opened is None:
                return rows
            later = Q(open_case__opened_at=opened, pk__gt=begin)
            later |= Q(open_case__opened_at__gt=opened)
            return rows.filter(later, open_case__opened_at__gte=opened)  # type: ignore[misc]
        later = Q(submitted_at=since, pk__gt=begin) | Q(submitted_at__gt=since)
        if self.name == OLDEST:
            return rows.filter(later, submitted_at__gte=since)
        if score is None:
            return rows.filter(later, score=None)
        return rows.filter(Q(score__lt=score) | Q(score=None) | (Q(score=score) & later))


def lately_decided(comments: QuerySet[Comment], begin: int | None, number: int) -> list[int]:
    """Return the ids of comments about which the house has decided, the latest first."""
    made = Decision.objects.filter(move__in=[*HOUSE_MOVES, Move.UNDO], actor__isnull=False)
    newer = made.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    rows = made.filter(~Exists(newer), comment__in=comments.order_by().values("pk"))
    if begin is not None:
        last = made.filter(comment=begin).order_by("-pk").values_list("pk", flat=True).first()
        rows = rows.filter(pk__lt=last) if last else rows
    return list(rows.order_by("-pk").values_list("comment_id", flat=True)[:number])

"""What is learned from: texts that people of this house have decided about, oldest decision first.

What screening decided alone, and what was published unread, says nothing about a text.
"""

from dataclasses import dataclass

from django.db.models import F

from comments.models import Decision, Move

MOST = 100_000  # the newest decisions: a house changes, and memory ends
YES = (Move.APPROVE, Move.RESTORE, Move.KEEP)
NO = (Move.REJECT, Move.REMOVE)


@dataclass(frozen=True)
class Decided:
    """Texts in the order in which they were decided about, and whether each was taken out."""

    texts: list[str]
    taken_out: list[bool]

    def part(self, first: float, last: float) -> "Decided":
        """Return those between two shares of them: 0.0 is the oldest, 1.0 the newest."""
        start, end = (round(share * len(self.texts)) for share in (first, last))
        return Decided(self.texts[start:end], self.taken_out[start:end])


def decided() -> Decided:
    """Read the newest decisions of people about texts that still stand as they were decided about.

    The last decision about a comment counts; an act that was undone does not.
    """
    rows = (
        Decision.objects.filter(
            move__in=(*YES, *NO),
            automated=False,
            actor__isnull=False,
            reversed_by=None,
            revision=F("comment__revision"),
            comment__erased_at=None,
        )
        .order_by("-pk")
        .values_list("comment_id", "comment__body", "move")[:MOST]
    )
    last: dict[int, tuple[str, bool]] = {}
    for comment, text, move in rows:
        last.setdefault(comment, (text, move in NO))
    found = list(reversed(last.values()))
    return Decided([text for text, _no in found], [no for _text, no in found])

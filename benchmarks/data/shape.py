"""The shape of discussions: how many comments each thread has, and which are removed.

A page shows 25 roots, or 60 comments. The pattern has 25 roots with 17 answers, 42 comments, of
which 4 are removed: so the first, the middle and the last page of a discussion of any size show
42 comments like the only page of a small one, and can be compared.
"""

PATTERN = (4, 1, 1, 2, 1, 3, 1, 1, 2, 1, 1, 1, 4, 1, 1, 2, 1, 1, 3, 1, 1, 2, 1, 4, 1)
# Like the pattern, but the first thread has one answer more than a page shows of a thread: what is
# added to it changes the page's counts, and not its length.
TALKED_ABOUT = (14, *(2 if place in {3, 8, 12, 15, 20} else 1 for place in range(1, 25)))
REMOVED = {5, 16, 23, 35}  # places in the pattern, with and without answers


def threads_of(comments: int) -> tuple[int, ...]:
    """Return threads of at least so many comments: the pattern, as often as it takes."""
    return PATTERN * -(-comments // sum(PATTERN))


def is_removed(place: int) -> bool:
    """Whether the comment at a place of its story is removed: 4 of 42."""
    return place % sum(PATTERN) in REMOVED

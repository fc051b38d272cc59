"""Which comments must stay as they are for now: under a legal hold, or while an appeal is open.

This is the one place that is asked before a comment is taken away or erased.
"""

from django.db.models import Exists, OuterRef, QuerySet

from comments.models import Appeal, Comment


def must_stay(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Return those of some comments that may not be erased yet, nor deleted by anybody's leaving.

    Their author may delete them all the same: readers read them no more, and the words stay.
    """
    return comments.filter(_under_appeal())


def _under_appeal() -> Exists:
    return Exists(Appeal.objects.filter(comment=OuterRef("pk"), closed_at=None))

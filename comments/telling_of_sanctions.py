"""How somebody hears of a sanction and why: an account by a notice, a guest by a comment.

The letter waits as long as one about a decision, so that lifting a sanction at once takes it back.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from comments.models import Comment, Notice, Sanction
from comments.reasons.arising import of_sanction


def tell(row: Sanction, *, email: str = "") -> Notice | None:
    """Add the statement of reasons of a new sanction, and its notice, in its transaction.

    `email` is the guest's address. Returns None where nobody can be reached: a network, or a guest
    of whom no comment is left. A sanction for deceptive bulk spam is not told either.
    """
    own_comment = None if row.user_id else _own_comment(row, email)
    statement = of_sanction(row, own_comment)
    if row.user_id is None and own_comment is None:
        return None
    if statement and not statement.is_sent:
        return None
    now = timezone.now()
    return Notice.objects.create(
        kind=Notice.Kind.SANCTION,
        user_id=row.user_id,
        own_comment=own_comment,
        sanction=row,
        story_id=row.comment.story_id if row.comment else None,
        made_at=now,
        due_at=now + timedelta(seconds=settings.DECISION_MAIL_SECONDS),
    )


def _own_comment(row: Sanction, email: str) -> Comment | None:
    """Return a guest's comment by which they are reached: what it is about, else their newest."""
    if row.is_of_the_network or not email:
        return None
    theirs = Comment.objects.of_guest(email).filter(erased_at=None)
    about = theirs.filter(pk=row.comment_id).first() if row.comment_id else None
    return about or theirs.order_by("-pk").first()

"""“That was not me”: somebody has used a stranger's address of mail to write a comment.

Whoever opens the link reads the mail at that address, so they are believed: the house forgets the
address and writes to it no more. What the comment says is the writer's, and that is judged by a
moderator; only what nobody has published yet is withdrawn at once.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from comments.guest_links import revoke_links
from comments.legal_holds import free
from comments.models import Comment, Move, Status, Subscription, Suppression
from comments.moderation import decide, lock_discussions
from comments.suppressing import suppress


@transaction.atomic
def disown(comment: Comment) -> None:
    """Forget the address under which a guest's comment was sent, and all that was to reach it.

    Where a legal hold keeps the comment the address is evidence: it is written to no more, and
    forgotten when the hold is lifted.
    """
    lock_discussions([comment.story_id])
    locked = Comment.objects.select_for_update(no_key=True).filter(author=None)
    found = locked.exclude(guest_email="").filter(pk=comment.pk).first()
    if found is None:
        return
    suppress(found.guest_email, Suppression.Reason.NOT_ME)
    _take_out_of_the_thread(found)
    revoke_links(found)
    Subscription.objects.filter(comment=found).delete()
    free(Comment.objects.filter(pk=found.pk)).update(guest_email="")


def _take_out_of_the_thread(comment: Comment) -> None:
    """Withdraw what readers have not seen, and bring what they have before a moderator.

    The name under a published comment may be its writer's own. One that waits after it was
    published goes on waiting; what was decided already stays.
    """
    note = _("The owner of its e-mail address says: “That was not me.” The address was forgotten.")
    if comment.status == Status.PUBLISHED:
        decide([comment], Move.HOLD, by=None, note=note, started_by="report")
    elif comment.status == Status.HELD and comment.published_at is None:
        decide([comment], Move.DELETE, by=None, note=note, started_by="report")

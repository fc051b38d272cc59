"""Escalation: a case is handed to the authorities with all its evidence, which then stays.

A threat to somebody's life goes to the police (DSA, Article 18). What was handed over, by whom, to
whom and why is a record; from that moment a legal hold keeps the comment.
"""

from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.case_file import write_case
from comments.legal_holds import HoldRefused, hold
from comments.models import Comment, Escalation

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


@transaction.atomic
def escalate(
    comment: Comment, *, by: "_User", authority: str, reason: str, with_author: bool = False
) -> tuple[Escalation, IO[bytes]]:
    """Write the file of a comment's case, record that, and put a legal hold on the comment.

    `with_author` keeps the records of its author's account as well. Returns the record and the
    file, whose SHA-256 the record has. Raises HoldRefused where nothing of the comment is left, or
    it is not said to whom it goes and why.
    """
    if not authority.strip() or not reason.strip():
        raise HoldRefused(_("Say to whom the case is handed, and why."))
    because = _("Handed to %(authority)s: %(reason)s") % {"authority": authority, "reason": reason}
    hold(comment=comment, by=by, reason=because[:500])
    locked = Comment.objects.select_related("author", "article", "parent").get(pk=comment.pk)
    if with_author and locked.author:
        hold(user=locked.author, by=by, reason=because[:500])
    about = {
        "newspaper": settings.SITE_URL,
        "made_at": timezone.now(),
        "made_by": str(by),
        "authority": authority,
        "reason": reason,
    }
    file, digest = write_case(locked, about)
    record = Escalation.objects.create(
        comment=locked, authority=authority, reason=reason, made_by=by, digest=digest
    )
    return record, file

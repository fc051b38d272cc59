"""Ignoring a commenter: whose comments fold for one account. Nobody else is told.

Whom an account ignores is named by one comment of theirs. Of an account that means all that it
writes; of a guest, what comes under the same name and e-mail address. With the address alone,
ignoring one guest would show that another name is the same person's.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from comments.models import Comment, Ignored

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

MOST = 1000  # commenters that one account ignores
MOST_ASKED = 200  # comments that one page asks about; ours show a hundred at the most


class IgnoreRefused(Exception):  # noqa: N818
    """Somebody cannot be ignored; says why, in the reader's language."""


@transaction.atomic
def ignore(user: "_User", comment: Comment) -> Ignored:
    """Fold a comment's author for an account from now on; once, by whichever of their comments.

    Raises IgnoreRefused for oneself, for somebody who cannot be named any more, and where the
    account ignores MOST already.
    """
    if comment.author_id == user.pk:
        raise IgnoreRefused(_("This comment is your own."))
    if not comment.author_id and not comment.guest_email:
        raise IgnoreRefused(_("This comment's author is not known any more."))
    # Two presses at once wait for each other: of one commenter there is one row.
    get_user_model()._default_manager.select_for_update(no_key=True).get(pk=user.pk)
    already = _of_same_author(user, comment).first()
    if already:
        return already
    if Ignored.objects.filter(user=user).count() >= MOST:
        raise IgnoreRefused(_("You ignore very many commenters. Take one back first."))
    return Ignored.objects.create(user=user, comment=comment)


def take_back(user: "_User", comment: Comment) -> None:
    """Ignore a comment's author no more; nothing happens where they are not ignored."""
    same = _of_same_author(user, comment).values("pk")
    Ignored.objects.filter(Q(pk__in=same) | Q(user=user, comment=comment)).delete()


def ignored_among(user: "_User", comments: Iterable[int]) -> list[int]:
    """Return which of some comments (at most MOST_ASKED count) fold for an account; one query."""
    own = Ignored.objects.filter(user=user)
    accounts = own.filter(comment__author__isnull=False).values("comment__author")
    same_guest = own.filter(
        comment__author=None,
        comment__guest_email=OuterRef("guest_email"),
        comment__guest_name=OuterRef("guest_name"),
    )
    by_guest = Q(author=None) & ~Q(guest_email="") & Exists(same_guest)
    asked = Comment.objects.filter(pk__in=list(comments)[:MOST_ASKED]).order_by("pk")
    found = asked.filter(Q(author__in=accounts) | by_guest)
    return list(found.values_list("pk", flat=True))


def _of_same_author(user: "_User", comment: Comment) -> QuerySet[Ignored]:
    own = Ignored.objects.filter(user=user)
    if comment.author_id:
        return own.filter(comment__author=comment.author_id)
    if not comment.guest_email:
        return own.filter(comment=comment)
    return own.filter(
        comment__author=None,
        comment__guest_email=comment.guest_email,
        comment__guest_name=comment.guest_name,
    )

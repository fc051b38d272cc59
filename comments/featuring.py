"""Featuring: up to three comments of a discussion that the newsroom puts on top of it.

A comment that is held, removed, deleted or edited since leaves the top by itself: it stands there
only while it is what was chosen (CommentQuerySet.featured). What was chosen stays written down, so
that a removal that is undone brings it back, until its place is given to another.
"""

from typing import TYPE_CHECKING

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.limits import outside, outside_in_words
from comments.models import Comment
from comments.moderation import lock_discussions
from comments.threads import MOST_FEATURED

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


class FeatureRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The comment was not put on top; the message says why, in the editor's language."""


@transaction.atomic
def feature(comment: Comment, *, by: "_User", seen: int | None = None) -> None:
    """Put a comment on top of its discussion; one that stands there already stays as it is.

    `seen` is the revision that was read. Raises FeatureRefused for a comment that readers cannot
    read, whose text was changed since it was read, where three stand on top already, or that is
    outside the limits of `by`.
    """
    locked = _lock(comment, by)
    if not locked.is_readable:
        raise FeatureRefused(_("Only a published comment can be featured."))
    if seen is not None and seen != locked.revision:
        raise FeatureRefused(_("The text was changed after you read it. Read it again."))
    if locked.is_featured:
        return
    chosen = Comment.objects.on(locked.story_id).exclude(pk=locked.pk)
    if chosen.featured().count() >= MOST_FEATURED:
        raise FeatureRefused(
            _("Three comments are featured in this discussion already. Take one down first.")
        )
    _make_room(locked)
    Comment.objects.filter(pk=locked.pk).update(featured_at=timezone.now())
    _record(locked, by, "Featured.")


@transaction.atomic
def take_down(comment: Comment, *, by: "_User") -> None:
    """Take a comment from the top of its discussion; it stays in its place.

    Raises FeatureRefused for one that is outside the limits of `by`.
    """
    locked = _lock(comment, by)
    if locked.featured_at is None:
        return
    Comment.objects.filter(pk=locked.pk).update(featured_at=None)
    _record(locked, by, "No longer featured.")


def _lock(comment: Comment, by: "_User") -> Comment:
    """Lock the discussion, whose places are counted, then the comment, as moderation does."""
    lock_discussions([comment.story_id])
    locked = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if outside([locked], by):
        raise FeatureRefused(outside_in_words())
    return locked


def _make_room(comment: Comment) -> None:
    """Give away the places of those that left by themselves, the longest chosen first."""
    written = Comment.objects.on(comment.story_id).filter(featured_at__isnull=False)
    written = written.exclude(pk=comment.pk).order_by("featured_at", "pk")
    standing = set(written.featured().values_list("pk", flat=True))
    gone = [pk for pk in written.values_list("pk", flat=True) if pk not in standing]
    too_many = len(standing) + len(gone) + 1 - MOST_FEATURED
    if too_many > 0:
        Comment.objects.filter(pk__in=gone[:too_many]).update(featured_at=None)


def _record(comment: Comment, by: "_User", message: str) -> None:
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(Comment),
        object_id=str(comment.pk),
        object_repr=f"#{comment.pk}",  # no word of the comment, which its author may take back
        action_flag=CHANGE,
        change_message=message,
    )

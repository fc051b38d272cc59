"""Following: a story by an account, the answers to a comment by the guest who wrote it."""

from typing import TYPE_CHECKING

from comments.models import Comment, Subscription

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


def follow(story_id: int, *, user: "_User | None" = None, comment: Comment | None = None) -> None:
    """Follow a story as an account, or the answers to a comment as its guest; once is enough."""
    Subscription.objects.get_or_create(story_id=story_id, user=user, comment=comment)


def unfollow(story_id: int, *, user: "_User | None" = None, comment: Comment | None = None) -> None:
    """Follow it no longer."""
    Subscription.objects.filter(story_id=story_id, user=user, comment=comment).delete()

"""Following: an account hears of new comments on a story, a guest of the answers to a comment."""

from typing import TYPE_CHECKING, Any

from comments.models import Comment, Subscription

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


def follow(
    story_id: int, *, user: "_User | None" = None, comment: Comment | None = None
) -> Subscription:
    """Let an account follow a story, or a comment's guest its answers; twice is once."""
    wanted = _of(user, comment)
    return Subscription.objects.get_or_create(**wanted, story_id=story_id)[0]


def unfollow(story_id: int, *, user: "_User | None" = None, comment: Comment | None = None) -> bool:
    """End that; return whether there was something to end."""
    ended, _rows = Subscription.objects.filter(**_of(user, comment), story_id=story_id).delete()
    return bool(ended)


def follows(story_id: int, user: "_User") -> bool:
    """Whether an account follows a story."""
    return Subscription.objects.filter(story_id=story_id, user=user).exists()


def _of(user: "_User | None", comment: Comment | None) -> dict[str, Any]:
    if user is not None and comment is None:
        return {"user": user}
    if comment is not None and user is None:
        return {"comment": comment}
    raise ValueError("An account follows, or a comment's guest: one of the two.")

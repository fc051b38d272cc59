"""What is forgotten, and when: a person's words and data go, the comment's row and place stay."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from comments.appeals.emptying import empty_with
from comments.bulk import forget_queries
from comments.legal_holds import free, must_stay
from comments.models import (
    Comment,
    CommentRevision,
    CommentScore,
    GuestLink,
    Ignored,
    ModeratorNote,
    Notice,
    Report,
    Status,
    Subscription,
    Translation,
)
from comments.moderation import lock_comments, lock_discussions
from comments.screening import empty_screenings

if TYPE_CHECKING:
    from comments.models.comments import CommentQuerySet

BATCH = 200  # comments written in one transaction: whoever talks there waits for it
GONE = (Status.DELETED, Status.REMOVED, Status.REJECTED)  # whose words readers cannot read


@transaction.atomic
def erase(comments: Iterable[Comment]) -> list[int]:
    """Take the words and the personal data out of comments; return the ids of those erased.

    Their text, earlier texts, translations, what screening, reports, moderators' notes and
    selections said of them, a guest's name and address, links, subscription and notices, and where
    they came from. An account stays named as the author: what is known of it is its own, and ends
    when it is closed. A comment that readers can read, or that waits, is left alone: it is deleted
    or decided about first. One that must stay for now (comments.legal_holds) is left as it is.
    """
    named = Comment.objects.filter(pk__in=[comment.pk for comment in comments])
    gone = named.filter(status__in=GONE, erased_at=None)
    # Acts on many first, in the order in which their jobs lock: else each would wait for the other.
    forget_queries(_without_what_stays(gone))
    lock_comments(list(named.values_list("pk", flat=True)))
    chosen = list(_without_what_stays(gone).select_related("author").order_by("pk"))
    ids = [comment.pk for comment in chosen]
    _pass_on_ignoring(chosen)
    CommentRevision.objects.filter(comment__in=ids).delete()
    Translation.objects.filter(comment__in=ids).delete()
    CommentScore.objects.filter(comment__in=ids).update(pieces=[])
    GuestLink.objects.filter(comment__in=ids).delete()
    Subscription.objects.filter(comment__in=ids).delete()
    Notice.objects.filter(own_comment__in=ids).delete()
    Report.objects.filter(comment__in=ids).update(text="", explanation="")  # they may quote them
    empty_with(ids)
    empty_screenings(ids)
    ModeratorNote.objects.filter(comment__in=ids).delete()  # which may quote them
    Comment.objects.filter(pk__in=ids).update(
        body="", guest_name="", guest_email="", address="", network="", erased_at=timezone.now()
    )
    return ids


def _without_what_stays(comments: "CommentQuerySet") -> "CommentQuerySet":
    return comments.exclude(pk__in=must_stay(comments).values("pk"))


def _pass_on_ignoring(comments: list[Comment]) -> None:
    """Let those who ignore a guest by one of these comments ignore them by another that stays."""
    ids = [comment.pk for comment in comments]
    guests = {row.pk: row for row in comments if row.author_id is None}
    for ignored in Ignored.objects.filter(comment__in=guests):
        same = Comment.objects.by_same_author(guests[ignored.comment_id])
        others = same.exclude(pk__in=ids).filter(erased_at=None).order_by("-pk")
        other = others.first()
        known = Ignored.objects.filter(user=ignored.user_id, comment=other)
        if other is None or known.exists():
            ignored.delete()
        else:
            ignored.comment = other
            ignored.save(update_fields=["comment"])


def erase_what_is_over() -> int:
    """Erase the comments that may be erased, in batches; return how many.

    Batches are transactions of their own unless the caller has begun one.
    """
    number = 0
    over = _without_what_stays(Comment.objects.may_be_erased())
    while chosen := list(over.order_by("pk")[:BATCH]):
        erased = _erase_batch(chosen)
        number += erased
        if not erased:
            break
    return number


@transaction.atomic
def _erase_batch(chosen: list[Comment]) -> int:
    """Look again behind the locks: something may have come to stand against it meanwhile."""
    ids = [comment.pk for comment in chosen]
    forget_queries(Comment.objects.filter(pk__in=ids))  # before locks, as in erase()
    lock_comments(ids)
    return len(erase(Comment.objects.may_be_erased().filter(pk__in=ids)))


def forget_addresses() -> int:
    """Forget where comments came from that are older than COMMENT_ADDRESS_DAYS; return how many."""
    number, old = 0, free(Comment.objects.with_old_addresses().order_by())
    while batch := list(old.values_list("pk", "story_id")[:BATCH]):
        with transaction.atomic():
            lock_discussions({story for _pk, story in batch})
            ids = [pk for pk, _story in batch]
            number += Comment.objects.filter(pk__in=ids).update(address="", network="")
    return number

"""Comments that wait for their guest: confirmed by the link in a mail, or erased in the end.

Until it is confirmed, nobody but whoever holds its link or sent it reads such a comment. Then it
goes the way of any guest's comment, in its place by the time at which it was sent.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.reader_identity import Origin
from comments.drafts import Draft
from comments.erasing import erase
from comments.legal_holds import must_stay
from comments.models import Comment, Move
from comments.moderation import decide, lock_discussions
from comments.screening import ask_all, keep, screen, without_spoiled_phases
from comments.terms import terms_of

AT_ONCE = 200  # comments that one transaction erases


def confirm(comment: Comment, *, origin: Origin | None = None) -> bool:
    """Let a comment go on to whom it waits for: a moderator, or nobody, then it is published.

    `origin` is where it is confirmed from; without it, where the comment came from counts.
    Returns whether it waited for its guest; a second press of the button finds that it did not.
    """
    return without_spoiled_phases(lambda spoiled: _confirm(comment, origin, spoiled))


def _confirm(comment: Comment, origin: Origin | None, spoiled: frozenset[str]) -> bool:
    lock_discussions([comment.story_id])
    locked = Comment.objects.unconfirmed().select_for_update(no_key=True, of=("self",))
    found = locked.select_related("author", "article", "parent").filter(pk=comment.pk).first()
    if found is None:
        return False
    draft = _draft_again(found, origin)
    ask_all(draft, spoiled)
    screened = screen(draft, spoiled)
    keep(found, screened, at=draft.now)
    held_by = screened.verdict.phase if screened.verdict else ""
    Comment.objects.filter(pk=found.pk).update(unconfirmed=False, held_by=held_by)
    if screened.verdict is None:
        decide([found], Move.APPROVE, by=None, started_by="author", automated=True)
    return True


def _draft_again(comment: Comment, origin: Origin | None) -> Draft:
    """Return the draft that a comment was, to be asked what its words and its writer say.

    It is a draft of itself, so that it is not taken for one that came before.
    """
    origin = origin or Origin(comment.address, comment.network)
    return Draft(
        comment.article,
        comment.parent,
        comment.author,
        comment.guest_name,
        comment.guest_email,
        comment.body,
        origin.address,
        origin.network,
        timezone.now(),
        ip=origin.ip,
        edited=comment,
        terms=terms_of(comment.story_id),
    )


def erase_unconfirmed() -> int:
    """Erase comments that nobody confirmed in COMMENT_UNCONFIRMED_DAYS; return how many."""
    erased = 0
    while number := _erase_some():
        erased += number
    return erased


@transaction.atomic
def _erase_some() -> int:
    """Erase up to AT_ONCE of them. Those that are being confirmed right now are left alone."""
    since = timezone.now() - timedelta(days=settings.COMMENT_UNCONFIRMED_DAYS)
    old = Comment.objects.unconfirmed().filter(submitted_at__lt=since)
    old = old.exclude(pk__in=must_stay(old).values("pk"))
    chosen = dict(old.values_list("pk", "story_id")[:AT_ONCE])
    lock_discussions(chosen.values())
    locked = old.filter(pk__in=chosen).order_by("pk").select_for_update(no_key=True)
    comments = list(locked)
    note = _("Its guest did not confirm the e-mail address.")
    decide(comments, Move.DELETE, by=None, note=note, started_by="house", automated=True)
    return len(erase(comments))

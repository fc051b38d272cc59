"""One's own words: how an author changes a comment for a while, and deletes it at any time.

A text may be changed within COMMENT_EDIT_SECONDS of being sent, while it waits or is published. The
new one is screened like a new comment; the old one is kept as a revision.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.reader_identity import Origin
from comments import moderation
from comments.drafts import Draft
from comments.models import Comment, CommentRevision, Move, Status
from comments.ownership import Owner
from comments.posting import wait_for_turn
from comments.screening import Screened, ask_all, record, screen, without_spoiled_phases
from comments.terms import Terms, terms_of

MOST_REVISIONS = 10  # texts of one comment; screening counts comments, not changes of one


class EditRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The text was not changed; the message says why, in the reader's language."""


class EditOutdated(EditRefused):
    """Another text has come since the author opened theirs."""


def edit(comment: Comment, body: str, *, by: Owner, seen_revision: int, origin: Origin) -> Comment:
    """Give a comment another text, in the state that screening leaves it in; return it as it is.

    `body` is clean (comments.body_text), `seen_revision` the one that the author had before them,
    `origin` where they write from. The very text that stands there already changes nothing. Raises
    EditRefused when it may not be changed (any more) or when a screening phase refuses the new one,
    and EditOutdated when another text has come meanwhile.
    """
    return without_spoiled_phases(
        lambda spoiled: _edit(_draft(comment, body, by, origin), by, seen_revision, spoiled)
    )


def _edit(draft: Draft, by: Owner, seen_revision: int, spoiled: frozenset[str]) -> Comment:
    comment, body = draft.edited, draft.body
    assert comment is not None  # noqa: S101 (the draft of a change)
    wait_for_turn(draft)
    [locked] = moderation.lock_comments([comment.pk])
    if locked.body == body and not locked.erased_at:
        return locked
    terms = terms_of(locked.story_id)
    if reason := why_not(locked, terms):
        raise EditRefused(reason)
    if locked.revision != seen_revision:
        raise EditOutdated(_changed_meanwhile())
    draft = replace(draft, edited=locked, terms=terms)
    ask_all(draft, spoiled)
    screened = screen(draft, spoiled)
    if screened.verdict and screened.is_refused:
        raise EditRefused(screened.verdict.to_author)
    _replace(locked, body, draft.now)
    _record(locked, by, draft, screened)
    return locked


def delete(comment: Comment, *, by: Owner) -> Comment:
    """Delete a comment of one's own, from whatever state; return it as it is now.

    What was answered leaves a tombstone, anything else leaves the page. It cannot be undone. A
    comment that is deleted already stays so.
    """
    moderation.decide([comment], Move.DELETE, by=by.user)
    return Comment.objects.select_related("author", "article__section").get(pk=comment.pk)


def editable_until(comment: Comment) -> datetime:
    """Return the moment from which on its author cannot change a comment any more."""
    return comment.submitted_at + timedelta(seconds=settings.COMMENT_EDIT_SECONDS)


def why_not(comment: Comment, terms: Terms | None = None) -> str:
    """Return why a comment's text cannot be changed now, in the reader's language; "" if it can.

    `terms` are its discussion's, read where they are not known yet.
    """
    if comment.status not in moderation.EDITS:
        return moderation.refused_in_words(comment, Move.EDIT)
    if timezone.now() >= editable_until(comment):
        return _("The time in which you could change this comment is over.")
    if comment.revision >= MOST_REVISIONS:
        return _("You have changed this comment so often that it cannot be changed once more.")
    terms = terms or terms_of(comment.story_id)
    if not terms.accepts_comments or not comment.article.is_published:
        return _("This discussion is closed: its comments cannot be changed any more.")
    return ""


def _draft(comment: Comment, body: str, by: Owner, origin: Origin) -> Draft:
    return Draft(
        comment.article,
        comment.parent,
        by.user,
        comment.guest_name,
        comment.guest_email,
        body,
        origin.address,
        origin.network,
        timezone.now(),
        edited=comment,
        ip=origin.ip,
    )


def _changed_meanwhile() -> str:
    return _(
        "This comment was changed meanwhile, in another window or on another device. Your text is "
        "still here, and what the comment says now stands above it: send yours again to replace it."
    )


def _replace(comment: Comment, body: str, now: datetime) -> None:
    """Keep the text that was there, and write the new one.

    Readers have seen what stood in the thread until now. What a moderator has taken out of it, to
    look at it again, is not shown to them as an earlier text either.
    """
    CommentRevision.objects.create(
        comment=comment,
        story_id=comment.story_id,
        number=comment.revision,
        body=comment.body,
        language=comment.language,
        was_published=comment.status == Status.PUBLISHED,
        written_at=comment.edited_at or comment.submitted_at,
    )
    comment.body, comment.edited_at = body, now
    comment.revision += 1
    comment.save(update_fields=["body", "edited_at", "revision"])


def _record(comment: Comment, by: Owner, draft: Draft, screened: Screened) -> None:
    also, verdict = [record(comment, screened, at=draft.now)], screened.verdict
    phase, note = (verdict.phase, verdict.to_moderators) if verdict else ("", "")
    moderation.add_edited(comment, by=by.user, phase=phase, note=note, also=also)

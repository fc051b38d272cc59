"""Posting: from a valid form to a comment in its thread, held or published."""

import uuid
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from comments.models import Comment, Discussion, Status
from comments.moderation import record_posted
from comments.screening import Draft, Verdict, screen

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


class PostRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The comment was not taken; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Writer:
    """Who posts: an account, or a guest's name and e-mail; and the keyed hashes of where from."""

    author: "_User | None" = None
    guest_name: str = ""
    guest_email: str = ""
    address: str = ""
    network: str = ""


@transaction.atomic
def post(
    article: Article,
    body: str,
    *,
    by: Writer,
    submission: uuid.UUID,
    parent: Comment | None = None,
) -> Comment:
    """Add a comment, in the state that screening gives it, and the record of that.

    `body` is clean (comments.body_text). `submission` is the id of the form: the same form sent
    twice gives the same comment. Raises PostRefused when the discussion is closed, the comment
    that it answers is no longer there, or a screening phase refuses it.
    """
    _one_at_a_time({"form": str(submission), "address": by.address, "person": _person(by)})
    if earlier := Comment.objects.filter(submission=submission).first():
        return earlier
    _check_open(article, parent)
    draft = Draft(
        article,
        parent,
        by.author,
        by.guest_name,
        by.guest_email.lower(),
        body,
        by.address,
        by.network,
        timezone.now(),
    )
    verdict = screen(draft)
    if verdict and verdict.kind == "refuse":
        raise PostRefused(verdict.to_author)
    if parent is not None:
        _keep_readable(parent, is_published=verdict is None)
    return add(draft, verdict, submission)


def _person(by: Writer) -> str:
    """Who repeats a text: an account, or whoever gives one e-mail address."""
    return f"account {by.author.pk}" if by.author else by.guest_email.lower()


def _one_at_a_time(sender: dict[str, str]) -> None:
    """Let the next form of the same sender wait until this transaction ends.

    Screening counts what has come before; forms sent in one moment would not see each other. The
    locks are taken in one order, so that no two forms wait for each other.
    """
    keys = sorted(
        int.from_bytes(sha256(f"posting {kind} {value}".encode()).digest()[:8], signed=True)
        for kind, value in sender.items()
        if value
    )
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _check_open(article: Article, parent: Comment | None) -> None:
    if not article.is_published:
        raise PostRefused(_("This article is not open to readers, so it takes no comments."))
    if not Discussion.objects.of(article.story_id).accepts_comments:
        raise PostRefused(_("This discussion is closed: it takes no new comments."))
    if parent is not None and (parent.story_id != article.story_id or not parent.is_readable):
        raise PostRefused(_gone())


def _keep_readable(parent: Comment, *, is_published: bool) -> None:
    """Keep what is answered as it is until the answer is in; refuse where it went meanwhile.

    Otherwise an answer could come to hang below a comment that is being rejected. FOR SHARE lets
    any number of people answer at once; only moderation waits. An answer that is published at
    once locks the discussion too, and in moderation's order: that before comments.
    """
    if is_published:
        Discussion.objects.select_for_update(no_key=True).get(story_id=parent.story_id)
    with connection.cursor() as cursor:  # the ORM knows no FOR SHARE
        cursor.execute("SELECT status FROM comments_comment WHERE id = %s FOR SHARE", [parent.pk])
        row = cursor.fetchone()
    if row is None or row[0] != Status.PUBLISHED:
        raise PostRefused(_gone())


def _gone() -> str:
    return _(
        "The comment you answer is no longer there. Your text is still here: "
        "you can post it as a comment of its own."
    )


def add(
    draft: Draft, verdict: Verdict | None, submission: uuid.UUID, *, origin: str = "form"
) -> Comment:
    """Add a screened draft to its thread, at the draft's own time; imports and the demo use it.

    Without a verdict the comment is published, with one it is held. Runs in the caller's
    transaction. Raises IntegrityError when the submission is known already.
    """
    Discussion.objects.of(draft.article.story_id)
    comment = Comment(
        id=next_id(),
        story_id=draft.article.story_id,
        article=draft.article,
        parent=draft.parent,
        root_id=(draft.parent.root_id or draft.parent.pk) if draft.parent else None,
        author=draft.author,
        guest_name=draft.guest_name,
        guest_email=draft.guest_email,
        body=draft.body,
        language=draft.article.language,
        submission=submission,
        origin=origin,
        address=draft.address,
        network=draft.network,
        submitted_at=draft.now,
    )
    comment.set_place(draft.parent)
    comment.save(force_insert=True)
    status = Status.HELD if verdict else Status.PUBLISHED
    phase, note = (verdict.phase, verdict.to_moderators) if verdict else ("", "")
    return record_posted(comment, status, phase=phase, note=note).comment


def next_id() -> int:
    """Take the next comment id: a comment's path holds its own id, so it is needed first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('comments_comment', 'id'))")
        return cursor.fetchone()[0]

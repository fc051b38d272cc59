"""Posting: from a valid form to a comment in its thread, held or published."""

import uuid
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from comments.drafts import Draft
from comments.guest_terms import needs_account, needs_confirmation
from comments.language_guess import guess
from comments.mail_addresses import folded
from comments.models import Comment, Discussion, Status, Subscription
from comments.moderation import add_posted
from comments.prepared import execute_kept
from comments.screening import (
    PhaseSpoiled,
    Screened,
    Verdict,
    questions_of_all,
    record,
    screen,
    without_spoiled_phases,
)
from comments.terms import AROUND, COLUMNS, NAMES, Terms, terms_from

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


class PostRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The comment was not taken; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Writer:
    """Who posts: an account, or a guest's name and e-mail; and the keyed hashes of where from.

    `answers`: whether a guest asked for the answers by mail. `ip`: the address in clear, which is
    never kept.
    """

    author: "_User | None" = None
    guest_name: str = ""
    guest_email: str = ""
    address: str = ""
    network: str = ""
    answers: bool = False
    ip: str = field(default="", repr=False)


def post(
    article: Article,
    body: str,
    *,
    by: Writer,
    submission: uuid.UUID,
    parent: Comment | None = None,
    language: str = "",
) -> Comment:
    """Add a comment, in the state that screening gives it, and the record of that.

    `body` is clean (comments.body_text). `language` is the one that its writer has chosen, ""
    where it is to be recognised (comments.language_guess). `submission` is the id of the form: the
    same form sent twice gives the same comment. Raises PostRefused when the discussion is closed,
    the comment that it answers is no longer there, a screening phase refuses it, or guests may not
    write.
    """
    language = language or guess(body, otherwise=article.language)

    def take(spoiled: frozenset[str]) -> Comment:
        draft = Draft(
            article,
            parent,
            by.author,
            by.guest_name,
            folded(by.guest_email),
            body,
            by.address,
            by.network,
            timezone.now(),
            language,
            ip=by.ip,
        )
        return _take(draft, submission, spoiled, answers=by.answers)

    return without_spoiled_phases(take)


def _take(
    draft: Draft, submission: uuid.UUID, spoiled: frozenset[str], *, answers: bool
) -> Comment:
    """Screen a draft in its sender's turn, and add the comment that it becomes."""
    turn = _take_turn(draft, submission, together=not spoiled)
    if turn.earlier:
        return Comment.objects.get(pk=turn.earlier)
    draft = replace(draft, terms=turn.terms)
    _check_open(draft)
    screened = screen(draft, spoiled)
    verdict = screened.verdict
    if verdict and screened.is_refused:
        raise PostRefused(verdict.to_author)
    is_unconfirmed = needs_confirmation(draft.author)
    if is_unconfirmed:
        verdict = verdict or _not_confirmed_yet()
    if draft.parent is not None:
        _keep_readable(draft.parent, is_published=verdict is None)
    comment = _add(
        draft, verdict, submission, screened, pk=turn.next_id, is_unconfirmed=is_unconfirmed
    )
    comment.waits_because = verdict.to_author if verdict else ""
    if answers and draft.author is None:
        Subscription.objects.create(story_id=comment.story_id, comment_id=comment.pk)
    return comment


@dataclass(frozen=True)
class Turn:
    """What a sender's turn begins with, after all earlier ones have ended."""

    next_id: int  # a comment's path holds its own id, so it is needed before the row is written
    earlier: int | None  # the comment that the same form has become already
    terms: Terms


def _take_turn(draft: Draft, submission: uuid.UUID, *, together: bool) -> Turn:
    """Let no other form of the same sender in until this transaction ends, then look around.

    Screening counts what has come before; forms sent in one moment would not see each other. The
    locks are taken in one order, so that no two forms wait for each other. All goes to PostgreSQL
    in one message, but as statements of their own: a statement sees what was committed when it
    began, and the last must see what those have written for whom the locks waited.
    """
    keys = _keys({"form": str(submission), "address": draft.address, "person": _person(draft)})
    put = draft.put(questions_of_all() if together else ())
    with connection.cursor() as cursor:
        try:
            look = LOOK_AROUND.format(put.columns)
            values = [submission, *put.values, draft.article.story_id]
            execute_kept(cursor, [(WAIT_FOR_TURN, [keys]), (look, values)])
        except OperationalError:
            raise
        except DatabaseError as error:  # one of the questions: which one, its phase will say
            raise PhaseSpoiled("") from error
        cursor.nextset()
        next_id, earlier, found, *said = cursor.fetchone()
    put.take(said[len(NAMES) :])
    if not found:
        Discussion.objects.of(draft.article.story_id)
    return Turn(next_id, earlier, terms_from(said[: len(NAMES)]))


def wait_for_turn(draft: Draft) -> None:
    """Let nothing else of the same person in until the caller's transaction ends.

    Before any lock of a discussion or a comment, as in posting.
    """
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_TURN, [_keys({"person": _person(draft)})])


WAIT_FOR_TURN = "SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key"
LOOK_AROUND = f"""
SELECT nextval(pg_get_serial_sequence('comments_comment', 'id')),
    (SELECT id FROM comments_comment WHERE submission = %s), d.id, {COLUMNS}, {{}}
FROM (SELECT %s::bigint AS id) AS story LEFT JOIN comments_discussion AS d ON d.story_id = story.id
{AROUND.format(story="story.id")}
"""  # noqa: S608 (of our own words)


def _person(draft: Draft) -> str:
    return f"account {draft.author.pk}" if draft.author else draft.guest_email


def _keys(sender: dict[str, str]) -> list[int]:
    """Return the numbers that PostgreSQL locks for a sender, in the one order for all."""
    return sorted(
        int.from_bytes(sha256(f"posting {kind} {value}".encode()).digest()[:8], signed=True)
        for kind, value in sender.items()
        if value
    )


def _check_open(draft: Draft) -> None:
    article, parent = draft.article, draft.parent
    if needs_account(draft.author):
        raise PostRefused(
            _("Comments here are written with an account. Your text is still here: keep a copy.")
        )
    if not article.is_published:
        raise PostRefused(_("This article is not open to readers, so it takes no comments."))
    if not draft.terms.accepts_comments:
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


def _not_confirmed_yet() -> Verdict:
    """Hold what screening would publish, until its guest has shown that the address is theirs."""
    return Verdict("hold", "", _("Its guest has not confirmed the address yet."), "confirmation")


def _gone() -> str:
    return _(
        "The comment you answer is no longer there. Your text is still here: "
        "you can post it as a comment of its own."
    )


def add(
    draft: Draft,
    verdict: Verdict | None,
    submission: uuid.UUID,
    *,
    origin: str = "form",
    screened: Screened | None = None,
) -> Comment:
    """Add a draft to its thread, at the draft's own time; imports and the demo use it.

    Without a verdict the comment is published, with one it is held. `screened` is kept where it was
    screened. Runs in the caller's transaction. Raises IntegrityError when the submission is known
    already.
    """
    Discussion.objects.of(draft.article.story_id)
    return _add(draft, verdict, submission, screened, pk=next_id(), origin=origin)


def _add(
    draft: Draft,
    verdict: Verdict | None,
    submission: uuid.UUID,
    screened: Screened | None,
    *,
    pk: int,
    origin: str = "form",
    is_unconfirmed: bool = False,
) -> Comment:
    article, parent = draft.article, draft.parent
    comment = Comment(
        id=pk,
        story_id=article.story_id,
        article=article,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        author=draft.author,
        guest_name=draft.guest_name,
        guest_email=draft.guest_email,
        body=draft.body,
        language=draft.language or guess(draft.body, otherwise=article.language),
        submission=submission,
        origin=origin,
        address=draft.address,
        network=draft.network,
        submitted_at=draft.now,
        unconfirmed=is_unconfirmed,
    )
    comment.set_place(parent)
    also = [record(comment, screened, at=draft.now)] if screened else []
    if verdict is None:
        add_posted(comment, Status.PUBLISHED, also=also)
    else:
        phase, note = verdict.phase, verdict.to_moderators
        add_posted(comment, Status.HELD, phase=phase, note=note, also=also)
    return comment


def next_id() -> int:
    """Take the next comment id: a comment's path holds its own id, so it is needed first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('comments_comment', 'id'))")
        return cursor.fetchone()[0]

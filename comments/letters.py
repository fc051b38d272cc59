"""Letters: which notices go into one mail, and when it is made. comments.sending sends it.

A person gets one letter with all that there is to tell. After one the next is not made before
LETTER_GAP_SECONDS have passed; what is told once a day goes at the person's own hour. What waits
for that is given the time as its `due_at`, so that a sweep reads only what it can settle.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from procrastinate.types import JSONDict

from comments import digest_times
from comments.appeals import words as appeal_words
from comments.guest_mail_caps import may_write_to
from comments.legal_holds import free
from comments.models import How, Letter, MailSettings, Move, Notice, Status
from comments.recipients import Recipient, due_now, zone_of
from comments.suppressing import is_suppressed

Kind = Notice.Kind
SEND = "comments.tasks.send_letter"
BEHIND = -5  # behind what takes a moment, before the sizes of photos
MOST_ROUNDS = 200
SWEEPING = 0x6C6574746572  # the lock of whoever makes letters: one at a time, on all machines
ENOUGH_FOR = timedelta(days=1)  # comments.guest_mail_caps counts by the day
RECEIPTS = 3  # letters to a guest within the gap, behind which a new comment's has to wait as well
WISHES = {Kind.ANSWER: "answers", Kind.STORY: "stories", Kind.ARTICLE: "articles"}


def make_letters() -> int:
    """Make a letter for each person to whom something is due, and put it into the queue.

    Returns how many. Does nothing while another process is at it. Letters, what became of the
    notices and the jobs are written in one transaction: none is without the others.
    """
    made = 0
    for _round in range(MOST_ROUNDS):
        with transaction.atomic():
            recipients = due_now() if _is_alone() else []
            made += _settle(recipients) if recipients else 0
        if not recipients:
            break
    return made


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SWEEPING])
        return cursor.fetchone()[0]


def _settle(recipients: Sequence[Recipient]) -> int:
    """Write what becomes of what is due: it goes into a letter, is put off, or ends here."""
    now, letters = timezone.now(), []
    for recipient in recipients:
        ready = []
        for notice in recipient.notices:
            when = _when(notice, recipient, now)
            if when is None or when <= now:
                notice.settled_at = now
                ready += [notice] if when else []
            else:
                notice.due_at = when
        if ready and not _has_enough(recipient):
            letters.append((_letter_of(ready, recipient, now), ready))
        else:  # at most a few a day go to who has never come back by a link: tomorrow, in one
            for notice in ready:
                notice.due_at, notice.settled_at = now + ENOUGH_FOR, None
    Letter.objects.bulk_create([letter for letter, _notices in letters])
    for letter, ready in letters:
        for notice in ready:
            notice.letter_id = letter.pk
    _write([notice for recipient in recipients for notice in recipient.notices])
    _put_into_queue([letter for letter, _notices in letters])
    return len(letters)


def _has_enough(recipient: Recipient) -> bool:
    """Whether a guest's address is to get no more mail today; an account's was confirmed."""
    if recipient.user:
        return False
    first = recipient.notices[0]
    address = first.own_comment.guest_email if first.own_comment else ""
    if first.report and not first.own_comment:
        address = first.report.email
    # What is not written to at all, or has no address any more, ends where it would be sent.
    return bool(address) and not is_suppressed(address) and not may_write_to(address)


def _letter_of(ready: list[Notice], recipient: Recipient, now: datetime) -> Letter:
    is_digest = all(how_told(notice, recipient.wishes) == How.DAILY for notice in ready)
    to = {"user": recipient.user, "own_comment": None, "report": None}
    if recipient.user is None:  # a guest, or who has reported with an address of mail
        own_comment = ready[0].own_comment
        to |= {"own_comment": own_comment} if own_comment else {"report": ready[0].report}  # type: ignore[dict-item]
    return Letter(**to, is_digest=is_digest, made_at=now)


def _when(notice: Notice, recipient: Recipient, now: datetime) -> datetime | None:
    """Return from when on a notice may go into a letter; None where it never will."""
    how = how_told(notice, recipient.wishes)
    if is_moot(notice) or how == How.NEVER:
        return None
    if how == How.DAILY:
        hour, zone = recipient.wishes.digest_hour, zone_of(recipient.user)
        is_of_before = notice.made_at <= digest_times.latest(now, hour, zone)
        return now if is_of_before else digest_times.following(now, hour, zone)
    spared = RECEIPTS if notice.kind in {Kind.RECEIVED, Kind.REPORTED} else 1
    if len(recipient.letters) < spared:
        return now
    return max(recipient.letters) + timedelta(seconds=settings.LETTER_GAP_SECONDS)


def how_told(notice: Notice, wishes: MailSettings) -> str:
    """Return How an account wants to hear of it; decisions on one's own are always told at once."""
    wish = WISHES.get(Kind(notice.kind))
    return getattr(wishes, wish) if wish else How.AT_ONCE


def is_moot(notice: Notice) -> bool:
    """Whether there is nothing to tell any more: a comment is gone, a decision was taken back.

    Or a sanction was lifted; a report waits again, or led to what was told already; or nothing is
    to be told of an appeal.
    """
    if notice.appeal:
        return appeal_words.is_moot(notice)
    if notice.kind == Kind.REPORTED:
        return False
    if notice.kind == Kind.OUTCOME:
        assert notice.report is not None  # noqa: S101 (the database holds it)
        is_of_now = notice.report.case.closed_at == notice.made_at
        return not is_of_now or notice.outcome in {None, notice.told_outcome}  # type: ignore[attr-defined]
    if notice.sanction:
        return notice.sanction.lifted_at is not None
    assert notice.comment is not None  # noqa: S101 (the database holds it)
    if notice.kind == Kind.RECEIVED:
        return notice.comment.status == Status.DELETED
    if notice.kind != Kind.DECISION:
        return notice.comment.status != Status.PUBLISHED
    assert notice.decision is not None  # noqa: S101 (the database holds it)
    is_silent = notice.decision.move == Move.UNDO and not notice.undone_was_told  # type: ignore[attr-defined]
    return is_silent or notice.is_overtaken  # type: ignore[attr-defined]


def _write(notices: list[Notice]) -> None:
    with connection.cursor() as cursor:
        columns = zip(*((n.pk, n.due_at, n.settled_at, n.letter_id) for n in notices), strict=True)
        if notices:
            cursor.execute(SETTLED, [list(column) for column in columns])


SETTLED = """
UPDATE comments_notice AS notice
SET due_at = new.due_at, settled_at = new.settled_at, letter_id = new.letter_id
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::bigint[])
    AS new (id, due_at, settled_at, letter_id)
WHERE notice.id = new.id
"""


def _put_into_queue(letters: list[Letter]) -> None:
    # In this transaction: within a job the queue's own connection is another one.
    if letters:
        queue = JobManager(DjangoConnector())
        jobs: list[JSONDict] = [{"letter_id": letter.pk} for letter in letters]
        task = configure_task(name=SEND, job_manager=queue, priority=BEHIND)
        task.batch_defer(*jobs)


def forget() -> None:
    """Delete notices that were settled NOTICE_DAYS ago, and letters that ended before that.

    What a legal hold keeps stays.
    """
    before = timezone.now() - timedelta(days=settings.NOTICE_DAYS)
    free(Notice.objects.filter(settled_at__lt=before)).delete()
    ended = Q(sent_at__isnull=False) | Q(dropped_at__isnull=False)
    free(Letter.objects.filter(ended, made_at__lt=before)).delete()

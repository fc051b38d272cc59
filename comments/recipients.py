"""Who is to be told something now, and what they wish: all of it read in a handful of queries."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from comments.models import (
    Decision,
    Letter,
    MailSettings,
    Measure,
    Move,
    Notice,
    StatementOfReasons,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

MOST = 100  # accounts, and as many guests, that one transaction deals with
Key = int | str | tuple[str]  # an account's id, a guest's address, that of who reported by mail


@dataclass
class Recipient:
    """Somebody to whom something is to be told: an account, a guest or a reporter by an address."""

    user: "_User | None"
    notices: list[Notice] = field(default_factory=list)
    wishes: MailSettings = field(default_factory=MailSettings)  # one without a row: the defaults
    letters: list[datetime] = field(default_factory=list)  # when some were made within the gap


def due_now() -> list[Recipient]:
    """Lock what is due to some people, and return it by person.

    Whoever reads their notices on the page may hold some: those come with the next sweep.
    """
    due = Notice.objects.unsettled().filter(due_at__lte=timezone.now()).order_by()
    users = due.filter(user__isnull=False).values("user").distinct()
    guests = due.filter(own_comment__isnull=False).values("own_comment__guest_email").distinct()
    by_mail = due.filter(user=None, own_comment=None).values("report__email").distinct()
    theirs = Q(user__in=users[:MOST]) | Q(own_comment__guest_email__in=guests[:MOST])
    theirs |= Q(user=None, own_comment=None, report__email__in=by_mail[:MOST])
    found = with_what_followed(due.filter(theirs)).select_related(
        "user", "comment", "own_comment", "sanction", "appeal", "report__case"
    )
    found = found.defer("comment__body", "own_comment__body").order_by("pk")
    recipients: dict[Key, Recipient] = {}
    for notice in found.select_for_update(skip_locked=True, of=("self",)):
        recipients.setdefault(_key(notice), Recipient(notice.user)).notices.append(notice)
    _read_wishes(recipients)
    _read_letters(recipients)
    return list(recipients.values())


def zone_of(user: "_User | None") -> ZoneInfo:
    """Return somebody's time zone; the newspaper's where they have named none that is known."""
    try:
        return ZoneInfo(getattr(user, "time_zone", "") or settings.TIME_ZONE)
    except (ValueError, OSError, KeyError):  # of ZoneInfo for what is not in its database
        return ZoneInfo(settings.TIME_ZONE)


def language_of(letter: Letter) -> str:
    """Return the language of a letter: an account's, or that of a guest's comment or a report."""
    source = letter.user or letter.own_comment or letter.report
    wanted = getattr(source, "language", "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def with_what_followed(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Add to notices of decisions whether another one followed, and whether an undone one was told.

    An author's edit that leaves the comment in its state is none that follows.
    """
    later = Decision.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("decision"))
    changes = later.exclude(move=Move.EDIT, status_before=F("status_after")).exclude(
        move=Move.UPHOLD
    )
    told = Notice.objects.filter(decision=OuterRef("decision__reverses"), letter__isnull=False)
    # Of what waits again by an undo, and has waited for long, the author is told in any case.
    waits = StatementOfReasons.objects.filter(decision=OuterRef("decision"), measure=Measure.HELD)
    return notices.select_related("decision").annotate(
        is_overtaken=Exists(changes),
        undone_was_told=Exists(told) | Exists(waits),
        **_outcomes(),
    )


def _outcomes() -> dict[str, Subquery]:
    """To what a report led, and what its reporter was told of that before: states of the comment.

    An outcome is of the decision that was made at the time of the notice, which no reason but this
    needs to name.
    """
    closing = Decision.objects.filter(
        act=OuterRef("report__case__closing_act"),
        comment=OuterRef("report__comment"),
        reversed_by=None,
    )
    told = Notice.objects.filter(
        report=OuterRef("report"), kind="outcome", letter__isnull=False, pk__lt=OuterRef("pk")
    )
    then = Decision.objects.filter(
        comment=OuterRef("report__comment"), decided_at=OuterRef("told_outcome_at")
    )
    return {
        "outcome": Subquery(closing.values("status_after")[:1]),
        "told_outcome_at": Subquery(told.order_by("-pk").values("made_at")[:1]),
        "told_outcome": Subquery(then.values("status_after")[:1]),
    }


def _key(notice: Notice) -> Key:
    """Return who is told: letters to one address about reports and about own comments are two."""
    if notice.user_id:
        return notice.user_id
    if notice.own_comment:
        return notice.own_comment.guest_email
    assert notice.report is not None  # noqa: S101 (the database holds it)
    return (notice.report.email,)


def _read_wishes(recipients: dict[Key, Recipient]) -> None:
    accounts = [key for key in recipients if isinstance(key, int)]
    for wishes in MailSettings.objects.filter(user__in=accounts):
        recipients[wishes.user_id].wishes = wishes


def _read_letters(recipients: dict[Key, Recipient]) -> None:
    """Read when somebody got a letter at once lately, and nobody did who has no address."""
    since = timezone.now() - timedelta(seconds=settings.LETTER_GAP_SECONDS)
    lately = Letter.objects.filter(made_at__gt=since, is_digest=False)
    accounts = [key for key in recipients if isinstance(key, int)]
    guests = [key for key in recipients if isinstance(key, str)]
    by_mail = [key[0] for key in recipients if isinstance(key, tuple)]
    to = Q(user__in=accounts) | Q(own_comment__guest_email__in=guests)
    rows = lately.filter(to | Q(report__email__in=by_mail)).values_list(
        "user", "own_comment__guest_email", "report__email", "made_at"
    )
    for user, guest, reporter, made_at in rows:
        recipients[user or guest or (reporter,)].letters.append(made_at)

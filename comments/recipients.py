"""Who is to be told something now, and what they wish: all of it read in a handful of queries."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from comments.models import (
    Comment,
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
Key = int | str  # an account's id, or a guest's address


@dataclass
class Recipient:
    """Somebody to whom something is to be told: an account, or a guest by their address."""

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
    theirs = Q(user__in=users[:MOST]) | Q(own_comment__guest_email__in=guests[:MOST])
    found = with_what_followed(due.filter(theirs)).select_related(
        "user", "comment", "own_comment", "sanction", "appeal"
    )
    found = found.defer("comment__body", "own_comment__body").order_by("pk")
    recipients: dict[Key, Recipient] = {}
    for notice in found.select_for_update(skip_locked=True, of=("self",)):
        key = notice.user_id or _own_comment(notice).guest_email
        recipients.setdefault(key, Recipient(notice.user)).notices.append(notice)
    _read_wishes(recipients)
    _read_letters(recipients)
    return list(recipients.values())


def zone_of(user: "_User | None") -> ZoneInfo:
    """Return somebody's time zone; the newspaper's where they have named none that is known."""
    try:
        return ZoneInfo(getattr(user, "time_zone", "") or settings.TIME_ZONE)
    except (ValueError, OSError, KeyError):  # of ZoneInfo for what is not in its database
        return ZoneInfo(settings.TIME_ZONE)


def language_of(user: "_User | None", own_comment: Comment | None) -> str:
    """Return the language in which somebody is written to: an account's, or a guest's comment's."""
    wanted = getattr(user, "language", "") if user else own_comment and own_comment.language
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
        is_overtaken=Exists(changes), undone_was_told=Exists(told) | Exists(waits)
    )


def _own_comment(notice: Notice) -> Comment:
    assert notice.own_comment is not None  # noqa: S101 (the database holds it)
    return notice.own_comment


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
    to = Q(user__in=accounts) | Q(own_comment__guest_email__in=guests)
    rows = lately.filter(to).values_list("user", "own_comment__guest_email", "made_at")
    for user, guest, made_at in rows:
        recipients[user or guest].letters.append(made_at)

"""Trust: which accounts' comments need not wait, and the arithmetic behind it.

An account is trusted once COMMENT_TRUST_PUBLISHED comments of it are published, as long as none was
removed or rejected in the last COMMENT_TRUST_DAYS days. It is worked out when it is asked, so that
a removal takes it away at once, and gives it back by itself. Guests have none: a name and an
address of mail can be anybody's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.drafts import Draft, Query


@dataclass(frozen=True)
class Trust:
    """Whether an account is trusted, and why: `published` counts no further than is needed."""

    published: int
    removed_lately: int
    needed: int
    days: int

    @property
    def is_trusted(self) -> bool:
        """Whether its comments need not wait where first comments do."""
        return self.published >= self.needed and not self.removed_lately

    @property
    def in_words(self) -> str:
        """The arithmetic, in a moderator's language."""
        return f"{self.verdict_in_words} {self.published_in_words} {self.removed_in_words}"

    @property
    def verdict_in_words(self) -> str:
        """What comes of it."""
        return _("Trusted:") if self.is_trusted else _("Not trusted yet:")

    @property
    def published_in_words(self) -> str:
        """How many comments are published, of those that are needed."""
        if self.published >= self.needed:
            sentence = ngettext(
                "at least %(needed)d comment published, as is needed;",
                "at least %(needed)d comments published, as is needed;",
                self.needed,
            )
        else:
            sentence = ngettext(
                "%(published)d of %(needed)d comment published that is needed;",
                "%(published)d of %(needed)d comments published that are needed;",
                self.needed,
            )
        return sentence % {"published": self.published, "needed": self.needed}

    @property
    def removed_in_words(self) -> str:
        """How many were removed or rejected in the days that count."""
        if not self.removed_lately:
            return ngettext(
                "nothing removed or rejected in the last %(days)d day.",
                "nothing removed or rejected in the last %(days)d days.",
                self.days,
            ) % {"days": self.days}
        return ngettext(
            "%(number)d removed or rejected in the last %(days)d days.",
            "%(number)d removed or rejected in the last %(days)d days.",
            self.removed_lately,
        ) % {"number": self.removed_lately, "days": self.days}


# Neither counts further than it has to: some people have written thousands.
PUBLISHED = """(SELECT count(*) FROM (
    SELECT FROM comments_comment AS own
    WHERE own.author_id = {author} AND own.status = 'published' LIMIT %s
) AS enough)"""
# One that its author has deleted afterwards was removed all the same, unless an appeal says that
# it ought not to have been.
REMOVED = """(SELECT count(*) FROM (
    SELECT FROM comments_comment AS own
    WHERE own.author_id = {author} AND own.status IN ('removed', 'rejected', 'deleted')
    AND EXISTS (
        SELECT FROM comments_decision AS made
        WHERE made.comment_id = own.id AND made.decided_at >= %s
        AND CASE WHEN own.status = 'deleted'
            THEN made.move = 'delete' AND made.status_before IN ('removed', 'rejected')
                AND NOT EXISTS (SELECT FROM comments_appeal AS heard WHERE heard.comment_id = own.id
                    AND heard.report_id IS NULL AND heard.outcome = 'reversed')
            ELSE made.status_after = own.status AND made.status_before <> own.status END
    ) LIMIT 10
) AS enough)"""
OF_MANY = (
    f"SELECT account.id, {PUBLISHED}, {REMOVED} FROM unnest(%s::bigint[]) AS account (id)"  # noqa: S608
).format(author="account.id")
OF_ONE = f"SELECT json_build_array({PUBLISHED}, {REMOVED})".format(author="%s")


def trust_of(users: Iterable[int]) -> dict[int, Trust]:
    """Return the trust of accounts by their ids, in one query; nothing for no account."""
    ids = sorted({pk for pk in users if pk})
    if not ids:
        return {}
    needed, days = settings.COMMENT_TRUST_PUBLISHED, settings.COMMENT_TRUST_DAYS
    with connection.cursor() as cursor:
        cursor.execute(OF_MANY, [needed, _since(timezone.now()), ids])
        found = cursor.fetchall()
    return {pk: Trust(published, removed, needed, days) for pk, published, removed in found}


def counted_for_trust(draft: Draft) -> Query | None:
    """Ask how many comments of the draft's account are published, and how many were removed."""
    if draft.author is None or draft.by_staff:
        return None
    account = draft.author.pk
    return OF_ONE, [account, settings.COMMENT_TRUST_PUBLISHED, account, _since(draft.now)]


def trust_of_draft(draft: Draft) -> Trust | None:
    """Return the trust of whoever writes; None for guests, and for the newsroom."""
    counted = draft.ask(counted_for_trust)
    if counted is None:
        return None
    published, removed = counted
    needed, days = settings.COMMENT_TRUST_PUBLISHED, settings.COMMENT_TRUST_DAYS
    return Trust(published, removed, needed, days)


def _since(now: datetime) -> datetime:
    return now - timedelta(days=settings.COMMENT_TRUST_DAYS)

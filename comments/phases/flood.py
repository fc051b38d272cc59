"""Flood: an address, or an account, that has sent too many comments within the last minutes."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.screening import Draft, Query, Verdict, asks, describes


def sent_lately(draft: Draft) -> Query | None:
    """Ask how many comments the draft's network address has sent in the window of `flood`.

    A change adds no comment; comments.editing bounds how often one is changed.
    """
    if draft.by_staff or draft.edited or not draft.address:
        return None
    since = draft.now - timedelta(seconds=settings.COMMENTS_PER_ADDRESS_SECONDS)
    return (
        "SELECT count(*) FROM comments_comment WHERE address = %s AND submitted_at >= %s",
        [draft.address, since],
    )


def sent_by_account(draft: Draft) -> Query | None:
    """Ask the same of the draft's account, wherever it writes from: of its latest comments only."""
    if draft.author is None or draft.by_staff or draft.edited:
        return None
    since = draft.now - timedelta(seconds=settings.COMMENTS_PER_ADDRESS_SECONDS)
    return (
        """SELECT count(*) FILTER (WHERE submitted_at >= %s) FROM (
            SELECT submitted_at FROM comments_comment WHERE author_id = %s
            ORDER BY id DESC LIMIT %s
        ) AS latest""",
        [since, draft.author.pk, settings.COMMENTS_PER_ADDRESS],
    )


@describes(title=gettext_lazy("too many at once"))
@asks(sent_lately, sent_by_account)
def flood(draft: Draft) -> Verdict | None:
    """Refuse who has sent COMMENTS_PER_ADDRESS within the last few minutes."""
    sent = max(draft.ask(sent_lately) or 0, draft.ask(sent_by_account) or 0)
    if draft.by_staff or draft.edited or sent < settings.COMMENTS_PER_ADDRESS:
        return None
    minutes = max(1, round(settings.COMMENTS_PER_ADDRESS_SECONDS / 60))
    return Verdict(
        "refuse",
        _(
            "Too many comments have come from your connection in the last minutes. "
            "Your text is still here: please send it again in about %(minutes)d minutes."
        )
        % {"minutes": minutes},
    )

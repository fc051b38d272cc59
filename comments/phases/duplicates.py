"""Duplicates: a text that was said already, here or under other stories, by the same or others.

Which texts are the same is for comments.same_text to say.
"""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.same_text import letters_of, text_hash
from comments.screening import Draft, Query, Verdict, asks, describes

HOURS_HERE, DAYS_ELSEWHERE = 24, 7
LONG_ENOUGH = 40  # letters: "Thank you" and "I agree" are said by many people on many days
MOST = 20  # copies that are counted
LOOKED_AT = 3 * MOST  # of which some were changed or deleted; a flood of copies costs no more


class Copies(NamedTuple):
    """How often a text was said lately: by the same person, to the letter here, and by others."""

    exactly_here: int
    own: int
    by_others: int


def said_already(draft: Draft) -> Query:
    """Ask how often the draft's text was said; not in the comment itself, where it is a change.

    What its author has deleted was not said.
    """
    who: int | str = draft.author.pk if draft.author else draft.guest_email
    by = "c.author_id = %s" if draft.author else "c.author_id IS NULL AND c.guest_email = %s"
    own = f"coalesce({by}, false)"
    here = draft.now - timedelta(hours=HOURS_HERE)
    return (
        f"""SELECT json_build_array(
            count(*) FILTER (WHERE own AND exactly AND story_id = %s AND made_at >= %s),
            count(*) FILTER (WHERE own), count(*) FILTER (WHERE NOT own))
        FROM (
            SELECT c.story_id, s.made_at, {own} AS own, c.body = %s AS exactly
            FROM (
                SELECT comment_id, revision, made_at FROM comments_screening
                WHERE text_hash = %s AND made_at >= %s AND comment_id <> %s
                ORDER BY made_at DESC LIMIT {LOOKED_AT}
            ) AS s JOIN comments_comment AS c ON c.id = s.comment_id
            WHERE s.revision = c.revision AND c.status <> 'deleted'
            ORDER BY s.made_at DESC LIMIT {MOST}
        ) AS said""",  # noqa: S608
        [
            draft.article.story_id,
            here,
            who,
            draft.body,
            text_hash(draft.body),
            draft.now - timedelta(days=DAYS_ELSEWHERE),
            draft.edited.pk if draft.edited else 0,
        ],
    )


@describes(title=gettext_lazy("the same text again"))
@asks(said_already)
def duplicates(draft: Draft) -> Verdict | None:
    """Refuse what the same person has said here within a day; hold what is said all over."""
    copies = Copies(*draft.ask(said_already))
    if copies.exactly_here:
        return Verdict("refuse", _("You have posted this very comment here already."))
    if draft.by_staff or len(letters_of(draft.body)) < LONG_ENOUGH:
        return None
    reasons = []
    if copies.own:
        reasons.append(
            ngettext(
                "The same person has said this once more in the last days.",
                "The same person has said this %(number)d times more in the last days.",
                copies.own,
            )
            % {"number": copies.own}
        )
    if copies.by_others >= settings.COMMENT_COPIES:
        reasons.append(
            ngettext(
                "%(number)d comment by somebody else says it as well.",
                "%(number)d comments by others say it as well.",
                copies.by_others,
            )
            % {"number": copies.by_others}
        )
    if not reasons:
        return None
    to_author = _("The same text has been posted before, so a moderator reads this one first.")
    return Verdict("hold", to_author, " ".join(reasons))

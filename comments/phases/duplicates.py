"""Duplicates: a text that was said already."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.screening import Draft, Query, Verdict, asks, describes


def said_already(draft: Draft) -> Query:
    """Ask whether the same person has posted the same text under the story within a day.

    Elsewhere than in the comment itself, where the draft is a change of one.
    """
    who: int | str = draft.author.pk if draft.author else draft.guest_email
    by = "author_id = %s" if draft.author else "author_id IS NULL AND guest_email = %s"
    same = "story_id = %s AND body = %s AND submitted_at >= %s AND id <> %s"
    itself = draft.edited.pk if draft.edited else 0
    return (
        f"SELECT EXISTS (SELECT FROM comments_comment WHERE {same} AND {by})",  # noqa: S608
        [draft.article.story_id, draft.body, draft.now - timedelta(days=1), itself, who],
    )


@describes(title=gettext_lazy("the same text again"))
@asks(said_already)
def duplicates(draft: Draft) -> Verdict | None:
    """Refuse a text that the same person has posted under the same story within a day."""
    if not draft.ask(said_already):
        return None
    return Verdict("refuse", _("You have posted this very comment here already."))

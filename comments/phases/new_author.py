"""New authors, and the discussion's mode: who waits until a moderator has read them.

Where first comments wait, guests always do, and accounts until they are trusted (comments.trust);
where everything waits, everybody; elsewhere nobody. The newsroom waits nowhere.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Mode
from comments.screening import Draft, Verdict, asks, describes
from comments.terms import Terms
from comments.trust import counted_for_trust, trust_of, trust_of_draft

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


@describes(title=gettext_lazy("first comments"))
@asks(counted_for_trust)
def new_author(draft: Draft) -> Verdict | None:
    """Hold what the discussion's mode lets wait."""
    trust = trust_of_draft(draft)
    if draft.by_staff or draft.terms.mode == Mode.SCREENED:
        return None
    if draft.terms.mode != Mode.FIRST_WAIT:
        return Verdict("hold", _everything(), _said_by(draft.terms))
    if draft.author is None or trust is None:
        return Verdict("hold", _what_guests_write(), _guests())
    if trust.is_trusted:
        return None
    return Verdict("hold", _first_comments(), trust.in_words)


def why_it_will_wait(author: "_User | None", terms: Terms) -> str:
    """Return why all that somebody (None: a guest) writes waits, in general terms; "" if not.

    For whoever has not written it yet. Another phase may still hold what they write.
    """
    is_asked = f"{__name__}.{new_author.__name__}" in settings.COMMENT_SCREENING
    is_staff = author is not None and getattr(author, "is_staff", False)
    if not is_asked or is_staff or terms.mode == Mode.SCREENED:
        return ""
    if terms.mode != Mode.FIRST_WAIT:
        return _everything()
    if author is None:
        return _what_guests_write()
    return "" if trust_of([author.pk])[author.pk].is_trusted else _first_comments()


def _everything() -> str:
    return _("In this discussion a moderator reads every comment before it appears.")


def _what_guests_write() -> str:
    return _("What guests write is read by a moderator before it appears.")


def _first_comments() -> str:
    return _("First comments are read by a moderator before they appear.")


def _guests() -> str:
    return _("Comments of guests wait.")  # their names and addresses can be anybody's


def _said_by(terms: Terms) -> str:
    return _("Everything waits here, as %(level)s says.") % {"level": terms.mode_from.label}

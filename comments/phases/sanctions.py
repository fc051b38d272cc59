"""Sanctions: who is suspended or banned is refused; of whom everything waits, that waits."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.reader_identity import Origin
from comments.barring import BARS
from comments.models import Sanction
from comments.sanction_words import barred_address_in_words, barred_in_words, until_in_words
from comments.sanctions import Who, learn, sanction_by_id, strictest_query, who_acts
from comments.screening import Draft, Query, Verdict, asks, describes


def sanction_on(draft: Draft) -> Query:
    """Ask for the strictest sanction on whoever writes, by any way in which they are known."""
    return strictest_query(_who(draft), draft.now)


@describes(title=gettext_lazy("a sanction"))
@asks(sanction_on)
def sanctions(draft: Draft) -> Verdict | None:
    """Refuse or hold by the strictest sanction that counts now."""
    pk = draft.ask(sanction_on)
    if pk is None:
        return None
    row = sanction_by_id(pk)
    if row.kind in BARS:
        is_known = draft.author is not None or draft.edited is not None
        in_words = barred_in_words if is_known else barred_address_in_words
        return Verdict("refuse", in_words(row), _to_moderators(row))
    learn(_origin(draft))  # a refusal is rolled back: there the view does it
    return Verdict("hold", "", _to_moderators(row))


def _who(draft: Draft) -> Who:
    return who_acts(draft.author, draft.guest_email, _origin(draft))


def _origin(draft: Draft) -> Origin:
    return Origin(draft.address, draft.network, draft.ip)


def _to_moderators(row: Sanction) -> str:
    named = {"number": row.pk, "kind": row.get_kind_display()}
    if row.ends_at is None:
        return _("Sanction %(number)d: %(kind)s.") % named
    named["until"] = until_in_words(row)
    return _("Sanction %(number)d: %(kind)s, until %(until)s.") % named

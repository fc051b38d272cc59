"""Barring: what a sanction keeps people from, asked on every way in.

A suspension and a ban keep from whatever others would notice: posting, changing, recommending,
voting, reporting, following. They keep nobody from what is theirs: deleting a comment, taking back
a recommendation, stopping mail, the export, closing the account. "Everything waits" lets all that
pass and holds what is written. New texts are asked by comments.phases.sanctions, with all other
questions in one message; everything else that a reader sends is asked here, by its request.
"""

from django.http import HttpRequest

from articles.reader_identity import origin_of
from comments.models import SanctionKind
from comments.ownership import guest_address_of
from comments.sanction_words import barred_in_words
from comments.sanctions import learn, strictest, who_acts

BARS = {SanctionKind.SUSPENSION, SanctionKind.BAN}


def barred(request: HttpRequest, *, guest_email: str = "") -> str:
    """Return why whoever sends a request may not act, in their language; "" where they may.

    `guest_email` is of the guest as whom they act by a link; without it the browser's own guest.
    """
    user = request.user if request.user.is_authenticated else None
    email = "" if user else guest_email or guest_address_of(request)
    origin = origin_of(request)
    row = strictest(who_acts(user, email, origin))
    if row is None or row.kind not in BARS:
        return ""
    learn(origin)
    return barred_in_words(row)

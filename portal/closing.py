"""Closing an account: nobody signs in with it again, the person behind it is forgotten.

The row of the account stays, empty: comments and the record of decisions, which nobody may change,
refer to it. All that must be so from that moment on is one transaction; what takes long follows in
a job that can be begun again wherever it stopped.
"""

from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from articles.models import Author
from comments import leaving
from portal.library_tables import kept_of
from portal.models import User

FINISH = "portal.tasks.finish_closing"
AGAIN = {"days": 1}  # when comments that had to stay are looked at anew
FORGOTTEN = "closed.invalid"  # a domain that no mail can be sent to (RFC 2606)


class Comments(StrEnum):
    """What becomes of the comments."""

    KEEP = "keep"
    DELETE = "delete"


class ClosingRefused(Exception):  # noqa: N818
    """The account cannot be closed now; says why, in the reader's language."""


def refusal(user: User) -> str:
    """Return why somebody cannot close their account now, "" where they can; one query."""
    if user.is_staff or user.is_superuser or user.groups.exists():
        return _(
            "You work for the newspaper with this account. "
            "Ask an administrator to take you off the staff, then you can close it."
        )
    return ""


@transaction.atomic
def close(user: User, *, comments: Comments) -> None:
    """Close an account for good, and let a job do what takes long. Closing twice is closing once.

    From the commit on all its sessions have ended and nothing is sent to it. Raises ClosingRefused
    for those who work here.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if locked.closed_at:
        return
    reason = refusal(locked)
    if reason:
        raise ClosingRefused(reason)
    leaving.stop_telling(locked)
    leaving.pass_on_sanctions(locked)
    leaving.name_nobody_in_reports(locked)
    for _table, rows, _fields in kept_of(locked):
        rows.delete()
    _empty(locked)
    app.configure_task(FINISH).defer(user_id=locked.pk, comments=str(comments))


def _empty(user: User) -> None:
    """Leave of the row what others refer to: its id, since when it was there, when it ended."""
    user.closed_at = timezone.now()
    user.is_active = False  # Django knows no session of an account that is not
    user.email = f"closed-{user.pk}@{FORGOTTEN}"
    user.display_name = ""
    user.last_login = None
    user.set_unusable_password()
    user.display_name_folded = user.language = user.time_zone = ""
    user.save()
    Author.objects.filter(user=user).update(user=None)  # who worked here once: the byline stays
    user.user_permissions.clear()


def finish(user_id: int, *, comments: Comments) -> None:
    """Do what takes long of a closing, or the rest of it; again a day later while comments wait."""
    user = User.objects.get(pk=user_id)
    if user.closed_at is None:
        raise ValueError("An account that is open loses nothing.")
    while leaving.take_back_recommendations(user):
        pass
    if comments == Comments.DELETE:
        while leaving.delete_comments(user):
            pass
    while leaving.forget_senders(user):
        pass
    leaving.stop_telling(user)  # what arose since: an answer that was under way, for example
    if comments == Comments.DELETE and leaving.waits_for_deletion(user):
        later = app.configure_task(FINISH, schedule_in=AGAIN)
        later.defer(user_id=user_id, comments=str(comments))

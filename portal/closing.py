"""Closing an account: nobody signs in with it again, the person behind it is forgotten.

The row of the account stays, empty: comments and the record of decisions, which nobody may change,
refer to it. All that must be so from that moment on is one transaction; what takes long follows in
a job that can be begun again wherever it stopped. While a legal hold keeps the person's records
(comments.legal_holds) the account is shut all the same, and the job asks each day whether it may
forget them.
"""

from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from articles.models import Author
from comments import leaving, legal_holds
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
    _shut(locked)
    if legal_holds.is_held(locked):
        leaving.drop_letters(locked)
    else:
        _forget(locked)
    app.configure_task(FINISH).defer(user_id=locked.pk, comments=str(comments))


def _shut(user: User) -> None:
    """Let nobody be in the account from now on, whatever is still known of it."""
    user.closed_at = timezone.now()
    user.is_active = False  # Django knows no session of an account that is not
    user.set_unusable_password()
    user.save()
    Author.objects.filter(user=user).update(user=None)  # who worked here once: the byline stays
    user.user_permissions.clear()


def _forget(user: User) -> None:
    """Forget the person behind an account that is shut; part of a transaction."""
    leaving.stop_telling(user)
    leaving.pass_on_sanctions(user)
    leaving.name_nobody_in_reports(user)
    for _table, rows, _fields in kept_of(user):
        rows.delete()
    _empty(user)


def _empty(user: User) -> None:
    """Leave of the row what others refer to: its id, since when it was there, when it ended."""
    user.email = f"closed-{user.pk}@{FORGOTTEN}"
    user.display_name = ""
    user.last_login = None
    user.display_name_folded = user.language = user.time_zone = ""
    user.save()


def finish(user_id: int, *, comments: Comments) -> None:
    """Do what takes long of a closing, or the rest of it; again a day later while anything waits.

    Raises ValueError for an account that is open.
    """
    user = _forgotten(user_id)
    if user is None:
        _look_again(user_id, comments)
        return
    while leaving.take_back_recommendations(user):
        pass
    if comments == Comments.DELETE:
        while leaving.delete_comments(user):
            pass
    while leaving.forget_senders(user):
        pass
    leaving.stop_telling(user)  # what arose since: an answer that was under way, for example
    waits = comments == Comments.DELETE and leaving.waits_for_deletion(user)
    if waits or leaving.waits_to_be_forgotten(user):
        _look_again(user_id, comments)


@transaction.atomic
def _forgotten(user_id: int) -> User | None:
    """Return the account once the person is forgotten; None while a legal hold keeps that."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    if user.closed_at is None:
        raise ValueError("An account that is open loses nothing.")
    if legal_holds.is_held(user):
        return None
    if not user.email.endswith(f"@{FORGOTTEN}"):  # a hold was on it as it was closed
        _forget(user)
    return user


def _look_again(user_id: int, comments: Comments) -> None:
    later = app.configure_task(FINISH, schedule_in=AGAIN)
    later.defer(user_id=user_id, comments=str(comments))

"""Signing out everywhere: all sessions of an account end, on whatever device they are."""

from django.db.models import F

from portal.models import User


def end_all(user: User) -> None:
    """End every session of an account, from the next request on.

    A session is bound to the account's generation (User.session_generation), so nothing has to be
    looked for among everybody's sessions.
    """
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)

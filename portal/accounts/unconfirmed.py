"""Accounts that were asked for and never confirmed: they hold an address and a name for a while."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils import timezone

from comments.legal_holds import free

KEPT = timedelta(days=2)  # a code lasts minutes, but who comes back the next day signs in with it


def forget() -> int:
    """Delete accounts without a confirmed address in which nobody ever was; how many."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    gone = get_user_model()._default_manager.filter(
        ~Exists(confirmed),
        last_login=None,
        is_staff=False,
        date_joined__lt=timezone.now() - KEPT,
    )
    _rows, by_model = free(gone).delete()
    return by_model.get(get_user_model()._meta.label, 0)

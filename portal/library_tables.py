"""What libraries keep of an account in tables of their own, where they are installed.

Closing an account empties these, and an export names what in them is no secret.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet

if TYPE_CHECKING:
    from portal.models import User

# The model, and the fields that its person may read: keys and codes of a second factor stay.
OF_A_PERSON: dict[str, tuple[str, ...]] = {
    "account.EmailAddress": ("email", "verified", "primary"),
    "mfa.Authenticator": ("type", "created_at", "last_used_at"),
}


def kept_of(user: "User") -> Iterator[tuple[str, QuerySet[Any], tuple[str, ...]]]:
    """Give for each table its name, the person's rows, and the fields that they may read."""
    for label, fields in OF_A_PERSON.items():
        app, name = label.split(".")
        if app in apps.app_configs:
            model = apps.get_model(app, name)
            yield model._meta.db_table, model._default_manager.filter(user=user), fields

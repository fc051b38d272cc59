"""The export of all that the house holds of an account: one JSON document, written as it is read.

Its form is described in docs/readers.md and has a version: names may be added to it, and what a
name means changes with the version alone.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from comments import own_data
from portal.library_tables import kept_of
from portal.models import User

FORMAT, VERSION = "broadsheet: data of one account", 1
ACCOUNT = ("id", "email", "display_name", "language", "time_zone", "date_joined", "last_login")
NOT_INCLUDED = (
    "The password, and the keys and codes of a second factor: nobody should carry them around.",
    "Sessions: they hold that somebody is signed in, and nothing else about them.",
    "Answers to “Do you like this article?”: they are of a browser, and of no account.",
    "Names of those who decided about comments, and what they noted for each other.",
)


def export_of(user: User, language: str) -> Iterator[str]:
    """Give the document piece by piece; no more than own_data.BATCH rows are held at a time.

    Titles of rules are in `language`.
    """
    yield "{"
    for name, value in _beginning(user).items():
        yield f"{_json(name)}: {_json(value)},\n"
    for name, batches in own_data.lists(user, language):
        yield f"{_json(name)}: ["
        separator = "\n"
        for batch in batches:
            yield separator + ",\n".join(map(_json, batch))
            separator = ",\n"
        yield "],\n"
    yield f"{_json('not_included')}: {_json(NOT_INCLUDED)}}}\n"


def _beginning(user: User) -> dict[str, Any]:
    """What is short, in the order of the document."""
    account = {name: getattr(user, name) for name in ACCOUNT if hasattr(user, name)}
    return {
        "format": FORMAT,
        "version": VERSION,
        "newspaper": settings.SITE_URL,
        "made_at": timezone.now(),
        "account": account,
        "mail": own_data.mail_choice(user),
        "signing_in": {table: list(rows.values(*fields)) for table, rows, fields in kept_of(user)},
    }


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)

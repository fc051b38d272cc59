"""Drafts for the tests of phases: a guest's unless said otherwise."""

from typing import Any

from django.utils import timezone

from comments.drafts import Draft

TEXT = "The bridge was closed in 1998 as well, and for a whole winter."


def draft_of(article: Any, body: str = TEXT, **fields: Any) -> Draft:
    """Return a draft under an article."""
    author = fields.pop("author", None)
    fields = {
        "parent": None,
        "guest_name": "" if author else "Odile",
        "guest_email": "" if author else "odile@example.org",
        "address": "one",
        "network": "net",
        "now": timezone.now(),
    } | fields
    return Draft(article=article, author=author, body=body, **fields)

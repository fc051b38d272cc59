"""Slugs that editors change: what had one is found under it further on."""

from typing import Any

from django.http import HttpRequest

from articles.moving import remember_former


class RemembersSlugs:
    """Mixed into an admin of something whose slug is part of an address."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and remember the slug from before."""
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        before = form.initial.get("slug") if change else None
        if before and before != obj.slug:
            remember_former(obj, before)

"""Records that the admin shows and nobody changes there, whatever rights they have."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """Mixed into an admin or an inline: no adding, no changing, no deleting, not even by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds one here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one here, and so nothing that it hangs on either."""
        return False

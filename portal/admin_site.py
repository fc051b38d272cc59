"""The newsroom's admin: Django's own, under a strict Content-Security-Policy with nonces."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class NewsroomAdminSite(admin.AdminSite):
    """The stock admin site with the newsroom's name."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("What would you like to do?")

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Wrap an admin view as Django does, under the admin's content security policy."""
        return csp({"DIRECTIVES": settings.ADMIN_CONTENT_SECURITY_POLICY})(
            super().admin_view(view, cacheable)
        )

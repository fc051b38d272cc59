"""The newsroom's admin: Django's own, under a strict Content-Security-Policy with nonces."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.models import Comment


class NewsroomAdminSite(admin.AdminSite):
    """The stock admin site with the newsroom's name."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("What would you like to do?")

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Wrap an admin view as Django does, under the admin's content security policy."""
        return csp(settings.ADMIN_CONTENT_SECURITY_POLICY)(super().admin_view(view, cacheable))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The first page; moderators see on it how many comments wait."""
        waiting = None
        if request.user.has_perm("comments.moderate_comment"):
            waiting = Comment.objects.waiting().count()
        return super().index(request, {"waiting": waiting} | (extra_context or {}))

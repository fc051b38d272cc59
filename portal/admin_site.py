"""The newsroom's admin: Django's own, under a strict policy with nonces; who may come in."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from comments.desk.counts import counts
from comments.limits import limits_of
from portal.accounts import second_factor
from portal.accounts.redirects import to_account_page


class NewsroomAdminSite(admin.AdminSite):
    """The stock admin site with the newsroom's name."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("What would you like to do?")

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Wrap an admin view as Django does, under the admin's content security policy."""
        return csp(settings.ADMIN_CONTENT_SECURITY_POLICY)(super().admin_view(view, cacheable))

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may come in: staff, with a second factor where the house wants one."""
        return super().has_permission(request) and not second_factor.is_missed_by(request.user)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the one sign-in that there is, or to what somebody lacks who is signed in.

        Raises PermissionDenied for a reader's account.
        """
        if not request.user.is_authenticated:
            return to_account_page(request, "account_login")
        if self.has_permission(request):
            return redirect("admin:index")
        if second_factor.is_missed_by(request.user):
            second_factor.ask_for_one(request)
            return to_account_page(request, "mfa_index")
        raise PermissionDenied

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Lead to where everybody changes their password."""
        return redirect("account_change_password")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The first page; moderators see on it how many comments wait."""
        waiting = None
        if request.user.has_perm("comments.moderate_comment"):
            waiting = counts(request.user, limits_of(request.user)).waiting
        return super().index(request, {"waiting": waiting} | (extra_context or {}))

"""Appeals in the admin: pages of the desk in the place of Django's own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path

from comments.admin.reading import ReadOnly
from comments.desk import appeal_views as views
from comments.models import Appeal


@admin.register(Appeal)
class AppealAdmin(ReadOnly, admin.ModelAdmin):
    """The queue of appeals, and each case."""

    def get_urls(self) -> list[URLPattern]:
        """Only the desk's own pages, which keep to a moderator's limits; the index leads there."""
        view = self.admin_site.admin_view
        return [
            path("", view(views.appeals), name="comments_appeals"),
            path("list/", view(views.appeals), name="comments_appeal_changelist"),
            path("<int:pk>/", view(views.appeal), name="comments_appeal"),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who moderates."""
        return request.user.has_perm("comments.moderate_comment")

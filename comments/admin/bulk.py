"""Acts on many comments in the admin: pages of the desk in the place of Django's own."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from comments.admin.reading import ReadOnly
from comments.desk import bulk_views as views
from comments.models import BulkAct


@admin.register(BulkAct)
class BulkActAdmin(ReadOnly, admin.ModelAdmin):
    """What was done to many at once, how far it went, and its one undo."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[BulkAct]:
        """Acts that somebody may see, on the pages that Django gives as well."""
        return views.acts_of(request.user)  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        """The desk's pages stand before those that Django gives every model."""
        view = self.admin_site.admin_view
        return [
            path("", view(views.acts), name="comments_bulk"),
            path("new/", view(views.new), name="comments_bulk_new"),
            path("<int:pk>/", view(views.act), name="comments_bulk_act"),
            path("<int:pk>/stop/", view(views.stop), name="comments_bulk_stop"),
            path("<int:pk>/go-on/", view(views.go_on), name="comments_bulk_go_on"),
            path("<int:pk>/undo/", view(views.undo), name="comments_bulk_undo"),
            *super().get_urls(),
        ]

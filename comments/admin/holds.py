"""Legal holds and cases that were handed over, in the admin: listed and read; put by the verbs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from comments.admin.reading import ReadOnly
from comments.desk import holding
from comments.models import Escalation, LegalHold


class Counts(admin.SimpleListFilter):
    """Whether a hold counts now."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """In force, or lifted."""
        return [("in-force", _("in force")), ("lifted", _("lifted"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that count, or those that were lifted."""
        if self.value() not in {"in-force", "lifted"}:
            return queryset
        return queryset.filter(lifted_at__isnull=self.value() == "in-force")


@admin.register(LegalHold)
class LegalHoldAdmin(ReadOnly, admin.ModelAdmin):
    """All holds, newest first."""

    list_display = ("about", "reason", "made_by", "made_at", "lifted_at")
    list_filter = (Counts, ("made_at", admin.DateFieldListFilter))
    list_select_related = ("made_by",)
    search_fields = ("about", "reason")
    fields = readonly_fields = (
        "about",
        "comment",
        "photo",
        "user",
        "reason",
        "made_by",
        "made_at",
        "lifted_at",
        "lifted_by",
        "lifted_because",
    )

    def get_urls(self) -> list[URLPattern]:
        """Our own pages stand before those that Django gives every model."""
        lifting = self.admin_site.admin_view(holding.lift_hold)
        own = path("<int:pk>/lift/", lifting, name="comments_legalhold_lift")
        return [own, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may put a hold; the page is our own."""
        return request.user.has_perm("comments.add_legalhold")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """Show our own form in place of Django's."""
        return holding.new_hold(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a hold, and the way to lift it where it counts."""
        row = self.get_object(request, object_id)
        may_lift = request.user.has_perm("comments.change_legalhold")
        context = {"may_lift": may_lift and row is not None and row.lifted_at is None}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))


@admin.register(Escalation)
class EscalationAdmin(ReadOnly, admin.ModelAdmin):
    """All cases that were handed over; the page that does it stands behind a comment's card."""

    list_display = ("comment_number", "authority", "reason", "made_by", "made_at")
    list_filter = (("made_at", admin.DateFieldListFilter),)
    list_select_related = ("made_by",)
    search_fields = ("authority", "reason")
    fields = readonly_fields = (
        "comment_number", "authority", "reason", "made_by", "made_at", "digest",
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        """Handing over stands before what Django gives every model."""
        view = self.admin_site.admin_view(holding.escalate_comment)
        own = path("of-comment/<int:pk>/", view, name="comments_comment_escalate")
        return [own, *super().get_urls()]

    @admin.display(description=_("comment"), ordering="comment")
    def comment_number(self, row: Escalation) -> str:
        """The comment's number: its words are not printed here."""
        return f"#{row.comment_id}"

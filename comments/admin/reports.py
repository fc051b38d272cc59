"""Reports in the admin, to be read: what a notice of illegal content says, and who gave it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.admin.reading import ReadOnly
from comments.limits import within
from comments.models import Report
from comments.report_outcomes import outcome_of
from comments.report_words import state_in_words


@admin.register(Report)
class ReportAdmin(ReadOnly, admin.ModelAdmin):
    """Within a moderator's limits; the desk decides about them, case by case."""

    list_display = ("made_at", "kind", "rule", "comment_id", "weight", "is_open")
    list_filter = ("kind", ("case__closed_at", admin.EmptyFieldListFilter))
    list_select_related = ("rule", "case")
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    fields = readonly_fields = (
        "kind",
        "rule",
        "text",
        "explanation",
        "name",
        "email",
        "is_exempt",
        "user",
        "comment_id",
        "revision",
        "weight",
        "made_at",
        "outcome",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Reports of comments that a moderator may decide about."""
        rows = super().get_queryset(request).prefetch_related("rule__texts")
        names = {"section": "comment__article__section", "language": "comment__language"}
        return within(rows, request.user, **names)

    @admin.display(description=_("open"), boolean=True)
    def is_open(self, report: Report) -> bool:
        """Whether the house has still to decide."""
        return report.case.closed_at is None

    @admin.display(description=_("outcome"))
    def outcome(self, report: Report) -> str:
        """What became of it, as its sender reads it."""
        return " ".join(state_in_words(outcome_of(report)))

"""Decisions in the admin: to be read, alone and below their comment."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from comments.admin.reading import ReadOnly
from comments.desk.figure_views import desk_figures
from comments.desk.wording import rule_in_words
from comments.limits import within
from comments.models import Decision

SHOWN = ("decided_at", "move", "rule_named", "note", "actor", "phase", "automated")


class ShowsRule:
    """A column with a decision's rule by number and title."""

    @admin.display(description=_("rule"))
    def rule_named(self, decision: Decision) -> str:
        """The rule in the moderator's language."""
        return rule_in_words(decision) or "–"


class DecisionInline(ReadOnly, ShowsRule, admin.TabularInline):
    """The full history of a comment, newest first."""

    model = Decision
    fields = readonly_fields = (*SHOWN, "status_before", "status_after", "revision")
    ordering = ("-pk",)
    verbose_name_plural = _("history of decisions")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """Decisions with all that their rows print."""
        return _with_rules(super().get_queryset(request))


@admin.register(Decision)
class DecisionAdmin(ReadOnly, ShowsRule, admin.ModelAdmin):
    """The record of everything decided. It is only added to, by comments.moderation."""

    list_display = ("decided_at", "move", "comment", "rule_named", "note", "actor", "phase")
    list_filter = ("move", "automated", ("decided_at", admin.DateFieldListFilter))
    search_fields = ("note", "=comment__id", "actor__display_name", "actor__email")
    search_help_text = _("Words of the note, a comment’s number, or who decided.")
    list_per_page = 50
    show_full_result_count = False
    fields = readonly_fields = (
        "comment",
        *SHOWN,
        "status_before",
        "status_after",
        "revision",
        "started_by",
        "act",
        "reverses",
    )

    def get_urls(self) -> list[URLPattern]:
        """The desk's figures stand before the addresses that Django gives every model."""
        figures = self.admin_site.admin_view(desk_figures)
        return [path("figures/", figures, name="comments_figures"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """Decisions with all that the list prints, on comments within somebody's limits."""
        decisions = _with_rules(super().get_queryset(request)).select_related("comment__author")
        names = {"section": "comment__article__section", "language": "comment__language"}
        return within(decisions, request.user, **names)


def _with_rules(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    return decisions.select_related("actor", "rule").prefetch_related("rule__texts")

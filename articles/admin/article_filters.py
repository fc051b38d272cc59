"""Choosing articles in the newsroom's list."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.publishing import Standing, standing_is


class StandingFilter(admin.SimpleListFilter):
    """Articles that stand in one way now."""

    title = _("status")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every standing."""
        return Standing.choices

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        """Those that stand so."""
        value = self.value()
        if value not in Standing.values:
            return None
        return queryset.filter(standing_is(Standing(value)))

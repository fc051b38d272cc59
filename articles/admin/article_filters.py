"""Choosing articles in the newsroom's list."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Article, MissingMedia, Section
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


class PicturesFilter(admin.SimpleListFilter):
    """Articles that lack pictures which they had elsewhere."""

    title = _("pictures")
    parameter_name = "pictures"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The one thing that can be asked."""
        return [("missing", _("some are missing"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        """Those with the place of a missing picture."""
        if self.value() != "missing":
            return queryset
        return queryset.filter(pk__in=MissingMedia.objects.values("parent"))


class SectionFilter(admin.SimpleListFilter):
    """Articles of one section, which is called by its name."""

    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every section in the newspaper's order."""
        sections = Section.objects.prefetch_related("names")
        return [(section.slug, str(section)) for section in sections]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        """Those that stand in it."""
        return queryset.filter(section__slug=self.value()) if self.value() else queryset

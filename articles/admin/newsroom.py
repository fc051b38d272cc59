"""What editors keep in order: mastheads, sections, authors and tags."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.former_slugs import RemembersSlugs
from articles.models import Author, Masthead, Section, SectionName, Tag


@admin.register(Masthead)
class MastheadAdmin(admin.ModelAdmin):
    """The newspaper's name in each of its languages; administrators only."""

    list_display = ["name", "language", "position"]


class SectionNameInline(admin.TabularInline):
    """What a section is called, a row for each language."""

    model = SectionName
    extra = 1


@admin.register(Section)
class SectionAdmin(RemembersSlugs, admin.ModelAdmin):
    """Sections. The slug is part of every article's address; those from before lead to the new."""

    list_display = ["slug", "called", "parent", "position", "at_foot"]
    list_select_related = ["parent"]
    inlines = [SectionNameInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        """Sections with their names."""
        return super().get_queryset(request).prefetch_related("names", "parent__names")

    @admin.display(description=_("names"))
    def called(self, section: Section) -> str:
        """Its names in all languages."""
        return ", ".join(name.name for name in section.names.all())


@admin.register(Author)
class AuthorAdmin(RemembersSlugs, admin.ModelAdmin):
    """People whose names stand in bylines."""

    list_display = ["name", "role", "user"]
    list_select_related = ["user"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["portrait", "user"]

    def get_exclude(self, request: HttpRequest, obj: Author | None = None) -> list[str]:
        """Leave it to administrators who signs in as whom."""
        return [] if request.user.has_perm("portal.view_user") else ["user"]


@admin.register(Tag)
class TagAdmin(RemembersSlugs, admin.ModelAdmin):
    """Subjects that articles share."""

    list_display = ["name", "slug", "used"]
    ordering = ["name"]  # said here too: counting loses the model's own order
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """Tags with the number of articles that have them."""
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description=_("articles"), ordering="article_count")
    def used(self, tag: Any) -> int:
        """How many articles have it."""
        return tag.article_count

"""Limits of moderators in the admin: administrators say who moderates what."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from comments.models import ModeratorScope


class ScopeForm(forms.ModelForm):
    """Whose limits, and which; a limit to nothing is none, so one box at least is ticked."""

    sections = forms.ModelMultipleChoiceField(
        Section.objects.prefetch_related("names"),
        label=_("sections"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all sections."),
    )
    languages = forms.MultipleChoiceField(
        label=_("languages"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all languages."),
    )

    class Meta:
        model = ModeratorScope
        fields = ("moderator", "sections", "languages")

    def clean(self) -> dict[str, Any]:
        """Refuse what limits nobody."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("sections") or cleaned.get("languages")):
            raise forms.ValidationError(
                _("Choose a section or a language. To limit somebody to nothing, delete this.")
            )
        return cleaned


@admin.register(ModeratorScope)
class ModeratorScopeAdmin(admin.ModelAdmin):
    """Who is limited to what. Whoever is not listed here moderates everything."""

    form = ScopeForm
    list_display = ("moderator", "of_sections", "of_languages")
    list_select_related = ("moderator",)
    search_fields = ("moderator__display_name", "moderator__email")
    ordering = ("moderator__display_name", "pk")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModeratorScope]:
        """Limits with the names of their sections."""
        return super().get_queryset(request).prefetch_related("sections__names")

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer those who may come in here at all."""
        if db_field.name == "moderator":
            people = get_user_model().objects.filter(is_staff=True, is_active=True)
            kwargs["queryset"] = people.order_by("display_name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("sections"))
    def of_sections(self, scope: ModeratorScope) -> str:
        """The sections by name."""
        names = ((section,) for section in scope.sections.all())
        return format_html_join(", ", "<bdi>{}</bdi>", names) or str(_("all"))

    @admin.display(description=_("languages"))
    def of_languages(self, scope: ModeratorScope) -> str:
        """The languages by name."""
        known = dict(settings.LANGUAGES)
        return ", ".join(str(known.get(code, code)) for code in scope.languages) or str(_("all"))

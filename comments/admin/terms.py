"""The terms of the whole site and of sections in the admin: what waits, and when it closes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.models import DiscussionTerms, Mode


class TermsForm(forms.ModelForm):
    """Terms; what is left empty is as the level above says."""

    class Meta:
        model = DiscussionTerms
        fields = ("section", "mode", "close_after_days")
        help_texts = {
            "mode": _("Empty: as the level above says, in the end “first comments wait”."),
            "close_after_days": _(
                "Since the story was first published. 0: never. Empty: as the level above says."
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a second row for the whole site, which the database would refuse anyhow."""
        cleaned = super().clean() or self.cleaned_data
        others = DiscussionTerms.objects.filter(section=cleaned.get("section"))
        if "section" in cleaned and others.exclude(pk=self.instance.pk).exists():
            self.add_error("section", _("There are terms for this already: change those."))
        return cleaned


@admin.register(DiscussionTerms)
class DiscussionTermsAdmin(admin.ModelAdmin):
    """The whole site first, then its sections in their order."""

    form = TermsForm
    list_display = ("level", "asks", "closes")
    list_select_related = ("section",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[DiscussionTerms]:
        """Terms with the names of their sections."""
        rows = super().get_queryset(request).prefetch_related("section__names")
        return rows.order_by(F("section__position").asc(nulls_first=True), "pk")

    @admin.display(description=_("for"))
    def level(self, terms: DiscussionTerms) -> str:
        """What they are the terms of."""
        return str(terms)

    @admin.display(description=_("mode"))
    def asks(self, terms: DiscussionTerms) -> str:
        """What waits there; nothing where that is left to the level above."""
        return str(Mode(terms.mode).label) if terms.mode else "–"

    @admin.display(description=_("closes after days"))
    def closes(self, terms: DiscussionTerms) -> str:
        """After how many days its discussions close."""
        days = terms.close_after_days
        return "–" if days is None else str(days or _("never"))

"""The rules of the policy in the admin: written per language, retired rather than deleted."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import Decision, Ground, Rule, RuleText
from comments.policy import keep_version

EITHER_DIRECTION = {"dir": "auto"}  # a Persian text reads from the right as it is typed


class RuleTextForm(forms.ModelForm):
    """A rule in one language."""

    class Meta:
        model = RuleText
        fields = ("language", "title", "text", "examples", "why", "law")
        widgets = {
            "title": forms.TextInput({**EITHER_DIRECTION, "class": "vTextField"}),
            **{
                name: forms.Textarea({**EITHER_DIRECTION, "rows": 5, "class": "vLargeTextField"})
                for name in ("text", "examples", "why")
            },
            "law": forms.TextInput({**EITHER_DIRECTION, "class": "vLargeTextField"}),
        }


class RuleTextFormSet(forms.BaseInlineFormSet):
    """All texts of a rule."""

    def clean(self) -> None:
        """Of what breaks the law each text says which: whoever is told that they did reads it."""
        super().clean()
        if self.instance.ground != Ground.LAW:
            return
        for form in self.forms:
            written = getattr(form, "cleaned_data", {})
            if written and not written.get("DELETE") and not written.get("law"):
                form.add_error("law", _("Of what is illegal, name the law and its article."))


class RuleTextInline(admin.StackedInline):
    """The rule's words; in one language at least."""

    model = RuleText
    form = RuleTextForm
    formset = RuleTextFormSet
    extra = 0
    min_num = 1
    max_num = len(settings.LANGUAGES)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Refuse a rule without a text."""
        return super().get_formset(request, obj, validate_min=True, **kwargs)


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):
    """Rules in the order in which the policy names them."""

    list_display = ("code", "title", "ground", "category", "in_force", "position")
    list_display_links = ("code", "title")
    list_filter = ("in_force", "ground", "category")
    search_fields = ("code", "texts__title", "texts__text")
    fieldsets = (
        (None, {"fields": ("code", "position", "in_force", "use")}),
        (
            _("What a statement of reasons says of it"),
            {
                "fields": ("ground", "category", "keyword", "is_spam"),
                "description": _(
                    "Each change of a rule or its words makes a new version of the policy, which"
                    " readers can compare with the one before."
                ),
            },
        ),
    )
    readonly_fields = ("use",)
    inlines = [RuleTextInline]
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        """Rules with the titles that the list prints."""
        return super().get_queryset(request).with_texts()  # type: ignore[attr-defined]

    @admin.display(description=_("title"))
    def title(self, rule: Rule) -> str:
        """The title in the house's language."""
        return rule.title_in(settings.LANGUAGE_CODE)

    @admin.display(description=_("use"))
    def use(self, rule: Rule) -> str:
        """How often it was named, and what that means for taking it out of the policy."""
        number = Decision.objects.filter(rule=rule.pk).count() if rule.pk else 0
        if not number:
            return str(_("No decision has named this rule yet."))
        return ngettext(
            "%(number)d decision names this rule, so it cannot be deleted: its tombstone must go"
            " on saying why. To take it out of the policy, switch “in force” off.",
            "%(number)d decisions name this rule, so it cannot be deleted: their tombstones must"
            " go on saying why. To take it out of the policy, switch “in force” off.",
            number,
        ) % {"number": number}

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Save the texts, and keep the policy as it stands now."""
        super().save_related(request, form, formsets, change)
        keep_version(request.user)

    def delete_model(self, request: Any, obj: Rule) -> None:
        """Delete a rule that no decision names; the versions that had it keep it."""
        super().delete_model(request, obj)
        keep_version(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A rule that a decision names stays; one at a time is deleted, from its own page."""
        used = obj is not None and Decision.objects.filter(rule=obj.pk).exists()
        return super().has_delete_permission(request, obj) and not used

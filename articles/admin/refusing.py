"""Saving that is taken back whole when something that readers see would be incomplete after it.

What was typed stays in the form, with the reasons above it.
"""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from articles.publishing import PublishRefused


class RefusableForm(forms.ModelForm):
    """A form that shows why the attempt to save it has just been taken back."""

    refusals: ClassVar[list[str]] = []

    def clean(self) -> dict[str, Any]:
        """Fail with the reasons, where there are any."""
        cleaned = super().clean() or self.cleaned_data
        if self.refusals:
            raise ValidationError(list(self.refusals))
        return cleaned


class TakesBack:
    """Mixed into an admin whose form is a RefusableForm: saving may raise PublishRefused."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, or take it all back and show the same form with the reasons against it."""
        page = super().changeform_view  # type: ignore[misc]
        try:
            with transaction.atomic():
                return page(request, *args, **kwargs)
        except PublishRefused as refused:
            request.refusals = refused.reasons  # type: ignore[attr-defined]
            return page(request, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[RefusableForm]:
        """Return the form, with the reasons why an attempt to save it has just failed."""
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        form.refusals = getattr(request, "refusals", [])
        return form

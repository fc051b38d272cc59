"""What moderators keep for the desk in the admin: saved replies."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.models import SavedReply

TEXT = {"dir": "auto", "rows": 4, "class": "vLargeTextField"}


class SavedReplyForm(forms.ModelForm):
    """A reply as it goes to an author, written in lines that can be read."""

    class Meta:
        model = SavedReply
        fields = ("name", "language", "text", "rule", "position")
        widgets = {"text": forms.Textarea(TEXT)}


@admin.register(SavedReply)
class SavedReplyAdmin(admin.ModelAdmin):
    """Sentences for authors, offered beside the note of a decision."""

    form = SavedReplyForm
    list_display = ("name", "language", "rule", "excerpt", "position")
    list_filter = ("language",)
    search_fields = ("name", "text")
    list_select_related = ("rule",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Replies with the titles of their rules."""
        return super().get_queryset(request).prefetch_related("rule__texts")

    @admin.display(description=_("text"))
    def excerpt(self, reply: SavedReply) -> str:
        """The beginning of the text."""
        return reply.text if len(reply.text) <= 80 else f"{reply.text[:79]}…"

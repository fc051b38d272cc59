"""Old addresses and where they lead, for editors: most were written by themselves."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.address_keys import key_of
from articles.models import OldAddress
from articles.models.moved import GOALS
from articles.moving import goal_at

TO = "to"


class OldAddressForm(forms.ModelForm):
    """An old address, and a page of the newspaper that it shall lead to."""

    class Meta:
        model = OldAddress
        fields = ["address", TO]
        labels = {TO: gettext_lazy("leads to")}
        help_texts = {
            "address": gettext_lazy(
                "For example /2019/05/flood-in-the-valley/ or /?p=17. It is looked up only where"
                " nothing else answers."
            ),
            TO: gettext_lazy(
                "The address of an article, a section, an author, a subject or another page. What"
                " it stands for may move later on; the old address goes with it."
            ),
        }

    def clean_address(self) -> str:
        """Return the address in the form in which it is kept."""
        key = key_of(self.cleaned_data["address"])
        if key in {"", "/"}:
            raise ValidationError(_("Give an address that is not the front page's."))
        return key

    def clean(self) -> dict[str, Any]:
        """Find out what the page is that was named, and mean that."""
        cleaned = super().clean() or self.cleaned_data
        try:
            goal, self.instance.language = goal_at(cleaned.get(TO) or "", "")
        except ValueError:
            self.add_error(TO, _("No page of the newspaper has this address."))
            return cleaned
        cleaned[TO] = goal.pop(TO, "")
        for name, thing in goal.items():
            setattr(self.instance, name, thing)
        return cleaned


@admin.register(OldAddress)
class OldAddressAdmin(admin.ModelAdmin):
    """Old addresses: added and deleted; to change one is to delete it and add another."""

    form = OldAddressForm
    list_display = ["address", "leads_to", "created_at"]
    list_select_related = ["article__story", "section", "author", "tag", "photo"]
    search_fields = ["address", "article__headline"]
    list_per_page = 50

    @admin.display(description=gettext_lazy("leads to"))
    def leads_to(self, old: OldAddress) -> str:
        """What it leads to, by name."""
        goals = (getattr(old, name) for name in GOALS)
        thing = next((goal for goal in goals if goal is not None), None)
        if thing is None:
            return old.to
        return thing.slug if thing == old.section else str(thing)

    def has_change_permission(self, request: HttpRequest, obj: OldAddress | None = None) -> bool:
        """Nobody changes one."""
        return False

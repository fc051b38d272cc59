"""Letters in the admin, to be read, and addresses that are not written to, which may be again."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.admin.reading import ReadOnly
from comments.mail_addresses import address_hash
from comments.models import Letter, Suppression


@admin.register(Letter)
class LetterAdmin(ReadOnly, admin.ModelAdmin):
    """What is on its way, what was sent, and what was not, with the reason."""

    list_display = ("made_at", "to", "is_digest", "sent_at", "dropped_at", "why_dropped")
    list_filter = (
        "is_digest",
        ("sent_at", admin.EmptyFieldListFilter),
        ("dropped_at", admin.EmptyFieldListFilter),
    )
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    fields = readonly_fields = (
        "number",
        "to",
        "is_digest",
        "made_at",
        "sent_at",
        "dropped_at",
        "why_dropped",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        """Letters with what the list prints."""
        return super().get_queryset(request).select_related("user", "own_comment", "report")

    @admin.display(description=_("to"))
    def to(self, letter: Letter) -> str:
        """By name; the address is nobody's business here."""
        if letter.user:
            return str(letter.user)
        if letter.report_id:
            return gettext("a reader who has reported")
        return letter.own_comment.guest_name if letter.own_comment else "–"


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin):
    """To be searched by the whole address; deleting one lets mail go there again."""

    list_display = ("made_at", "reason", "address_hash")
    list_filter = ("reason",)
    ordering = ("-pk",)
    search_fields = ("=address_hash",)
    search_help_text = _("A whole e-mail address.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Mail providers and their readers add them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is nothing to change."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Suppression], search_term: str
    ) -> tuple[QuerySet[Suppression], bool]:
        """Find an address by what is kept of it."""
        term = search_term.strip()
        return queryset.filter(address_hash=address_hash(term)) if term else queryset, False

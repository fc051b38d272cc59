"""Sanctions in the admin: listed, found, read, and lifted; each is put by the verb alone."""

import ipaddress
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comments.admin.reading import ReadOnly
from comments.desk import sanctioning
from comments.models import Sanction
from comments.networks import BadNetwork, hashes_within, read_network
from comments.ownership import guest_hash
from comments.sanction_words import on_in_words, state_in_words

# What holds the network that was typed, or lies in it.
MEETS = "NULLIF(comments_sanction.network, '')::inet && %s::inet"


class InForce(admin.SimpleListFilter):
    """Whether a sanction counts now."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """In force, or over."""
        return [("in-force", _("in force")), ("over", _("over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Sanction]) -> QuerySet[Sanction]:
        """Those that count, or those that ended."""
        if self.value() == "in-force":
            return queryset.filter(pk__in=Sanction.objects.in_force().values("pk"))
        if self.value() == "over":
            return queryset.filter(pk__in=Sanction.objects.over(timezone.now()).values("pk"))
        return queryset


@admin.register(Sanction)
class SanctionAdmin(ReadOnly, admin.ModelAdmin):
    """All sanctions, newest first. What is found by an address of mail or a network is its hash."""

    list_display = ("begins_at", "kind", "on", "state", "rule_named", "reason", "made_by")
    list_display_links = ("begins_at", "kind")
    list_filter = (InForce, "kind", ("begins_at", admin.DateFieldListFilter))
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("reason", "guest_name", "user__display_name", "user__email")
    search_help_text = _(
        "A name, the e-mail address of an account or a guest, an address of the network, a "
        "network, or words of the reason."
    )
    fields = readonly_fields = (
        "kind",
        "on",
        "state",
        "rule_named",
        "reason",
        "comment",
        "begins_at",
        "ends_at",
        "made_by",
        "lifted_at",
        "lifted_by",
        "lifted_because",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sanction]:
        """Sanctions with all that the list prints."""
        joined = ("user", "rule", "made_by", "lifted_by", "comment__author")
        found = super().get_queryset(request).select_related(*joined)
        return found.prefetch_related("rule__texts")

    def get_urls(self) -> list[URLPattern]:
        """Our own pages stand before those that Django gives every model."""
        view = self.admin_site.admin_view
        from_card, lifting = sanctioning.sanction_of_comment, sanctioning.lift_sanction
        return [
            path("of-comment/<int:pk>/", view(from_card), name="comments_comment_sanction"),
            path("<int:pk>/lift/", view(lifting), name="comments_sanction_lift"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may put somebody under a sanction; the page is our own."""
        return request.user.has_perm("comments.add_sanction")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """Show our own form in place of Django's."""
        return sanctioning.new_sanction(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a sanction, and the way to lift it where it counts."""
        row = self.get_object(request, object_id)
        may_lift = request.user.has_perm("comments.change_sanction")
        context = {"may_lift": may_lift and row is not None and row.is_in_force()}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Sanction], search_term: str
    ) -> tuple[QuerySet[Sanction], bool]:
        """Find by words; a guest's address and a network by what is kept of them."""
        term = search_term.strip()
        try:
            network = read_network(term)
        except BadNetwork:
            found, may_repeat = super().get_search_results(request, queryset, search_term)
            if "@" in term:
                found = found | queryset.filter(guest=guest_hash(term))
            return found, may_repeat
        near = str(_typed(term) or network)
        meets = Q(RawSQL(MEETS, [near], output_field=BooleanField()))  # noqa: S611 (constant)
        return queryset.filter(Q(network_hash__in=hashes_within(term)) | meets), False

    @admin.display(description=_("on"))
    def on(self, row: Sanction) -> str:
        """Whom it is on."""
        return on_in_words(row)

    @admin.display(description=_("state"))
    def state(self, row: Sanction) -> str:
        """Whether it counts, and until when."""
        return state_in_words(row)

    @admin.display(description=_("rule"))
    def rule_named(self, row: Sanction) -> str:
        """The rule in the moderator's language."""
        if row.rule is None:
            return "–"
        return f"{row.rule.code}. {row.rule.title_in(get_language() or '')}"


def _typed(term: str) -> str:
    """Return an address as it was typed: of an IPv6 one all bits count where it is looked for."""
    try:
        return str(ipaddress.ip_address(term))
    except ValueError:
        return ""

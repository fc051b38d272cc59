"""Discussions in the admin: their mode, opened and closed; all else about them follows."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.limits import limits_of
from comments.models import Comment, Discussion
from comments.terms import terms_of
from comments.terms_in_words import terms_in_words


class DiscussionForm(forms.ModelForm):
    """What a discussion says itself."""

    class Meta:
        model = Discussion
        fields = ("is_open", "mode", "closes_at")
        help_texts = {
            "is_open": _("Off: closed now, whatever the mode says."),
            "closes_at": _(
                "Empty: after the days of its section or of the site, where they say so. To keep "
                "this one open for longer, give a day far ahead."
            ),
        }


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin):
    """One discussion per story, over all its editions."""

    form = DiscussionForm
    list_display = ("story", "is_open", "mode", "closes_at", "comment_count", "waiting")
    list_filter = ("is_open", "mode")
    list_select_related = ("story",)
    search_fields = ("story__label", "story__articles__headline")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-story",)
    fields = ("story", "editions", "in_force", "is_open", "mode", "closes_at", "comment_count",
              "waiting")  # fmt: skip
    readonly_fields = ("story", "editions", "in_force", "comment_count", "waiting")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Discussion]:
        """Discussions within somebody's limits, with how many comments wait for them in each."""
        held = (
            Comment.objects.for_moderator(request.user)
            .waiting()
            .filter(story_id=OuterRef("story_id"))
            .order_by()
            .values("story_id")
            .annotate(number=Count("pk"))
        )
        number = Coalesce(Subquery(held.values("number")), 0, output_field=IntegerField())
        return _within(super().get_queryset(request), request.user).annotate(held=number)

    @admin.display(description=_("waiting"))
    def waiting(self, discussion: Any) -> SafeString:
        """How many wait, with the way to them."""
        address = reverse("admin:comments_comment_waiting")
        return format_html(
            '<a href="{}?story={}">{}</a>', address, discussion.story_id, discussion.held
        )

    @admin.display(description=_("in force"))
    def in_force(self, discussion: Discussion) -> str:
        """The mode and the closing that count now, and where they come from."""
        return terms_in_words(terms_of(discussion.story_id))

    @admin.display(description=_("editions"))
    def editions(self, discussion: Discussion) -> SafeString:
        """The headlines under which the discussion stands."""
        articles = discussion.story.articles.order_by("language")
        return format_html_join(
            "", "<div><bdi>{}</bdi> ({})</div>", ((str(a), a.language) for a in articles)
        )

    def save_model(self, request: HttpRequest, obj: Discussion, form: Any, change: bool) -> None:
        """Write only what the form changed: counting goes on while somebody has it open."""
        obj.save(update_fields=[name for name in form.changed_data if name in form.cleaned_data])

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A discussion begins with its story's first reader, not by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A discussion stays as long as its story."""
        return False


def _within(discussions: QuerySet[Discussion], moderator: Any) -> QuerySet[Discussion]:
    """Return those under a story of which one edition at least is within a moderator's limits."""
    limits = limits_of(moderator)
    if not limits.are_set:
        return discussions
    editions = Article.objects.filter(story=OuterRef("story_id"))
    return discussions.filter(Exists(editions.filter(limits.condition("section", "language"))))

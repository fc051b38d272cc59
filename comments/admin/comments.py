"""Comments in the admin: read there with their whole history, decided about by the verb alone."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments import moderation
from comments.admin.decisions import DecisionInline
from comments.admin.reading import ReadOnly
from comments.body_text import body_html
from comments.desk import side_views as beside
from comments.desk import views as desk
from comments.desk.acts import AT_ONCE, Act, BadAct, read_act
from comments.desk.buttons import rule_choices
from comments.desk.cards import cards, language_name
from comments.desk.counts import counts
from comments.desk.wording import in_words
from comments.limits import limits_of
from comments.models import Comment, Move
from comments.moderation import NEEDS_RULE, Outcome

EXCERPT = 120  # characters
Action = Callable[["CommentAdmin", HttpRequest, QuerySet[Comment]], HttpResponse | None]


def _action(move: Move, label: Any) -> Action:
    """Return the changelist's action for a move."""

    @admin.action(description=label, permissions=["moderate"])
    def act(
        self: "CommentAdmin", request: HttpRequest, chosen: QuerySet[Comment]
    ) -> HttpResponse | None:
        return self.act_on(request, chosen, move)

    act.__name__ = str(move)
    return act


class WrittenIn(admin.SimpleListFilter):
    """The language in which comments were written, among those that the house speaks."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """The languages by name."""
        return settings.LANGUAGES

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        """Comments in the language chosen."""
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Comment)
class CommentAdmin(ReadOnly, admin.ModelAdmin):
    """All comments in all states; the page "Waiting" is where moderators work."""

    list_display = ("excerpt", "status", "written_by", "headline", "submitted_at")
    list_display_links = ("excerpt",)
    list_filter = ("status", WrittenIn, ("submitted_at", admin.DateFieldListFilter))
    list_per_page = 50
    show_full_result_count = False
    search_fields = (
        "body",
        "guest_name",
        "guest_email",
        "author__display_name",
        "author__email",
    )
    search_help_text = _("Words of the text, a name or an e-mail address.")
    actions = (
        _action(Move.APPROVE, _("Approve")),
        _action(Move.REJECT, _("Reject…")),
        _action(Move.REMOVE, _("Remove…")),
        _action(Move.HOLD, _("Send back to waiting")),
        _action(Move.RESTORE, _("Restore")),
    )
    inlines = (DecisionInline,)
    fields = readonly_fields = (
        "status",
        "text",
        "name",
        "email",
        "article",
        "parent",
        "language_name",
        "revision",
        "submitted_at",
        "published_at",
        "origin",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """Comments with the names that a row or a page prints; none that awaits its guest.

        Nor one that is outside the limits of whoever looks (comments.limits).
        """
        joined = ("author", "parent__author", "article__story", "article__section")
        comments = Comment.objects.for_moderator(request.user).filter(unconfirmed=False)
        return comments.select_related(*joined)

    def get_urls(self) -> list[URLPattern]:
        """The desk's addresses stand before those that Django gives every model."""
        wrap = self.admin_site.admin_view
        views: list[Any] = [desk.work, desk.decide, desk.undo]
        views += [beside.note, beside.assign, beside.leave, beside.keys]
        named = [(view.__name__, wrap(view)) for view in views]
        return [
            path("waiting/", wrap(desk.waiting), name="comments_comment_waiting"),
            *(path(f"waiting/{n}/", view, name=f"comments_comment_{n}") for n, view in named),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show how many wait, beside the way to them."""
        number = counts(request.user, limits_of(request.user)).waiting
        return super().changelist_view(request, {"waiting": number} | (extra_context or {}))

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may decide about comments: the actions ask it."""
        return request.user.has_perm("comments.moderate_comment")

    def act_on(
        self, request: HttpRequest, chosen: QuerySet[Comment], move: Move
    ) -> HttpResponse | None:
        """Make a move of all chosen comments; a removal first asks for its rule."""
        if (
            len(ids := list(chosen.order_by().values_list("pk", flat=True)[: AT_ONCE + 1]))
            > AT_ONCE
        ):
            self.message_user(request, _too_many(), messages.ERROR)
            return None
        if move not in NEEDS_RULE:
            outcome = moderation.decide(chosen, move, by=request.user)  # type: ignore[arg-type]
            self._report(request, outcome)
            return None
        if "decision" not in request.POST:
            return self._ask_for_rule(request, ids, move)
        try:
            act = read_act(request.POST)
        except BadAct as refusal:
            return self._ask_for_rule(request, ids, move, str(refusal))
        self._decide(request, ids, act)
        return None

    def _decide(self, request: HttpRequest, ids: list[int], act: Act) -> None:
        outcome = moderation.decide(
            Comment.objects.filter(pk__in=set(ids) & set(act.seen)),
            act.move,
            by=request.user,  # type: ignore[arg-type]
            rule=act.rule,
            note=act.note,
            seen=act.seen,
        )
        self._report(request, outcome)

    def _ask_for_rule(
        self, request: HttpRequest, ids: list[int], move: Move, error: str = ""
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Under which rule of the policy?"),
            "opts": self.opts,
            "cards": cards(
                Comment.objects.filter(pk__in=ids).order_by("pk"), limits_of(request.user)
            ),
            "rules": rule_choices(),
            "move": move,
            "error": error,
            "note": request.POST.get("note", ""),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/comments/comment/choose_rule.html", context)

    def _report(self, request: HttpRequest, outcome: Outcome) -> None:
        if outcome.decisions:
            self.message_user(request, in_words(outcome.decisions), messages.SUCCESS)
        for refusal in outcome.refusals:
            said = format_html("<bdi>{}</bdi>: {}", refusal.comment, refusal.reason)
            self.message_user(request, said, messages.WARNING)

    @admin.display(description=_("text"))
    def excerpt(self, comment: Comment) -> SafeString:
        """The beginning of the text."""
        body = comment.body
        shown = body if len(body) <= EXCERPT else body[: EXCERPT - 1] + "…"
        return format_html('<bdi lang="{}">{}</bdi>', comment.language, shown)

    @admin.display(description=_("text"))
    def text(self, comment: Comment) -> SafeString:
        """The whole text as readers see it."""
        return format_html('<div lang="{}">{}</div>', comment.language, body_html(comment.body))

    @admin.display(description=_("written on"))
    def headline(self, comment: Comment) -> SafeString:
        """The article, as text that wraps."""
        return format_html("<bdi>{}</bdi>", comment.article)

    @admin.display(description=_("written by"))
    def written_by(self, comment: Comment) -> SafeString:
        """The name, and the address below it."""
        return format_html("<bdi>{}</bdi><br>{}", comment.name, self.email(comment))

    @admin.display(description=_("language"))
    def language_name(self, comment: Comment) -> str:
        """The language in which it was written."""
        return language_name(comment)

    @admin.display(description=_("name"))
    def name(self, comment: Comment) -> str:
        """Who wrote it."""
        return comment.name

    @admin.display(description=_("e-mail"))
    def email(self, comment: Comment) -> str:
        """The address of the account, or the one that the guest gave."""
        author: Any = comment.author
        return author.email if author else comment.guest_email


def _too_many() -> str:
    return _("At most %(most)d comments can be decided about at once.") % {"most": AT_ONCE}

"""The newsroom's pages of sanctions: putting somebody under one, and lifting it."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments.body_text import body_html
from comments.desk.reported import case_of
from comments.desk.sanction_forms import (
    CommentSanctionForm,
    LiftForm,
    SanctionForm,
    TypedSanctionForm,
)
from comments.models import Comment, Sanction, SanctionKind
from comments.sanction_words import on_in_words, state_in_words
from comments.sanctions import SanctionRefused, lift, sanction, sanctions_on

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

TEMPLATES = "admin/comments/sanction"
may_add = permission_required("comments.add_sanction", raise_exception=True)
may_lift = permission_required("comments.change_sanction", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@may_add
def sanction_of_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A sanction because of a comment, from its card; what counts on its author stands above."""
    seen = Comment.objects.for_moderator(request.user).confirmed()
    comment = get_object_or_404(seen.select_related("author", "article__section"), pk=pk)
    form = CommentSanctionForm(request.POST or None, comment=comment)
    back = f"{reverse('admin:comments_comment_waiting')}?comment={comment.pk}"
    if form.is_valid() and _put(request, form, comment):
        return HttpResponseRedirect(back)
    context = {
        "comment": comment,
        "body": body_html(comment.body) if comment.body else "",
        "case": case_of(comment),
        "standing": sanctions_on(comment),
        "back": back,
    }
    return _page(request, "form", _("Sanction"), {"form": form} | context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_add
def new_sanction(request: HttpRequest) -> HttpResponse:
    """A sanction on somebody whom the moderator types."""
    form = TypedSanctionForm(request.POST or None)
    back = reverse("admin:comments_sanction_changelist")
    if form.is_valid() and _put(request, form, None):
        return HttpResponseRedirect(back)
    return _page(request, "form", _("Sanction"), {"form": form, "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
@may_lift
def lift_sanction(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a sanction is lifted, and lift it."""
    found = Sanction.objects.select_related("user", "rule", "made_by")
    row = get_object_or_404(found.prefetch_related("rule__texts"), pk=pk)
    form = LiftForm(request.POST or None)
    back = reverse("admin:comments_sanction_change", args=[row.pk])
    if form.is_valid():
        try:
            lift(row, by=_moderator(request), because=form.cleaned_data["because"])
        except SanctionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The sanction is lifted."))
            return HttpResponseRedirect(back)
    shown = {"row": row, "on": on_in_words(row), "state": state_in_words(row)}
    return _page(request, "lift", _("Lift a sanction"), {"form": form, "back": back} | shown)


def _put(request: HttpRequest, form: SanctionForm, comment: Comment | None) -> Sanction | None:
    """Put somebody under what a valid form says; None, with the reason in it, where refused."""
    sent = form.cleaned_data
    try:
        row = sanction(
            form.target,
            SanctionKind(sent["kind"]),
            by=_moderator(request),
            reason=sent["reason"],
            ends_at=sent["ends_at"],
            rule=sent["rule"],
            comment=comment,
            is_wide_meant=sent["is_wide_meant"],
        )
    except SanctionRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    address = reverse("admin:comments_sanction_change", args=[row.pk])
    link = format_html('<a href="{}">{}</a>', address, row.get_kind_display())
    on = format_html("<bdi>{}</bdi>", on_in_words(row))
    messages.success(request, format_html("{}: {} · {}", link, on, state_in_words(row)))
    return row


def _page(request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
    whole = {**admin.site.each_context(request), "title": title, "opts": Sanction._meta} | context
    form = context["form"]
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, f"{TEMPLATES}/{name}.html", whole, status=status)


def _moderator(request: HttpRequest) -> "_User":
    """Who asks; nobody comes here who is not signed in."""
    return cast("_User", request.user)

"""The newsroom's pages of legal holds, and of handing a case to the authorities."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments.body_text import body_html
from comments.desk.holding_forms import EscalationForm, HoldForm, LiftHoldForm
from comments.escalating import escalate
from comments.legal_holds import HoldRefused, hold, lift
from comments.models import Comment, Escalation, LegalHold

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

may_hold = permission_required("comments.add_legalhold", raise_exception=True)
may_lift = permission_required("comments.change_legalhold", raise_exception=True)
may_escalate = permission_required("comments.add_escalation", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@may_hold
def new_hold(request: HttpRequest) -> HttpResponse:
    """Put a hold; a card's link fills in its comment."""
    asked = next(
        ((kind, request.GET[kind]) for kind in ("comment", "photo", "user") if kind in request.GET),
        ("comment", ""),
    )
    form = HoldForm(
        request.POST or None,
        moderator=request.user,
        initial={"kind": asked[0], "which": asked[1]},
    )
    if form.is_valid():
        try:
            row = hold(by=_who(request), reason=form.cleaned_data["reason"], **form.target)
        except HoldRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(what)s stays until the hold is lifted.") % {"what": row})
            return HttpResponseRedirect(reverse("admin:comments_legalhold_changelist"))
    return _page(request, "new", _("Legal hold"), LegalHold, form)


@require_http_methods(["GET", "HEAD", "POST"])
@may_lift
def lift_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a hold is lifted, and lift it."""
    row = get_object_or_404(LegalHold.objects.select_related("made_by"), pk=pk)
    form = LiftHoldForm(request.POST or None)
    if form.is_valid():
        lift(row, by=_who(request), because=form.cleaned_data["because"])
        messages.success(request, _("The hold is lifted."))
        return HttpResponseRedirect(reverse("admin:comments_legalhold_change", args=[row.pk]))
    return _page(request, "lift", _("Lift a legal hold"), LegalHold, form, row=row)


@require_http_methods(["GET", "HEAD", "POST"])
@may_escalate
def escalate_comment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask to whom a case goes and why; what is sent is answered with the file."""
    seen = Comment.objects.for_moderator(request.user).confirmed()
    comment = get_object_or_404(seen.select_related("author", "article__section"), pk=pk)
    form = EscalationForm(request.POST or None, comment=comment)
    if form.is_valid():
        try:
            record, file = escalate(comment, by=_who(request), **form.cleaned_data)
        except HoldRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            name = f"case-{comment.pk}-{record.pk}.zip"
            answer = FileResponse(
                file, as_attachment=True, filename=name, content_type="application/zip"
            )
            answer["Cache-Control"] = "private, no-store"
            return answer
    before = Escalation.objects.filter(comment=comment).select_related("made_by")
    shown = {"comment": comment, "body": body_html(comment.body), "before": before}
    return _page(request, "escalate", _("Hand to the authorities"), Escalation, form, **shown)


def _page(
    request: HttpRequest, name: str, title: str, model: Any, form: Any, **context: Any
) -> HttpResponse:
    whole = admin.site.each_context(request) | {"title": title, "opts": model._meta, "form": form}
    status = 422 if form.is_bound and form.errors else 200
    template = f"admin/comments/hold/{name}.html"
    return TemplateResponse(request, template, whole | context, status=status)


def _who(request: HttpRequest) -> "_User":
    """Who asks; nobody comes here who is not signed in."""
    return cast("_User", request.user)

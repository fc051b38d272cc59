"""The desk's pages of appeals: the queue, and one whole case with its decision."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comments.appeals.deciding import decide_appeal
from comments.appeals.making import AppealRefused, ask
from comments.desk.appeal_forms import DecisionForm, QuestionForm
from comments.desk.appeals import Case, appeals_for, case_of, listed, open_appeals
from comments.desk.filters import id_in
from comments.models import Appeal

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

TEMPLATES = "admin/comments/appeal"
moderators_only = permission_required("comments.moderate_comment", raise_exception=True)


@require_safe
@moderators_only
def appeals(request: HttpRequest) -> HttpResponse:
    """The open appeals, the oldest first, or the closed ones."""
    by, is_closed = _moderator(request), request.GET.get("state") == "closed"
    rows, following = listed(by, is_closed=is_closed, behind=id_in(request.GET.get("after", "")))
    context = {
        "title": _("Appeals"),
        "rows": rows,
        "next": following,
        "is_closed": is_closed,
        "number": open_appeals(by),
    }
    return _page(request, "list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal with all that is known about it; a POST decides it or asks something."""
    by = _moderator(request)
    rows = appeals_for(by).prefetch_related(
        "decision__rule__texts", "sanction__rule__texts", "report__rule__texts"
    )
    case = case_of(get_object_or_404(rows, pk=pk), by)
    is_question = request.method == "POST" and "ask" in request.POST
    is_decision = request.method == "POST" and not is_question
    decision = _decision_form(case, request.POST if is_decision else None)
    question = QuestionForm(request.POST if is_question else None)
    form: Any = question if is_question else decision
    if request.method == "POST" and form.is_valid() and _act(request, case, form):
        return HttpResponseRedirect(request.path)
    context = {"title": _("Appeal"), "case": case, "decision": decision, "question": question}
    return _page(request, "case.html", context, status=422 if form.is_bound else 200)


def _decision_form(case: Case, data: Any) -> DecisionForm:
    seen = case.card.comment.revision if case.card and case.appeal.decision else None
    return DecisionForm(data, reversal=case.reversal, needs_rule=case.needs_rule, seen=seen)


def _act(request: HttpRequest, case: Case, form: Any) -> bool:
    """Decide or ask as a valid form says; False, with the reason in it, where that is refused."""
    by, sent = _moderator(request), form.cleaned_data
    try:
        if isinstance(form, QuestionForm):
            ask(case.appeal, sent["text"], by=by)
            messages.success(request, _("Your question is on its way."))
        else:
            decide_appeal(
                case.appeal,
                form.is_reversed,
                by=by,
                answer=sent["answer"],
                rule=sent.get("rule"),
                seen=sent["seen"],
                act=sent["act"],
            )
            messages.success(request, _("The appeal is decided. Those whom it concerns are told."))
    except AppealRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    around = {"opts": Appeal._meta, "list_url": reverse("admin:comments_appeals")}
    context = {**admin.site.each_context(request), **around, **context}
    return TemplateResponse(request, f"{TEMPLATES}/{template}", context, status=status)


def _moderator(request: HttpRequest) -> "_User":
    """Who asks; moderators_only let nobody in who is not signed in."""
    return cast("_User", request.user)

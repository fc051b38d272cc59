"""The pages of an appeal for whoever makes it: of their comment, a sanction on them, their report.

One page each: what was decided and why, a box; then the receipt, what is said, and how it ended.
Nothing that bars people from writing bars them from this.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.newspaper import Newspaper
from articles.reader_pages import reader_page, token_for_accounts
from comments.appeals import making
from comments.appeals.forms import AppealForm, MessageForm
from comments.appeals.making import AppealRefused, makes
from comments.appeals.reasons import reasons_of
from comments.appeals.standing import Subject, why_not
from comments.appeals.texts import text_decided_on
from comments.entries import Place
from comments.guest_links import note_opened
from comments.models import Appeal, Comment, Report, StatementOfReasons
from comments.own_comment_page import own_comment_page
from comments.own_pages.frame import own_page
from comments.ownership import Owner, guest_hash
from comments.reasons.pages import statements_on
from comments.report_links import report_with

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

READ = ("decision__comment__author", "decision__rule", "sanction__rule", "sanction__user")
ACTS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Appellant:
    """Who stands before a page of an appeal, and what is printed around it for them."""

    by: "_User | None" = None
    comment: Comment | None = None  # by whose link a guest came
    report: Report | None = None
    back: str = ""
    around: dict[str, Any] = field(default_factory=dict)


@own_comment_page
@require_http_methods(ACTS)
def comment_appeal(
    request: HttpRequest, comment: Comment, owner: Owner, number: UUID
) -> HttpResponse:
    """The appeal against a decision on one's comment, or a guest's against a sanction on them."""
    theirs = Q(comment=comment, decision__isnull=False)
    if owner.link and comment.guest_email:
        theirs |= Q(sanction__guest=guest_hash(comment.guest_email))
    found = StatementOfReasons.objects.filter(theirs, number=number).select_related(*READ).first()
    if found is None:
        raise Http404("There is no such statement of reasons.")
    if owner.link and owner.link.opened_at is None:
        note_opened(owner.link)
    back = reverse("your_comment", args=[comment.pk])
    around = _around(request, comment, comment.article.language)
    me = Appellant(owner.user, comment if owner.link else None, None, back, around)
    return _hear(request, Subject.of_statement(found), me)


@own_page
@require_http_methods(ACTS)
def sanction_appeal(request: HttpRequest, number: UUID) -> HttpResponse:
    """The appeal against a sanction on an account."""
    found = statements_on(request.user).filter(number=number)
    statement = found.select_related(*READ).first()
    if statement is None:
        raise Http404("There is no such statement of reasons.")
    around = _around(request, None, translation.get_language() or settings.LANGUAGE_CODE)
    by: Any = request.user
    me = Appellant(by, back=reverse("notices"), around=around)
    return _hear(request, Subject.of_statement(statement), me)


@csrf_exempt  # guests have no token: reader_page checks the sender; accounts are asked for theirs
@reader_page
@token_for_accounts
@require_http_methods(ACTS)
def report_appeal(request: HttpRequest, token: str) -> HttpResponse:
    """The appeal of whoever reported a comment that was let stand; the token is the right to it."""
    report = report_with(token)
    if report is None:
        raise Http404("No report has this address, or it was forgotten in the meantime.")
    language = report.language or report.comment.article.language
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        back = request.path.removesuffix("appeal/")
        around = _around(request, report.comment, known)
        me = Appellant(report.user, None, report, back, around)
        response = _hear(request, Subject.of_report(report), me)
    # Not "no-referrer": browsers would say of its form that it comes from nowhere.
    response["Referrer-Policy"] = "same-origin"
    return response


def _hear(request: HttpRequest, subject: Subject, me: Appellant) -> HttpResponse:
    """Show the page; do what its form says."""
    made, has_token = subject.appeal, request.user.is_authenticated
    is_own = made is not None and makes(made, me.by, me.report)
    form: Any = (MessageForm if made else AppealForm)(with_token=has_token)
    refusal = ""
    if request.method == "POST":
        form = type(form)(request.POST, with_token=has_token)
        try:
            if _act(request, form, subject, made, me):
                return HttpResponseRedirect(request.path, status=303)
        except AppealRefused as refused:
            refusal = str(refused)
    context = _shown(subject, made if is_own else None, me) | {
        "other": made if not is_own else None,
        "form": form,
        "refusal": refusal,
        "why_not": "" if made else why_not(subject, by=me.by),
        "with_token": has_token,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "comments/appeal.html", me.around | context, status=status)


def _act(
    request: HttpRequest, form: Any, subject: Subject, made: Appeal | None, me: Appellant
) -> bool:
    """Appeal, say something or take the appeal back; False where the form is not filled in."""
    if made and "withdraw" in request.POST:
        making.withdraw(made, by=me.by, report=me.report)
        return True
    if not form.is_valid():
        return False
    text = form.cleaned_data["text"]
    if made:
        making.say(made, text, by=me.by, report=me.report)
    else:
        making.appeal(
            decision=subject.decision,
            sanction=subject.sanction,
            by=me.by,
            text=text,
            report=me.report,
            comment=me.comment,
        )
    return True


def _shown(subject: Subject, made: Appeal | None, me: Appellant) -> dict[str, Any]:
    decision = subject.decision
    comment = decision.comment if decision else None
    is_shown = comment is not None and (me.report is None or comment.is_readable)
    return {
        "subject": subject,
        "text": text_decided_on(decision) if decision and is_shown else "",
        "comment": comment,
        "lines": reasons_of(subject) if decision or subject.sanction else [],
        "appeal": made,
        "messages_said": list(made.messages.all()) if made else [],
        "is_reporters": me.report is not None,
        "back": me.back,
        "until": subject.until if decision or subject.sanction else None,
    }


def _around(request: HttpRequest, comment: Comment | None, language: str) -> dict[str, Any]:
    around = Newspaper(language).page(request.path) | {"robots": "noindex"}
    if comment is None:
        return around
    place = Place.of(comment.article)
    return around | {"article": comment.article, "place": place, "addresses": place.addresses}

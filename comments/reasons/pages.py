"""The pages on which somebody reads a statement of reasons: at their comment, or in their account.

In the language of the statement. They stay for as long as the record: of what was taken back, or
whose words were erased, they say so.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from articles.newspaper import Newspaper
from comments.body_text import body_html
from comments.models import Comment
from comments.models.statements import Measure, StatementOfReasons
from comments.own_comment_page import own_comment_page
from comments.own_pages.frame import own_page
from comments.ownership import Owner, guest_hash
from comments.reasons.deadline import can_be_appealed
from comments.reasons.parts import heading
from comments.reasons.standing import ended_in_words
from comments.reasons.words import Reasons, reasons_in_words

READ = (
    "policy", "comment__article__section", "comment__author", "decision__rule",
    "decision__reversed_by", "decision__appeal", "sanction__rule", "sanction__user",
    "sanction__appeal",
)  # fmt: skip


def statements_for(comment: Comment) -> QuerySet[StatementOfReasons]:
    """Return what was stated to a comment's author about it, and to its guest about themselves.

    Newest first. Of an account's sanctions its own pages tell.
    """
    theirs = Q(comment=comment, decision__isnull=False)
    if comment.author_id is None and comment.guest_email:
        theirs |= Q(sanction__guest=guest_hash(comment.guest_email))
    return StatementOfReasons.objects.filter(theirs).order_by("-pk")


def statements_on(user: Any) -> QuerySet[StatementOfReasons]:
    """Return what was stated of sanctions on an account, or on the guest whom its owner was before.

    As comments.appeals.standing.is_on says it.
    """
    as_guest = Q(sanction__guest=guest_hash(user.email)) | Q(sanction__comment__author=user.pk)
    before = Q(as_guest, sanction__user=None, sanction__guest__gt="")
    return StatementOfReasons.objects.filter(Q(sanction__user=user.pk) | before)


def named_statements(comment: Comment) -> list[tuple[str, StatementOfReasons]]:
    """Return those statements, each with its name in the reader's language; one query."""
    return [(heading(Measure(row.measure)), row) for row in statements_for(comment)]


def statement_named(comment: Comment, number: str) -> str:
    """Return the path of a comment's statement by its number; "" where there is none such."""
    try:
        parts = [comment.pk, UUID(number)]
    except ValueError:
        return ""
    return reverse("statement_of_reasons", args=parts)


@own_comment_page
@require_safe
def statement_of_reasons(
    request: HttpRequest, comment: Comment, owner: Owner, number: UUID
) -> HttpResponse:
    """The reasons of a decision on a comment, or of a sanction on its guest, for its author."""
    statement = statements_for(comment).select_related(*READ).filter(number=number).first()
    if statement is None:
        raise Http404("There is no such statement of reasons.")
    more = {"comment": comment, "with_token": request.user.is_authenticated}
    return _show(request, statement, more | {"is_guests": owner.link is not None})


@own_page
@require_safe
def sanction_reasons(request: HttpRequest, number: UUID) -> HttpResponse:
    """The reasons of a sanction on an account, for whoever is signed in with it."""
    found = statements_on(request.user).filter(number=number)
    statement = found.select_related(*READ).first()
    if statement is None:
        raise Http404("There is no such statement of reasons.")
    return _show(request, statement, {"comment": None, "with_token": True, "is_guests": False})


def _show(
    request: HttpRequest, statement: StatementOfReasons, more: dict[str, Any]
) -> HttpResponse:
    reasons = reasons_in_words(statement)
    with translation.override(reasons.language):
        newspaper = Newspaper(reasons.language)
        context = newspaper.page(request.path) | {
            "statement": statement,
            "reasons": reasons,
            "text": _text(reasons),
            "ended": ended_in_words(statement),
            "can_appeal": can_be_appealed(statement, timezone.now()),
            "shows_appeal": bool(settings.COMMENT_APPEAL_MONTHS),
            "rule_url": _rule_url(reasons, newspaper),
            "robots": "noindex",
        }
        return render(request, "comments/reasons.html", context | more)


def _rule_url(reasons: Reasons, newspaper: Newspaper) -> str:
    rule, language = reasons.facts and reasons.facts.rule, newspaper.masthead.language
    return f"{reverse('policy', args=[language])}#rule-{rule.code}" if rule and language else ""


def _text(reasons: Reasons) -> str:
    return body_html(reasons.quoted) if reasons.quoted else ""

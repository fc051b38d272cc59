"""`/reports/<token>/`: a report's own page, which is its receipt and says what became of it.

The token in its address is the right to read it, so no other site is told of it. What was said of
the comment stands there, never the comment's own words: they may be gone for a reason.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from articles.newspaper import Newspaper
from articles.reader_pages import reader_page
from comments.entries import Place
from comments.models import Report
from comments.report_links import report_with
from comments.report_outcomes import outcome_of
from comments.report_words import how_to_contest, reported_as, state_in_words


@reader_page
@require_safe
def own_report(request: HttpRequest, token: str) -> HttpResponse:
    """Show a report with what became of it, in the language of the edition that it came from."""
    report = report_with(token)
    if report is None:
        raise Http404("No report has this address, or it was forgotten in the meantime.")
    article = report.comment.article
    known = report.language in dict(settings.LANGUAGES)
    with translation.override(report.language if known else article.language):
        context = _context(request, report) | {"token": token}
        response = render(request, "comments/own_report.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _context(request: HttpRequest, report: Report) -> dict[str, Any]:
    article, outcome = report.comment.article, outcome_of(report)
    place = Place.of(article)
    newspaper = Newspaper(translation.get_language() or article.language)
    return {
        "newspaper": newspaper,
        "article": article,
        "place": place,
        "addresses": place.addresses,
        "report": report,
        "as": reported_as(report),
        "outcome": outcome,
        "state": state_in_words(outcome),
        "contest": how_to_contest(outcome),
        "tells_outcome": not outcome.decision and (report.email or report.user_id),
        "is_sent": request.GET.get("sent", ""),
        "where": place.addresses.comment(report.comment_id) if report.comment.shown else "",
        "robots": "noindex",
    }

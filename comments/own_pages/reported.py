"""`/account/reports/`: what somebody has reported, each with what became of it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Article
from comments.models import Report
from comments.own_pages.frame import own_page, show
from comments.own_pages.paging import Page, page_of
from comments.recommending import Person
from comments.report_links import path_of
from comments.report_outcomes import Outcome, outcomes
from comments.report_words import reported_as, state_in_words
from comments.reporters import Reporter


@dataclass(frozen=True)
class OwnReport:
    """A report in the list."""

    report: Report
    outcome: Outcome

    @property
    def article(self) -> Article:
        """The article under which the comment stands."""
        return self.report.comment.article

    @property
    def url(self) -> str:
        """The report's own page."""
        return path_of(self.report)

    @property
    def reported_as(self) -> str:
        """What it names: a rule, or illegal content."""
        return reported_as(self.report)

    @property
    def state(self) -> str:
        """What became of it, in a sentence."""
        return state_in_words(self.outcome)[0]


@own_page
@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """The list of an account's reports, and a warning where too many were without ground."""
    reporter = Reporter(Person(request.user))  # type: ignore[arg-type]
    found = Report.objects.filter(user=request.user.pk).select_related(
        "case", "rule", "comment__author", "comment__article__section"
    )
    page = page_of(found.prefetch_related("rule__texts"), request.GET.get("before", ""))
    ended, record = outcomes(page.rows), reporter.record()
    rows = [OwnReport(row, ended[row.pk]) for row in page.rows]
    context = {
        "page": Page(rows, page.older, page.is_continued),
        "warning": record.refusal or record.warning,
    }
    return show(request, "own/reports.html", context)

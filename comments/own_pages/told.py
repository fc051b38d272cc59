"""`/account/notices/`: what somebody was told, how much of it is unread, and marking it as read.

Opening the list marks nothing: browsers fetch pages ahead, and a GET of ours never acts. Its form
does, which a script sends once the list is really looked at; without it there is a button. The
form names the newest notice on the page, so that one that arrives meanwhile stays unread.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from comments import report_words
from comments.appeals import words as appeal_words
from comments.entries import in_sentence
from comments.models import Comment, Notice, Rule
from comments.own_pages import lines
from comments.own_pages.frame import own_page, show
from comments.own_pages.paging import Page, number_in, page_of
from comments.sanction_words import explained, heading

MOST_UNREAD = 99  # counted on every page of somebody signed in; behind that it says "99+"


@dataclass(frozen=True)
class Told:
    """A notice in the list."""

    notice: Notice
    rule: Rule | None

    @property
    def is_of_a_report(self) -> bool:
        """Whether it tells what became of a report."""
        return self.notice.kind in report_words.OF_REPORTS

    @property
    def excerpt(self) -> str:
        """How the comment that it is about begins; "" for what is about none."""
        return lines.excerpt(self.comment.body) if self.comment else ""

    @property
    def comment(self) -> Comment | None:
        """The comment that it is about; of a sanction the one because of which."""
        return self.notice.sanction.comment if self.notice.sanction else self.notice.comment

    @property
    def sentence(self) -> str:
        """What a notice of a sanction, report or appeal says; the template has others' words."""
        words, values = "", dict[str, str]()
        if self.notice.appeal:
            words, values = appeal_words.heading(self.notice)
        elif self.is_of_a_report:
            words, values = report_words.heading(self.notice)
        elif self.notice.sanction:
            words, values = heading(self.notice.sanction)
        return words % values

    @property
    def explained(self) -> list[str]:
        """What is said of a sanction, a report or an appeal besides."""
        if self.notice.appeal:
            return appeal_words.explained(self.notice)
        if self.is_of_a_report:
            return report_words.explained(self.notice)
        return explained(self.notice.sanction) if self.notice.sanction else []

    @property
    def url(self) -> str:
        """Where it leads: to a statement of reasons, the page of one's own comment, or the comment.

        "" for a sanction because of no comment.
        """
        statement = getattr(self.notice.decision or self.notice.sanction, "statement", None)
        if statement and self.notice.sanction:
            return reverse("sanction_reasons", args=[statement.number])
        if self.notice.appeal:
            return appeal_words.path_of(self.notice)
        if self.is_of_a_report:
            return report_words.path_to(self.notice)
        if self.comment is None:
            return ""
        if statement:
            return reverse("statement_of_reasons", args=[self.comment.pk, statement.number])
        if self.notice.decision_id or self.notice.sanction_id:
            return reverse("your_comment", args=[self.comment.pk])
        return lines.address_of(self.comment)

    @property
    def rule_title(self) -> str:
        """The title of the rule that a decision names, as it stands in a sentence."""
        return in_sentence(self.rule.title_in(get_language() or "")) if self.rule else ""


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The list of notices; POST marks those up to `upto` as read."""
    assert request.user.pk  # noqa: S101 (own_page lets nobody else in)
    if request.method == "POST":
        mark_read(request.user.pk, upto=number_in(request.POST.get("upto", "")) or 0)
        return HttpResponseRedirect(reverse("notices"), status=303)
    page = told(request.user.pk, before=request.GET.get("before", ""))
    newest = page.rows[0].notice.pk if page.rows and not page.is_continued else 0
    context = {"page": page, "newest": newest, "unread": unread(request.user.pk)}
    return show(request, "own/notices.html", context)


def told(user_id: int, *, before: str = "") -> Page[Told]:
    """Read a page of an account's notices of what still holds; one query, a few for rules."""
    found = Notice.objects.to(user_id).tellable()
    found = found.select_related(
        "comment__author", "comment__article__section", "decision__statement",
        "sanction__rule", "sanction__statement",
        "sanction__comment__author", "sanction__comment__article__section",
        *appeal_words.READ,
        "report__case", "report__rule", "report__comment__article__section",
    ).prefetch_related("sanction__rule__texts")  # fmt: skip
    page = page_of(found, before)
    report_words.read_outcomes(page.rows)
    rules = lines.rules_by_id(row.decision.rule_id for row in page.rows if row.decision)
    rows = [Told(row, rules.get((row.decision and row.decision.rule_id) or 0)) for row in page.rows]
    return Page(rows, page.older, page.is_continued)


def unread(user_id: int) -> int:
    """Return how many notices are unread, at most one more than MOST_UNREAD; one query."""
    found = Notice.objects.to(user_id).unread().tellable().order_by()
    return found[: MOST_UNREAD + 1].count()


def mark_read(user_id: int, *, upto: int) -> int:
    """Mark an account's notices up to one of them as read; return how many that were."""
    found = Notice.objects.to(user_id).unread().filter(pk__lte=upto).order_by()
    return found.update(read_at=timezone.now())

"""`/account/comments/`: all that somebody has written, each with its state and reason in words."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from comments.entries import in_sentence
from comments.models import Comment, Rule, StatementOfReasons, Status
from comments.own_pages import lines
from comments.own_pages.frame import own_page, show
from comments.own_pages.paging import Page, page_of
from comments.reasons.deadline import LASTS

MOST_ANSWERS = 99  # counted one by one; behind that it says "99+"


@dataclass(frozen=True)
class OwnComment:
    """A comment of one's own in the list, with the rule that it broke, if any."""

    comment: Comment
    rule: Rule | None

    @property
    def reasons_url(self) -> str:
        """The newest statement of reasons about it, where what that tells still holds."""
        number = self.comment.statement_number  # type: ignore[attr-defined]
        if number is None or self.comment.status not in LASTS.values():
            return ""
        return reverse("statement_of_reasons", args=[self.comment.pk, number])

    @property
    def excerpt(self) -> str:
        """How it begins."""
        return lines.excerpt(self.comment.body)

    @property
    def url(self) -> str:
        """Where it stands in the discussion."""
        return lines.address_of(self.comment)

    @property
    def policy_url(self) -> str:
        """The rule in the policy."""
        code = self.rule.code if self.rule else ""
        return f"{reverse('policy', args=[self.comment.article.language])}#rule-{code}"

    @property
    def rule_title(self) -> str:
        """The rule's title as it stands in a sentence of the page."""
        title = self.rule.title_in(get_language() or "") if self.rule else ""
        return in_sentence(title)

    @property
    def answers(self) -> int:
        """How many answers readers may read, at most one more than are counted."""
        return len(self.comment.answer_ids)  # type: ignore[attr-defined]

    @property
    def has_more_answers(self) -> bool:
        """Whether there are more than are counted."""
        return self.answers > MOST_ANSWERS

    @property
    def waits_again(self) -> bool:
        """Whether readers have seen it before it was sent back to waiting."""
        return self.comment.status == Status.HELD and self.comment.published_at is not None


@own_page
@require_safe
def written(request: HttpRequest) -> HttpResponse:
    """All comments of whoever is signed in, newest first."""
    assert request.user.pk  # noqa: S101 (own_page lets nobody else in)
    page = own_comments(request.user.pk, before=request.GET.get("before", ""))
    return show(request, "own/comments.html", {"page": page, "most_answers": MOST_ANSWERS})


def own_comments(user_id: int, *, before: str = "") -> Page[OwnComment]:
    """Read a page of an account's comments; one query, and two for the rules that they broke."""
    answers = Comment.objects.filter(parent=OuterRef("pk"), status=Status.PUBLISHED).order_by()
    stated = StatementOfReasons.objects.filter(
        comment=OuterRef("pk"), decision__status_after=OuterRef("status")
    )
    found = lines.with_broken_rules(Comment.objects.of_account(user_id))
    found = found.select_related("article__section").annotate(
        answer_ids=ArraySubquery(answers.values("pk")[: MOST_ANSWERS + 1]),
        statement_number=Subquery(stated.order_by("-pk").values("number")[:1]),
    )
    page = page_of(found, before)
    broken = [comment.broken_rule for comment in page.rows]  # type: ignore[attr-defined]
    rules = lines.rules_by_id(broken)
    rows = [
        OwnComment(comment, rules.get(rule or 0))
        for comment, rule in zip(page.rows, broken, strict=True)
    ]
    return Page(rows, page.older, page.is_continued)

"""A comment as one line of a list: its beginning, where it stands, and the rule that it broke."""

from collections.abc import Iterable

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, When
from django.utils.text import Truncator

from articles.models import Article
from comments.models import Comment, Decision, Rule, Status

EXCERPT = 240  # characters: three lines on a telephone's screen


def excerpt(body: str) -> str:
    """Return how a comment begins, on one line."""
    return Truncator(" ".join(body.split())).chars(EXCERPT)


def discussion_address(article: Article) -> str:
    """Return where an article's discussion stands; the article needs its section."""
    return f"{article.get_absolute_url()}comments/"


def address_of(comment: Comment) -> str:
    """Return a comment's permanent address; its article needs its section."""
    return f"{discussion_address(comment.article)}{comment.pk}/#comment-{comment.pk}"


def with_broken_rules(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Comments with `broken_rule`, the id of the rule for which they are not to be read."""
    decisive = Decision.objects.filter(
        comment=OuterRef("pk"), status_after=OuterRef("status"), rule__isnull=False
    ).order_by("-pk")
    return comments.annotate(
        broken_rule=Case(
            When(
                status__in=[Status.REMOVED, Status.REJECTED],
                then=Subquery(decisive.values("rule")[:1]),
            ),
            output_field=IntegerField(null=True),
        )
    )


def rules_by_id(ids: Iterable[int | None]) -> dict[int, Rule]:
    """Return rules with their texts, by their ids; two queries, none for no id."""
    wanted = {pk for pk in ids if pk}
    return Rule.objects.with_texts().in_bulk(wanted) if wanted else {}

"""What a moderator is limited to: sections, languages, or both. Without limits, to nothing.

Whatever a moderator reads or chooses goes through `CommentQuerySet.for_moderator` or `within`;
whatever a moderator decides is asked of `outside` behind the comment's lock, by the verb itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from comments.models import Comment

ASKED = "_limits_of_moderator"
Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Limits:
    """The sections (ids) and languages (codes) of a moderator; empty where all are theirs."""

    sections: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def are_set(self) -> bool:
        """Whether there is anything that the moderator may not decide about."""
        return bool(self.sections or self.languages)

    def condition(self, section: str, language: str) -> Q:
        """Return what rows fulfil that are within; the names are those of the rows' columns."""
        condition = Q()
        if self.sections:
            condition &= Q(**{f"{section}__in": self.sections})
        if self.languages:
            condition &= Q(**{f"{language}__in": self.languages})
        return condition

    def within(self, comments: Rows) -> Rows:
        """Return those of some comments that are within, as for_moderator() does."""
        return comments.filter(self.condition("article__section", "language"))

    @property
    def asked(self) -> dict[str, Any]:
        """The values that sql() leaves room for."""
        return {"sections": list(self.sections), "languages": list(self.languages)}

    def sql(self, section: str, language: str) -> str:
        """Return the limits as an SQL condition on two columns."""
        found = [f"{section} = ANY(%(sections)s)"] if self.sections else []
        found += [f"{language} = ANY(%(languages)s)"] if self.languages else []
        return " AND ".join(found) or "true"


def limits_of(moderator: Any) -> Limits:
    """Return a moderator's limits, by one query."""
    scope = apps.get_model("comments", "ModeratorScope")
    named = ArrayAgg("sections", filter=Q(sections__isnull=False), default=[])
    rows = scope.objects.filter(moderator=moderator).annotate(named=named)
    found = rows.values_list("named", "languages").first()
    return Limits(tuple(found[0]), tuple(found[1])) if found else Limits()


def within(rows: Rows, moderator: Any, *, section: str, language: str) -> Rows:
    """Return the rows of a moderator's limits; the names are those of the rows' columns."""
    limits = _known(moderator)
    return rows.filter(limits.condition(section, language)) if limits.are_set else rows


def _known(moderator: Any) -> Limits:
    """Return a moderator's limits as they were when this object first asked: once a request."""
    known = getattr(moderator, ASKED, None)
    if known is None:
        known = limits_of(moderator)
        setattr(moderator, ASKED, known)
    return known


def outside(comments: Iterable["Comment"], moderator: Any) -> set[int]:
    """Return which of these comments, by their ids, a moderator may not decide about now."""
    limits = limits_of(moderator)
    if not limits.are_set:
        return set()
    ids = {comment.pk for comment in comments}
    rows = apps.get_model("comments", "Comment").objects.filter(pk__in=ids)
    condition = limits.condition("article__section", "language")
    return ids - set(rows.filter(condition).values_list("pk", flat=True))


def outside_in_words() -> str:
    """Say why a comment outside somebody's limits is left as it is, in the reader's language."""
    return _("This comment is outside the sections and languages that you moderate.")

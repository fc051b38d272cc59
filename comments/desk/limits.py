"""A moderator's limits as the desk reads them: once a page, for its rows and for its counts."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from comments.models import Comment, ModeratorScope


@dataclass(frozen=True)
class Limits:
    """The sections and languages that somebody moderates; none of them means all."""

    sections: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()

    def within(self, comments: QuerySet[Comment]) -> QuerySet[Comment]:
        """Those of the comments that this moderator sees, as for_moderator() says."""
        if self.sections:
            comments = comments.filter(article__section__in=self.sections)
        return comments.filter(language__in=self.languages) if self.languages else comments

    @property
    def asked(self) -> dict[str, Any]:
        """The values that sql() leaves room for."""
        return {"sections": list(self.sections), "languages": list(self.languages)}

    def sql(self, section: str, language: str) -> str:
        """The limits as a condition on two columns."""
        found = [f"{section} = ANY(%(sections)s)"] if self.sections else []
        found += [f"{language} = ANY(%(languages)s)"] if self.languages else []
        return " AND ".join(found) or "true"


def limits_of(moderator: Any) -> Limits:
    """Read what a moderator is limited to, in one query."""
    rows = ModeratorScope.objects.filter(moderator=moderator)
    named = ArrayAgg("sections", filter=Q(sections__isnull=False), default=[])
    found = rows.annotate(named=named).values_list("languages", "named").first()
    languages, sections = found or ([], [])
    return Limits(tuple(sections), tuple(languages))

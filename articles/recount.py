"""What an article's votes must be counted as, worked out from the votes alone.

Voting changes the counts in the statement that casts the vote, so nothing here should ever be
found. The search is one statement, which sees the database at one moment: a vote that is being
cast is no drift. Mending locks the articles, as voting does.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

from articles.models import Article

ARTICLES = 200  # mended in one transaction: their readers' votes wait for it
COUNTS = """
SELECT article.id, article.likes, coalesce(cast_votes.yes, 0),
    article.dislikes, coalesce(cast_votes.no, 0)
FROM articles_article AS article LEFT JOIN (
    SELECT article_id, count(*) FILTER (WHERE likes) AS yes, count(*) FILTER (WHERE NOT likes) AS no
    FROM articles_readervote AS vote WHERE {vote} GROUP BY article_id
) AS cast_votes ON cast_votes.article_id = article.id
WHERE {article} AND (article.likes <> coalesce(yes, 0) OR article.dislikes <> coalesce(no, 0))
ORDER BY article.id
"""
WRITE = """
UPDATE articles_article AS article SET likes = yes, dislikes = no
FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS counted(id, yes, no)
WHERE article.id = counted.id
"""


class WrongVotes(NamedTuple):
    """An article whose votes are counted other than they were cast."""

    article_id: int
    likes: int
    yes: int
    dislikes: int
    no: int

    def sentences(self) -> Iterator[str]:
        """Say what is wrong."""
        named = f"votes counted for article {self.article_id}"
        if self.likes != self.yes:
            yield f"Yes {named}: {self.likes}. There are {self.yes}."
        if self.dislikes != self.no:
            yield f"No {named}: {self.dislikes}. There are {self.no}."


def drifts(articles: list[int] | None = None) -> list[WrongVotes]:
    """Return the articles whose votes are counted wrong; None searches every article."""
    tables = {"article": "article.id", "vote": "vote.article_id"}
    these = "true" if articles is None else "{} = ANY(%(articles)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            COUNTS.format(**{table: these.format(column) for table, column in tables.items()}),
            {"articles": articles},
        )
        return [WrongVotes(*row) for row in cursor.fetchall()]


def mend() -> Iterator[WrongVotes]:
    """Write the right counts, and give what was wrong; some articles at a time."""
    articles = [wrong.article_id for wrong in drifts()]
    for begin in range(0, len(articles), ARTICLES):
        yield from _mend(articles[begin : begin + ARTICLES])


@transaction.atomic
def _mend(articles: list[int]) -> list[WrongVotes]:
    """Lock some articles as voting does, look again, and write."""
    locked = Article.objects.select_for_update(no_key=True).filter(pk__in=articles)
    list(locked.order_by("pk").values_list("pk"))
    found = drifts(articles)
    columns = [[row.article_id for row in found], [row.yes for row in found]]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [*columns, [row.no for row in found]])
    return found

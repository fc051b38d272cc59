"""Voting: one answer a reader to "Do you like this article?", changeable, counted as it is cast."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, ReaderVote
from articles.reader_identity import keyed_hash

# The counts change by what the vote's row has become, in the statement that writes it, so they
# cannot drift apart. A row whose xmax is 0 was inserted just now; one that stood was locked.
# The article is locked before: an UPDATE that finds its row changed meanwhile does not see the
# vote that its own statement has cast, and leaves the counts as they were.
CAST = """
WITH cast_vote AS (
    INSERT INTO articles_readervote AS vote (story_id, article_id, reader, address, likes, voted_at)
    VALUES (%(story)s, %(article)s, %(reader)s, %(address)s, %(likes)s, now())
    ON CONFLICT (article_id, reader) DO UPDATE SET likes = EXCLUDED.likes, voted_at = now()
    WHERE vote.likes <> EXCLUDED.likes
    RETURNING likes, xmax = 0 AS is_new
)
UPDATE articles_article AS article SET
    likes = article.likes + CASE
        WHEN cast_vote.likes THEN 1 WHEN cast_vote.is_new THEN 0 ELSE -1 END,
    dislikes = article.dislikes + CASE
        WHEN NOT cast_vote.likes THEN 1 WHEN cast_vote.is_new THEN 0 ELSE -1 END
FROM cast_vote WHERE article.id = %(article)s
"""


class VoteRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The vote was not taken; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Tally:
    """The counts of an article, and this reader's own answer (None before they gave one)."""

    likes: int
    dislikes: int
    own: bool | None


@transaction.atomic
def vote(article: Article, *, likes: bool, by: str, address: str) -> None:
    """Cast or change a reader's answer; the same answer twice changes nothing.

    `by` is the reader's token, `address` the keyed hash of where it came from. Raises
    VoteRefused when VOTES_PER_ADDRESS_HOUR answers have come from there within the hour.
    """
    reader = _reader(article, by)
    list(Article.objects.select_for_update(no_key=True).filter(pk=article.pk).values_list("pk"))
    if _is_flooded(article, reader, address):
        raise VoteRefused(
            _("Too many votes have come from your connection. Please try again in an hour.")
        )
    with connection.cursor() as cursor:
        cursor.execute(
            CAST,
            {
                "story": article.story_id,
                "article": article.pk,
                "reader": reader,
                "address": address,
                "likes": likes,
            },
        )


def tally(article: Article, *, of: str = "") -> Tally:
    """Return the counts as they stand, and the answer of the reader with the token `of`."""
    counts = Article.objects.values_list("likes", "dislikes").get(pk=article.pk)
    own = None
    if of:
        votes = ReaderVote.objects.filter(article=article, reader=_reader(article, of))
        own = votes.values_list("likes", flat=True).first()
    return Tally(*counts, own)


def _reader(article: Article, token: str) -> str:
    """Stand for a reader under one article: what they say to another cannot be matched with it."""
    return keyed_hash("vote", f"{article.pk}:{token}")


def _is_flooded(article: Article, reader: str, address: str) -> bool:
    """Whether an address has had its votes for the hour; a reader changing theirs adds none."""
    hour = timezone.now() - timedelta(hours=1)
    recent = ReaderVote.objects.filter(address=address, voted_at__gte=hour)
    recent = recent.exclude(article=article, reader=reader)
    return bool(address) and recent.count() >= settings.VOTES_PER_ADDRESS_HOUR

"""Which articles stand under an article: those that share its tags, then its section's latest."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet

from articles.listing import cards
from articles.models import Article
from articles.models.stories import IsAmong

RELATED = 4
LATELY_TAGGED = 30  # articles of each tag that are considered: those begun last


def related_to(article: Article, tag_ids: list[int], limit: int = RELATED) -> list[Article]:
    """Read the articles to show under a published one, of the same language; one query.

    All sources are bounded before they are joined, so that the cost grows neither with the archive
    nor with what has ever been tagged.
    """
    others = (
        Article.objects.published()
        .in_the_news()
        .in_language(article.language)
        .exclude(story_id=article.story_id)
        .newest_first()
    )
    neighbours = others.filter(section=article.section).values("pk")[:limit]
    if not tag_ids:
        return list(cards(Article.objects.among(neighbours)).newest_first())
    lately = others.among(*(_lately_tagged(pk) for pk in tag_ids))
    tagged = lately.values("pk")[:limit]
    found = (
        cards(Article.objects.among(tagged, neighbours))
        .annotate(shares_a_tag=IsAmong("pk", ArraySubquery(tagged)))
        .order_by("-shares_a_tag", "-publish_at", "-pk")
    )
    return list(found[:limit])


def _lately_tagged(tag: int) -> QuerySet:
    """Return the ids of the articles that carry a tag and were begun last.

    Ids stand in the index beside the tag (articles_tag_lately) and grow with time; when each
    appeared is compared among these few.
    """
    links = Article.tags.through.objects.filter(tag=tag).order_by("-article")
    return links.values("article")[:LATELY_TAGGED]

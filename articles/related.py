"""Which articles stand under an article: those that share its tags, then its section's latest."""

from django.db.models import Exists, OuterRef, Q

from articles.listing import cards
from articles.models import Article

RELATED = 4


def related_to(article: Article, tag_ids: list[int], limit: int = RELATED) -> list[Article]:
    """Read the articles to show under a published one, of the same language; one query.

    Both sources are bounded before they are joined, so that the cost does not grow with the
    archive.
    """
    others = (
        Article.objects.published()
        .in_language(article.language)
        .exclude(story_id=article.story_id)
        .newest_first()
    )
    links = Article.tags.through.objects.filter(article=OuterRef("pk"), tag__in=tag_ids)
    tagged = others.filter(Exists(links)).values("pk")[:limit]
    neighbours = others.filter(section=article.section).values("pk")[:limit]
    found = (
        cards(Article.objects.filter(Q(pk__in=tagged) | Q(pk__in=neighbours)))
        .annotate(shares_a_tag=Exists(links))
        .order_by("-shares_a_tag", "-publish_at", "-pk")
    )
    return list(found[:limit])

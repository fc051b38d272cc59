"""What an article tells machines: schema.org's NewsArticle as JSON-LD, and its picture."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Photo
from articles.models.stories import BylineRole
from articles.newspaper import Newspaper
from articles.photos.pictures import jpeg_near

SHARED_WIDTH = 1200  # pixels: what other sites ask for in the picture of a link
# JSON stays JSON, but nothing in it can end the script element that it stands in.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def picture_address(photo: Photo | None) -> str:
    """Return the whole address of a photo for links on other sites: "" without a photo."""
    if photo is None:
        return ""
    url = jpeg_near(photo, SHARED_WIDTH).src
    return url if "//" in url else f"{settings.SITE_URL}{url}"


def news_article(article: Article, newspaper: Newspaper) -> SafeString:
    """Describe a published article that articles.reading.for_page() has read, as JSON-LD."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage" if article.is_standing else "NewsArticle",
        "headline": article.headline,
        "description": article.dek,
        "inLanguage": article.language,
        "url": f"{settings.SITE_URL}{article.get_absolute_url()}",
        "datePublished": article.publish_at.isoformat() if article.publish_at else None,
        "dateModified": _last_changed(article),
        "articleSection": article.section_name,  # type: ignore[attr-defined]
        "author": _authors(article),
        "publisher": {"@type": "NewsMediaOrganization", "name": newspaper.masthead.name},
        "image": [picture_address(article.lead_photo)] if article.lead_photo else None,
    }
    kept = {key: value for key, value in data.items() if value}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))  # noqa: S308


def _last_changed(article: Article) -> str | None:
    moment = article.updated_at or article.publish_at
    return moment.isoformat() if moment else None


def _authors(article: Article) -> list[dict[str, str]]:
    return [
        {
            "@type": "Person",
            "name": row["name"],
            "url": settings.SITE_URL
            + reverse("author", kwargs={"language": article.language, "slug": row["slug"]}),
        }
        for row in article.byline_rows  # type: ignore[attr-defined]
        if row["role"] == BylineRole.WRITER
    ]

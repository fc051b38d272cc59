"""Puts an article and its comments, given as JSON, into the ordinary project's tables.

With django-comments-xtd installed (its settings), into that one's tables as well.
"""

import json
import sys
from datetime import datetime
from typing import Any

import django
from django.apps import apps


def main() -> None:
    """Read {"headline", "html", "comments": […]} from standard input and save it."""
    django.setup()
    given = json.load(sys.stdin)
    from benchmarks.ordinary.models import Article

    article = Article.objects.create(pk=1, headline=given["headline"], html=given["html"])
    if apps.is_installed("django_comments_xtd"):
        _fill_xtd(article, given["comments"])
    else:
        _fill_ordinary(article, given["comments"])


def _fill_ordinary(article: Any, comments: list[dict[str, Any]]) -> None:
    from benchmarks.ordinary.models import Comment

    made: dict[int, Comment] = {}
    for row in comments:
        parent = made.get(row["parent"])
        made[row["id"]] = Comment.objects.create(
            article=article,
            parent=parent,
            level=parent.level + 1 if parent else 0,
            name=row["name"],
            email=row["email"],
            body=row["body"],
            submitted_at=datetime.fromisoformat(row["at"]),
            is_removed=row["removed"],
        )


def _fill_xtd(article: Any, comments: list[dict[str, Any]]) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.sites.models import Site
    from django_comments_xtd.models import XtdComment

    site, _made = Site.objects.get_or_create(pk=1, defaults={"domain": "localhost", "name": "News"})
    kind = ContentType.objects.get_for_model(article)
    made: dict[int, int] = {}
    for row in comments:
        comment = XtdComment(
            content_type=kind,
            object_pk=str(article.pk),
            site=site,
            parent_id=made.get(row["parent"], 0),
            user_name=row["name"],
            user_email=row["email"],
            comment=row["body"],
            submit_date=datetime.fromisoformat(row["at"]),
            is_public=True,
            is_removed=row["removed"],
        )
        comment.save()
        made[row["id"]] = comment.pk


if __name__ == "__main__":
    main()

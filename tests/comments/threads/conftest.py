"""Threads of many comments, and chains of answers, made at once."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Discussion, Status
from comments.posting import next_id
from tests.making import Make

BEGAN = timezone.now() - timedelta(days=2)
Grow = Callable[..., list[Comment]]


@pytest.fixture
def grow(make_article: Make) -> Grow:
    """Publish many comments at once: under `parent`, each `apart` seconds after the one before."""

    def make(
        article: Article, count: int, *, parent: Comment | None = None, apart: int = 1
    ) -> list[Comment]:
        Discussion.objects.of(article.story_id)
        began = parent.submitted_at if parent else BEGAN
        made = [_new(article, parent, began + timedelta(seconds=n * apart)) for n in range(count)]
        Comment.objects.bulk_create(made)
        root = parent and (parent.root or parent)
        if root:
            root.thread_size += count
            root.save(update_fields=["thread_size"])
        return made

    return make


def _new(article: Article, parent: Comment | None, when: datetime) -> Comment:
    comment = Comment(
        id=next_id(),
        story_id=article.story_id,
        article=article,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        guest_name="Reader",
        guest_email="reader@example.org",
        body="Short.",
        language="en",
        submission=uuid.uuid4(),
        submitted_at=when,
        status=Status.PUBLISHED,
        shown=True,
    )
    comment.set_place(parent)
    return comment


@pytest.fixture
def chain(make_article: Make) -> Callable[[int], list[Comment]]:
    """A root and answers each of which answers the one before."""

    def make(length: int) -> list[Comment]:
        article = make_article()
        made: list[Comment] = []
        for number in range(length):
            above = made[-1] if made else None
            made.append(_new(article, above, BEGAN + timedelta(seconds=number)))
            made[-1].save(force_insert=True)
        Comment.objects.filter(pk=made[0].pk).update(thread_size=length - 1)
        return [Comment.objects.get(pk=made[0].pk), *made[1:]]

    return make

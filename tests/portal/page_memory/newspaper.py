"""The pages of a small newspaper, the fixture `newspaper`, and what people do that changes them."""

import uuid
from typing import Any

from django.utils import timezone

from articles.models import Article, Story
from comments.models import Comment
from comments.posting import Writer, post
from portal.models import User
from tests.portal.page_memory.conftest import Worker

ARTICLE, TALK, LISTS = "/en/valley/here/", "/en/valley/here/comments/", "/en/valley/"
HOME, ARCHIVE, TAG = "/", "/en/archive/", "/en/tag/here/"
AUTHOR, POLICY = "/en/author/here/", "/en/policy/"
OTHERS = {"/en/sport/elsewhere/", "/en/sport/elsewhere/comments/", "/en/sport/"}
ALL = {ARTICLE, TALK, LISTS, HOME, ARCHIVE, TAG, AUTHOR, POLICY, *OTHERS}
STORY = {ARTICLE, TALK, LISTS, HOME, TAG, AUTHOR}  # wherever the story stands


def change(row: Any, **values: object) -> None:
    """Change a row of whatever table, and nothing else of it."""
    type(row).objects.filter(pk=row.pk).update(**values)


def say(article: Article) -> Comment:
    """Publish a comment: somebody of the newsroom writes it."""
    writer = User.objects.create_user(f"{timezone.now().timestamp()}@example.org", is_staff=True)
    return write(article, Writer(author=writer))


def wait(article: Article) -> Comment:
    """Write a guest's comment, which waits."""
    return write(article, Writer(guest_name="Odile", guest_email="odile@example.org"))


def write(article: Article, by: Writer) -> Comment:
    """Post a comment that nobody has written before."""
    article = Article.objects.select_related("section").get(pk=article.pk)
    return post(article, f"I say {uuid.uuid4()}.", by=by, submission=uuid.uuid4())


def another_story() -> Story:
    """A story without an article."""
    return Story.objects.create(label="Another")


def fill(worker: Worker) -> None:
    """Ask a worker for all pages, so that it keeps them."""
    worker.settle()
    for path in ALL:
        assert worker.ask(path).status == 200, path
    assert {path for path in ALL if worker.is_kept(path)} == ALL

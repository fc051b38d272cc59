"""Broadsheet itself: its own settings, addresses and middleware, all checks, a story to talk about.

With POSTING_JOB=1 each accepted comment queues a job besides, in the same transaction.
"""

import os
import time
import uuid
from datetime import timedelta
from typing import Any

import django
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
settings.DATABASES["default"]["NAME"] = os.environ["POSTING_NAME"]
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from procrastinate.contrib.django import app  # noqa: E402

from articles.models import Article, Masthead, Section, SectionName, Story  # noqa: E402
from benchmarks.posting.contender import comment, post_environ  # noqa: E402
from comments import posting  # noqa: E402
from comments.form_token import FormToken  # noqa: E402
from comments.models import Comment, Move, Status  # noqa: E402
from comments.moderation import decide as decide_about  # noqa: E402
from comments.undoing import undo  # noqa: E402
from portal.models import User  # noqa: E402

application = WSGIHandler()
HAS_JOB = os.environ.get("POSTING_JOB") == "1"
IS_ANSWER = os.environ.get("POSTING_ANSWERS") == "1"
IS_FRAGMENT = os.environ.get("POSTING_FRAGMENTS") == "1"
place: dict[str, Any] = {}


def prepare() -> None:
    """Migrate, publish an article, and say something under it that can be answered."""
    call_command("migrate", verbosity=0)
    Masthead.objects.create(language="en", name="The Measured Courier")
    section = Section.objects.create(slug="valley")
    SectionName.objects.create(section=section, language="en", name="The Valley")
    story = Story.objects.create(label="The bridge")
    place["article"] = Article.objects.create(
        story=story,
        section=section,
        slug="the-bridge",
        headline="The bridge",
        status="published",
        publish_at=timezone.now() - timedelta(hours=1),
    )
    place["moderator"] = User.objects.create_user(email="m@example.org", is_staff=True)
    if HAS_JOB:
        _queue_a_job_each()
    if IS_ANSWER:
        place["parent"] = _root(place["article"])


def _queue_a_job_each() -> None:
    """Let each comment queue a job in its own transaction, as a mail about it would be."""
    task = app.task(name="benchmarks.posting.nothing", queue="measured")(lambda comment: None)
    add = posting._add

    def add_and_queue(*args: Any, **kwargs: Any) -> Comment:
        comment = add(*args, **kwargs)
        task.defer(comment=comment.pk)
        return comment

    posting._add = add_and_queue


def _root(article: Article) -> Comment:
    writer = posting.Writer(author=place["moderator"])
    return posting.post(article, "What do you say?", by=writer, submission=uuid.uuid4())


def environ(number: int) -> dict:
    """Return a guest's form as it comes back, its token made long enough ago."""
    article, parent = place["article"], place.get("parent")
    fields = {
        "name": f"Reader {number}",
        "email": f"reader{number}@example.org",
        "body": comment(number),
        "agrees": "on",
        "website": "",
        "token": _old_token(article, parent),
    }
    path = f"/en/valley/{article.slug}/reply/"
    query = [f"to={parent.pk}"] if parent else []
    query += ["fragment=1"] if IS_FRAGMENT else []
    return post_environ(f"{path}?{'&'.join(query)}", fields, number)


def _old_token(article: Article, parent: Comment | None) -> str:
    now = time.time
    time.time = lambda: now() - 60  # type: ignore[assignment]
    try:
        return FormToken.new(article, parent).signed()
    finally:
        time.time = now


def accepted() -> int:
    """Return how many comments wait."""
    return Comment.objects.filter(status=Status.HELD).count()


def decide(count: int) -> dict[str, float]:
    """Approve so many waiting comments in one act and take it back; time and queries of both."""
    waiting = list(Comment.objects.waiting()[:count])
    with CaptureQueriesContext(connection) as asked:
        act = decide_about(waiting, Move.APPROVE, by=place["moderator"]).act
    with CaptureQueriesContext(connection) as asked_undo:
        undo(act, by=place["moderator"])
    begun = time.perf_counter()
    outcome = decide_about(waiting, Move.APPROVE, by=place["moderator"])
    approved = time.perf_counter()
    undo(outcome.act, by=place["moderator"])
    undone = time.perf_counter()
    if len(outcome.decisions) != count:
        raise SystemExit("Not every comment was approved")
    return {
        "seconds": approved - begun,
        "queries": len(asked),
        "undo_seconds": undone - approved,
        "undo_queries": len(asked_undo),
    }

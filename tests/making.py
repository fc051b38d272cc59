"""Makers: each gives a saved record with believable values; name what the test is about."""

import itertools
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Byline,
    Masthead,
    Photo,
    Section,
    SectionName,
    Story,
    Text,
)
from comments.models import Comment, Discussion, Move, Rule, RuleText, Status
from comments.moderation import add_posted, decide
from comments.posting import next_id
from comments.screening import Screened, record
from portal.models import User

Make = Callable[..., Any]
PASSWORD = "correct horse battery staple"
numbers = itertools.count(1)


@pytest.fixture
def make_user(db: None) -> Make:
    """Make somebody who signs in; `role` puts a member of staff into that group."""

    def make(role: str = "", **fields: Any) -> User:
        number = next(numbers)
        password = fields.pop("password", PASSWORD)
        fields.setdefault("email", f"person{number}@example.org")
        fields.setdefault("display_name", f"Person {number}")
        if role == "Administrators":
            return User.objects.create_superuser(password=password, **fields)
        fields.setdefault("is_staff", bool(role))
        user = User.objects.create_user(password=password, **fields)
        if role:
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def make_section(db: None) -> Make:
    """Make a section with an English name."""

    def make(slug: str = "valley", name: str = "The Valley", **fields: Any) -> Section:
        section, _created = Section.objects.get_or_create(slug=slug, defaults=fields)
        SectionName.objects.get_or_create(section=section, language="en", defaults={"name": name})
        return section

    return make


@pytest.fixture
def make_photo(db: None) -> Make:
    """Make a photo's record; the file behind it is only a name."""

    def make(**fields: Any) -> Photo:
        number = next(numbers)
        fields = {
            "file": f"photos/{number}.jpg",
            "width": 1800,
            "height": 1200,
            "caption": f"The bridge at dawn, number {number}.",
            "credit": "Tomas Breck",
            "alt_text": "A stone bridge over a river",
            "checksum": f"{number:064x}",
        } | fields
        return Photo.objects.create(**fields)

    return make


@pytest.fixture
def make_article(db: None, make_section: Make) -> Make:
    """Make an article, published an hour ago unless said otherwise, with a byline and a text."""

    def make(**fields: Any) -> Article:
        number = next(numbers)
        Masthead.objects.get_or_create(
            language=fields.get("language", "en"), defaults={"name": "The Test Courier"}
        )
        fields.setdefault("story", None)
        fields["story"] = fields["story"] or Story.objects.create(label=f"Story {number}")
        hour_ago = timezone.now() - timedelta(hours=1)
        authors = fields.pop("authors", None)
        html = fields.pop("html", "<p>The river rose two metres overnight.</p>")
        fields = {
            "section": fields.get("section") or make_section(),
            "slug": f"the-river-rose-{number}",
            "headline": f"The river rose overnight, {number}",
            "dek": "Nobody was hurt.",
            "status": "published",
            "publish_at": hour_ago,
            "first_published_at": hour_ago,
        } | fields
        article = Article.objects.create(**fields)
        if authors is None:
            authors = [
                Author.objects.get_or_create(slug="nilufar-sattor", name="Nilufar Sattor")[0]
            ]
        for position, author in enumerate(authors):
            Byline.objects.create(article=article, author=author, position=position)
        Text.objects.create(parent=article, ordering=10, html=html)
        return article

    return make


@pytest.fixture
def make_rule(db: None) -> Make:
    """Make a rule of the policy with an English text."""

    def make(code: str = "3", title: str = "Personal attacks", **fields: Any) -> Rule:
        rule, created = Rule.objects.get_or_create(code=code, defaults=fields)
        if created:
            RuleText.objects.create(
                rule=rule, language="en", title=title, text="Criticise what was said."
            )
        return rule

    return make


@pytest.fixture
def make_comment(make_article: Make, make_rule: Make) -> Make:
    """Make a comment through the same records that posting and moderation write.

    Those of one test follow each other by a second, all of them within the last half hour.
    """
    seconds = itertools.count()

    @transaction.atomic  # as posting does: tests with real transactions use it too
    def make(
        article: Article | None = None,
        *,
        parent: Comment | None = None,
        status: str = Status.PUBLISHED,
        by: User | None = None,
        **fields: Any,
    ) -> Comment:
        number = next(numbers)
        article = article or (parent.article if parent else make_article())
        Discussion.objects.of(article.story_id)
        comment = Comment(
            story_id=article.story_id,
            article=article,
            parent=parent,
            root_id=(parent.root_id or parent.pk) if parent else None,
            author=fields.pop("author", None),
            **{
                "id": next_id(),
                "guest_name": f"Reader {number}",
                "guest_email": f"reader{number}@example.org",
                "body": f"This is comment number {number}.",
                "language": article.language,
                "submission": uuid.uuid4(),
                "submitted_at": timezone.now() - timedelta(seconds=1800 - next(seconds)),
            }
            | fields,
        )
        comment.set_place(parent)
        posted = Status.HELD if status != Status.PUBLISHED else Status.PUBLISHED
        screened = record(comment, Screened(), at=comment.submitted_at)
        add_posted(comment, posted, also=[screened])
        comment.refresh_from_db()
        rule = make_rule()
        if status == Status.REJECTED:
            decide([comment], Move.REJECT, by=by, rule=rule)
        if status in {Status.REMOVED, Status.DELETED}:
            decide([comment], Move.APPROVE, by=by)
            move = Move.REMOVE if status == Status.REMOVED else Move.DELETE
            decide([comment], move, by=by, rule=rule)
        return Comment.objects.get(pk=comment.pk)

    return make

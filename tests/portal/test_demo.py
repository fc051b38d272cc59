"""The demo edition holds what a newcomer is promised, and loads through the house's own verbs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils.html import strip_tags
from pytest_django.plugin import DjangoDbBlocker

from articles.models import (
    Article,
    Author,
    Byline,
    GalleryPhoto,
    Masthead,
    Photo,
    Section,
    Story,
    Text,
)
from articles.publishing import missing_for_publication
from comments.models import Comment, Discussion, Status
from comments.models.comments import UNRANKED
from comments.public_log.chain import verify
from comments.translating import in_use
from portal.demo.files import stories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """The demo edition, made once for the tests here, with small pictures; its folder."""
    folder = tmp_path_factory.mktemp("demo")
    own = override_settings(
        MEDIA_ROOT=folder / "media",
        DEMO_LOGINS=folder / "logins",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        COMMENT_TRUST_PUBLISHED=0,
    )
    with django_db_blocker.unblock():
        with own:
            call_command("demo", picture_width=64, verbosity=0)
        yield folder
        call_command("flush", verbosity=0, interactive=False)
        connection.close()


def words(article: Article) -> int:
    texts = Text.objects.filter(parent=article)
    return sum(len(strip_tags(text.html).split()) for text in texts)


def test_the_demo_is_a_whole_newspaper(demo: Path) -> None:
    english = Article.objects.published().in_language("en")
    assert Section.objects.count() >= 5
    assert Author.objects.count() == 8
    assert english.count() >= 24
    assert all(300 <= words(article) <= 1200 for article in english)
    for language in ("ru", "uz", "fa"):
        assert Article.objects.published().in_language(language).count() >= 3
    assert Masthead.objects.count() == 4
    assert not Masthead.objects.filter(notice="").exists()
    placed = (Byline, GalleryPhoto)
    assert not any(model.objects.filter(position=0).exists() for model in placed), "0 is the end"
    checksums = Photo.objects.values_list("checksum", flat=True)
    assert len(set(checksums)) == len(checksums), "all pictures differ"
    assert all(not missing_for_publication(article) for article in Article.objects.all())
    logins = demo / "logins"
    assert logins.stat().st_mode & 0o077 == 0
    assert len(logins.read_text().splitlines()) == 4


def test_the_demos_public_log_is_not_empty_and_is_whole(demo: Path) -> None:
    verdict = verify()
    assert verdict.broken is None
    gone = Comment.objects.filter(status__in=[Status.REMOVED, Status.REJECTED])
    assert verdict.entries == gone.count() > 3


def test_the_demo_has_the_conversations_it_promises(demo: Path) -> None:
    counts = list(Discussion.objects.values_list("comment_count", flat=True))
    assert {0, 1, 7, 42} <= set(counts)
    assert Story.objects.count() == len(counts), "each story has its discussion"
    long = Discussion.objects.get(comment_count=42)
    removed = Comment.objects.on(long.story_id).filter(status=Status.REMOVED)
    assert removed.count() == 4
    assert all(c.decisions.filter(rule__isnull=False).exists() for c in removed)
    featured = Comment.objects.on(long.story_id).featured().get()
    assert featured.recommend_count > 10
    assert in_use("en").filter(story_id=long.story_id).count() > 2
    assert Comment.objects.on(long.story_id).exclude(recommended_rank__gte=UNRANKED - 1).exists()
    assert Discussion.objects.filter(is_open=False).count() == 1
    assert Comment.objects.waiting().exists()
    assert all(comment.submitted_at for comment in Comment.objects.filter(depth__gte=3))


def test_a_house_with_a_newspaper_is_left_alone(demo: Path) -> None:
    before = Article.objects.count()
    call_command("demo", picture_width=64, verbosity=0)
    assert Article.objects.count() == before


def test_every_story_file_names_pictures_that_exist() -> None:
    for story in stories():
        known = {photo["key"] for photo in story.shared["photo"]}
        for language, edition in story.editions.items():
            used = {edition["lead"]["photo"]}
            for block in edition["block"]:
                used |= {block["photo"]} if block["type"] == "figure" else set()
                used |= set(block.get("photos", []))
            assert used <= known, f"{story.key} {language}"
    assert django_settings.LANGUAGES

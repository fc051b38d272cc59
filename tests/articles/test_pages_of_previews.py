"""The preview: an article as readers will see it, for those in the newsroom who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

Make = Any


@pytest.fixture
def preview(client: Client, make_article: Make, make_user: Make) -> Any:
    """Ask for the preview of an article as somebody with a role; "own": who began it."""

    def ask(role: str, *, own: bool = False, **fields: Any) -> Any:
        fields = {"status": "draft", "headline": "Not yet"} | fields
        user = make_user(role=role) if role else None
        article = make_article(created_by=user if own else None, **fields)
        if user:
            client.force_login(user)
        return client.get(f"/{article.language}/preview/{article.pk}/")

    return ask


@pytest.mark.parametrize(
    ("role", "own", "status"),
    [
        ("Reporters", True, 200),
        ("Reporters", False, 403),
        ("Editors", False, 200),
        ("Administrators", False, 200),
        ("Moderators", False, 403),
        ("", False, 302),
    ],
)
def test_who_may_preview_an_article(preview: Any, role: str, own: bool, status: int) -> None:
    assert preview(role, own=own).status_code == status


def test_a_reader_is_sent_to_sign_in(preview: Any) -> None:
    assert preview("").headers["Location"].startswith("/admin/login/")


def test_a_refusal_is_said_in_the_newspapers_own_design(preview: Any) -> None:
    assert "You may not see this page" in preview("Moderators").content.decode()


def test_a_preview_is_kept_by_nobody(preview: Any) -> None:
    response = preview("Editors")
    assert "no-store" in response.headers["Cache-Control"]
    assert b'content="noindex"' in response.content


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "draft"}, "Readers do not see this article yet."),
        ({"status": "withdrawn"}, "This article is withdrawn"),
        ({"status": "published"}, "Readers see this article."),
        (
            {"status": "published", "publish_at": timezone.now() + timedelta(days=1)},
            "Readers will see this article from <time",
        ),
    ],
)
def test_a_preview_says_whether_readers_see_the_article(
    preview: Any, fields: dict[str, Any], words: str
) -> None:
    page = preview("Editors", **fields).content.decode()
    assert words in page
    assert "The river rose two metres overnight." in page


def test_an_article_with_nothing_but_a_story_can_be_previewed(preview: Any) -> None:
    bare = {"headline": "", "dek": "", "section": None, "publish_at": None, "authors": []}
    assert preview("Editors", slug="bare", **bare).status_code == 200


def test_the_preview_of_an_article_under_another_language_is_not_there(
    client: Client, make_article: Make, make_user: Make
) -> None:
    client.force_login(make_user(role="Editors"))
    assert client.get(f"/ru/preview/{make_article().pk}/").status_code == 404

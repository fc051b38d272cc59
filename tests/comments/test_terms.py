"""Terms: which level speaks, when a discussion closes, and where that shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from comments.editing import why_not
from comments.models import Comment, Discussion, DiscussionTerms, Mode, Status
from comments.terms import Level, terms_of
from comments.terms_in_words import terms_in_words
from tests.comments.reading import address, send, text_of, token_in
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_hands(settings: Settings) -> None:
    settings.COMMENT_MINIMUM_SECONDS = 0


def said_of(article: Any) -> tuple[Mode, Level]:
    terms = terms_of(article.story_id)
    return terms.mode, terms.mode_from


def test_the_nearest_level_that_speaks_counts(make_article: Make, make_section: Make) -> None:
    article = make_article()
    elsewhere = make_article(section=make_section("town", "Town"))
    assert said_of(article) == (Mode.FIRST_WAIT, Level.HOUSE)
    DiscussionTerms.objects.create(mode=Mode.ALL_WAIT, close_after_days=7)
    assert said_of(article) == (Mode.ALL_WAIT, Level.SITE)
    DiscussionTerms.objects.create(section=article.section, mode=Mode.SCREENED)
    assert said_of(article) == (Mode.SCREENED, Level.SECTION)
    assert said_of(elsewhere) == (Mode.ALL_WAIT, Level.SITE)
    Discussion.objects.create(story_id=article.story_id, mode=Mode.CLOSED)
    assert said_of(article) == (Mode.CLOSED, Level.STORY)
    assert terms_of(article.story_id).closes_from == Level.SITE


def test_a_story_s_section_is_that_of_its_first_edition(
    make_article: Make, make_section: Make
) -> None:
    first = make_article(publish_at=timezone.now() - timedelta(days=3), first_published_at=None)
    second = make_article(story=first.story, language="ru", section=make_section("town", "Town"))
    DiscussionTerms.objects.create(section=second.section, mode=Mode.ALL_WAIT)
    assert said_of(second) == (Mode.FIRST_WAIT, Level.HOUSE)
    DiscussionTerms.objects.create(section=first.section, close_after_days=4)
    closes_at = terms_of(first.story_id).closes_at
    assert closes_at == first.publish_at + timedelta(days=4)


CLOSED = {
    "by hand": lambda story: Discussion.objects.update_or_create(
        story_id=story, defaults={"is_open": False}
    ),
    "by its mode": lambda story: Discussion.objects.update_or_create(
        story_id=story, defaults={"mode": Mode.CLOSED}
    ),
    "at its time": lambda story: Discussion.objects.update_or_create(
        story_id=story, defaults={"closes_at": timezone.now() - timedelta(minutes=1)}
    ),
    "by the site": lambda story: DiscussionTerms.objects.create(mode=Mode.CLOSED),
    "by the site's days": lambda story: DiscussionTerms.objects.create(close_after_days=2),
}


@pytest.mark.parametrize("how", CLOSED)
def test_a_closed_discussion_takes_nothing_and_says_so(
    how: str, client: Client, make_article: Make, make_comment: Make
) -> None:
    days_ago = timezone.now() - timedelta(days=3)
    article = make_article(publish_at=days_ago, first_published_at=days_ago)
    comment = make_comment(article, submitted_at=timezone.now())
    assert why_not(comment) == ""
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Write a comment" in page
    CLOSED[how](article.story_id)
    page = text_of(client.get(article.get_absolute_url()))
    assert "This discussion is closed" in page
    assert ("It closed on" in page) == (how in {"at its time", "by the site's days"})
    assert "Write a comment" not in page
    assert "closed" in text_of(client.get(address("post_comment", article)))
    assert client.get(address("discussion_news", article)).json()["open"] is False
    assert "closed" in why_not(comment)
    acts = address("comment_acts", article, pk=comment.pk)
    assert ">Reply<" not in client.get(acts).content.decode()


def test_a_standing_page_without_comments_that_takes_none_speaks_of_none(
    client: Client, make_article: Make, make_comment: Make
) -> None:
    page, spoken_of = make_article(is_standing=True), make_article(is_standing=True)
    make_comment(spoken_of)
    heading = 'id="comments-heading"'
    assert heading in client.get(page.get_absolute_url()).content.decode()
    for closed in (page, spoken_of):
        CLOSED["by hand"](closed.story_id)
    assert heading not in client.get(page.get_absolute_url()).content.decode()
    assert heading in client.get(spoken_of.get_absolute_url()).content.decode()


def test_a_form_that_was_open_is_refused_once_it_has_closed(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    form = client.get(address("post_comment", article))
    DiscussionTerms.objects.create(mode=Mode.CLOSED)
    refused = send(client, article, token=token_in(form))
    assert refused.status_code == 422
    assert "This discussion is closed" in text_of(refused)
    assert not Comment.objects.exists()


def test_a_day_far_ahead_or_no_days_keep_one_open(make_article: Make) -> None:
    old = timezone.now() - timedelta(days=30)
    article = make_article(publish_at=old, first_published_at=old)
    DiscussionTerms.objects.create(close_after_days=14)
    assert not terms_of(article.story_id).accepts_comments
    section = DiscussionTerms.objects.create(section=article.section, close_after_days=0)
    assert terms_of(article.story_id).accepts_comments
    section.delete()
    far = timezone.now() + timedelta(days=400)
    Discussion.objects.create(story_id=article.story_id, closes_at=far)
    assert terms_of(article.story_id).accepts_comments


def test_terms_take_one_query_and_stand_in_words(make_article: Make) -> None:
    article = make_article()
    with CaptureQueriesContext(connection) as asked:
        terms = terms_of(article.story_id)
    assert len(asked) == 1
    assert terms_in_words(terms) == (
        "First comments wait, as the newspaper’s default says. It stays open."
    )


def test_the_form_says_beforehand_what_will_wait(
    client: Client, make_article: Make, make_user: Make, settings: Settings
) -> None:
    article = make_article()
    form = address("post_comment", article)
    assert "What guests write is read by a moderator" in text_of(client.get(form))
    DiscussionTerms.objects.create(mode=Mode.SCREENED)
    assert "read by a moderator" not in text_of(client.get(form))
    DiscussionTerms.objects.update(mode="")
    settings.COMMENT_TRUST_PUBLISHED = 1
    client.force_login(make_user())
    assert "First comments are read by a moderator" in text_of(client.get(form))
    settings.COMMENT_TRUST_PUBLISHED = 0
    assert "read by a moderator" not in text_of(client.get(form))


def test_the_author_of_a_held_comment_is_told_in_general_terms(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    body = "See https://bit.ly/3xY for all of it."
    page = text_of(client.get(send(client, article, body=body)["Location"]))
    assert "It has links, which a moderator looks at first." in page
    assert "shortened" not in page
    waiting = text_of(client.get(address("own_comments", article)))
    assert "It has links, which a moderator looks at first." in waiting
    fragment = text_of(send(client, article, fragment=True, body="A quiet word about it."))
    assert "What guests write is read by a moderator before it appears." in fragment


def test_where_only_screening_holds_guests_are_published_at_once(
    client: Client, make_article: Make
) -> None:
    DiscussionTerms.objects.create(mode=Mode.SCREENED)
    send(client, make_article())
    comment = Comment.objects.get()
    assert (comment.status, comment.held_by) == (Status.PUBLISHED, "")
    assert [said["kind"] for said in comment.screenings.get().said] == ["pass"] * 7


# --- In the admin ---


def test_terms_are_set_for_the_site_and_for_sections_once_each(
    client: Client, make_user: Make, make_section: Make
) -> None:
    client.force_login(make_user("Administrators"))
    add = "/admin/comments/discussionterms/add/"
    site = {"section": "", "mode": "all", "close_after_days": "14"}
    assert client.post(add, site).status_code == 302
    assert "There are terms for this already" in text_of(client.post(add, site))
    section = make_section()
    assert client.post(add, site | {"section": section.pk, "mode": ""}).status_code == 302
    page = text_of(client.get("/admin/comments/discussionterms/"))
    assert page.rindex("the whole site") < page.rindex("The Valley")


def test_a_discussion_says_what_is_in_force_and_takes_a_mode(
    as_moderator: Client, make_comment: Make
) -> None:
    comment = make_comment()
    DiscussionTerms.objects.create(mode=Mode.ALL_WAIT, close_after_days=30)
    discussion = Discussion.objects.get()
    change = f"/admin/comments/discussion/{discussion.pk}/change/"
    page = text_of(as_moderator.get(change))
    assert "Everything waits, as the whole site says. Closes" in page
    sent = {"is_open": "on", "mode": "screened", "closes_at_0": "", "closes_at_1": ""}
    assert as_moderator.post(change, sent).status_code == 302
    assert said_of(comment.article) == (Mode.SCREENED, Level.STORY)


def test_an_article_s_page_in_the_newsroom_says_what_its_discussion_asks(
    client: Client, make_article: Make, make_user: Make
) -> None:
    article = make_article()
    client.force_login(make_user("Editors"))
    page = text_of(client.get(f"/admin/articles/article/{article.pk}/change/"))
    assert "First comments wait, as the newspaper’s default says. It stays open." in page
    Discussion.objects.create(story_id=article.story_id)
    client.force_login(make_user("Administrators"))
    page = client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert f"/admin/comments/discussion/{Discussion.objects.get().pk}/change/" in page

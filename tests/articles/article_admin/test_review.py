"""Review and publication in the admin: what is missing, who presses what, what is fixed then."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Masthead, Story, Text
from articles.publishing import Standing, standing
from tests.articles.admin_form import (
    add_article,
    add_url,
    block,
    change_article,
    change_url,
    in_form,
    latest,
    messages_of,
    reasons_of,
    shown_in,
)
from tests.articles.article_admin.conftest import DRAFT
from tests.making import Make

HOUR = timedelta(hours=1)


def test_a_reporter_sends_to_review_and_an_editor_publishes(
    desk: Client, editors: Client, make_section: Make
) -> None:
    Masthead.objects.create(language="en", name="The Courier")
    section = make_section()
    page = add_article(
        desk,
        press="submit",
        headline="The river rose",
        section=section.pk,
        **block("text", 0, 10, html="<p>By two metres.</p>"),
    )
    assert messages_of(page) == ["The article is with the editors now."]
    assert latest().status == "in_review"
    page = change_article(editors, latest(), press="publish")
    assert messages_of(page) == ["The article is published."]
    assert standing(latest()) == Standing.PUBLISHED
    assert Client().get(latest().get_absolute_url()).status_code == 200


def test_publishing_names_what_is_missing_keeps_the_status_and_saves_the_text(
    editors: Client, make_photo: Make
) -> None:
    Masthead.objects.create(language="en", name="The Courier")
    page = add_article(
        editors,
        press="publish",
        headline="",
        lead_photo=make_photo(caption="", alt_text="").pk,
        **block("text", 0, 10, html="<p>By two metres.</p>"),
    )
    assert messages_of(page) == [
        "The headline is missing.",
        "The section is missing.",
        "The byline is missing: name at least one author.",
        "Lead photo: the alternative text is missing. Say what is seen in it.",
        "Your text is saved. The article is still what it was: draft.",
    ]
    assert latest().status == "draft"
    assert Text.objects.get(parent=latest()).html == "<p>By two metres.</p>"


def test_a_time_to_come_schedules_and_can_be_moved_but_not_into_the_past(
    editors: Client, make_article: Make
) -> None:
    article = make_article(**DRAFT)
    at = (timezone.now() + HOUR).replace(microsecond=0)
    change_article(editors, article, press="publish", **in_form(at))
    assert standing(latest()) == Standing.SCHEDULED
    change_article(editors, article, **in_form(at + HOUR))
    assert (latest().publish_at, latest().first_published_at) == (at + HOUR, at + HOUR)
    page = change_article(editors, article, **in_form(timezone.now() - HOUR))
    assert page.context["adminform"].form.errors["publish_at"] == [
        "Give a time to come, or press “Publish now”."
    ]
    change_article(editors, article, press="publish_now")
    assert standing(latest()) == Standing.PUBLISHED


def test_a_scheduled_article_keeps_its_section(editors: Client, make_article: Make) -> None:
    at = timezone.now() + HOUR
    article = make_article(publish_at=at, first_published_at=at)
    page = change_article(editors, article, section="")
    assert page.context["adminform"].form.errors["section"]
    assert latest().section_id


def test_a_published_article_cannot_be_saved_without_what_readers_need(
    editors: Client, make_article: Make
) -> None:
    article = make_article(html="<p>By two metres.</p>")
    text = Text.objects.get(parent=article)
    page = change_article(
        editors,
        article,
        headline="",
        dek="Typed with care",
        **{"articles_text_set-0-html": "<p>Also typed with care</p>", "bylines-0-DELETE": "on"},
    )
    assert reasons_of(page) == [
        "The headline is missing.",
        "The byline is missing: name at least one author.",
    ]
    shown = shown_in(page)
    assert shown["dek"] == "Typed with care"
    assert shown["articles_text_set-0-html"] == "<p>Also typed with care</p>"
    text.refresh_from_db()
    assert text.html == "<p>By two metres.</p>"
    assert latest().headline == article.headline
    assert article.bylines.count() == 1


def test_an_article_may_be_withdrawn_with_things_missing(
    editors: Client, make_article: Make
) -> None:
    article = make_article()
    page = change_article(editors, article, press="withdraw", headline="")
    assert messages_of(page) == ["The article is withdrawn. Its address tells readers so."]
    assert Client().get(article.get_absolute_url()).status_code == 410
    page = change_article(editors, article, press="publish")
    assert messages_of(page)[0] == "The headline is missing."


def test_only_a_substantive_update_is_told_to_readers(editors: Client, make_article: Make) -> None:
    article = make_article()
    change_article(editors, article, dek="A comma, moved.")
    assert latest().updated_at is None
    change_article(editors, article, press="update", dek="Ten people were hurt.")
    assert latest().updated_at is not None


def test_language_story_and_time_are_fixed_once_readers_have_seen_it(
    editors: Client, make_article: Make
) -> None:
    article = make_article()
    other = Story.objects.create(label="Another story")
    changes = {"language": "ru", "story": other.pk, **in_form(timezone.now() + HOUR)}
    change_article(editors, article, **changes)
    for name in ("language", "story", "publish_at"):
        assert getattr(latest(), name) == getattr(article, name)


def test_the_history_says_who_published(editors: Client, make_article: Make) -> None:
    article = make_article(**DRAFT)
    change_article(editors, article, press="publish")
    history = editors.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert "Publish" in [entry.change_message for entry in history.context["action_list"]]


def buttons_on(page: Any) -> list[str]:
    return [name for name, _label in page.context["buttons"]]


def test_the_buttons_are_those_that_may_be_pressed(
    desk: Client, editors: Client, make_article: Make, reporter: Any
) -> None:
    article = make_article(**DRAFT, created_by=reporter)
    assert buttons_on(desk.get(add_url())) == ["submit"]
    assert buttons_on(desk.get(change_url(article))) == ["submit"]
    assert buttons_on(editors.get(change_url(article))) == ["submit", "publish"]
    publishing.submit_for_review(article, by=reporter)
    assert buttons_on(desk.get(change_url(article))) == ["back_to_draft"]
    at = timezone.now() + HOUR
    scheduled = make_article(publish_at=at, first_published_at=at)
    assert buttons_on(editors.get(change_url(scheduled))) == ["publish_now", "back_to_draft"]
    assert buttons_on(editors.get(change_url(make_article()))) == ["update", "withdraw"]


@pytest.mark.django_db(transaction=True)
def test_a_save_that_meets_a_publication_does_not_undo_it(
    make_user: Make, make_article: Make
) -> None:
    article, editor = make_article(**DRAFT), make_user("Editors")
    browser = Client()
    browser.force_login(editor)
    data = shown_in(browser.get(change_url(article))) | {"dek": "New", "_continue": "Save"}

    def save() -> None:
        browser.post(change_url(article), data)
        connection.close()

    thread = threading.Thread(target=save)
    with transaction.atomic():
        publishing.publish(article, by=editor)
        thread.start()
        thread.join(0.7)
        assert thread.is_alive(), "the save waits for the publication"
    thread.join(10)
    article.refresh_from_db()
    assert (article.status, article.dek) == ("published", "New")

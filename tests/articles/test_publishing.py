"""Publishing: which moves there are, who makes them, what must not be missing, and when."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.completeness import missing_for_publication
from articles.models import Article, Figure, Gallery, GalleryPhoto, PhotoGallery
from articles.models.stories import ArticleStatus
from articles.publishing import MOVES, Move, PublishRefused, Standing, standing
from tests.making import Make

HOUR = timedelta(hours=1)
VERBS: dict[Move, Callable[..., Article]] = {
    Move.SUBMIT: publishing.submit_for_review,
    Move.PUBLISH: publishing.publish,
    Move.UPDATE: publishing.record_update,
    Move.WITHDRAW: publishing.withdraw,
    Move.BACK_TO_DRAFT: publishing.back_to_draft,
}


@pytest.fixture
def editor(make_user: Make) -> Any:
    return make_user("Editors")


@pytest.fixture
def make_standing(make_article: Make) -> Make:
    """Make an article that stands in a given way."""

    def make(now: Standing, **fields: Any) -> Article:
        hour_ago, in_an_hour = timezone.now() - HOUR, timezone.now() + HOUR
        times = {
            Standing.SCHEDULED: {"publish_at": in_an_hour, "first_published_at": in_an_hour},
            Standing.PUBLISHED: {"publish_at": hour_ago, "first_published_at": hour_ago},
            Standing.WITHDRAWN: {"publish_at": hour_ago, "first_published_at": hour_ago},
        }.get(now, {"publish_at": None, "first_published_at": None})
        status = ArticleStatus.PUBLISHED if now == Standing.SCHEDULED else now.value
        return make_article(status=status, **(times | fields))

    return make


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("now", Standing)
def test_each_move_is_made_from_where_the_table_allows_it_and_refused_elsewhere(
    now: Standing, move: Move, make_standing: Make, editor: Any
) -> None:
    article = make_standing(now)
    if (now, move) in MOVES:
        assert VERBS[move](article, by=editor).status == MOVES[now, move]
        return
    with pytest.raises(PublishRefused) as refused:
        VERBS[move](article, by=editor)
    article.refresh_from_db()
    assert standing(article) == now
    assert len(refused.value.reasons) == 1


def test_what_readers_have_seen_is_withdrawn_and_never_a_draft_again() -> None:
    seen = {Standing.PUBLISHED, Standing.WITHDRAWN}
    ends = {MOVES[now, move] for now, move in MOVES if now in seen}
    assert ends == {ArticleStatus.PUBLISHED, ArticleStatus.WITHDRAWN}


@pytest.mark.parametrize(("now", "move"), MOVES)
def test_a_reporter_sends_to_review_and_takes_back_only_what_is_their_own(
    now: Standing, move: Move, make_standing: Make, make_user: Make
) -> None:
    reporter = make_user("Reporters")
    own = make_standing(now, created_by=reporter)
    others = make_standing(now, created_by=make_user("Reporters"))
    mine = {(Standing.DRAFT, Move.SUBMIT), (Standing.IN_REVIEW, Move.BACK_TO_DRAFT)}
    if (now, move) in mine:
        assert VERBS[move](own, by=reporter).status == MOVES[now, move]
    else:
        with pytest.raises(PermissionDenied):
            VERBS[move](own, by=reporter)
    with pytest.raises(PermissionDenied):
        VERBS[move](others, by=reporter)


# --- What is missing --------------------------------------------------------------------------
def test_everything_that_is_missing_is_named_at_once(make_article: Make, editor: Any) -> None:
    article = make_article(
        status="draft",
        publish_at=None,
        first_published_at=None,
        headline=" ",
        section=None,
        authors=[],
        html="<p>&nbsp;</p>",
    )
    Article.objects.filter(pk=article.pk).update(section=None)
    with pytest.raises(PublishRefused) as refused:
        publishing.publish(article, by=editor)
    assert refused.value.reasons == [
        "The headline is missing.",
        "The section is missing.",
        "The byline is missing: name at least one author.",
        "The text is missing: write at least one paragraph.",
    ]
    article.refresh_from_db()
    assert (article.status, article.publish_at) == (ArticleStatus.DRAFT, None)


def test_an_article_without_pictures_lacks_nothing(make_article: Make) -> None:
    assert missing_for_publication(make_article()) == []


def test_a_language_without_a_masthead_is_not_published_in(make_article: Make) -> None:
    article = make_article()
    Article.objects.filter(pk=article.pk).update(language="fa")
    article.refresh_from_db()
    assert missing_for_publication(article) == [
        "The newspaper is not published in this language (Persian): it has no masthead."
    ]


def place_picture(where: str, article: Article, photo: Any, **words: str) -> str:
    """Put a photo into an article; return how a message names it."""
    if where == "lead":
        article.lead_photo = photo
        article.lead_caption = words.get("caption", "")
        article.lead_alt_text = words.get("alt_text", "")
        article.save()
        return "Lead photo"
    if where == "figure":
        figure = Figure.objects.create(parent=article, ordering=20, photo=photo, **words)
        return f"Figure “{figure}”"
    gallery = PhotoGallery.objects.create(title="The bridge")
    GalleryPhoto.objects.create(gallery=gallery, photo=photo, **words)
    Gallery.objects.create(parent=article, ordering=20, gallery=gallery)
    return f"Photo “{photo}” in the gallery “The bridge”"


PICTURE_CASES = {
    "has its own": ({"alt_text": "A stone bridge"}, {}, ""),
    "is given by the article": ({"alt_text": ""}, {"alt_text": "A stone bridge"}, ""),
    "is missing": ({"alt_text": ""}, {}, "the alternative text is missing."),
    "is blank": ({"alt_text": "  –"}, {}, "the alternative text is missing."),
    "is the caption": (
        {"alt_text": "the bridge at dawn", "caption": "The bridge at dawn."},
        {},
        "the alternative text repeats the caption.",
    ),
    "is the caption given by the article": (
        {"alt_text": "A bridge at dusk"},
        {"caption": "A bridge, at dusk"},
        "the alternative text repeats the caption.",
    ),
    "is the file's name": (
        {"file": "photos/bridge-dawn.jpg", "alt_text": "Bridge dawn"},
        {},
        "the alternative text is a file name.",
    ),
    "is some file's name": ({"alt_text": "IMG_2041.HEIC"}, {}, "the alternative text is a file"),
}


@pytest.mark.parametrize("where", ["lead", "figure", "gallery"])
@pytest.mark.parametrize("case", PICTURE_CASES)
def test_each_picture_needs_an_alternative_text_that_says_what_is_seen(
    case: str, where: str, make_article: Make, make_photo: Make
) -> None:
    own, words, problem = PICTURE_CASES[case]
    article = make_article()
    place = place_picture(where, article, make_photo(**own), **words)
    missing = missing_for_publication(article)
    if not problem:
        assert missing == []
    else:
        assert len(missing) == 1
        assert missing[0].startswith(f"{place}: {problem}")


def test_a_gallery_without_photos_is_named(make_article: Make) -> None:
    article = make_article()
    empty = PhotoGallery.objects.create(title="The flood")
    Gallery.objects.create(parent=article, ordering=20, gallery=empty)
    assert missing_for_publication(article) == ["The gallery “The flood” has no photos."]


# --- When -------------------------------------------------------------------------------------
def test_an_article_is_out_at_its_time_and_not_before_by_nobodys_hand(
    make_standing: Make, editor: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = timezone.now() + HOUR
    article = publishing.publish(make_standing(Standing.DRAFT), by=editor, at=at)
    assert standing(article) == Standing.SCHEDULED
    url = article.get_absolute_url()
    second = timedelta(seconds=1)

    def status_at(moment: datetime) -> int:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return client.get(url).status_code

    assert [status_at(at - second), status_at(at)] == [404, 200]
    assert standing(article) == Standing.PUBLISHED


def test_a_time_that_is_past_means_now(make_standing: Make, editor: Any) -> None:
    before = timezone.now()
    article = publishing.publish(make_standing(Standing.DRAFT), by=editor, at=before - HOUR)
    assert before <= article.publish_at <= timezone.now()
    assert article.first_published_at == article.publish_at


def test_a_scheduled_article_can_be_given_another_time_or_go_out_now(
    make_standing: Make, editor: Any
) -> None:
    later = timezone.now() + 3 * HOUR
    article = publishing.publish(make_standing(Standing.SCHEDULED), by=editor, at=later)
    assert (article.publish_at, article.first_published_at) == (later, later)
    now = publishing.publish(article, by=editor)
    assert standing(now) == Standing.PUBLISHED
    assert now.first_published_at == now.publish_at


def test_an_article_taken_off_the_schedule_was_never_published(
    make_standing: Make, editor: Any
) -> None:
    article = publishing.back_to_draft(make_standing(Standing.SCHEDULED), by=editor)
    assert article.first_published_at is None


def test_an_article_that_comes_back_keeps_its_time_of_publication(
    make_standing: Make, editor: Any
) -> None:
    article = make_standing(Standing.PUBLISHED)
    publishing.withdraw(article, by=editor)
    back = publishing.publish(article, by=editor, at=timezone.now() + HOUR)
    assert back.publish_at == article.publish_at
    assert standing(back) == Standing.PUBLISHED


def test_a_substantive_update_is_dated(make_standing: Make, editor: Any) -> None:
    before = timezone.now()
    article = make_standing(Standing.PUBLISHED)
    assert publishing.record_update(article, by=editor).updated_at >= before


# --- Two at once ------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_editors_who_publish_at_once_do_it_once(make_standing: Make, editor: Any) -> None:
    article = make_standing(Standing.DRAFT)
    answers: list[Any] = []

    def second() -> None:
        try:
            answers.append(publishing.publish(article, by=editor))
        except PublishRefused as refused:
            answers.append(refused.reasons)
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        first = publishing.publish(article, by=editor)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "the second waits for the first"
    thread.join(10)
    assert answers == [["This article is published already."]]
    article.refresh_from_db()
    assert article.publish_at == first.publish_at

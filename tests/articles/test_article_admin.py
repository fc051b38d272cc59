"""Writing articles in the admin: drafts lack what they like, publishing names what is missing."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import (
    Article,
    Author,
    Byline,
    Embed,
    Figure,
    GalleryPhoto,
    Masthead,
    OldAddress,
    Section,
    Story,
    Tag,
    Text,
)
from articles.publishing import Standing, standing
from tests.articles.admin_form import (
    add_article,
    add_url,
    block,
    change_article,
    change_url,
    messages_of,
    reasons_of,
    send,
    shown_in,
)
from tests.making import Make

HOUR = timedelta(hours=1)
DRAFT = {"status": "draft", "publish_at": None, "first_published_at": None}


@pytest.fixture
def reporter(make_user: Make) -> Any:
    person = make_user("Reporters")
    Author.objects.create(name="Rita Halm", slug="rita-halm", user=person)
    return person


@pytest.fixture
def desk(client: Client, reporter: Any) -> Client:
    """A browser in which a reporter is signed in."""
    client.force_login(reporter)
    return client


@pytest.fixture
def editors(make_user: Make) -> Client:
    """A browser in which an editor is signed in."""
    client = Client()
    client.force_login(make_user("Editors"))
    return client


def latest() -> Article:
    return Article.objects.latest("pk")


def in_form(moment: Any, field: str = "publish_at") -> dict[str, str]:
    local = timezone.localtime(moment)
    return {f"{field}_0": f"{local:%Y-%m-%d}", f"{field}_1": f"{local:%H:%M:%S}"}


# --- Drafts -----------------------------------------------------------------------------------
def test_an_empty_draft_is_saved_with_a_story_a_slug_and_its_reporters_byline(
    desk: Client, reporter: Any
) -> None:
    add_article(desk)
    article = latest()
    assert (article.status, article.created_by_id) == ("draft", reporter.pk)
    assert article.slug
    assert article.story.label
    assert [byline.author.name for byline in article.bylines.all()] == ["Rita Halm"]


def test_a_story_begun_without_words_takes_the_first_headline_as_its_name(desk: Client) -> None:
    add_article(desk)
    change_article(desk, latest(), headline="The river rose")
    assert latest().story.label == "The river rose"
    change_article(desk, latest(), headline="The river fell")
    assert latest().story.label == "The river rose"


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("The river rose: two metres!", "the-river-rose-two-metres"),
        ("Река поднялась на два метра", "река-поднялась-на-два-метра"),
        ("Daryo suvi ikki metrga koʻtarildi", "daryo-suvi-ikki-metrga-kotarildi"),
        ("آب رودخانه بالا می‌آید", "آب-رودخانه-بالا-می-آید"),
        ("word " * 40, ("word-" * 20).rstrip("-")),
    ],
)
def test_the_slug_is_made_from_the_headline_in_any_script(
    headline: str, slug: str, desk: Client
) -> None:
    add_article(desk, headline=headline[:160])
    assert latest().slug == slug


@pytest.mark.parametrize("headline", ["", "?!", "⁂"])
def test_a_headline_without_letters_still_gives_a_slug(headline: str, desk: Client) -> None:
    add_article(desk, headline=headline)
    add_article(desk, headline=headline)
    assert Article.objects.exclude(slug="").count() == 2


def test_two_articles_with_one_headline_get_two_slugs(desk: Client) -> None:
    for _time in range(3):
        add_article(desk, headline="The river rose")
    slugs = Article.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["the-river-rose", "the-river-rose-2", "the-river-rose-3"]


def test_a_slug_follows_the_headline_until_somebody_types_one(desk: Client) -> None:
    add_article(desk, headline="The river rose")
    change_article(desk, latest(), headline="The river fell")
    assert latest().slug == "the-river-fell"
    change_article(desk, latest(), dek="By a metre.")
    assert latest().slug == "the-river-fell"
    change_article(desk, latest(), slug="river")
    change_article(desk, latest(), headline="The river stays")
    assert latest().slug == "river"


def test_a_slug_typed_twice_is_an_error_that_keeps_what_was_typed(
    desk: Client, make_article: Make
) -> None:
    make_article(slug="river")
    page = add_article(desk, headline="Our river", slug="river")
    assert page.context["adminform"].form.errors["__all__"] == [
        "Another article in this language has this slug. Change one of its words."
    ]
    assert shown_in(page)["headline"] == "Our river"


def test_blocks_keep_their_order_and_empty_new_ones_are_not_there(
    desk: Client, make_photo: Make
) -> None:
    photo = make_photo()
    add_article(
        desk,
        headline="The river rose",
        **block("text", 0, 20, html="<p>Second.</p>"),
        **block("figure", 0, 10, photo=photo.pk, caption="", alt_text=""),
        **block("pullquote", 0, 30, text="", attribution=""),
        **block("gallery", 0, 40, gallery=""),
        **block("embed", 0, 50, url="youtu.be/abcdefghijk", title="", caption=""),
    )
    article = latest()
    assert Figure.objects.get(parent=article).ordering == 10
    assert Text.objects.get(parent=article).ordering == 20
    assert Embed.objects.get(parent=article).url == "https://youtu.be/abcdefghijk"
    assert not article.articles_pullquote_set.exists()
    assert not article.articles_gallery_set.exists()


def test_a_block_is_removed_whether_it_was_saved_or_new(desk: Client) -> None:
    gone = {"articles_text_set-0-DELETE": "on"}
    add_article(desk, headline="A", **block("text", 0, 10, html="<p>New.</p>"), **gone)
    assert not Text.objects.exists()
    add_article(desk, headline="B", **block("text", 0, 10, html="<p>Saved.</p>"))
    change_article(desk, latest(), **gone)
    assert not Text.objects.exists()


def test_texts_are_cleaned_of_what_the_editor_does_not_offer(desk: Client) -> None:
    html = '<p onclick="x()">a <a href="javascript:x()">b</a><script>x()</script></p>'
    add_article(desk, headline="A", **block("text", 0, 10, html=html))
    assert Text.objects.get().html == "<p>a <a>b</a></p>"


def test_bylines_are_numbered_in_the_order_given(desk: Client) -> None:
    authors = [Author.objects.create(name=name, slug=name) for name in ("a", "b", "c")]
    rows: dict[str, Any] = {"bylines-TOTAL_FORMS": 3}
    for number, (author, position) in enumerate(zip(authors, ["", "2", "1"], strict=True)):
        rows |= {
            f"bylines-{number}-author": author.pk,
            f"bylines-{number}-role": "writer",
            f"bylines-{number}-position": position,
        }
    add_article(desk, headline="A", **rows)
    named = Byline.objects.filter(article=latest()).values_list("author__name", "position")
    assert list(named) == [("c", 10), ("b", 20), ("a", 30)]


def test_nobody_can_send_a_status_or_a_vote_with_the_form(desk: Client) -> None:
    add_article(desk, headline="A", status="published", likes="900", updated_at_0="2020-01-01")
    assert (latest().status, latest().likes, latest().updated_at) == ("draft", 0, None)


# --- Review and publication -------------------------------------------------------------------
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


def test_a_changed_slug_and_section_leave_no_reader_behind(
    editors: Client, make_article: Make, make_section: Make
) -> None:
    article = make_article(slug="river")
    change_article(editors, article, slug="the-river")
    change_article(editors, article, section=make_section("sport", "Sport").pk)
    change_article(editors, article, slug="the-river-rose")
    for old in ("/en/valley/river/", "/en/valley/the-river/", "/en/sport/the-river/"):
        answer = editors.get(old)
        assert (answer.status_code, answer["Location"]) == (301, "/en/sport/the-river-rose/")


def test_a_slug_follows_no_headline_that_readers_have_seen(
    editors: Client, make_article: Make
) -> None:
    article = make_article(slug="the-river-rose", headline="The river rose")
    change_article(editors, article, headline="The river fell")
    assert (latest().slug, latest().headline) == ("the-river-rose", "The river fell")
    change_article(editors, article, slug="")
    assert latest().slug == "the-river-rose"


def test_a_slug_by_which_readers_know_another_article_is_given_to_none_by_itself(
    editors: Client, make_article: Make
) -> None:
    article = make_article(slug="the-river-rose")
    change_article(editors, article, slug="the-flood")
    add_article(editors, headline="The river rose")
    assert Article.objects.latest("pk").slug == "the-river-rose-2"
    change_article(editors, article, slug="the-river-rose")
    assert editors.get("/en/valley/the-flood/")["Location"] == "/en/valley/the-river-rose/"


def test_a_section_an_author_and_a_tag_leave_no_reader_behind(
    editors: Client, make_article: Make
) -> None:
    make_article().tags.add(Tag.objects.create(name="Dam", slug="dam"))
    for thing, old in (
        (Section.objects.get(), "/en/valley/"),
        (Author.objects.get(), "/en/author/nilufar-sattor/"),
        (Tag.objects.get(), "/en/tag/dam/"),
    ):
        kind = thing._meta.model_name
        url = reverse(f"admin:articles_{kind}_change", args=[thing.pk])
        send(editors, url, "", {"slug": "anew"})
        answer = editors.get(old)
        assert (answer.status_code, answer["Location"]) == (301, old.replace(thing.slug, "anew"))


def test_editors_add_old_addresses_by_hand_and_delete_them(
    editors: Client, make_article: Make
) -> None:
    article = make_article()
    url = reverse("admin:articles_oldaddress_add")
    old = {"address": "https://old.example/2012/Hello/", "to": article.get_absolute_url()}
    assert editors.post(url, {**old, "to": "/nothing/"}).status_code == 200
    assert editors.post(url, {**old, "address": "/"}).status_code == 200
    assert not OldAddress.objects.exists()
    assert editors.post(url, old).status_code == 302
    assert editors.get("/2012/hello/")["Location"] == article.get_absolute_url()
    again = editors.post(url, old)
    assert again.context["adminform"].form.errors["address"]
    row = OldAddress.objects.get()
    assert (row.article, row.to) == (article, "")
    listed = editors.get(reverse("admin:articles_oldaddress_changelist"))
    assert article.headline in listed.content.decode()
    editors.post(reverse("admin:articles_oldaddress_delete", args=[row.pk]), {"post": "yes"})
    assert editors.get("/2012/hello/").status_code == 404


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


# --- Editions ---------------------------------------------------------------------------------
def test_an_edition_in_another_language_brings_everything_but_the_words(
    desk: Client, make_article: Make, make_photo: Make, reporter: Any
) -> None:
    Masthead.objects.create(language="ru", name="Курьер")
    photo, inside = make_photo(), make_photo()
    original = make_article(lead_photo=photo, lead_caption="The bridge", headline="The river rose")
    Figure.objects.create(parent=original, ordering=20, photo=inside, caption="The dam")
    url = reverse("admin:articles_story_edition", args=[original.story_id])
    page = desk.post(url, {"language": "ru", "original": original.pk}, follow=True)
    assert page.status_code == 200
    edition = latest()
    assert (edition.story, edition.language, edition.status) == (original.story, "ru", "draft")
    assert (edition.section, edition.lead_photo) == (original.section, photo)
    assert (edition.headline, edition.lead_caption) == ("", "The bridge")
    assert edition.slug
    assert Figure.objects.get(parent=edition).photo == inside
    assert not Text.objects.filter(parent=edition).exists()
    named = [(row.author.name, row.role) for row in edition.bylines.select_related("author")]
    assert named == [("Nilufar Sattor", "writer"), ("Rita Halm", "translator")]
    assert edition.created_by_id == reporter.pk


def test_a_story_has_one_article_a_language(desk: Client, make_article: Make) -> None:
    original = make_article()
    url = reverse("admin:articles_story_edition", args=[original.story_id])
    page = desk.post(url, {"language": "en"}, follow=True)
    assert messages_of(page) == ["This story has an article in this language already."]
    page = add_article(desk, headline="Again", story=original.story_id)
    assert "This story has an article in this language already." in reasons_of(page)
    assert Article.objects.count() == 1


def test_an_edition_is_begun_whatever_number_was_made_up(desk: Client, make_article: Make) -> None:
    url = reverse("admin:articles_story_edition", args=[make_article().story_id])
    assert desk.post(url, {"language": "ru", "original": "1" * 5000}).status_code == 302


def test_a_draft_of_somebody_else_is_not_begun_from(desk: Client, make_article: Make) -> None:
    hidden = make_article(**DRAFT)
    url = reverse("admin:articles_story_edition", args=[hidden.story_id])
    assert desk.post(url, {"language": "ru"}).status_code == 403
    assert Article.objects.count() == 1


# --- The list, and what goes with it ----------------------------------------------------------
@pytest.mark.parametrize("wanted", Standing)
def test_the_list_is_filtered_by_where_articles_stand(
    wanted: Standing, editors: Client, make_article: Make
) -> None:
    later = timezone.now() + HOUR
    made = {
        Standing.DRAFT: make_article(**DRAFT),
        Standing.IN_REVIEW: make_article(**(DRAFT | {"status": "in_review"})),
        Standing.SCHEDULED: make_article(publish_at=later, first_published_at=later),
        Standing.PUBLISHED: make_article(),
        Standing.WITHDRAWN: make_article(status="withdrawn"),
    }
    url = reverse("admin:articles_article_changelist")
    page = editors.get(url, {"standing": wanted.value})
    assert list(page.context["cl"].result_list) == [made[wanted]]


def test_the_list_takes_the_same_queries_for_two_articles_and_for_twelve(
    editors: Client, make_article: Make
) -> None:
    url = reverse("admin:articles_article_changelist")
    numbers = []
    for more in (2, 10):
        for _time in range(more):
            make_article()
        with CaptureQueriesContext(connection) as queries:
            editors.get(url)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_an_unpublished_article_is_looked_at_in_its_preview(
    editors: Client, make_article: Make
) -> None:
    published, draft = make_article(), make_article(**DRAFT)
    page = editors.get(change_url(published))
    assert page.context["absolute_url"] == published.get_absolute_url()
    url = editors.get(change_url(draft)).context["absolute_url"]
    assert editors.get(url).status_code == 200


@pytest.mark.parametrize("now", ["in_review", "published", "withdrawn"])
def test_only_drafts_are_deleted(now: str, make_user: Make, make_article: Make) -> None:
    administrators = Client()
    administrators.force_login(make_user("Administrators"))
    article = make_article(status=now)
    url = reverse("admin:articles_article_delete", args=[article.pk])
    assert administrators.post(url, {"post": "yes"}).status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_deleted_draft_takes_its_story_along_unless_it_has_another_edition(
    editors: Client, make_article: Make
) -> None:
    alone, first = make_article(**DRAFT), make_article()
    second = make_article(**DRAFT, story=first.story, language="ru")
    for article in (alone, second):
        url = reverse("admin:articles_article_delete", args=[article.pk])
        editors.post(url, {"post": "yes"})
    assert list(Article.objects.all()) == [first]
    assert list(Story.objects.all()) == [first.story]


def test_only_the_articles_form_allows_style_elements(editors: Client, make_article: Make) -> None:
    def policy(url: str) -> str:
        return editors.get(url).headers["Content-Security-Policy"]

    for url in (add_url(), change_url(make_article())):
        assert "style-src-elem 'self' 'unsafe-inline'" in policy(url)
        assert "style-src 'self'" in policy(url)
    for name in ("index", "articles_article_changelist", "articles_photogallery_add"):
        assert "unsafe" not in policy(reverse(f"admin:{name}"))


def test_the_import_map_carries_the_nonce_of_the_answer(editors: Client) -> None:
    page = editors.get(add_url())
    nonce = page.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    maps = re.findall(r"<script[^>]*importmap[^>]*>", page.content.decode())
    assert len(maps) == 1
    assert f'nonce="{nonce}"' in maps[0]


def test_the_form_shows_a_photo_with_its_own_words(desk: Client, make_photo: Make) -> None:
    photo = make_photo(caption="The bridge", alt_text="")
    page = desk.get(reverse("admin:articles_photo_peek", args=[photo.pk]))
    assert "The bridge" in page.content.decode()
    assert "none: write one here" in page.content.decode()


def test_photos_of_a_gallery_are_numbered_in_the_order_given(
    desk: Client, make_photo: Make
) -> None:
    photos = [make_photo(), make_photo(), make_photo()]
    rows: dict[str, Any] = {"title": "The flood", "placements-TOTAL_FORMS": 3}
    for number, (photo, position) in enumerate(zip(photos, ["", "5", "2"], strict=True)):
        rows |= {
            f"placements-{number}-photo": photo.pk,
            f"placements-{number}-position": position,
            f"placements-{number}-caption": "",
            f"placements-{number}-alt_text": "",
        }
    send(desk, reverse("admin:articles_photogallery_add"), "", rows)
    placed = GalleryPhoto.objects.values_list("photo", "position")
    assert list(placed) == [(photos[2].pk, 10), (photos[1].pk, 20), (photos[0].pk, 30)]

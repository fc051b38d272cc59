"""Drafts in the admin lack what they like: their slugs, blocks, texts and bylines."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Author, Byline, Embed, Figure, Text
from tests.articles.admin_form import add_article, block, change_article, latest, shown_in
from tests.making import Make


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

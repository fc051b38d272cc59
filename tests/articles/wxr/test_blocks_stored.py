"""The rows that a body's blocks become."""

from django.test import Client

from articles.models import Article, Embed, Figure, Gallery, PhotoGallery, PullQuote, Text
from articles.models.blocks import Block as BlockRow
from articles.wxr.bodies import (
    Body,
    EmbedBlock,
    FigureBlock,
    GalleryBlock,
    PullQuoteBlock,
    TextBlock,
)
from articles.wxr.bodies.storing import write_blocks
from articles.wxr.items import PictureRef
from tests.making import Make


def figure(number: int, **fields: str) -> FigureBlock:
    return FigureBlock(PictureRef(attachment_id=number), **fields)  # type: ignore[arg-type]


def placeholder(article: Article, block: FigureBlock) -> BlockRow:
    return Text(html=f"<p>Missing {block.picture.attachment_id}</p>")


def test_blocks_are_written_in_their_order(make_article: Make, make_photo: Make) -> None:
    article, photo = make_article(html=""), make_photo(caption="Own", alt_text="A dam")
    Text.objects.all().delete()
    body = Body(
        [
            TextBlock("<p>One.</p>"),
            figure(1, caption_html="Own", alt="A dam", placement="start"),
            figure(2),
            GalleryBlock([figure(1, caption_html="Other"), figure(2), figure(3)], "At the dam"),
            PullQuoteBlock("It held.", "Ann Lee"),
            EmbedBlock("https://youtu.be/abcdefghijk", "A film", "Its caption"),
            TextBlock("<p>Two.</p>"),
        ]
    )
    rows = write_blocks(
        article,
        body,
        lambda block: None if block.picture.attachment_id == 2 else photo,
        placeholder_for=placeholder,
    )
    assert [type(row) for row in rows] == [
        Text,
        Figure,
        Text,
        Gallery,
        Text,
        PullQuote,
        Embed,
        Text,
    ]
    assert [row.ordering for row in rows] == [10, 20, 30, 40, 50, 60, 70, 80]
    stored = Figure.objects.get()
    assert (stored.caption, stored.alt_text, stored.placement) == ("", "", "start")
    gallery = PhotoGallery.objects.get()
    assert gallery.title == "At the dam"
    assert [placed.caption for placed in gallery.placements.all()] == ["Other", ""]
    assert Embed.objects.get().parent == article


def test_an_article_with_many_blocks_takes_as_many_queries_as_one_with_few(
    make_article: Make, make_photo: Make, django_assert_num_queries: Make
) -> None:
    photo = make_photo()
    for size in (1, 12):
        article = make_article()
        body = Body([TextBlock("<p>x</p>"), figure(1), GalleryBlock([figure(1)])] * size)
        with django_assert_num_queries(5):
            write_blocks(article, body, lambda block: photo)


def test_a_gallery_of_all_that_the_article_had_shows_what_it_does_not_leave_out(
    make_article: Make, make_photo: Make
) -> None:
    body = Body([GalleryBlock(attached=True, excluded=[2])])
    article, photo = make_article(headline="The flood", language="en"), make_photo()
    write_blocks(article, body, lambda block: photo, attached=[figure(1), figure(2), figure(3)])
    gallery = PhotoGallery.objects.get()
    assert gallery.placements.count() == 2
    assert gallery.title == "In pictures: The flood"


def test_a_gallery_without_any_picture_is_not_there(make_article: Make) -> None:
    body = Body([GalleryBlock([figure(1)]), figure(1)])
    assert write_blocks(make_article(), body, lambda block: None) == []
    assert not PhotoGallery.objects.exists()


def test_links_in_captions_and_embeds_reach_the_page(
    client: Client, make_article: Make, make_photo: Make
) -> None:
    article, photo = make_article(), make_photo(width=300, height=200)
    caption = 'The <a href="https://e.org/?a=1&b=2">dam</a> <b>& river</b>'
    body = Body(
        [figure(1, caption_html=caption, placement="end"), EmbedBlock("https://e.org/a.mp4")]
    )
    write_blocks(article, body, lambda block: photo)
    page = client.get(article.get_absolute_url()).content.decode()
    assert 'The <a href="https://e.org/?a=1&amp;b=2">dam</a> &lt;b&gt;&amp; river&lt;/b&gt;' in page
    assert "figure-inline is-end is-small" in page
    assert 'href="https://e.org/a.mp4"' in page

"""Bodies of WordPress's block editor."""

import json

import pytest

from articles.wxr.bodies import (
    Body,
    EmbedBlock,
    FigureBlock,
    GalleryBlock,
    PullQuoteBlock,
    Source,
    TextBlock,
    blocks_of,
)
from articles.wxr.items import PictureRef

UP = "https://old.example.org/wp-content/uploads"


def read(content: str) -> Body:
    return blocks_of(content, Source(7, "The river", "en", "https://old.example.org"))


def block(name: str, html: str, **attributes: object) -> str:
    given = f" {json.dumps(attributes)}" if attributes else ""
    return f"<!-- wp:{name}{given} -->\n{html}\n<!-- /wp:{name} -->\n\n"


def void(name: str, **attributes: object) -> str:
    given = f" {json.dumps(attributes)}" if attributes else ""
    return f"<!-- wp:{name}{given} /-->\n\n"


def text(content: str) -> str:
    return "".join(part.html for part in read(content).blocks if isinstance(part, TextBlock))


@pytest.mark.parametrize(
    ("content", "html"),
    [
        (block("paragraph", "<p>One\ntwo.</p>"), "<p>One two.</p>"),
        (
            block("paragraph", '<p class="has-text-align-center has-large-font-size">x</p>'),
            '<p class="is-centred">x</p>',
        ),
        (
            block("heading", '<h3 id="a" class="wp-block-heading">Head</h3>', level=3),
            "<h2>Head</h2>",
        ),
        (
            block("list", f"<ul>{block('list-item', '<li>One<ol><li>a</li></ol></li>')}</ul>"),
            "<ul><li>One<ol><li>a</li></ol></li></ul>",
        ),
        (
            block("list", '<ol reversed start="3"><li>x</li></ol>', ordered=True),
            '<ol start="3"><li>x</li></ol>',
        ),
        (
            block(
                "quote",
                f'<blockquote class="wp-block-quote">{block("paragraph", "<p>Stay.</p>")}'
                "<cite>Ann Lee</cite></blockquote>",
            ),
            "<blockquote><p>Stay.</p><p>— Ann Lee</p></blockquote>",
        ),
        (
            block("code", '<pre class="wp-block-code"><code>a &lt; [gallery]\n b</code></pre>'),
            "<pre><code>a &lt; [gallery]\n b</code></pre>",
        ),
        (
            block("preformatted", '<pre class="wp-block-preformatted">a  <b>b</b></pre>'),
            "<pre><code>a  b</code></pre>",
        ),
        (
            block("verse", '<pre class="wp-block-verse">Rain\n  on the\n\nriver</pre>'),
            "<p>Rain<br>&nbsp;&nbsp;on the</p><p>river</p>",
        ),
        (
            block("paragraph", "<p>a</p>")
            + block("separator", '<hr class="wp-block-separator"/>')
            + block("paragraph", "<p>b</p>")
            + block("separator", "<hr/>"),
            "<p>a</p><hr><p>b</p>",
        ),
        (
            block(
                "table",
                '<figure class="wp-block-table"><table><thead><tr><th>a</th><th>b</th></tr></thead>'
                "<tbody><tr><td>1</td><td>2</td></tr></tbody><tfoot><tr><td>3</td><td>4</td></tr>"
                "</tfoot></table><figcaption>Rain</figcaption></figure>",
            ),
            (
                "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td>"
                "</tr><tr><td>3</td><td>4</td></tr></tbody></table><p>Rain</p>"
            ),
        ),
        (
            block(
                "columns",
                '<div class="wp-block-columns">'
                + block("column", f"<div>{block('paragraph', '<p>a</p>')}</div>")
                + block("column", f"<div>{block('paragraph', '<p>b</p>')}</div>")
                + "</div>",
            ),
            "<p>a</p><p>b</p>",
        ),
        (
            block(
                "buttons",
                '<div class="wp-block-buttons">'
                + block("button", '<div><a class="wp-block-button__link" href="/x">Give</a></div>')
                + "</div>",
            ),
            '<p><a href="/x">Give</a></p>',
        ),
        (
            block(
                "file",
                '<div class="wp-block-file"><a href="/a.pdf">Plan</a>'
                '<a href="/a.pdf" class="wp-block-file__button" download>Download</a></div>',
            ),
            '<p><a href="/a.pdf">Plan</a></p>',
        ),
        (
            block(
                "details",
                f"<details><summary>More</summary>{block('paragraph', '<p>x</p>')}</details>",
            ),
            "<p><strong>More</strong></p><p>x</p>",
        ),
        (block("html", '<div class="box"><p>In a box.</p></div>'), "<p>In a box.</p>"),
        (block("acme/box", "<section><p>Of a plugin.</p></section>"), "<p>Of a plugin.</p>"),
        (block("freeform", "One.\n\nTwo."), "<p>One.</p><p>Two.</p>"),
        ("Loose.\n\nWords." + block("paragraph", "<p>x</p>"), "<p>Loose.</p><p>Words.</p><p>x</p>"),
        ("<!-- wp:paragraph --><p>a</p><!-- wp:list --><ul><li>b", "<p>a</p><ul><li>b</li></ul>"),
        ("<!-- wp:paragraph {broken --><p>a</p><!-- /wp:nothing --><p>b</p>", "<p>a</p><p>b</p>"),
        (void("spacer", height=100) + block("paragraph", "<p>x</p>"), "<p>x</p>"),
    ],
)
def test_blocks_of_text_become_text(content: str, html: str) -> None:
    body = read(content)
    assert body.blocks == [TextBlock(html)]
    assert body.dropped == []


def image(name: str = "dam", caption: str = "", classes: str = "") -> str:
    said = caption and f"<figcaption>{caption}</figcaption>"
    return block(
        "image",
        f'<figure class="wp-block-image size-large {classes}"><img src="{UP}/{name}-1024x683.jpg" '
        f'alt="A dam" class="wp-image-12"/>{said}</figure>',
        id=12,
    )


def test_an_image_is_a_figure_with_its_number_and_its_credit() -> None:
    body = read(image(caption="The <em>dam</em>. Photo: Ann Lee", classes="alignwide"))
    ref = PictureRef(f"{UP}/dam-1024x683.jpg", 12)
    assert body.blocks == [FigureBlock(ref, "The dam.", "A dam", "Ann Lee", "wide")]


@pytest.mark.parametrize(
    "items",
    [
        image("a", "One") + image("b"),  # since WordPress 5.9
        '<ul class="blocks-gallery-grid">'
        + "".join(
            f'<li class="blocks-gallery-item"><figure><a href="{UP}/{name}.jpg">'
            f'<img src="{UP}/{name}.jpg" data-id="12"/></a>{caption}</figure></li>'
            for name, caption in (("a", "<figcaption>One</figcaption>"), ("b", ""))
        )
        + "</ul>",
    ],
    ids=["nested", "listed"],
)
def test_a_gallery_keeps_its_pictures_their_captions_and_its_own(items: str) -> None:
    html = (
        f'<figure class="wp-block-gallery columns-2">{items}'
        '<figcaption class="blocks-gallery-caption">At the dam</figcaption></figure>'
    )
    (gallery,) = read(block("gallery", html, ids=[12, 12])).blocks
    assert isinstance(gallery, GalleryBlock)
    assert gallery.title == "At the dam"
    assert [figure.caption_html for figure in gallery.pictures] == ["One", ""]
    assert [figure.picture.attachment_id for figure in gallery.pictures] == [12, 12]


def test_a_gallery_of_one_picture_is_a_figure() -> None:
    body = read(block("gallery", f'<figure class="wp-block-gallery">{image()}</figure>'))
    assert [type(part) for part in body.blocks] == [FigureBlock]


def test_a_pull_quote_keeps_who_said_it() -> None:
    body = read(
        block(
            "pullquote",
            '<figure class="wp-block-pullquote"><blockquote><p>It <em>held</em>.</p>'
            "<cite>Ann Lee</cite></blockquote></figure>",
        )
    )
    assert body.blocks == [PullQuoteBlock("It held.", "Ann Lee")]


@pytest.mark.parametrize("name", ["embed", "core-embed/youtube"])
def test_an_embed_keeps_its_address_and_its_caption(name: str) -> None:
    url = "https://www.youtube.com/watch?v=abcdefghijk&t=5"
    body = read(
        block(
            name,
            '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n'
            f"{url.replace('&', '&amp;')}\n</div><figcaption>A <b>film</b></figcaption></figure>",
            url=url,
        )
    )
    assert body.blocks == [EmbedBlock(url, caption_html="A film")]


def test_media_and_text_and_a_cover_are_a_picture_and_words() -> None:
    words = block("paragraph", "<p>Words.</p>")
    beside = block(
        "media-text",
        '<div class="wp-block-media-text"><figure class="wp-block-media-text__media">'
        f'<img src="{UP}/a.jpg" class="wp-image-3"/></figure>'
        f'<div class="wp-block-media-text__content">{words}</div></div>',
    )
    cover = block(
        "cover",
        f'<div class="wp-block-cover" style="background-image:url({UP}/b.jpg)">{words}</div>',
        url=f"{UP}/b.jpg",
        id=4,
    )
    assert read(beside + cover).blocks == [
        FigureBlock(PictureRef(f"{UP}/a.jpg", 3)),
        TextBlock("<p>Words.</p>"),
        FigureBlock(PictureRef(f"{UP}/b.jpg", 4)),
        TextBlock("<p>Words.</p>"),
    ]


def test_films_of_the_site_leave_a_link_and_a_line_in_the_report() -> None:
    body = read(
        block(
            "video",
            f'<figure class="wp-block-video"><video controls src="{UP}/a.mp4"></video>'
            "<figcaption>The flood</figcaption></figure>",
        )
    )
    assert body.blocks == [EmbedBlock(f"{UP}/a.mp4", caption_html="The flood")]
    assert [dropped.what for dropped in body.dropped] == [
        f"video file, to which a link is left: {UP}/a.mp4"
    ]


def test_blocks_that_wordpress_fills_by_itself_are_listed() -> None:
    body = read(
        block("paragraph", "<p>The dam held.</p>")
        + void("latest-posts", postsToShow=3)
        + void("block", ref=12)
        + void("acme/poll", id=1)
        + block("social-links", f"<ul>{void('social-link', url='https://e.org/')}</ul>")
    )
    assert [dropped.what for dropped in body.dropped] == [
        "WordPress block “latest-posts”",
        "WordPress block “block”",
        "WordPress block “acme/poll”",
    ]
    assert {dropped.where for dropped in body.dropped} == {"after “The dam held.”"}


def test_more_and_page_breaks_leave_the_text_whole() -> None:
    body = read(
        block("paragraph", "<p>Before.</p>")
        + block("more", "<!--more Read on-->")
        + block("paragraph", "<p>After.</p>")
        + block("nextpage", "<!--nextpage-->")
        + block("paragraph", "<p>Page two.</p>")
    )
    assert body.excerpt == "Before."
    assert body.blocks == [TextBlock("<p>Before.</p><p>After.</p><p>Page two.</p>")]


def test_a_tweet_pasted_as_html_keeps_its_words() -> None:
    html = text(
        '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">It held.</p>&mdash; Ann (@ann) '
        '<a href="https://twitter.com/ann/status/1">May 1</a></blockquote>'
        '<script async src="https://platform.twitter.com/widgets.js"></script>'
    )
    assert html == (
        "<blockquote><p>It held.</p><p>— Ann (@ann) "
        '<a href="https://twitter.com/ann/status/1">May 1</a></p></blockquote>'
    )

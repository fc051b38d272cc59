"""Bodies of before Gutenberg: their paragraphs, shortcodes and addresses."""

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

OLD = "https://old.example.org"


def read(content: str, language: str = "en") -> Body:
    return blocks_of(content, Source(7, "The river", language, OLD))


def text(content: str, language: str = "en") -> str:
    return "".join(
        block.html for block in read(content, language).blocks if isinstance(block, TextBlock)
    )


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.\r\n\r\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("A line\nand another", "<p>A line<br>and another</p>"),
        ("A line<br>\nand another", "<p>A line<br>and another</p>"),
        ("One.<br><br>Two.", "<p>One.</p><p>Two.</p>"),
        ("<em>One.\n\nTwo.</em>", "<p><em>One.</em></p><p><em>Two.</em></p>"),
        ("One.\n<h2>Head</h2>\nTwo.", "<p>One.</p><h2>Head</h2><p>Two.</p>"),
        ("One.\n\n&nbsp;\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("<div>One.\n\nTwo.</div>", "<p>One.</p><p>Two.</p>"),
        ("<ul>\n\t<li>One</li>\n\t<li>Two</li>\n</ul>", "<ul><li>One</li><li>Two</li></ul>"),
        ("<pre>  a\n\n  b</pre>", "<pre><code>  a\n\n  b</code></pre>"),
        ("<b>x</b><i>y</i><tt>z</tt>", "<p><strong>x</strong><em>y</em><code>z</code></p>"),
        ("a &lt;b&gt; &amp; c < d", "<p>a &lt;b&gt; &amp; c &lt; d</p>"),
        ("One<!--nextpage-->Two", "<p>One</p><p>Two</p>"),
        ("<q>So</q> she said", "<p>“So” she said</p>"),
        ("<u>x</u> <font color='red'>y</font> <big>z</big>", "<p>x y z</p>"),
        ('<span style="font-weight: bold">x</span>', "<p><strong>x</strong></p>"),
        ("<dl><dt>Dam</dt><dd>A wall.</dd></dl>", "<p><strong>Dam</strong></p><p>A wall.</p>"),
        ("<strong> </strong>x<a href='https://e.org/'></a>", "<p>x</p>"),
    ],
)
def test_text_becomes_paragraphs_as_wordpress_made_them(content: str, html: str) -> None:
    assert text(content) == html


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://e.org/a?b=1&amp;c=2", "https://e.org/a?b=1&amp;c=2"),
        ("/2011/05/the-dam/", "/2011/05/the-dam/"),
        ("//e.org/x", "https://e.org/x"),
        ("www.e.org/x", "https://www.e.org/x"),
        ("?p=12", f"{OLD}/?p=12"),
        ("mailto:desk@e.org", "mailto:desk@e.org"),
        ("#note", ""),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("tel:123", ""),
    ],
)
def test_a_link_leads_where_it_led_or_is_words_alone(href: str, kept: str) -> None:
    link = f'<a href="{kept}">words</a>' if kept else "words"
    assert text(f'<a href="{href}" onclick="x()" style="color:red">words</a>') == f"<p>{link}</p>"


def test_a_caption_shortcode_becomes_a_figure_that_keeps_its_links_and_its_credit() -> None:
    body = read(
        '[caption id="attachment_754" align="alignleft" width="300"]'
        '<a href="https://old.example.org/up/dam.jpg"><img class="size-medium wp-image-754" '
        'src="https://old.example.org/up/dam-300x200.jpg" alt="A dam" width="300" height="200"/>'
        '</a> The <b>dam</b> <a href="/dam/">at dawn</a> [Ann Lee/Courier][/caption]\n\nOn it goes.'
    )
    assert body.blocks == [
        FigureBlock(
            PictureRef("https://old.example.org/up/dam.jpg", 754),
            'The dam <a href="/dam/">at dawn</a>',
            "A dam",
            "Ann Lee/Courier",
            "start",
        ),
        TextBlock("<p>On it goes.</p>"),
    ]


def test_a_caption_of_before_wordpress_3_4_is_an_attribute() -> None:
    figure = read(
        """[caption id="attachment_6" caption="By <a href='https://e.org/'>her</a> [x]"]"""
        '<img src="/a.jpg">[/caption]'
    ).blocks[0]
    assert isinstance(figure, FigureBlock)
    assert figure.picture == PictureRef("/a.jpg", 6)
    assert figure.caption_html == 'By <a href="https://e.org/">her</a> [x]'


@pytest.mark.parametrize(
    "content",
    [
        '[media-credit name="Ann Lee" align="left"]<img src="/a.jpg">[/media-credit]',
        '[caption id="x"][media-credit name="Ann Lee"]<img src="/a.jpg">[/media-credit][/caption]',
        '<figure><img src="/a.jpg"><figcaption><cite>Photo: Ann Lee</cite></figcaption></figure>',
        '<dl class="wp-caption"><dt><img src="/a.jpg"><dd><i class="credit">Ann Lee</i></dl>',
    ],
)
def test_a_credit_that_is_marked_as_one_is_the_pictures(content: str) -> None:
    assert read(content).blocks == [FigureBlock(PictureRef("/a.jpg"), credit="Ann Lee")]


def test_galleries_name_their_pictures_or_show_all_that_the_article_had() -> None:
    body = read('[gallery ids="4, 5"]\n\n[gallery columns="2" exclude="9"]\n\n[gallery id="8"]')
    named, all_of_it = body.blocks
    assert isinstance(named, GalleryBlock)
    assert [figure.picture.attachment_id for figure in named.pictures] == [4, 5]
    assert all_of_it == GalleryBlock(attached=True, excluded=[9])
    assert [dropped.what for dropped in body.dropped] == ["gallery of another article (8)"]


@pytest.mark.parametrize(
    ("content", "url"),
    [
        (
            "https://www.youtube.com/watch?v=abcdefghijk",
            "https://www.youtube.com/watch?v=abcdefghijk",
        ),
        ("[embed]https://vimeo.com/1234567[/embed]", "https://vimeo.com/1234567"),
        ('[embed width="5"]https://e.org/x?a=1&amp;b=2[/embed]', "https://e.org/x?a=1&b=2"),
        ("[youtube=https://youtu.be/abcdefghijk]", "https://youtu.be/abcdefghijk"),
        ("[youtube abcdefghijk]", "https://www.youtube.com/watch?v=abcdefghijk"),
        ("[vimeo 1234567]", "https://vimeo.com/1234567"),
        ("[wpvideo OO9ZcKKI]", "https://videopress.com/v/OO9ZcKKI"),
        ('[audio src="https://e.org/a.mp3"]', "https://e.org/a.mp3"),
        ("[audio https://e.org/a.mp3]", "https://e.org/a.mp3"),
        ('[video mp4="https://e.org/a.mp4"][/video]', "https://e.org/a.mp4"),
        (
            '<iframe src="//www.youtube.com/embed/abcdefghijk?rel=0" width="5"></iframe>',
            "https://www.youtube.com/watch?v=abcdefghijk",
        ),
        (
            '<object><param name="movie" value="http://www.youtube.com/v/abcdefghijk"></object>',
            "https://www.youtube.com/watch?v=abcdefghijk",
        ),
        (
            '<iframe src="https://player.vimeo.com/video/123456"></iframe>',
            "https://vimeo.com/123456",
        ),
        ('<video controls><source src="/a.mp4"></video>', ""),
        (
            '<div class="fb-post" data-href="https://facebook.com/a"></div>',
            "https://facebook.com/a",
        ),
    ],
)
def test_what_was_played_is_embedded_by_its_address(content: str, url: str) -> None:
    body = read(f"Before.\n\n{content}\n\nAfter.")
    embeds = [block.url for block in body.blocks if isinstance(block, EmbedBlock)]
    assert embeds == ([url] if url else [])
    assert text(f"Before.\n\n{content}\n\nAfter.") == "<p>Before.</p><p>After.</p>"


def test_an_address_on_its_own_line_is_embedded_only_if_something_plays_it() -> None:
    body = read(
        "https://youtu.be/abcdefghijk\nWords.\n\nhttps://e.org/report\n\nSee https://vimeo.com/1234567."
    )
    assert body.blocks == [
        EmbedBlock("https://youtu.be/abcdefghijk"),
        TextBlock(
            '<p>Words.</p><p><a href="https://e.org/report">https://e.org/report</a></p>'
            "<p>See https://vimeo.com/1234567.</p>"
        ),
    ]


@pytest.mark.parametrize(
    ("content", "html"),
    [
        (
            "He [sic] said [the minister] so [1] [...].",
            "He [sic] said [the minister] so [1] [...].",
        ),
        ("The so-called [so-called] end", "The so-called [so-called] end"),
        ("[[gallery]] is a shortcode", "[gallery] is a shortcode"),
        ("[[caption]words[/caption]]", "[caption]words[/caption]"),
        ("<code>[gallery]</code>", "<code>[gallery]</code>"),
        ("a [ b ] c [/x] d", "a [ b ] c [/x] d"),
    ],
)
def test_words_in_brackets_stay_words(content: str, html: str) -> None:
    body = read(content)
    assert body.blocks == [TextBlock(f"<p>{html}</p>")]
    assert body.dropped == []


@pytest.mark.parametrize(
    ("content", "what", "html"),
    [
        ('[vc_row a="1"]Words[/vc_row]', "shortcode [vc_row]", "<p>Words</p>"),
        ('[contact-form-7 id="5"]', "shortcode [contact-form-7]", ""),
        ('[poll id="3"]', "shortcode [poll]", ""),
        ("[drop]W[/drop]ords", "shortcode [drop]", "<p>Words</p>"),
        ('x<script src="https://ads.e.org/a.js"></script>y', "script from ads.e.org", "<p>xy</p>"),
        ("x<script>alert('<b>')</script>y", "script", "<p>xy</p>"),
        ("x<form><input><p>Name</p></form>y", "form", "<p>xy</p>"),
        ("x<svg><title>no</title></svg>y", "svg", "<p>xy</p>"),
        ('<img src="data:image/png;base64,xx">', "picture without an address", ""),
        ('<img src="https://e.org/p.gif" width="1" height="1">', "invisible picture", ""),
        ('<embed src="https://e.org/game.swf">', "Flash https://e.org/game.swf", ""),
    ],
)
def test_what_is_dropped_is_listed_with_its_place_and_the_words_stay(
    content: str, what: str, html: str
) -> None:
    body = read(f"The river rose.\n\n{content}")
    assert [(dropped.what[: len(what)], dropped.where) for dropped in body.dropped] == [
        (what, body.dropped[0].where)
    ]
    assert body.dropped[0].where.startswith("after “The river rose.")
    assert text(f"The river rose.\n\n{content}") == f"<p>The river rose.</p>{html}"


def test_styles_and_hidden_copies_of_lazy_pictures_go_without_a_word() -> None:
    body = read(
        "<style>p{}</style><img data-src='/a.jpg' src='data:x'>"
        "<noscript><img src='/a.jpg'></noscript>"
    )
    assert body.blocks == [FigureBlock(PictureRef("/a.jpg"))]
    assert body.dropped == []


def test_headings_stand_in_order_under_the_headline() -> None:
    assert text("<h1>A</h1><h4>B</h4><h6>C</h6><h4>D</h4><h2>E</h2><h1>F</h1>") == (
        "<h2>A</h2><h3>B</h3><h4>C</h4><h3>D</h3><h3>E</h3><h2>F</h2>"
    )
    assert text("<h5>A</h5>x[gallery]<h6>B</h6>") == "<h2>A</h2><p>x</p><h3>B</h3>"


def test_a_heading_is_its_words_alone() -> None:
    assert text("<h2><strong>The\ndam</strong><br><img src='/a.jpg'></h2>") == "<h2>The dam</h2>"
    assert text("<h2>&nbsp;</h2>x") == "<p>x</p>"


def test_what_stands_before_more_is_the_excerpt() -> None:
    body = read("The <b>dam</b> &amp; the river.\n\n<h2>Rain</h2>It rained.<!--more-->It stopped.")
    assert body.excerpt == "The dam & the river. Rain It rained."
    assert read("Nothing here.").excerpt == ""


def test_a_picture_in_the_middle_of_a_sentence_does_not_cut_it_in_two() -> None:
    body = read('The dam <img src="/a.jpg"> held. So it did.\n\nThen.')
    assert [type(block) for block in body.blocks] == [TextBlock, FigureBlock, TextBlock]
    assert body.blocks[0] == TextBlock("<p>The dam  held. So it did.</p>")
    between = read('The dam held. <img src="/a.jpg"> So it did.')
    assert [type(block) for block in between.blocks] == [TextBlock, FigureBlock, TextBlock]


def test_pictures_come_out_of_lists_quotations_and_tables_and_nothing_empty_stays() -> None:
    body = read(
        "<ul><li><img src='/a.jpg'></li></ul><blockquote>So. <img src='/b.jpg'></blockquote>"
        "<table><tr><td>1</td><td><img src='/c.jpg'></td></tr></table>"
    )
    assert [block.picture.url for block in body.blocks if isinstance(block, FigureBlock)] == [
        "/a.jpg",
        "/b.jpg",
        "/c.jpg",
    ]
    assert "<ul>" not in str(body.blocks)
    assert TextBlock("<blockquote><p>So.</p></blockquote>") in body.blocks


def test_smileys_are_the_characters_that_they_stand_for() -> None:
    assert text('Ha <img class="wp-smiley" src="/s.png" alt=":-)">') == "<p>Ha :-)</p>"


def test_tables_keep_rows_heads_and_spans_and_lose_their_looks() -> None:
    html = text(
        '<table border="1" style="width:900px"><caption>Rain</caption><thead><tr><th>Day</th>'
        '<th colspan="2">mm</th></tr></thead><tr><td bgcolor="red">Mon<br>day</td><td>3</td>'
        "<td></td></tr></table>"
    )
    assert html == (
        '<table><thead><tr><th>Day</th><th colspan="2">mm</th></tr></thead>'
        "<tbody><tr><td>Mon<br>day</td><td>3</td><td></td></tr></tbody></table><p>Rain</p>"
    )


def test_a_table_that_only_held_the_page_together_is_taken_apart() -> None:
    assert text("<table><tr><td><h2>Head</h2>Words.</td></tr></table>") == (
        "<h2>Head</h2><p>Words.</p>"
    )


def test_a_quotation_ends_with_who_said_it() -> None:
    assert text("<blockquote>Stay.\n<cite>Ann Lee</cite></blockquote>") == (
        "<blockquote><p>Stay.</p><p>— Ann Lee</p></blockquote>"
    )


def test_a_pull_quote_shortcode_is_a_pull_quote_unless_it_is_too_long_for_one() -> None:
    assert read("[pullquote]Stay <b>hungry</b>.[/pullquote]").blocks == [
        PullQuoteBlock("Stay hungry.")
    ]
    long = "word " * 100
    assert (
        text(f"[pullquote]{long}[/pullquote]") == f"<blockquote><p>{long.strip()}</p></blockquote>"
    )


@pytest.mark.parametrize(
    ("content", "language", "html"),
    [
        ('<p style="text-align: center">x</p>', "en", '<p class="is-centred">x</p>'),
        ('<p align="right">x</p>', "en", '<p class="is-ended">x</p>'),
        ("<center>x</center>", "en", '<p class="is-centred">x</p>'),
        ('<p style="text-align: left">x</p>', "en", "<p>x</p>"),
        ('<p style="text-align: justify">x</p>', "en", "<p>x</p>"),
        ("<p>رودخانه river بالا آمد</p>", "en", '<p class="is-rtl">رودخانه river بالا آمد</p>'),
        ("<p>The river رود rose</p>", "en", "<p>The river رود rose</p>"),
        ("<p>The river rose</p>", "fa", '<p class="is-ltr">The river rose</p>'),
        ("<p>رودخانه بالا آمد</p>", "fa", "<p>رودخانه بالا آمد</p>"),
        ('<p align="left">رودخانه</p>', "fa", '<p class="is-ended">رودخانه</p>'),
        ("<p>1 2 3</p>", "fa", "<p>1 2 3</p>"),
    ],
)
def test_paragraphs_keep_their_alignment_and_run_the_way_that_they_are_written(
    content: str, language: str, html: str
) -> None:
    assert text(content, language) == html


@pytest.mark.parametrize(
    ("language", "side", "width", "placement"),
    [
        ("en", "left", 150, "start"),
        ("en", "right", 150, "end"),
        ("fa", "left", 150, "end"),
        ("fa", "right", 150, "start"),
        ("en", "left", 640, ""),
        ("en", "left", 0, ""),
        ("en", "center", 150, ""),
    ],
)
def test_small_pictures_stand_beside_the_text_on_the_side_where_they_stood(
    language: str, side: str, width: int, placement: str
) -> None:
    size = f'src="/a.jpg" width="{width}"' if width else 'src="/a-1024x683.jpg"'
    body = read(f'<img class="align{side}" {size}>', language)
    figure = body.blocks[0]
    assert isinstance(figure, FigureBlock)
    assert figure.placement == placement


def test_a_link_around_a_picture_becomes_that_of_its_caption_or_is_listed() -> None:
    caption = '[caption id="x"]<a href="https://e.org/"><img src="/a.jpg"></a> Words[/caption]'
    figure = read(caption).blocks[0]
    assert isinstance(figure, FigureBlock)
    assert figure.caption_html == '<a href="https://e.org/">Words</a>'
    body = read('<a href="https://e.org/"><img src="/a.jpg"></a>')
    assert [dropped.what for dropped in body.dropped] == ["link of a picture, to https://e.org/"]


def test_a_caption_longer_than_its_column_goes_on_as_text() -> None:
    long = "word " * 120
    body = read(f'[caption id="x"]<img src="/a.jpg"> {long}[/caption]')
    assert body.blocks == [FigureBlock(PictureRef("/a.jpg")), TextBlock(f"<p>{long.strip()}</p>")]


def test_code_in_its_shortcode_is_code() -> None:
    assert text("[code lang='x']<b>[gallery]</b>\n\n x[/code]") == (
        "<pre><code>&lt;b&gt;[gallery]&lt;/b&gt;\n\n x</code></pre>"
    )

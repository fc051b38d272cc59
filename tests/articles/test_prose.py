"""What a text may hold."""

import pytest

from articles import prose
from articles.captions import linked, without_links
from articles.models import Text


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p class="is-centred nameplate">x</p>', '<p class="is-centred">x</p>'),
        ('<p class="discussion" style="color:red" id="a" dir="rtl">x</p>', "<p>x</p>"),
        (
            '<table class="is-centred"><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
            '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
        ),
        ('<pre><code class="x">a  b</code></pre><hr>', "<pre><code>a  b</code></pre><hr>"),
        ("<h1>a</h1><h5>b</h5><h4>c</h4>", "ab<h4>c</h4>"),
        ('<iframe src="https://e.org/"></iframe><img src="/a.jpg"><script>x</script>', ""),
        ('<a href="javascript:x" target="_blank">x</a>', "<a>x</a>"),
        ("<p></p>", ""),
    ],
)
def test_a_text_holds_what_its_editor_makes_and_nothing_else(html: str, kept: str) -> None:
    assert prose.clean(html) == kept
    assert Text._meta.get_field("html").clean(html or " ", None) == kept  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("caption", "html"),
    [
        ("Smith & Sons, 3 < 5", "Smith &amp; Sons, 3 &lt; 5"),
        (
            'By <a href="https://e.org/?a=1&b=2">her</a>.',
            'By <a href="https://e.org/?a=1&amp;b=2">her</a>.',
        ),
        (
            '<a href="/x">one</a> <a href="mailto:a@e.org">two</a>',
            '<a href="/x">one</a> <a href="mailto:a@e.org">two</a>',
        ),
        ('<a href="javascript:x">x</a>', "&lt;a href=&quot;javascript:x&quot;&gt;x&lt;/a&gt;"),
        ('<a href="//e.org/">x</a>', "&lt;a href=&quot;//e.org/&quot;&gt;x&lt;/a&gt;"),
        (
            '<a href="/x" onclick="y">x</a>',
            "&lt;a href=&quot;/x&quot; onclick=&quot;y&quot;&gt;x&lt;/a&gt;",
        ),
        (
            '<a href="/x"><b>x</b></a>',
            "&lt;a href=&quot;/x&quot;&gt;&lt;b&gt;x&lt;/b&gt;&lt;/a&gt;",
        ),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
    ],
)
def test_links_are_all_that_a_caption_has_of_html(caption: str, html: str) -> None:
    assert linked(caption) == html


def test_a_captions_words_are_known_without_its_links() -> None:
    assert without_links('By <a href="https://e.org/">her</a>.') == "By her."

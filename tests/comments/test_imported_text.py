"""WordPress's comments as our plain text: links named, quotations marked, nothing lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.imported_text import text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("two\nlines\r\n\r\n\r\nand more ", "two\nlines\n\nand more"),
        ("<strong>so</strong> &amp; <em>so</em>", "so & so"),
        (
            '<a href="https://example.org/a?b=1&amp;c=2">here</a>',
            "here (https://example.org/a?b=1&c=2)",
        ),
        ('<a href="https://example.org/">https://example.org</a>', "https://example.org"),
        ("<a href='mailto:jo@example.org'>Jo</a>", "Jo (jo@example.org)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("a<br>b<br />c", "a\nb\nc"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<blockquote>said\nso</blockquote>no", "> said\n> so\n\nno"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>\n> > b"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ('<ol start="3"><li>a<li>b</ol>', "3. a\n4. b"),
        (
            "so\n<ul>\n\t<li>a\n<ol>\n\t<li>b</li>\n\t<li>c</li>\n</ol>\n</li>\n\t<li>d</li>\n</ul>no",
            "so\n\n- a\n1. b\n2. c\n- d\n\nno",
        ),
        (
            "<address>1 Infinite Loop\nCupertino</address><b>so</b>",
            "1 Infinite Loop\nCupertino\nso",
        ),
        ('<img src="https://example.org/a.jpg" alt="A cat">', "A cat https://example.org/a.jpg"),
        ("<script>alert(1)</script>", ""),
        ("&nbsp;", ""),
        ("I <3 you, a<b, 1 < 2 and <grin>", "I <3 you, a<b, 1 < 2 and <grin>"),
        ('<a href="https://example.org">never closed', "never closed"),
        ("bell\x07 and \ufdd0", "bell and"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize(
    "piece", ["<div>", "<blockquote>", '<a href="', "<", "<b ", "</p>", "<!--", "&", "<a href=x>"]
)
def test_a_text_that_is_made_to_cost_costs_little(piece: str) -> None:
    began = time.process_time()
    text_of(piece * 100_000)
    assert time.process_time() - began < 5


PIECES = ["<p>", "</a>", "<a href='https://x.org'>", "<li>", "word", "\n", "<ol>", "</ol>"]
PIECES += ["<blockquote>", "</blockquote>", "<img alt=x>", "word"]


@given(st.lists(st.sampled_from(PIECES)))
def test_no_word_is_lost_however_the_tags_stand(pieces: list[str]) -> None:
    assert text_of("".join(pieces)).count("word") == pieces.count("word")

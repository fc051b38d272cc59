"""The text of a comment: cleaned on its way in, safe HTML on its way out."""

from collections.abc import Iterator
from time import monotonic
from typing import Any

import html5lib
import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from comments.body_text import body_html, characters, clean_body
from comments.models.comments import BODY_CHARACTERS, BODY_CODE_POINTS

FAMILY = "👨‍👩‍👧‍👦"  # one character of a reader, seven code points


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("abc", 3), (FAMILY, 1), ("e\u0301", 1), ("🇺🇿🇮🇷", 2), ("می‌خواهم", 7), ("a\nb", 3)],
)
def test_characters_are_counted_as_a_reader_does(text: str, count: int) -> None:
    assert characters(text) == count


def test_text_is_stored_in_one_form() -> None:
    assert clean_body("  one \r\ntwo\r\rthree\n\n\n\n\nfour  \n") == "one\ntwo\n\nthree\n\nfour"
    assert clean_body("e\u0301") == "é"


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u200b\u200d", "\u2066\u2069", "\u0301", "\u3164\u2800"]
)
def test_what_shows_nothing_is_no_comment(text: str) -> None:
    with pytest.raises(ValidationError, match="Please write your comment"):
        clean_body(text)


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\ufffe"])
def test_control_characters_are_refused(letter: str) -> None:
    with pytest.raises(ValidationError, match="control characters"):
        clean_body(f"a{letter}b")


def test_as_many_characters_as_a_reader_counts_are_possible_and_no_more() -> None:
    assert characters(clean_body("é" * BODY_CHARACTERS)) == BODY_CHARACTERS
    families = BODY_CODE_POINTS // len(FAMILY)
    assert clean_body(FAMILY * families) == FAMILY * families
    with pytest.raises(ValidationError, match="1 character too long"):
        clean_body("a" * (BODY_CHARACTERS + 1))
    with pytest.raises(ValidationError, match="2 characters too long"):
        clean_body("a" * (BODY_CHARACTERS + 2))


def test_marks_piled_on_one_letter_end_somewhere() -> None:
    with pytest.raises(ValidationError, match="more combined emoji or accents than"):
        clean_body("a" + "\u0301\u0323" * BODY_CODE_POINTS)


def test_characters_that_count_once_but_cannot_all_be_stored_are_called_what_they_are() -> None:
    text = FAMILY * (BODY_CHARACTERS - 1)
    assert characters(text) < BODY_CHARACTERS
    with pytest.raises(ValidationError, match="more combined emoji or accents than"):
        clean_body(text)


def test_megabytes_are_refused_without_being_put_in_order() -> None:
    begun = monotonic()
    for text in ("a" + "\u0301" * 600_000 + "\u0316" * 600_000, "a" * 2_500_000):
        assert characters(text) == len(text)
        with pytest.raises(ValidationError, match="too long"):
            clean_body(text)
    pile = "a" + "\u0301" * 10_000 + "\u0316" * 10_000
    with pytest.raises(ValidationError, match="more combined"):
        clean_body(pile)
    assert monotonic() - begun < 60  # seconds, on a busy machine; it was hours


def test_lines_and_paragraphs_are_kept_and_each_finds_its_direction() -> None:
    assert body_html("one\ntwo\n\nسه") == '<p dir="auto">one<br>two</p><p dir="auto">سه</p>'


def test_markup_is_text() -> None:
    assert body_html("<b>&amp; \"'") == '<p dir="auto">&lt;b&gt;&amp;amp; &quot;&#x27;</p>'


def test_an_address_becomes_a_link_that_lends_no_weight() -> None:
    html = body_html("See https://example.org/a?b=1&c=2.")
    assert html == (
        '<p dir="auto">See <a href="https://example.org/a?b=1&amp;c=2" '
        'rel="ugc nofollow noopener"><bdi>https://example.org/a?b=1&amp;c=2</bdi></a>.</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "ftp://example.org/",
        "//example.org/x",
        "example.org",
        "a@example.org",
    ],
)
def test_nothing_but_web_addresses_becomes_a_link(text: str) -> None:
    assert "<a" not in body_html(text)


def test_a_long_address_is_shown_in_short() -> None:
    url = "https://example.org/" + "x" * 200
    html = body_html(url)
    assert f'href="{url}"' in html
    assert "x…</bdi>" in html
    assert "x" * 60 not in html.split("<bdi>")[1]


# --- Quotations ---


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> Was it?\nIt was.", "<blockquote>[Was it?]</blockquote>[It was.]"),
        ("> one\n> two\n>\n> three", "<blockquote>[one<br>two][three]</blockquote>"),
        ("> one\n\n> two", "<blockquote>[one]</blockquote><blockquote>[two]</blockquote>"),
        ("Before\n> it\n\n\nafter", "[Before]<blockquote>[it]</blockquote>[after]"),
        (
            "> > deep\n> less\nmine",
            "<blockquote><blockquote>[deep]</blockquote>[less]</blockquote>[mine]",
        ),
        (">> deep", "<blockquote><blockquote>[deep]</blockquote></blockquote>"),
        ("> > > deeper", "<blockquote><blockquote>[&gt; deeper]</blockquote></blockquote>"),
        ("> <b>", "<blockquote>[&lt;b&gt;]</blockquote>"),
        ("> سلام", "<blockquote>[سلام]</blockquote>"),
    ],
)
def test_lines_behind_the_sign_are_a_quotation(text: str, html: str) -> None:
    assert body_html(text) == html.replace("[", '<p dir="auto">').replace("]", "</p>")


@pytest.mark.parametrize(
    "text",
    [">100 people came", ">:(", ">", ">\n>", ">>", ">>>", "5 > 4", "a\n->b", " > x", ">_<"],
)
def test_a_sign_that_belongs_to_the_words_stays_one(text: str) -> None:
    html = body_html(text)
    assert "<blockquote>" not in html
    assert html.count("&gt;") == text.count(">")


def test_a_quoted_address_is_a_link_and_does_not_swallow_the_next_line() -> None:
    html = body_html("> see https://example.org/a\n> b\nhttps://example.org/c")
    assert html.count("<a ") == 2
    assert html.startswith('<blockquote><p dir="auto">see <a href="https://example.org/a"')
    assert '</a><br>b</p></blockquote><p dir="auto"><a href="https://example.org/c"' in html


quoting = st.lists(
    st.tuples(
        st.sampled_from(["", "> ", ">", ">> ", "> > ", "> > > ", " > ", "<blockquote>"]),
        st.text(st.sampled_from("ab>< &\u200fب."), max_size=6),
    ),
    min_size=1,
    max_size=8,
).map(lambda lines: "\n".join(sign + words for sign, words in lines))


@given(quoting)
def test_a_quotation_is_at_most_two_deep_and_loses_no_word(text: str) -> None:
    try:
        body = clean_body(text)
    except ValidationError:
        return
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parseFragment(body_html(body))
    words = "".join(shown(tree)).replace(">", "")
    assert words.split() == body.replace(">", "").split()
    for outer in tree.iter("blockquote"):
        assert len(outer), "an empty quotation"
        for inner in outer.iter("blockquote"):
            assert inner is outer or not list(inner.iter("blockquote"))[1:]


def shown(element: Any) -> Iterator[str]:
    """The words of an element, with a space where a line begins."""
    yield " " if element.tag in {"p", "br"} else ""
    yield element.text or ""
    for part in element:
        yield from shown(part)
        yield part.tail or ""


@given(st.text(st.characters() | st.sampled_from("\n<>&\"':/."), min_size=1, max_size=80) | quoting)
@example("\ufdd0")
@example("\U0001ffff")
@example("> a\n> > b")
def test_whatever_is_taken_parses_strictly_and_holds_no_other_element(text: str) -> None:
    for written in (text, f"https://example.org/{text}"):
        try:
            html = body_html(clean_body(written))
        except ValidationError:
            continue
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        tree = parser.parseFragment(html)
        elements = {element.tag for element in tree.iter()}
        assert elements <= {"DOCUMENT_FRAGMENT", "blockquote", "p", "br", "a", "bdi"}
        for link in tree.iter("a"):
            assert set(link.attrib) == {"href", "rel"}
            assert link.attrib["href"].startswith(("http://", "https://"))

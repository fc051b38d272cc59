"""Reading an export: what stands in it, in flat memory, whatever stands in it."""

import io
import tracemalloc

import pytest

from articles.wxr.comment_pile import CommentPile
from articles.wxr.items import Channel, Item, ItemComment
from articles.wxr.reading import Entry, ExportRefused, read
from tests.wxr_files import Post, Said, author, big, category, export


def entries(file: bytes) -> list[Entry]:
    return [found for found in read(io.BytesIO(file)) if isinstance(found, Entry)]


def channel_of(file: bytes) -> Channel:
    return next(found for found in read(io.BytesIO(file)) if isinstance(found, Channel))


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_version_is_read_by_either_scheme(version: str, scheme: str) -> None:
    (entry,) = entries(export([Post(7, comments=[Said(1)])], version=version, scheme=scheme))
    assert (entry.item.wp_id, entry.item.title) == (7, "The bridge is open")
    assert [said.content for said in entry.comments] == ["Well said."]


def test_a_site_says_who_writes_and_what_is_filed_where() -> None:
    channel = author("jo", "Jo") + category("city", "City", parent="news")
    found = channel_of(export([Post(7)], channel=channel))
    assert found.base_blog_url == "https://old.example.org"
    assert [writer.display_name for writer in found.authors] == ["Jo"]
    assert [(term.slug, term.parent) for term in found.terms] == [("city", "news")]


def test_blank_lines_before_the_file_are_passed_over() -> None:
    assert len(entries(b"\n\n " + export([Post(7)]))) == 1


def test_a_line_is_that_of_the_file() -> None:
    file = export([Post(7), Post(8, "no\x01thing")])
    place = file[: file.index(b"\x01")].count(b"\n") + 1
    with pytest.raises(ExportRefused) as refusal:
        entries(file)
    assert refusal.value.line == place


def test_an_item_without_anything_is_a_post() -> None:
    file = export([]).replace(
        b"</channel>", b"<item><link>http://x.org/?p=4</link></item></channel>"
    )
    (entry,) = entries(file)
    assert entry.item == Item(None, link="http://x.org/?p=4", line=entry.item.line)


def test_a_text_beyond_all_measure_is_refused() -> None:
    with pytest.raises(ExportRefused, match="too long"):
        entries(export([Post(7, "x" * 100_000)]))


def test_a_tag_that_never_ends_is_refused() -> None:
    file = export([]).replace(b"</channel>", b"<item x='" + b"y" * 9_000_000)
    with pytest.raises(ExportRefused, match="too long"):
        entries(file)


def test_memory_stays_flat() -> None:
    """A file is more than what reading it may hold."""
    text = "".join(big(4)).encode()
    tracemalloc.start()
    for _entry in read(io.BytesIO(text)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_pile_gives_back_what_was_put_on_it_wherever_it_lies() -> None:
    pile = CommentPile(in_memory=2)
    said = [ItemComment(number, 1, content=f"c{number}") for number in range(6)]
    for comment in said:
        pile.append(comment)
    assert list(pile) == said
    assert [pile[number] for number in (5, 0, 3)] == [said[5], said[0], said[3]]
    pile.close()

"""Files that are no exports, and imports that fail: one sentence, and nothing is left behind."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.portal.wxr.conftest import POSTS, Bring, everything
from tests.wxr_files import Post, Said, export

pytestmark = pytest.mark.django_db


def deep(levels: int) -> list[Post]:
    return [Post(7, comments=[Said(n, parent=n - 1) for n in range(1, levels + 1)])]


GOOD = export([Post(7), Post(8)])
BOMB = b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE rss SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "ends before it is complete"),
        (GOOD[: len(GOOD) // 2], "ends before it is complete"),
        (GOOD.replace(b"<rss", BOMB + b"<rss", 1), "document type"),
        (GOOD.replace(b"<rss", OUTSIDE + b"<rss", 1), "document type"),
        (GOOD.replace(b"noon", b"no\x0bon"), "control character U+000B"),
        (GOOD.replace(b"noon", b"no\xe9n"), "not in the encoding"),
        (GOOD.replace(b"UTF-8", b"klingon"), "encoding that cannot be read"),
        (GOOD.replace(b"</item>", b"</itm>", 1), "mismatched tag"),
        (GOOD.replace(b"<item>", b"<item>" + b"<a>" * 100, 1), "without end"),
        (b"<html><body>Sign in</body></html>", "other element than <rss>"),
        (b"<rss><channel><title>News</title></channel></rss>", "nothing of WordPress"),
        (export(deep(1200)), "levels deep"),
    ],
    ids=[
        "empty",
        "cut",
        "bomb",
        "outside",
        "control",
        "latin",
        "encoding",
        "tag",
        "deep",
        "html",
        "rss",
        "answers",
    ],
)
@pytest.mark.parametrize("options", [(), ("--resume",)])
def test_a_bad_file_ends_in_one_sentence_with_its_line(
    file: bytes, words: str, options: tuple[str, ...], bring: Bring
) -> None:
    before = everything()
    with pytest.raises(CommandError, match=r"^Line \d+: [^\n]+\.$") as refusal:
        bring(file, *options)
    assert words in str(refusal.value)
    assert everything() == before


def test_what_fails_half_way_leaves_nothing(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full, a plug that is pulled: stands for whatever nobody foresaw."""
    before = everything()

    def pulled(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr("articles.wxr.remembering.Remembering.rest", pulled)
    with pytest.raises(CommandError, match="No space left"):
        bring(POSTS)
    assert everything() == before


def test_a_file_that_is_not_there_is_said_so() -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_wxr", "nowhere.xml")

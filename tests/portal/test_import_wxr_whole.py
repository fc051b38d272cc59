"""Whatever an export holds: what comes in equals what went in, by count and by text."""

import itertools
import json
from io import StringIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, Text
from comments.models import Comment, Discussion
from tests.wxr_files import Post, Said, export

pytestmark = pytest.mark.django_db

GUTENBERG = "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->"
SITES = itertools.count()  # each example is a site of its own
WORD = st.text(st.characters(categories=["L", "N"], codec="utf-8"), min_size=1, max_size=12)
WORDS = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
MARKED = st.sampled_from(
    ["{}", "<strong>{}</strong>", "<em>{}</em>", "<p>{}</p>", "{}\n\n", "<code>{}</code>", "x < {}"]
)
STATES = st.sampled_from(["1", "1", "1", "0", "spam", "trash"])
KINDS = st.sampled_from(["", "comment", "comment", "comment", "pingback", "trackback"])
ENCODINGS = ["utf-8", "utf-16", "iso-8859-1", "windows-1251"]


@st.composite
def comments(draw: Any) -> list[Said]:
    """Comments in any order, that answer any other, none, themselves, or one that is not there."""
    number = draw(st.integers(0, 7))
    numbers = draw(st.permutations(range(1, number + 1)))
    return [
        Said(
            own,
            draw(MARKED).format(f"said{own} {draw(WORDS)}"),
            parent=draw(st.integers(0, number + 1)),
            approved=draw(STATES),
            kind=draw(KINDS),
        )
        for own in numbers
    ]


@st.composite
def posts(draw: Any) -> list[Post]:
    """Some posts and pages, each with its comments."""
    return [
        Post(
            number,
            title=f"Title {number} {draw(WORDS)}",
            content=GUTENBERG.format(f"body{number} {draw(WORDS)}"),
            kind=draw(st.sampled_from(["post", "post", "page"])),
            status=draw(st.sampled_from(["publish", "draft", "pending", "private", "trash"])),
            comments=draw(comments()),
        )
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all the examples of a test."""
    return tmp_path_factory.mktemp("exports")


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(posts(), st.sampled_from(ENCODINGS), st.sampled_from(["http", "https"]),
       st.sampled_from(["1.0", "1.1", "1.2"]))  # fmt: skip
def test_what_comes_in_is_what_went_in(
    folder: Path, went_in: list[Post], encoding: str, scheme: str, version: str
) -> None:
    about = {"scheme": scheme, "version": version, "site": f"https://{next(SITES)}.example.org"}
    try:
        file = export(went_in, encoding=encoding, **about)
    except UnicodeEncodeError:  # letters that this encoding has not
        file = export(went_in, **about)
    (folder / "export.xml").write_bytes(file)
    before = Article.objects.count(), Comment.objects.count()
    last = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    report = run(folder / "export.xml")
    taken = [post for post in went_in if post.status != "trash"]
    expected = [said for post in taken for said in post.comments
                if said.kind in {"", "comment"}]  # fmt: skip
    assert Article.objects.count() - before[0] == len(taken) == report["counts"]["articles_new"]
    assert Comment.objects.count() - before[1] == len(expected) == report["counts"]["comments_new"]
    pings = sum(len(post.comments) for post in taken) - len(expected)
    assert report["counts"]["pings"] == pings
    for post in taken:
        article = Article.objects.filter(headline=post.title).latest("pk")
        words = post.content.split("<p>")[1].split("</p>")[0]
        assert words in Text.objects.get(parent=article).html
    bodies = list(Comment.objects.filter(pk__gt=last).values_list("body", flat=True))
    for said in expected:
        words = said.text.replace("<p>", "").replace("</p>", "").strip()
        for tag in ("strong", "em", "code"):
            words = words.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
        assert normal(words) in map(normal, bodies)
    assert_sound()
    again = run(folder / "export.xml")["counts"]
    assert (again["articles_new"], again["comments_new"], again["articles_changed"]) == (0, 0, 0)


def normal(text: str) -> str:
    return normalize("NFC", text)


def assert_sound() -> None:
    """Every thread hangs together, and every count is right."""
    for comment in Comment.objects.exclude(parent=None).select_related("parent"):
        assert comment.depth == comment.parent.depth + 1
        assert comment.root_id == (comment.parent.root_id or comment.parent_id)
        assert comment.path.startswith(comment.parent.path)
    assert not Comment.objects.filter(shown=True, parent__shown=False).exists()
    shown = Comment.objects.filter(status__in=["published", "removed"])
    assert sum(row.comment_count for row in Discussion.objects.all()) == shown.count()
    call_command("recount", "--check", stdout=StringIO())


def run(file: Path) -> dict[str, Any]:
    out = StringIO()
    call_command("import_wxr", str(file), "--json", "-", stdout=out)
    return json.loads(out.getvalue())

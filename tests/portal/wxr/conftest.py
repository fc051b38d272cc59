"""`manage.py import_wxr`, run on an export of some posts, and all that it writes."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles.models import Article, Author, ImportedThing, Section, SectionName, Tag
from comments.models import Comment, Decision
from tests.wxr_files import Post, Said, export

Bring = Callable[..., dict[str, Any]]
GUTENBERG = "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->"


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Run the command on an export of some posts; return its report."""

    def run(posts: list[Post] | bytes, *options: str, **about: str) -> dict[str, Any]:
        file = tmp_path / "export.xml"
        file.write_bytes(posts if isinstance(posts, bytes) else export(posts, **about))
        out = StringIO()
        call_command("import_wxr", str(file), *options, "--json", "-", stdout=out)
        return json.loads(out.getvalue())

    return run


def everything() -> list[Any]:
    """All that an import writes, with its times."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Article, Author, Section, SectionName, Tag, ImportedThing, Comment, Decision)
    ]


POSTS = [
    Post(7, comments=[Said(1), Said(2, parent=1), Said(3, approved="spam")]),
    Post(8, tags=[("a", "A")], comments=[Said(4, approved="trash"), Said(5, parent=4)]),
    Post(9, kind="page", categories=[]),
]

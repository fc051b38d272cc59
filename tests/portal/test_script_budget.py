"""How much JavaScript an article's page loads: it is read on slow phones (design.md, Budgets)."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from articles.models import Embed
from tests.comments.reading import address
from tests.making import Make

BUDGET = 10 * 1024  # bytes, compressed
pytestmark = pytest.mark.django_db


def compressed(html: str) -> dict[str, int]:
    """The modules that a page names, and their bytes on the way to a browser."""
    names = set(re.findall(r'<script type="module" src="/static/([^"]+)"', html))
    folder = Path(settings.STATICFILES_DIRS[0])
    return {name: len(gzip.compress((folder / name).read_bytes(), 6)) for name in names}


def test_all_modules_of_an_article_s_page_stay_within_the_budget(
    client: Client, make_comment: Make
) -> None:
    article = make_comment().article
    Embed.objects.create(parent=article, ordering=20, url="https://youtu.be/abcdefghijk")
    page = compressed(client.get(article.get_absolute_url()).content.decode())
    assert {"js/reply.js", "js/news.js", "js/session.js", "js/embed.js"} <= page.keys()
    assert sum(page.values()) <= BUDGET, page


def test_so_do_those_of_the_form_which_come_with_it(client: Client, make_comment: Make) -> None:
    article = make_comment().article
    form = client.get(address("post_comment", article) + "?fragment=1").content.decode()
    page = client.get(article.get_absolute_url()).content.decode()
    assert compressed(form)
    assert not compressed(form).keys() & compressed(page).keys(), "nobody reads with them"
    assert sum(compressed(form).values()) <= BUDGET / 2

"""Every comment is reached by following links, however deep or wide its thread is."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from articles.models import Article
from comments.models import Comment
from tests.comments.reading import address, parse
from tests.crowds import add_answers, add_chain, add_roots
from tests.making import Make

pytestmark = pytest.mark.django_db
MORE = {"thread-more", "discussion-more"}


def more(page: HttpResponse) -> list[str]:
    """Where the links lead that promise more comments."""
    return [
        link.attrib["href"].partition("#")[0]
        for paragraph in parse(page).iter("p")
        if MORE & set(paragraph.attrib.get("class", "").split())
        for link in paragraph.iter("a")
    ]


def comments_on(page: HttpResponse) -> list[int]:
    return [int(pk) for pk in re.findall(r'id="comment-(\d+)"', page.content.decode())]


def walk(client: Client, article: Article) -> dict[int, int]:
    """Follow all links for more from the article on; count how often each comment is met."""
    met: dict[int, int] = {}
    to_read, seen = [article.get_absolute_url()], set()
    while to_read:
        url = to_read.pop()
        if url in seen:
            continue
        seen.add(url)
        page = client.get(url)
        assert page.status_code == 200, url
        on_page = comments_on(page)
        assert len(on_page) == len(set(on_page)) <= 100, "a page shows no comment twice"
        for pk in on_page:
            met[pk] = met.get(pk, 0) + 1
        to_read += more(page)
    return met


def on(article: Article) -> set[int]:
    return set(Comment.objects.on(article.story_id).values_list("pk", flat=True))


def test_the_last_of_500_answers_in_a_row_is_reached(client: Client, make_article: Make) -> None:
    article = make_article()
    [root] = add_roots([article.pk], 1)
    chain = add_chain(root, 500)
    assert Comment.objects.get(pk=chain[-1]).depth == 500
    assert set(walk(client, article)) == on(article)


def test_320_answers_to_one_comment_are_all_reached(client: Client, make_article: Make) -> None:
    article = make_article()
    roots = add_roots([article.pk], 3)
    [answer] = add_answers(roots[1:2], 1)
    many = add_answers([answer], 320)
    met = walk(client, article)
    assert set(met) == on(article)
    assert {met[pk] for pk in many} == {1}, "and none of them on two pages"


def test_a_chain_below_the_last_of_many_answers_is_reached(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    [root] = add_roots([article.pk], 1)
    add_chain(add_answers([root], 130)[-1], 70)
    assert set(walk(client, article)) == on(article)


@pytest.mark.parametrize("depth", [0, 31, 32, 150])
def test_a_permanent_address_opens_at_its_comment(
    depth: int, client: Client, make_article: Make
) -> None:
    article = make_article()
    [root] = add_roots([article.pk], 1)
    chain: list[Any] = [root, *add_chain(root, 150)]
    page = client.get(address("comment", article, pk=chain[depth]))
    shown = comments_on(page)
    assert chain[depth] in shown
    assert shown == chain[depth - shown.index(chain[depth]) :][: len(shown)]

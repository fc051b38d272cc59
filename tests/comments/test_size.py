"""What a discussion costs at size: rows read stay in proportion to what is shown."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from articles.models import Article
from comments.discussion import branch_context, discussion_parts
from comments.entries import Place
from comments.models import Comment, Move, Rule, RuleText
from comments.models.comments import UNRANKED
from comments.moderation import decide
from comments.paths import LEVELS
from comments.ranks import freeze
from comments.threads import BRANCH_COMMENTS, FIRST_REPLIES, ORDERS, PAGE_ROOTS
from portal.database_roles import as_owner
from portal.models import User
from tests.crowds import add_answers, add_articles, add_chain, add_roots, found_newspaper, ids_of
from tests.row_counts import Read, reading

STORIES, ACCOUNTS = 1500, 1500
ROOTS, WIDE, DEEP = 3000, 20_000, 500
EACH = 16  # rows for a comment shown: its place, itself, whom it answers, both their accounts,
# for a removed one the decision, rule and title; a bitmap scan meets each row twice
REQUEST = partial(RequestFactory().get, "/")
pytestmark = pytest.mark.django_db


EARLIER = """
INSERT INTO comments_commentrevision (comment_id, story_id, number, body, language, was_published,
    written_at, replaced_at)
SELECT id, story_id, n, 'An earlier text.', 'en', true, submitted_at, now()
FROM comments_comment CROSS JOIN generate_series(1, 2) AS n WHERE id = ANY(%(ids)s)
"""


@dataclass
class Town:
    """A story that everybody talks about, beside others; ids of comments, oldest first."""

    article: Article
    roots: list[int]
    wide: list[int]  # answers to the third root
    chain: list[int]  # answers below the fourth root, each to the one before

    @property
    def place(self) -> Place:
        """Where its discussion is shown."""
        return Place.of(self.article)


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """Fill the town once for the tests here; committed rows have statistics."""
    with django_db_blocker.unblock():
        with as_owner():
            made = _build()
        yield made
        call_command("flush", verbosity=0, interactive=False)
        connection.close()


def _build() -> Town:
    articles = add_articles(STORIES, sections=found_newspaper())
    add_answers(add_roots(articles[:-1], 2)[::3], 2)
    roots = add_roots(articles[-1:], ROOTS)
    wide, chain = add_answers(roots[2:3], WIDE), add_chain(roots[3], DEEP)
    add_answers(roots[-40:], 2)
    _sign_and_remove([*roots[:40:2], *wide[:20:2], *chain[:20:2]])
    _edit([*roots, *wide[1::2], *chain])
    _recommend_and_feature(roots)
    freeze(None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    article = Article.objects.select_related("section").get(pk=articles[-1])
    return Town(article, roots, wide, chain)


def _recommend_and_feature(roots: list[int]) -> None:
    """Have every third root recommended by up to seven people, and three chosen of all kinds."""
    for number in range(1, 8):
        Comment.objects.filter(pk__in=roots[number * 3 :: 21]).update(recommend_count=number)
    Comment.objects.filter(pk__in=roots[5:2000:600]).update(featured_at=timezone.now())


def _sign_and_remove(comments: list[int]) -> None:
    """Give comments accounts among many, and remove every other one of them."""
    people = User.objects.bulk_create(
        User(email=f"person{n}@example.org", display_name=f"Person {n}", password="!")
        for n in range(ACCOUNTS)
    )
    for comment, person in zip(comments, people, strict=False):
        Comment.objects.filter(pk=comment).update(author=person)
    rule = Rule.objects.create(code="3")
    RuleText.objects.create(rule=rule, language="en", title="Personal attacks", text="…")
    decide(Comment.objects.filter(pk__in=comments[::2]), Move.REMOVE, by=None, rule=rule)


def _edit(comments: list[int]) -> None:
    """Let comments have been changed, the one with the most answers among them."""
    Comment.objects.filter(pk__in=comments).update(revision=3, edited_at=timezone.now())
    ids_of(EARLIER, ids=comments)


def page(town: Town, order: str, where: str) -> dict[str, Any]:
    """Read the first page, one from the middle or the last one of the discussion."""
    numbers = {"first": None, "middle": ROOTS // 2, "last": -10}
    number, after = numbers[where], ""
    if number is not None:
        ordered = Comment.objects.filter(pk__in=town.roots).order_by(
            *{"oldest": ["path"], "newest": ["-path"]}.get(order, [f"{order}_rank", "path"])
        )
        root = list(ordered)[number]
        rank = getattr(root, f"{order}_rank", None)
        after = root.path if rank is None else f"{rank}-{root.path}"
    return {"order": order, "after": after}


def discussion(town: Town, **asked: str) -> str:
    """Read a page of the discussion as its view does."""
    return b"".join(discussion_parts(REQUEST(), town.place, **asked)).decode()


def permanent(town: Town, comment: int, after: str = "") -> Callable[[], dict[str, Any]]:
    """Return what reads a comment's own page as its view does."""

    def read() -> dict[str, Any]:
        shown = Comment.objects.on(town.article.story_id).shown().select_related("author")
        return branch_context(REQUEST(), town.place, shown.get(pk=comment), after=after)

    return read


def on_page(answer: str | dict[str, Any]) -> int:
    """How many comments a page shows."""
    if isinstance(answer, str):
        return len(re.findall(r'id="comment-\d+"', answer))
    return len(answer["above"]) + len(answer["entries"])


def assert_in_proportion(read: Read) -> None:
    shown = on_page(read.answer)
    assert 0 < shown <= 2 * BRANCH_COMMENTS, "what is shown is bounded itself"
    assert read.queries <= 3
    assert read.rows <= EACH * max(shown, PAGE_ROOTS + 1), f"for {shown} comments"


@pytest.mark.parametrize("plans", ["force_generic_plan", "force_custom_plan"])
@pytest.mark.parametrize("where", ["first", "middle", "last"])
@pytest.mark.parametrize("order", ORDERS)
def test_a_page_of_the_discussion_reads_what_it_shows(
    order: str, where: str, plans: str, town: Town
) -> None:
    """By the plan that is made for any story, too: a large one is not like most."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL plan_cache_mode = {plans}")
    asked = page(town, order, where)
    read = reading(lambda: discussion(town, **asked))
    assert_in_proportion(read)
    assert ("More comments" in read.answer) == (where != "last")


def test_the_town_is_large_and_its_first_page_shows_every_kind_of_comment(town: Town) -> None:
    """Else the figures above would say little."""
    html = discussion(town)
    assert f"Show {WIDE - FIRST_REPLIES:,} more replies" in html
    assert "Person 1" in html
    assert "rule 3, personal attacks" in html
    assert html.count("featured-by") == 3
    ranks = Comment.objects.filter(pk__in=town.roots).values_list("discussed_rank", flat=True)
    assert UNRANKED not in ranks


@pytest.mark.parametrize("plans", ["force_generic_plan", "force_custom_plan"])
@pytest.mark.parametrize("number", [0, 1, WIDE // 2, WIDE - 1])
def test_a_permanent_link_costs_the_same_wherever_the_comment_stands(
    number: int, plans: str, town: Town
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL plan_cache_mode = {plans}")
    read = reading(permanent(town, town.wide[number]))
    assert on_page(read.answer) == 2, "the root and the answer"
    assert read.queries <= 3
    assert read.rows <= EACH * 3


@pytest.mark.parametrize("number", [0, ROOTS // 2, ROOTS - 41])
def test_so_does_one_to_the_first_comment_or_to_the_last(number: int, town: Town) -> None:
    read = reading(permanent(town, town.roots[number]))
    assert on_page(read.answer) == 1
    assert read.rows <= EACH * 2


@pytest.mark.parametrize("depth", [1, 30, 31, 32, 250, DEEP - 1])
def test_a_permanent_link_into_a_deep_thread_reads_what_it_shows(depth: int, town: Town) -> None:
    read = reading(permanent(town, town.chain[depth]))
    assert_in_proportion(read)
    assert on_page(read.answer) <= LEVELS + 1 + BRANCH_COMMENTS


@pytest.mark.parametrize("number", [0, WIDE // 2, WIDE - 2])
def test_a_page_of_twenty_thousand_answers_reads_what_it_shows(number: int, town: Town) -> None:
    after = Comment.objects.get(pk=town.wide[number]).path
    read = reading(permanent(town, town.roots[2], after))
    assert_in_proportion(read)
    assert len(read.answer["entries"]) == min(BRANCH_COMMENTS, WIDE - 1 - number)


def test_ranks_are_frozen_without_reading_the_story(town: Town) -> None:
    """A few dozen comments of it were decided about within the last minutes."""
    assert reading(freeze).rows < ROOTS / 2
    assert reading(lambda: freeze(None)).rows >= ROOTS, "what the nightly run reads"

"""What the pages of a large archive cost: rows read do not grow with what was ever published."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from articles import archive
from articles.listing import cursor_of, page_of
from articles.models import Article, Author, Section, Tag
from articles.newspaper import Newspaper
from articles.reading import at_address, meant_by
from articles.related import LATELY_TAGGED, RELATED, related_to
from comments.models import Discussion
from portal.database_roles import as_owner
from portal.front_page import DISCUSSED_AMONG, front_page
from tests.crowds import add_articles, add_roots, found_newspaper
from tests.row_counts import reading

ARTICLES, AUTHORS, TAGS = 4000, 2000, 1000
MINUTES = 10  # between two of them: all fall into the days of "Most discussed"
CARD = 20  # rows for a card: its article, photo, section and that one's names, byline and author
pytestmark = pytest.mark.django_db


@dataclass
class House:
    """A newspaper with a large archive; ids of articles, oldest first."""

    sections: list[Section]
    articles: list[int]
    subjects: dict[str, Tag]

    def article(self, number: int) -> Article:
        """Return an article by its place in the archive."""
        return Article.objects.select_related("section").get(pk=self.articles[number])


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Fill the archive once for the tests here; committed rows have statistics."""
    with django_db_blocker.unblock():
        with as_owner():
            made = _build()
        yield made
        call_command("flush", verbosity=0, interactive=False)
        connection.close()


def _build() -> House:
    sections = found_newspaper()
    authors = Author.objects.bulk_create(
        Author(slug=f"author-{n}", name=f"Author {n}") for n in range(AUTHORS)
    )
    tags = Tag.objects.bulk_create(Tag(slug=f"tag-{n}", name=f"Tag {n}") for n in range(TAGS))
    articles = add_articles(ARTICLES, sections=sections, authors=authors, tags=tags, apart=MINUTES)
    names = {"everything": articles, "long ago": articles[:50], "now and then": articles[::900]}
    subjects = {name: Tag.objects.create(slug=f"s-{n}", name=name) for n, name in enumerate(names)}
    for name, tagged in names.items():
        subjects[name].articles.add(*tagged)
    add_roots(articles, 1)
    # By their ids: nothing has statistics yet, and a join of all would take minutes.
    some = Article.objects.filter(pk__in=articles[-DISCUSSED_AMONG // 2 :][:9])
    discussed = list(some.values_list("story_id", flat=True))
    Discussion.objects.filter(story_id__in=discussed).update(comment_count=70)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return House(sections, articles, subjects)


def rows(read: Callable[[], Any]) -> int:
    return reading(read).rows


def test_the_front_page_reads_what_it_shows_and_the_newest_it_compares(house: House) -> None:
    newspaper = Newspaper("en")
    read = reading(lambda: front_page(newspaper))
    front = read.answer
    shown = [front.lead, *front.beside, *front.below, *front.latest, *front.discussed]
    shown += [article for department in front.departments for article in department.articles]
    assert len(shown) > 20
    assert [article.comment_count for article in front.discussed] == [70] * 5
    assert read.queries == 4
    assert read.rows <= CARD * len(shown) + 4 * DISCUSSED_AMONG


@pytest.mark.parametrize("number", [ARTICLES - 1, ARTICLES // 2, 80])
def test_a_page_of_a_section_reads_what_it_shows(number: int, house: House) -> None:
    before = cursor_of(house.article(number))
    own = Article.objects.published().in_language("en").filter(section=house.sections[1])
    read = reading(lambda: page_of(own, before))
    assert len(read.answer.articles) == 20
    assert read.queries == 1
    assert read.rows <= CARD * 21


@pytest.mark.parametrize(
    "subjects",
    [[], ["everything"], ["long ago"], ["now and then"], ["everything", "long ago"]],
)
def test_what_is_related_is_found_among_few(subjects: list[str], house: House) -> None:
    """However often a subject was named, or however long ago."""
    article = house.article(-1)
    tags = [house.subjects[name].pk for name in subjects]
    read = reading(lambda: related_to(article, tags))
    assert len(read.answer) == RELATED
    tagged = {name: {row.pk for row in house.subjects[name].articles.all()} for name in subjects}
    with_subject = [row for row in read.answer if any(row.pk in ids for ids in tagged.values())]
    assert len(with_subject) == (RELATED if subjects else 0)
    assert read.queries == 1
    assert read.rows <= CARD * 2 * RELATED + 6 * LATELY_TAGGED * len(tags)


def test_an_address_is_read_without_its_neighbours(house: House) -> None:
    article = house.article(ARTICLES // 2)
    assert rows(lambda: at_address("en", article.slug)) < 40
    assert rows(lambda: meant_by("ru", article.slug)) < 40


def test_the_archive_finds_its_ends_and_the_next_days_without_reading_it(house: House) -> None:
    day = house.article(ARTICLES // 2).publish_at.date()
    for read in (
        lambda: archive.years_of("en"),
        lambda: archive.day_before("en", day),
        lambda: archive.day_after("en", day),
    ):
        found = reading(read)
        assert found.answer
        assert found.rows <= 4


def test_a_day_of_the_archive_reads_that_day(house: House) -> None:
    day = house.article(ARTICLES // 2).publish_at.date()
    read = reading(lambda: page_of(archive.of_day("en", day), size=50))
    assert len(read.answer.articles) == 50
    assert read.rows <= CARD * 24 * 60 / MINUTES


def test_the_days_of_a_year_are_counted_from_the_index_alone(house: House) -> None:
    """Each article of the year is met once; none of any other year."""
    year = house.article(-1).publish_at.year
    counted = sum(n for month in archive.months_of("en", year) for _day, n in month.days)
    assert rows(lambda: archive.months_of("en", year)) <= 2 * counted

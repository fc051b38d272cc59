"""Fills an empty, migrated database with a newspaper of a given size.

Roles that scenarios look for are written into the working titles of the stories (`Story.label`),
which readers never see.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Author, Byline, Masthead, Section, SectionName, Story, Text
from benchmarks.data import texts
from benchmarks.data.copying import copy_rows, insert_from, reserve_ids
from benchmarks.data.shape import PATTERN, TALKED_ABOUT, threads_of
from benchmarks.data.threads import COLUMNS, Discussed, rows_of
from comments.models import Comment, Decision, Discussion, Move, Rule, RuleText, Status

SECTIONS = ("valley", "market", "river", "school", "sport")  # 20 of 100 articles in each: one page
A_DAY = 55  # articles: a newsroom of fifty people
LONG, SHORT = 12, 3  # paragraphs of an article that is measured, and of one that only stands there
ARTICLE_COLUMNS = (
    "id", "story_id", "language", "section_id", "slug", "headline", "dek", "status", "publish_at",
    "first_published_at", "created_at", "saved_at",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How large a newspaper is to be."""

    articles: int
    comments: int  # in all, as near as whole patterns of 42 come
    sizes: tuple[int, ...] = (42,)  # stories with at least so many comments, labelled `size-42`
    removals: int = 0  # stories labelled `removals`, from which comments are removed

    def discussions(self) -> list[tuple[str, tuple[int, ...]]]:
        """Return label and threads of each discussion, those that scenarios look for first."""
        named = [(f"size-{size}", threads_of(size)) for size in self.sizes]
        named += [("talked-about", TALKED_ABOUT), ("elsewhere", TALKED_ABOUT)]
        named += [("removals", PATTERN)] * self.removals
        left = self.comments - sum(sum(threads) for _label, threads in named)
        others = max(0, min(left // sum(PATTERN), self.articles - len(named)))
        return named + [("other", PATTERN)] * others


def fill(plan: Plan) -> dict[str, int]:
    """Write everything in one transaction; return how many articles and comments there are."""
    now = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        rule, sections, author = _house()
        discussions = plan.discussions()
        labels = [label for label, _threads in discussions]
        labels += ["silent"] * (plan.articles - len(labels))
        story, first = reserve_ids(Story, len(labels)), reserve_ids(Article, len(labels))
        times = [now - timedelta(days=(number + 3) / A_DAY) for number in range(len(labels))]
        _articles(story, first, labels, times, sections, author)
        said = [
            Discussed(story + number, first + number, threads, times[number], now)
            for number, (_label, threads) in enumerate(discussions)
        ]
        comments = _comments(said, rule)
    return {"articles": len(labels), "comments": comments}


def tidy() -> None:
    """Let PostgreSQL know what it holds, as it would after a day of work."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _house() -> tuple[Rule, list[Section], Author]:
    """Make what every edition has: a masthead, sections, an author, a rule."""
    Masthead.objects.get_or_create(language="en", defaults={"name": "The Measured Courier"})
    sections = []
    for position, slug in enumerate(SECTIONS):
        section, _made = Section.objects.get_or_create(slug=slug, defaults={"position": position})
        SectionName.objects.get_or_create(
            section=section, language="en", defaults={"name": slug.title()}
        )
        sections.append(section)
    author, _made = Author.objects.get_or_create(slug="ilse-maar", defaults={"name": "Ilse Maar"})
    rule, made = Rule.objects.get_or_create(code="3")
    if made:
        RuleText.objects.create(
            rule=rule, language="en", title="Personal attacks", text="Criticise what was said."
        )
    return rule, sections, author


def _articles(
    story: int,
    first: int,
    labels: Sequence[str],
    times: Sequence[datetime],
    sections: Sequence[Section],
    author: Author,
) -> None:
    numbers = range(len(labels))
    copy_rows(
        Story,
        ("id", "label", "created_at"),
        ((story + number, labels[number], times[number]) for number in numbers),
    )
    copy_rows(
        Article,
        ARTICLE_COLUMNS,
        (
            (
                *(first + number, story + number, "en", sections[number % len(sections)].pk),
                *(
                    f"{labels[number]}-{number}",
                    texts.sentence(number, 7)[:-1],
                    texts.sentence(number + 7),
                ),
                *("published", *[times[number]] * 4),
            )
            for number in numbers
        ),
    )
    copy_rows(
        Text,
        ("parent_id", "region", "ordering", "html"),
        (
            (first + number, "main", 10, texts.article_html(number % 500, _length(labels[number])))
            for number in numbers
        ),
    )
    copy_rows(
        Byline,
        ("article_id", "author_id", "role", "position"),
        ((first + number, author.pk, "writer", 0) for number in numbers),
    )


def _length(label: str) -> int:
    return SHORT if label in {"other", "silent"} else LONG


def _comments(said: Sequence[Discussed], rule: Rule) -> int:
    """Write all comments with their discussions and decisions; return how many comments."""
    first = reserve_ids(Comment, sum(story.count for story in said))
    begins = list(itertools.accumulate((story.count for story in said), initial=first))
    copy_rows(Discussion, ("story_id", "comment_count"), ((row.story, row.count) for row in said))
    count = copy_rows(
        Comment,
        COLUMNS,
        (
            row
            for story, first_id in zip(said, begins, strict=False)
            for row in rows_of(story, first_id)
        ),
    )
    _decide(first, rule)
    return count


def _decide(first: int, rule: Rule) -> None:
    """Write what was decided on comments from an id on: published at once, 4 of 42 removed."""
    known = {
        "comment_id": "id",
        "story_id": "story_id",
        "revision": "1",
        "act": "gen_random_uuid()",
        "decided_at": "submitted_at",
    }
    posted = {"move": f"'{Move.POST.value}'", "status_before": "''", "started_by": "'author'"}
    posted |= {"status_after": f"'{Status.PUBLISHED.value}'", "rule_id": "NULL"}
    taken = {"move": f"'{Move.REMOVE.value}'", "status_before": f"'{Status.PUBLISHED.value}'"}
    taken |= {"status_after": f"'{Status.REMOVED.value}'", "rule_id": str(rule.pk)}
    taken |= {"started_by": "'house'"}
    source = f"FROM comments_comment WHERE id >= {first}"
    insert_from(Decision, known | posted, f"{source} ORDER BY id")
    insert_from(Decision, known | taken, f"{source} AND status = 'removed' ORDER BY id")

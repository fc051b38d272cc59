"""What a comment's form is about: an article that readers see, and the comment that it answers.

All of it comes in one query. Who posts has opened the form before, so nothing of the article's own
page is read here: what a page of errors prints besides is loaded when it is printed.
"""

from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.http import Http404

from articles.models import Article, Section
from comments.models import Comment
from comments.names import names_of_staff, staff_in_sql
from comments.prepared import Statement

# In the order of the models' fields, which from_db() wants.
ARTICLE = ("id", "story_id", "language", "section_id", "slug", "headline", "status", "publish_at")
SECTION = ("id", "slug")
PARENT = ("id", "story_id", "root_id", "anchor", "path", "depth", "status")


def _columns(table: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


# Written out, for it is asked with every comment: the ORM needs longer to say it than PostgreSQL to
# answer. An article is found by its slug, which is unique in a language; that it is published is
# said by the article itself. What guests may not call themselves comes along.
SUBJECT = f"""
SELECT ({{staff}}), {_columns("article", ARTICLE)}, {_columns("section", SECTION)} {{columns}}
FROM articles_article AS article JOIN articles_section AS section ON section.id = article.section_id
{{answered}}
WHERE article.language = $1 AND article.slug = $2 AND section.slug = $3
"""  # noqa: S608 (made of the names above)


@cache
def _a_comment() -> Statement:
    sql = SUBJECT.format(staff=staff_in_sql(), columns="", answered="")
    return Statement("subject_of_a_comment", ("text", "text", "text"), sql)


@cache
def _an_answer() -> Statement:
    sql = SUBJECT.format(
        staff=staff_in_sql(),
        columns=f", {_columns('parent', PARENT)}",
        answered="JOIN comments_comment AS parent ON parent.story_id = article.story_id",
    )
    types = ("text", "text", "text", "bigint")
    return Statement("subject_of_an_answer", types, f"{sql} AND parent.id = $4")


@dataclass(frozen=True)
class Subject:
    """An article that readers see, the comment that is answered, and who works here.

    `staff`: the folded names of the newsroom, which no guest may go by.
    """

    article: Article
    parent: Comment | None
    staff: list[str]


def form_subject(*, language: str, section: str, slug: str, answers: str) -> Subject:
    """Return what an address names, and the comment whose id `answers` is ("": none).

    Raises Http404 where readers see no such article, or no such comment is under its story.
    """
    if answers and not (answers.isascii() and answers.isdigit() and len(answers) < 19):
        raise Http404("There is no such comment.")
    named = [language, slug, section]
    rows = _an_answer().rows(*named, int(answers)) if answers else _a_comment().rows(*named)
    if not rows:
        raise Http404("There is no such article, or no such comment.")
    [(staff, *row)] = rows
    ends = len(ARTICLE), len(ARTICLE) + len(SECTION)
    article = Article.from_db(connection.alias, ARTICLE, row[: ends[0]])
    article.section = Section.from_db(connection.alias, SECTION, row[ends[0] : ends[1]])
    if not article.is_published:
        raise Http404("There is no such article.")
    parent = Comment.from_db(connection.alias, PARENT, row[ends[1] :]) if answers else None
    return Subject(article, parent, names_of_staff(staff))

"""Records by the thousand, added by SQL: what the tests about size read from.

A row here is what posting and moderation leave behind, counts and decisions included; ten
thousand take about a second.
"""

from collections.abc import Sequence

from django.db import connection

from articles.models import Author, Masthead, Section, SectionName, Tag
from comments.models.comments import UNRANKED
from comments.paths import ID_DIGITS, LEVELS, SEGMENT, TIME_DIGITS

FULL = LEVELS * SEGMENT
OWN_SEGMENT = f"""
    lpad(to_hex(extract(epoch FROM submitted_at)::bigint), {TIME_DIGITS}, '0')
    || lpad(to_hex(id), {ID_DIGITS}, '0')
"""
COLUMNS = """
    id, story_id, article_id, parent_id, root_id, anchor, path, depth, guest_name, guest_email,
    body, language, revision, status, submission, address, network, origin, submitted_at,
    published_at, shown, thread_size, discussed_rank
"""
VALUES = f"""
    'Reader ' || id, 'reader' || id || '@example.org', 'This is comment number ' || id || '.',
    'en', 1, 'published', gen_random_uuid(), '', '', 'form', submitted_at, submitted_at, true, 0,
    {UNRANKED}
"""
ROOTS = """
WITH new AS (
    SELECT nextval(pg_get_serial_sequence('comments_comment', 'id')) AS id, story_id,
        article.id AS article_id, now() - interval '20 days' + n * interval '1 second'
        AS submitted_at
    FROM articles_article AS article CROSS JOIN generate_series(1, %(each)s) AS n
    WHERE article.id = ANY(%(ids)s)
)
INSERT INTO comments_comment ([columns])
SELECT id, story_id, article_id, NULL, NULL, id, [segment], 0, [values] FROM new
RETURNING id
"""
ANSWERS = """
WITH new AS (
    SELECT nextval(pg_get_serial_sequence('comments_comment', 'id')) AS id, story_id, article_id,
        above.id AS parent_id, coalesce(root_id, above.id) AS root_id, anchor, path, depth,
        submitted_at + n * interval '1 second' AS submitted_at
    FROM comments_comment AS above CROSS JOIN generate_series(1, %(each)s) AS n
    WHERE above.id = ANY(%(ids)s)
)
INSERT INTO comments_comment ([columns])
SELECT id, story_id, article_id, parent_id, root_id,
    CASE WHEN length(path) >= [full] THEN parent_id ELSE anchor END,
    CASE WHEN length(path) >= [full] THEN '' ELSE path END || [segment],
    depth + 1, [values] FROM new
RETURNING id
"""
POSTED = """
INSERT INTO comments_decision (comment_id, story_id, revision, move, status_before, status_after,
    note, phase, automated, started_by, act, decided_at)
SELECT id, story_id, 1, 'post', '', 'published', '', '', false, 'author', gen_random_uuid(),
    submitted_at
FROM comments_comment WHERE id = ANY(%(ids)s)
"""
COUNTS = """
INSERT INTO comments_discussion AS discussion (story_id, is_open, comment_count)
SELECT story_id, true, count(*) FROM comments_comment WHERE id = ANY(%(ids)s) GROUP BY story_id
ON CONFLICT (story_id)
DO UPDATE SET comment_count = discussion.comment_count + EXCLUDED.comment_count
"""
SIZES = """
UPDATE comments_comment AS root SET thread_size = thread_size + added.answers
FROM (SELECT root_id, count(*) AS answers FROM comments_comment WHERE id = ANY(%(ids)s)
    AND root_id IS NOT NULL GROUP BY root_id) AS added
WHERE root.id = added.root_id
"""
STORIES = """
INSERT INTO articles_story (label, created_at)
SELECT 'Story ' || n, now() FROM generate_series(1, %(count)s) AS n RETURNING id
"""
ARTICLES = """
INSERT INTO articles_article (story_id, language, section_id, slug, kicker, headline, dek, place,
    lead_caption, lead_alt_text, status, publish_at, first_published_at, created_at, saved_at,
    likes, dislikes)
SELECT story, %(language)s, (%(sections)s::bigint[])[1 + n %% cardinality(%(sections)s::bigint[])],
    'number-' || story, '', 'The river rose overnight, ' || story, 'Nobody was hurt.', '', '', '',
    'published', appeared, appeared, appeared, appeared, 0, 0
FROM unnest(%(stories)s::bigint[]) WITH ORDINALITY AS made(story, n)
CROSS JOIN LATERAL (
    SELECT now() - interval '1 hour' - (%(count)s - n) * %(apart)s * interval '1 minute' AS appeared
) AS clock
RETURNING id
"""
BYLINES = """
INSERT INTO articles_byline (article_id, author_id, role, position)
SELECT article, (%(authors)s::bigint[])[1 + n %% cardinality(%(authors)s::bigint[])], 'writer', 0
FROM unnest(%(articles)s::bigint[]) WITH ORDINALITY AS made(article, n)
"""
TAGGED = """
INSERT INTO articles_article_tags (article_id, tag_id)
SELECT article, (%(tags)s::bigint[])[1 + n %% cardinality(%(tags)s::bigint[])]
FROM unnest(%(articles)s::bigint[]) WITH ORDINALITY AS made(article, n)
"""


MANY = 1000  # comments at once
PIECES = {"columns": COLUMNS, "segment": OWN_SEGMENT, "values": VALUES, "full": str(FULL)}


def ids_of(sql: str, **params: object) -> list[int]:
    """Run a statement and return the first column of what it gives, if anything."""
    for name, piece in PIECES.items():
        sql = sql.replace(f"[{name}]", piece)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()] if cursor.description else []


def add_roots(articles: Sequence[int], each: int) -> list[int]:
    """Publish `each` comments under each of the articles; return their ids, oldest first."""
    return _settle(ids_of(ROOTS, ids=list(articles), each=each))


def add_answers(to: Sequence[int], each: int) -> list[int]:
    """Publish `each` answers to each of the comments; return their ids."""
    return _settle(ids_of(ANSWERS, ids=list(to), each=each))


def add_chain(to: int, length: int) -> list[int]:
    """Publish answers each of which answers the one before, the first one `to`."""
    chain = [to]
    for _level in range(length):
        chain += ids_of(ANSWERS, ids=chain[-1:], each=1)
    return _settle(chain[1:])


def _settle(comments: list[int]) -> list[int]:
    if len(comments) > MANY:  # plans made for the few rows of the test before would take minutes
        ids_of("ANALYZE comments_comment")
    for sql in (POSTED, COUNTS, SIZES):
        ids_of(sql, ids=comments)
    return sorted(comments)


def add_articles(
    count: int,
    *,
    sections: Sequence[Section],
    authors: Sequence[Author] = (),
    tags: Sequence[Tag] = (),
    language: str = "en",
    apart: int = 90,
) -> list[int]:
    """Publish articles in turn in the sections, by the authors and with one of the tags each.

    The last of the ids returned appeared an hour ago, the others `apart` minutes before the next.
    """
    stories = ids_of(STORIES, count=count)
    made = ids_of(
        ARTICLES,
        stories=stories,
        count=count,
        apart=apart,
        language=language,
        sections=[section.pk for section in sections],
    )
    if authors:
        ids_of(BYLINES, articles=made, authors=[author.pk for author in authors])
    if tags:
        ids_of(TAGGED, articles=made, tags=[tag.pk for tag in tags])
    return made


def found_newspaper(sections: int = 3, language: str = "en") -> list[Section]:
    """Make a masthead and sections with names."""
    Masthead.objects.get_or_create(language=language, defaults={"name": "The Test Courier"})
    made = []
    for number in range(sections):
        section, _created = Section.objects.get_or_create(slug=f"section-{number}")
        SectionName.objects.get_or_create(
            section=section, language=language, defaults={"name": f"Section {number}"}
        )
        made.append(section)
    return made

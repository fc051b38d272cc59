"""All that the desk knows about some comments, read in one statement whatever their number.

Each question is answered per comment along an index and comes as JSON; comments.desk.cards makes
of it what a card prints. Names and texts of other comments are read with those, by their ids.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from comments.models import Comment
from comments.ownership import guest_hash

ABOVE, OTHERS, REPORTS = 4, 5, 20  # comments above in the thread; others of somebody; reports
SAME_AUTHOR = """
    SELECT {what} FROM comments_comment AS other
    WHERE other.author_id = comment.author_id AND NOT other.unconfirmed
    UNION ALL
    SELECT {what} FROM comments_comment AS other
    WHERE comment.author_id IS NULL AND comment.guest_email <> ''
        AND other.author_id IS NULL AND other.guest_email = comment.guest_email
        AND NOT other.unconfirmed
"""
PARTS = {
    "name": "coalesce(nullif(person.display_name, ''), person.email)",
    "ids_of_author": SAME_AUTHOR.format(what="other.id"),
    "states_of_author": SAME_AUTHOR.format(what="other.status"),
    "reports": REPORTS,
    "levels": ABOVE,
    "others": OTHERS,
}
QUESTIONS = {
    "decisions": """
        SELECT jsonb_agg(jsonb_build_object('move', move, 'before', status_before,
            'rule', rule_id, 'note', note, 'phase', phase, 'at', decided_at, 'by', {name})
            ORDER BY decision.id DESC)
        FROM comments_decision AS decision LEFT JOIN {person} AS person ON person.id = actor_id
        WHERE comment_id = comment.id""",
    "texts": """
        SELECT jsonb_agg(jsonb_build_object('number', number, 'body', body,
            'was_published', was_published, 'written_at', written_at) ORDER BY number)
        FROM comments_commentrevision WHERE comment_id = comment.id""",
    "screening": """
        SELECT said FROM comments_screening
        WHERE comment_id = comment.id ORDER BY revision DESC LIMIT 1""",
    "score": """
        SELECT jsonb_build_object('score', score, 'pieces', pieces) FROM comments_commentscore
        WHERE comment_id = comment.id AND revision = comment.revision ORDER BY id DESC LIMIT 1""",
    "notes": """
        SELECT jsonb_agg(jsonb_build_object('text', text, 'at', made_at, 'by', {name})
            ORDER BY note.id)
        FROM comments_moderatornote AS note JOIN {person} AS person ON person.id = note.author_id
        WHERE comment_id = comment.id""",
    "case": """
        SELECT jsonb_build_object('number', report_count, 'was_approved', was_approved,
            'since', opened_at, 'weight', weight, 'is_legal', is_legal, 'rules', (
                SELECT jsonb_agg(jsonb_build_array(rule_id, number) ORDER BY number DESC, rule_id)
                FROM (SELECT rule_id, count(*) AS number FROM comments_report
                    WHERE case_id = opened.id AND rule_id IS NOT NULL GROUP BY rule_id) AS named),
            'reports', (
                SELECT jsonb_agg(jsonb_build_object('id', report.id, 'kind', kind, 'rule', rule_id,
                    'text', text, 'explanation', explanation, 'at', made_at, 'weight', weight,
                    'revision', revision, 'is_guest', guest <> '', 'is_named', name <> '',
                    'by', {name}) ORDER BY kind, report.id DESC)
                FROM (SELECT * FROM comments_report WHERE case_id = opened.id
                    ORDER BY kind, id DESC LIMIT {reports}) AS report
                LEFT JOIN {person} AS person ON person.id = report.user_id))
        FROM comments_case AS opened WHERE comment_id = comment.id AND closed_at IS NULL""",
    "above": """
        WITH RECURSIVE up (id, parent_id, level) AS (
            SELECT id, parent_id, 1 FROM comments_comment WHERE id = comment.parent_id
            UNION ALL
            SELECT above.id, above.parent_id, level + 1
            FROM comments_comment AS above JOIN up ON above.id = up.parent_id WHERE level < {levels}
        )
        SELECT jsonb_agg(id ORDER BY level DESC) FROM up""",
    "same_author": """
        SELECT jsonb_agg(id ORDER BY id DESC) FROM (
            SELECT id FROM ({ids_of_author}) AS theirs
            WHERE id <> comment.id ORDER BY id DESC LIMIT {others}) AS latest""",
    "same_address": """
        SELECT jsonb_agg(id ORDER BY id DESC) FROM (
            SELECT id FROM comments_comment AS other
            WHERE comment.address <> '' AND other.address = comment.address
                AND other.id <> comment.id AND NOT other.unconfirmed
                AND (other.author_id, other.guest_email)
                    IS DISTINCT FROM (comment.author_id, comment.guest_email)
            ORDER BY submitted_at DESC LIMIT {others}) AS latest""",
    "record": """
        SELECT jsonb_build_object('published', count(*) FILTER (WHERE status = 'published'),
            'removed', count(*) FILTER (WHERE status = 'removed'),
            'rejected', count(*) FILTER (WHERE status = 'rejected'))
        FROM ({states_of_author}) AS theirs""",
    "opening": """
        SELECT to_jsonb(html) FROM articles_text AS block
        WHERE block.parent_id = comment.article_id ORDER BY ordering LIMIT 1""",
    "appeal": """
        SELECT to_jsonb(min(id)) FROM comments_appeal
        WHERE comment_id = comment.id AND closed_at IS NULL AND decision_id IS NOT NULL""",
    "sanctions": """
        SELECT jsonb_agg(jsonb_build_object('kind', kind, 'ends_at', ends_at, 'reason', reason,
            'id', id) ORDER BY id)
        FROM comments_sanction
        WHERE lifted_at IS NULL AND (ends_at IS NULL OR ends_at > now()) AND (
            user_id = comment.author_id OR (guest <> '' AND guest = asked.guest)
            OR (network_hash <> '' AND network_hash IN (comment.address, comment.network)))""",
}

ASKED = """
SELECT comment.id, jsonb_build_object({answers})
FROM unnest(%s::bigint[], %s::text[]) AS asked (id, guest)
JOIN comments_comment AS comment ON comment.id = asked.id
"""


def facts_of(
    comments: Sequence[Comment], asked: Iterable[str] = tuple(QUESTIONS)
) -> dict[int, dict[str, Any]]:
    """Return what is known about each comment, by its id: a question's name, and its answer.

    `asked` names the questions, which are all of them unless something needs less.
    """
    if not comments:
        return {}
    hashes = ["" if row.author_id else guest_hash(row.guest_email) for row in comments]
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(asked)), [[row.pk for row in comments], hashes])
        return {pk: json.loads(found) for pk, found in cursor.fetchall()}


@cache
def _statement(asked: tuple[str, ...]) -> str:
    answers = ", ".join(f"'{name}', ({QUESTIONS[name]})" for name in asked)
    person = get_user_model()._meta.db_table
    return ASKED.format(answers=answers.format(person=person, **PARTS))

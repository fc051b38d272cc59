"""Who is to be told of what: the notices that follow from decisions, written together with them.

For comments.moderation alone. Everybody is found by the database itself, in statements that go in
the same message as the decisions: posting costs no further way to it. Whether and when a notice
goes into a letter is decided later (comments.letters).
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings

from comments.models import Decision, Move, Status
from comments.reasons.arising import is_told
from comments.settling import Statement

FORM = "form"  # of comments that were imported nobody hears as of new ones
BY_THE_HOUSE = {Move.HOLD, Move.APPROVE, Move.REJECT, Move.REMOVE, Move.RESTORE, Move.UNDO}
COLUMNS = "kind, user_id, own_comment_id, comment_id, story_id, decision_id, made_at, due_at"
# A person is told once of a comment, of the nearest that it has to do with them: the lowest rank.
# A guest hears of answers where they asked for it; nobody hears of themselves, or of whom they
# ignore.
PUBLISHED = f"""
INSERT INTO comments_notice ({COLUMNS})
SELECT DISTINCT ON (told.user_id, told.own_comment_id, said.id)
    told.kind, told.user_id, told.own_comment_id, said.id, said.story_id, NULL::bigint,
    %s::timestamptz, %s::timestamptz
FROM comments_comment AS said CROSS JOIN LATERAL (
    SELECT 1 AS rank, 'answer' AS kind, parent.author_id AS user_id,
        CASE WHEN parent.author_id IS NULL THEN parent.id END AS own_comment_id
    FROM comments_comment AS parent
    WHERE parent.id = said.parent_id AND (parent.author_id IS NOT NULL OR (
        EXISTS (SELECT FROM comments_subscription WHERE comment_id = parent.id)
        AND (said.author_id IS NOT NULL OR said.guest_email <> parent.guest_email)))
    UNION ALL
    SELECT 2, 'article', author.user_id, NULL
    FROM articles_byline AS byline JOIN articles_author AS author ON author.id = byline.author_id
    WHERE byline.article_id = said.article_id AND author.user_id IS NOT NULL
    UNION ALL
    SELECT 3, 'story', user_id, NULL
    FROM comments_subscription WHERE story_id = said.story_id AND user_id IS NOT NULL
) AS told
WHERE said.id = ANY(%s)
    AND (told.user_id IS NULL OR told.user_id IS DISTINCT FROM said.author_id)
    AND NOT EXISTS (
        SELECT FROM comments_ignored AS ignored
        JOIN comments_comment AS other ON other.id = ignored.comment_id
        WHERE ignored.user_id = told.user_id AND (other.author_id = said.author_id OR (
            other.author_id IS NULL AND said.author_id IS NULL
            AND other.guest_email = said.guest_email AND said.guest_email <> '')))
ORDER BY told.user_id, told.own_comment_id, said.id, told.rank
ON CONFLICT DO NOTHING
"""  # noqa: S608 (the names of the columns are ours)
# Somebody took it back before it was told, and now it stands again.
AGAIN = """
UPDATE comments_notice SET settled_at = NULL, due_at = %s
WHERE comment_id = ANY(%s) AND kind IN ('answer', 'article', 'story')
    AND letter_id IS NULL AND settled_at IS NOT NULL
"""
RECEIVED = f"""
INSERT INTO comments_notice ({COLUMNS})
SELECT 'received', NULL::bigint, id, id, story_id, NULL::bigint,
    %s::timestamptz, %s::timestamptz
FROM comments_comment WHERE id = ANY(%s)
ON CONFLICT DO NOTHING
"""  # noqa: S608
# Of deceptive bulk spam its author is told nothing (DSA, Article 17(2)).
DECIDED = f"""
INSERT INTO comments_notice ({COLUMNS})
SELECT 'decision', said.author_id, CASE WHEN said.author_id IS NULL THEN said.id END,
    said.id, said.story_id, decision.id, %s, %s
FROM comments_decision AS decision JOIN comments_comment AS said ON said.id = decision.comment_id
WHERE decision.act = %s AND decision.comment_id = ANY(%s) AND NOT EXISTS (
    SELECT FROM comments_statementofreasons AS statement
    WHERE statement.decision_id = decision.id AND NOT statement.is_sent)
ON CONFLICT DO NOTHING
"""  # noqa: S608


def arise(decisions: list[Decision]) -> list[Statement]:
    """Return the statements that add what people are to be told of decisions of one act.

    They run after the decisions were written. An account's comment that waits needs none.
    """
    now = decisions[0].decided_at
    statements: list[Statement] = []
    if published := _ids(filter(_is_first_publication, decisions)):
        statements.append((PUBLISHED, [now, now, published]))
    if again := _ids(filter(_stands_again, decisions)):
        statements.append((AGAIN, [now, again]))
    if received := _ids(filter(_is_guests_new, decisions)):
        statements.append((RECEIVED, [now, now, received]))
    if decided := _ids(filter(_concerns_author, decisions)):
        due = now + timedelta(seconds=settings.DECISION_MAIL_SECONDS)
        statements.append((DECIDED, [now, due, decisions[0].act, decided]))
    return statements


def _ids(decisions: Iterable[Decision]) -> list[int]:
    return [decision.comment_id for decision in decisions]


def _is_first_publication(decision: Decision) -> bool:
    comment = decision.comment
    is_published = decision.status_after == Status.PUBLISHED
    return is_published and comment.published_at == decision.decided_at and comment.origin == FORM


def _stands_again(decision: Decision) -> bool:
    published, new = Status.PUBLISHED, decision.move == Move.POST
    return decision.status_after == published != decision.status_before and not new


def _is_guests_new(decision: Decision) -> bool:
    comment = decision.comment
    is_guests = comment.author_id is None and bool(comment.guest_email)
    return decision.move == Move.POST and is_guests and comment.origin == FORM


def _concerns_author(decision: Decision) -> bool:
    """Whether somebody else decided, and the comment's author can be told."""
    if decision.move not in BY_THE_HOUSE or decision.started_by == "author":
        return False
    # Of an appeal that went their way the appeal's own notice tells.
    gone = decision.status_after in {Status.REMOVED, Status.REJECTED} and decision.rule_id
    if decision.started_by == "appeal" and not gone:
        return False
    return is_told(decision.comment, by=decision.actor_id)

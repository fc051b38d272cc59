"""Which decisions and sanctions are restrictions, and the statements of reasons that arise then.

For comments.moderation and comments.sanctions alone: a statement is written in the transaction,
and in the message, of what it is about, so that none is without the other.
"""

from django.conf import settings

from comments.models import Comment, Decision, Move, Sanction, SanctionKind, Status
from comments.models.policy import PolicyVersion
from comments.models.statements import Measure, StatementOfReasons
from comments.reasons.deadline import appeal_until
from comments.settling import Statement

DEMO = "demo"  # nobody wrote those
# What authors do, or what screening says of their words: a new text that waits, waits like others,
# and is reasoned once it has waited for long (comments.reasons.waiting).
OF_AUTHORS = {Move.POST, Move.EDIT, Move.DELETE}
OF_COMMENTS = {
    Status.REMOVED: Measure.REMOVED,
    Status.REJECTED: Measure.REJECTED,
    Status.HELD: Measure.HELD,
}
OF_PEOPLE = {
    SanctionKind.HOLD: Measure.ALL_HELD,
    SanctionKind.SUSPENSION: Measure.SUSPENDED,
    SanctionKind.BAN: Measure.BANNED,
}
# Of deceptive bulk spam nothing is sent; an undo that lets a removal stand again has its rule.
ARISE = """
INSERT INTO comments_statementofreasons
    (number, decision_id, comment_id, measure, language, policy_id, is_sent, made_at, appeal_until)
SELECT gen_random_uuid(), decision.id, decision.comment_id, told.measure, told.language,
    (SELECT id FROM comments_policyversion ORDER BY number DESC LIMIT 1),
    NOT coalesce((SELECT rule.is_spam FROM comments_rule AS rule WHERE rule.id = coalesce(
        decision.rule_id, (
            SELECT before.rule_id FROM comments_decision AS before
            WHERE decision.move = 'undo' AND before.comment_id = decision.comment_id
                AND before.id < decision.id AND before.status_after = decision.status_after
                AND before.rule_id IS NOT NULL
            ORDER BY before.id DESC LIMIT 1
        ))), FALSE), %s, %s
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS told (comment_id, measure, language)
JOIN comments_decision AS decision
    ON decision.act = %s AND decision.comment_id = told.comment_id
ON CONFLICT DO NOTHING
"""


def measure_of(decision: Decision) -> Measure | None:
    """Return what a decision restricts; None where it restricts nothing.

    Known by where it leads to, whatever the move is called: to a text that readers cannot read, by
    somebody else than its author. Waiting is a restriction of what was published; what waits from
    the start, or after an undo, is one once it takes long.
    """
    after, before = decision.status_after, decision.status_before
    if decision.move in OF_AUTHORS or decision.started_by == "author" or after == before:
        return None
    if after == Status.HELD and (before != Status.PUBLISHED or decision.move == Move.UNDO):
        return None
    return OF_COMMENTS.get(Status(after))


def is_told(comment: Comment, *, by: int | None) -> bool:
    """Whether a comment has an author who can be told, and who is not who decided."""
    if comment.origin == DEMO or not (comment.author_id or comment.guest_email):
        return False
    return comment.author_id is None or comment.author_id != by


def arise(decisions: list[Decision]) -> list[Statement]:
    """Return the SQL that adds the statements of reasons of one act's decisions.

    It runs after the decisions were written, in the same message.
    """
    told = [
        (decision.comment_id, str(measure), language_of(decision.comment))
        for decision in decisions
        if (measure := measure_of(decision)) and is_told(decision.comment, by=decision.actor_id)
    ]
    if not told:
        return []
    now = decisions[0].decided_at
    columns = [list(column) for column in zip(*told, strict=True)]
    return [(ARISE, [now, appeal_until(now), *columns, decisions[0].act])]


def language_of(comment: Comment) -> str:
    """Return the language in which a comment's author is written to."""
    wanted = getattr(comment.author, "language", "") if comment.author_id else comment.language
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def of_sanction(row: Sanction, own_comment: Comment | None = None) -> StatementOfReasons | None:
    """Add the statement of a new sanction, in its transaction; None where it restricts nobody.

    A warning restricts nothing. A network is nobody in particular, whom nobody could tell; whoever
    comes from it reads why when something is refused. `own_comment` is that of a guest by which
    they are reached: its language is theirs.
    """
    measure = OF_PEOPLE.get(SanctionKind(row.kind))
    if measure is None or row.is_of_the_network:
        return None
    return StatementOfReasons.objects.create(
        sanction=row,
        comment=row.comment,
        measure=measure,
        language=_language_of_person(row, own_comment),
        policy=PolicyVersion.objects.order_by("-number").first(),
        is_sent=not (row.rule and row.rule.is_spam),
        made_at=row.begins_at,
        appeal_until=appeal_until(row.begins_at),
    )


def _language_of_person(row: Sanction, own_comment: Comment | None) -> str:
    if row.user_id is None and own_comment:
        return language_of(own_comment)
    wanted = getattr(row.user, "language", "") if row.user else ""
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

"""What was decided about comments in a month, from the append-only record of decisions.

A month is counted as the record stood when it ended: a decision that was undone by then is not in
it. One that is undone later stays in it, and the month in which that was done says so
("taken_back"): else figures that somebody has quoted would change. What the old site decided about
imported comments was done by nobody here, and is left out.
"""

from comments.desk.waits import STEP

# Asked of an index that has imported comments alone (comment_imported).
IMPORTED = """(decision.actor_id IS NULL AND NOT decision.automated AND EXISTS (
    SELECT FROM comments_comment AS comment
    WHERE comment.id = decision.comment_id AND comment.origin = 'wordpress'))"""
# Whether readers could read a comment for the first time by a decision. Where it had waited since
# it was sent that is clear; only of the few others its row is read.
IS_FIRST = """CASE WHEN decision.status_after <> 'published' OR decision.status_before = 'published'
    THEN false WHEN decision.status_before = '' OR held.status_before = '' THEN true
    ELSE (SELECT comment.published_at FROM comments_comment AS comment
        WHERE comment.id = decision.comment_id) = decision.decided_at END"""
# Of a comment that waited; its author may delete it meanwhile.
BY_A_PERSON = """(decision.status_before = 'held' AND decision.actor_id IS NOT NULL
    AND NOT decision.automated AND decision.move IN ('approve', 'reject', 'remove'))"""
# What a decision did to a comment, in the words of the public log (comments.models.LogEntry.Kind);
# '' for what is no restriction and ends none. To approve what the house had taken from readers, to
# look at it again, is to restore it; nobody has to look for that where a comment had just come in.
KIND = """CASE decision.move WHEN 'remove' THEN 'removed' WHEN 'reject' THEN 'rejected'
    WHEN 'hold' THEN 'held' WHEN 'restore' THEN 'restored'
    WHEN 'approve' THEN CASE WHEN held.status_before <> '' AND (
        SELECT earlier.move FROM comments_decision AS earlier
        WHERE earlier.comment_id = decision.comment_id AND earlier.id < decision.id
            AND earlier.status_before = 'published' AND earlier.status_after = 'held'
        ORDER BY earlier.id DESC LIMIT 1
    ) IN ('hold', 'undo') THEN 'restored' ELSE '' END
    ELSE '' END"""
# The decision by which a comment had come to wait, for those that had.
HELD = """LEFT JOIN LATERAL (
    SELECT earlier.phase, earlier.automated, earlier.decided_at, earlier.status_before
    FROM comments_decision AS earlier
    WHERE decision.status_before = 'held'
        AND earlier.comment_id = decision.comment_id AND earlier.id < decision.id
        AND earlier.status_after = 'held' AND earlier.status_before <> 'held'
    ORDER BY earlier.id DESC LIMIT 1
) AS held ON true"""
# Kind, rule, whether that is of deceptive spam, machine or person, started by; the phase that held
# it by this decision; whether it was sent, and first published, by it; of what a person decided
# after a wait: the phase that had held it, the move, and how long that was, in steps.
DECISIONS = f"""
WITH undone AS MATERIALIZED (
    SELECT reverses_id FROM comments_decision
    WHERE move = 'undo' AND decided_at >= %(begin)s AND decided_at < %(end)s
)
SELECT {KIND} AS kind, decision.rule_id, coalesce(rule.is_spam, false) AS is_spam,
    decision.automated, decision.started_by,
    CASE WHEN decision.automated AND decision.status_after = 'held'
        AND decision.status_before <> 'held' THEN decision.phase ELSE '' END AS phase,
    decision.move = 'post' AS is_sent,
    {IS_FIRST} AS is_first,
    CASE WHEN {BY_A_PERSON} AND held.automated THEN held.phase END AS held_by,
    CASE WHEN {BY_A_PERSON} THEN decision.move END AS move,
    CASE WHEN {BY_A_PERSON} THEN {STEP.format(interval="(decision.decided_at - held.decided_at)")}
        END AS waited,
    count(*)
FROM comments_decision AS decision
LEFT JOIN comments_rule AS rule ON rule.id = decision.rule_id
{HELD}
WHERE decision.decided_at >= %(begin)s AND decision.decided_at < %(end)s AND decision.move <> 'undo'
    AND NOT {IMPORTED}
    AND NOT EXISTS (SELECT FROM undone WHERE undone.reverses_id = decision.id)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
"""  # noqa: S608 (no value of anybody's is in it)
# What was undone in a month, with what the undone decision had done.
UNDONE = f"""
FROM comments_decision AS undo
JOIN comments_decision AS decision ON decision.id = undo.reverses_id
LEFT JOIN comments_rule AS rule ON rule.id = decision.rule_id
{HELD}
WHERE undo.move = 'undo' AND undo.decided_at >= %(begin)s AND undo.decided_at < %(end)s
"""
TAKEN_BACK = f"""
SELECT extract(year FROM decision.decided_at AT TIME ZONE %(zone)s)::int, {KIND} AS kind,
    decision.rule_id, coalesce(rule.is_spam, false), decision.automated, decision.started_by,
    count(*)
{UNDONE} AND decision.decided_at < %(begin)s AND {KIND} <> ''
GROUP BY 1, 2, 3, 4, 5, 6
"""  # noqa: S608 (no value of anybody's is in it)
# To take back a plain approval is to take a comment from its readers.
UNDONE_APPROVALS = f"""
SELECT 'held', NULL::bigint, false, undo.automated, undo.started_by, count(*)
{UNDONE} AND decision.move = 'approve' AND undo.status_before = 'published' AND {KIND} = ''
GROUP BY 1, 2, 3, 4, 5
"""

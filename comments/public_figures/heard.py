"""What was reported, objected to and put on people in a month, and how it ended."""

from comments.desk.waits import STEP

MONTH = "{at} >= %(begin)s AND {at} < %(end)s"
# Sanctions count, as in the public log, once their day is over: a number that went up a minute
# after a removal would tell whose comment that was.
DAYS_OVER = "{at} >= %(begin)s AND {at} < least(%(end)s, %(today)s)"
# A case's kind: a notice of illegal content where one is in it.
CASE_KIND = "CASE WHEN cases.is_legal THEN 'illegal' ELSE 'rule' END"
ENDED = """CASE ended.move WHEN 'remove' THEN 'taken_down' WHEN 'reject' THEN 'taken_down'
    WHEN 'delete' THEN 'deleted' ELSE 'stands' END"""
APPEAL_OF = """CASE WHEN appeal.sanction_id IS NOT NULL THEN 'sanction'
    WHEN appeal.report_id IS NOT NULL THEN 'reporter' ELSE 'author' END"""
CLOSED_CASES = f"""
FROM comments_case AS cases
JOIN comments_decision AS ended
    ON ended.act = cases.closing_act AND ended.comment_id = cases.comment_id
LEFT JOIN comments_rule AS rule ON rule.id = ended.rule_id
WHERE {MONTH.format(at="cases.closed_at")}
"""
MEASURE = """CASE sanction.kind WHEN 'hold' THEN 'all_held' WHEN 'suspension' THEN 'suspended'
    WHEN 'ban' THEN 'banned' END"""

# Each with the name of the figure, and rows of the key's other parts and a number. No value of
# anybody's is in them.
STATEMENTS = {
    # kind, category of the rule that is named
    "report": f"""
SELECT report.kind, coalesce(rule.category, ''), count(*) FROM comments_report AS report
LEFT JOIN comments_rule AS rule ON rule.id = report.rule_id
WHERE {MONTH.format(at="report.made_at")} GROUP BY 1, 2""",  # noqa: S608
    # kind, how it ended, ground and category of the rule that it ended with, whether by a machine
    "case": f"""
SELECT {CASE_KIND}, {ENDED}, coalesce(rule.ground, ''), coalesce(rule.category, ''),
    ended.automated, count(*) {CLOSED_CASES} GROUP BY 1, 2, 3, 4, 5""",
    # kind, step
    "case_wait": f"""
SELECT {CASE_KIND}, {STEP.format(interval="cases.closed_at - cases.opened_at")}, count(*)
{CLOSED_CASES} AND ended.move <> 'delete' GROUP BY 1, 2""",
    # by whom, or against a sanction
    "appeal": f"""
SELECT {APPEAL_OF}, count(*) FROM comments_appeal AS appeal
WHERE {MONTH.format(at="appeal.made_at")} GROUP BY 1""",  # noqa: S608
    # the same, how it ended, whether decided alone, the rule of what it was against
    "appeal_ended": f"""
SELECT {APPEAL_OF}, appeal.outcome, appeal.alone, coalesce(decision.rule_id, sanction.rule_id),
    count(*)
FROM comments_appeal AS appeal
LEFT JOIN comments_decision AS decision ON decision.id = appeal.decision_id
LEFT JOIN comments_sanction AS sanction ON sanction.id = appeal.sanction_id
WHERE {MONTH.format(at="appeal.closed_at")} GROUP BY 1, 2, 3, 4""",  # noqa: S608
    # the same, step; those that were withdrawn were not decided
    "appeal_wait": f"""
SELECT {APPEAL_OF}, {STEP.format(interval="appeal.closed_at - appeal.made_at")}, count(*)
FROM comments_appeal AS appeal
WHERE {MONTH.format(at="appeal.closed_at")} AND appeal.outcome <> 'withdrawn' GROUP BY 1, 2""",  # noqa: S608
    # as in `decided`: kind, rule, of deceptive spam, machine, started by; a warning is none
    "restriction": f"""
SELECT {MEASURE}, sanction.rule_id, coalesce(rule.is_spam, false), false, 'house', count(*)
FROM comments_sanction AS sanction LEFT JOIN comments_rule AS rule ON rule.id = sanction.rule_id
WHERE {DAYS_OVER.format(at="sanction.begins_at")} AND sanction.kind <> 'warning'
GROUP BY 1, 2, 3""",  # noqa: S608
    "lifted": f"""
SELECT count(*) FROM comments_sanction AS sanction
WHERE {DAYS_OVER.format(at="sanction.lifted_at")} AND sanction.kind <> 'warning'""",  # noqa: S608
    "escalation": f"""
SELECT count(*) FROM comments_escalation AS escalation
WHERE {MONTH.format(at="escalation.made_at")}""",  # noqa: S608
}
MODERATORS = f"""
SELECT actor_id FROM comments_decision
WHERE {MONTH.format(at="decided_at")} AND actor_id IS NOT NULL AND NOT automated
    AND move IN ('approve', 'reject', 'remove', 'restore', 'keep', 'hold', 'uphold')
UNION SELECT decided_by_id FROM comments_appeal
WHERE {MONTH.format(at="closed_at")} AND decided_by_id IS NOT NULL
UNION SELECT made_by_id FROM comments_sanction WHERE {MONTH.format(at="begins_at")}
"""  # noqa: S608 (no value of anybody's is in it)

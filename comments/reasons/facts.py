"""What a statement of reasons is made of: a decision or sanction, its rule, the text as it was."""

from dataclasses import dataclass
from datetime import datetime

from comments.models import (
    Comment,
    CommentRevision,
    Decision,
    Move,
    Rule,
    Sanction,
    Screening,
    Status,
)
from comments.models.statements import Measure, StatementOfReasons
from comments.reasons.policy_words import RuleWords, rule_words

REPORTS = "reports"  # the phase of a decision that the weight of reports has made


@dataclass(frozen=True)
class Facts:
    """Everything that the words of a statement go by, in one language.

    `decision` is the one that is reasoned: of an undo that lets a removal stand again, the removal.
    `picked_by` is the phase of screening that held the text before or by that, `to_author` what
    its author may be told of why.
    """

    statement: StatementOfReasons
    language: str
    decision: Decision | None
    sanction: Sanction | None
    headline: str
    rule: RuleWords | None
    picked_by: str
    to_author: str
    text: str
    text_language: str
    is_erased: bool

    @property
    def measure(self) -> Measure:
        """What was done."""
        return Measure(self.statement.measure)

    @property
    def is_law(self) -> bool:
        """Whether it rests on the law rather than on the house's own rules."""
        return self.rule is not None and self.rule.is_law

    @property
    def stands_again_since(self) -> datetime | None:
        """When an undo let an earlier removal stand again; None where the decision is its own."""
        of = self.statement.decision
        return of.decided_at if of and self.decision and of.pk != self.decision.pk else None


def read_facts(statement: StatementOfReasons, language: str) -> Facts:
    """Read what a statement's words need, in a language; what is joined already costs nothing."""
    comment, sanction = statement.comment, statement.sanction
    decision = _reasoned(statement.decision) if statement.decision else None
    rule = _rule_of(decision, sanction)
    picked_by, revision = _picked_by(decision)
    text, text_language = _text(comment, decision, sanction)
    return Facts(
        statement=statement,
        language=language,
        decision=decision,
        sanction=sanction,
        headline=comment.article.headline if comment else "",
        rule=rule_words(rule, statement.policy, language) if rule else None,
        picked_by=picked_by,
        to_author=_to_author(comment, revision, picked_by),
        text=text,
        text_language=text_language,
        is_erased=bool(comment and comment.erased_at),
    )


def _reasoned(decision: Decision) -> Decision:
    """Return the decision itself; of an undo the removal or rejection that stands again by it."""
    if decision.move != Move.UNDO or decision.status_after == Status.HELD:
        return decision
    before = Decision.objects.filter(
        comment=decision.comment_id,
        pk__lt=decision.pk,
        status_after=decision.status_after,
        rule__isnull=False,
    )
    return before.select_related("rule").order_by("-pk").first() or decision


def _rule_of(decision: Decision | None, sanction: Sanction | None) -> Rule | None:
    return decision.rule if decision else sanction.rule if sanction else None


def _picked_by(decision: Decision | None) -> tuple[str, int]:
    """Return the phase by which a program had a part in it ("" for none), and of which text."""
    if decision is None:
        return "", 0
    if decision.phase:
        return decision.phase, decision.revision
    if decision.status_before != Status.HELD and decision.status_after != Status.HELD:
        return "", 0
    held = Decision.objects.filter(
        comment=decision.comment_id, pk__lt=decision.pk, status_after=Status.HELD
    )
    last = held.exclude(move=Move.UNDO).order_by("-pk").first()
    return (last.phase, last.revision) if last else ("", 0)


def _to_author(comment: Comment | None, revision: int, phase: str) -> str:
    if comment is None or not phase or phase == REPORTS:
        return ""
    screening = Screening.objects.filter(comment=comment, revision=revision).first()
    said = screening.said if screening else []
    return next((row.get("to_author", "") for row in said if row.get("phase") == phase), "")


def _text(
    comment: Comment | None, decision: Decision | None, sanction: Sanction | None
) -> tuple[str, str]:
    """Return the text as it was when it was decided about, and its language; "" where erased."""
    if comment is None:
        return "", ""
    earlier = CommentRevision.objects.filter(comment=comment).order_by("number")
    was = None
    if decision and decision.revision != comment.revision:
        was = earlier.filter(number=decision.revision).first()
    elif sanction:
        was = earlier.filter(replaced_at__gt=sanction.begins_at).first()
    return (was.body, was.language) if was else (comment.body, comment.language)

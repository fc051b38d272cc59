"""Appeals as the desk shows them: the queue within a moderator's limits, and one whole case."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments.appeals.deciding import move_on_reversal
from comments.appeals.parties import Ruling, ruling_of
from comments.appeals.reasons import Line, reasons_of
from comments.appeals.standing import Subject
from comments.appeals.texts import text_decided_on
from comments.desk.cards import Card, cards
from comments.limits import limits_of
from comments.models import (
    Appeal,
    AppealMessage,
    Comment,
    Decision,
    Move,
    Report,
    Sanction,
)
from comments.sanction_words import on_in_words, state_in_words

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

PAGE = 40
NEEDS_RULE = {Move.REMOVE, Move.REJECT}
JOINED = (
    "comment__article__section", "comment__author", "decision__rule", "decision__comment__author",
    "decision__actor", "sanction__user", "sanction__rule", "sanction__made_by",
    "sanction__comment__article__section", "sanction__comment__author", "report__rule",
    "report__user", "user", "decided_by",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One appeal in the list."""

    appeal: Appeal

    @property
    def about(self) -> Comment | None:
        """The comment that it is about; of a sanction the one because of which it was put."""
        sanction = self.appeal.sanction
        return sanction.comment if sanction else self.appeal.comment

    @property
    def against(self) -> str:
        """What is appealed, in a word or two."""
        if self.appeal.sanction:
            return str(self.appeal.sanction.get_kind_display())
        decision = self.appeal.decision
        return str(decision.get_move_display()) if decision else ""

    @property
    def on(self) -> str:
        """Whom a sanction is on, "" for a decision."""
        return on_in_words(self.appeal.sanction) if self.appeal.sanction else ""

    @property
    def by(self) -> str:
        """Which side appeals."""
        if self.appeal.sanction_id:
            return _("who is under it")
        return _("a reporter") if self.appeal.report_id else _("the author")

    @property
    def state(self) -> str:
        """How it stands: whose turn it is, or how it ended."""
        if self.appeal.closed_at:
            return str(self.appeal.get_outcome_display())
        said = getattr(self.appeal, "house_spoke_last", None)
        if said is None:
            return _("new")
        return _("waits for an answer") if said else _("answered")

    @property
    def waits(self) -> str:
        """For how long it has been open, "" for a closed one."""
        return "" if self.appeal.closed_at else timesince(self.appeal.made_at, depth=1)


def appeals_for(moderator: "_User") -> QuerySet[Appeal]:
    """Return the appeals that a moderator may see: about comments within their limits.

    A sanction that was put because of no comment is everybody's.
    """
    last = AppealMessage.objects.filter(appeal=OuterRef("pk")).order_by("-pk")
    limits, rows = limits_of(moderator), Appeal.objects.select_related(*JOINED)
    rows = rows.annotate(house_spoke_last=Subquery(last.values("is_house")[:1]))
    if not limits.are_set:
        return rows
    own = limits.condition("comment__article__section", "comment__language")
    because = limits.condition("sanction__comment__article__section", "sanction__comment__language")
    return rows.filter(
        Q(own, sanction=None)
        | Q(because, sanction__isnull=False)
        | Q(sanction__isnull=False, sanction__comment=None)
    )


def open_appeals(moderator: "_User") -> int:
    """Return how many appeals are open that a moderator may see; two queries."""
    return appeals_for(moderator).filter(closed_at=None).order_by().count()


def listed(
    moderator: "_User", *, is_closed: bool, behind: int | None
) -> tuple[list[Row], int | None]:
    """Return a page of the list, and behind which appeal the next begins (None at the end).

    Open ones in the order in which they came, closed ones the newest first.
    """
    rows = appeals_for(moderator).filter(closed_at__isnull=not is_closed)
    rows = rows.order_by("-pk" if is_closed else "pk")
    if behind:
        rows = rows.filter(pk__lt=behind) if is_closed else rows.filter(pk__gt=behind)
    found = list(rows[: PAGE + 1])
    shown = [Row(row) for row in found[:PAGE]]
    return shown, shown[-1].appeal.pk if len(found) > PAGE else None


@dataclass(frozen=True)
class Step:
    """One decision about the comment, as the case lists it."""

    decision: Decision
    is_appealed: bool

    @property
    def rule(self) -> str:
        """The rule that it named, in the moderator's language."""
        return _named(self.decision.rule) if self.decision.rule else ""

    @property
    def by(self) -> str:
        """Who decided: a person, a phase of screening, or the author."""
        if self.decision.actor:
            return str(self.decision.actor)
        return self.decision.phase or str(self.decision.get_started_by_display())


@dataclass
class Case:
    """All that somebody reads before they decide an appeal."""

    row: Row
    ruling: Ruling
    lines: list[Line]
    messages: list[AppealMessage]
    card: Card | None = None
    text: SafeString = field(default_factory=SafeString)
    steps: list[Step] = field(default_factory=list)
    reports: list[tuple[Report, str]] = field(default_factory=list)
    sanctions: list[tuple[Sanction, str]] = field(default_factory=list)
    reversal: str = ""
    needs_rule: bool = False

    @property
    def appeal(self) -> Appeal:
        """The appeal itself."""
        return self.row.appeal

    @property
    def was_changed(self) -> bool:
        """Whether the comment says something else now than what was decided on."""
        decision = self.appeal.decision
        return bool(decision and decision.revision != decision.comment.revision)

    @property
    def answered_by(self) -> str:
        """Who decided, for those who work here."""
        return str(self.appeal.decided_by) if self.appeal.decided_by else ""


def case_of(appeal: Appeal, moderator: "_User") -> Case:
    """Read one appeal with everything around it; a fixed number of queries."""
    row, subject = Row(appeal), Subject(appeal.decision, appeal.sanction, appeal.report)
    found = Case(
        row,
        ruling_of(moderator, appeal),
        reasons_of(subject),
        list(appeal.messages.select_related("by")),
        reversal=_("The sanction is lifted."),
    )
    if (comment := row.about) is None:
        return found
    [found.card] = cards(Comment.objects.filter(pk=comment.pk), limits_of(moderator))
    found.steps = _steps(comment, appeal)
    found.reports = _reports(comment)
    found.sanctions = [(row, state_in_words(row)) for row in _sanctions(comment)]
    if appeal.decision:
        found.text = text_decided_on(appeal.decision)
        move = move_on_reversal(appeal, comment)
        found.reversal, found.needs_rule = _reversal_in_words(move), move in NEEDS_RULE
    return found


def _steps(comment: Comment, appeal: Appeal) -> list[Step]:
    rows = Decision.objects.filter(comment=comment).select_related("actor", "rule").order_by("pk")
    found = rows.prefetch_related("rule__texts")
    return [Step(row, row.pk == appeal.decision_id) for row in found]


def _reports(comment: Comment) -> list[tuple[Report, str]]:
    rows = Report.objects.filter(comment=comment).select_related("rule", "user").order_by("pk")
    return [
        (row, _named(row.rule) if row.rule else "") for row in rows.prefetch_related("rule__texts")
    ]


def _sanctions(comment: Comment) -> Iterable[Sanction]:
    """Give the sanctions that were put because of a comment, lifted ones as well."""
    return Sanction.objects.filter(comment=comment).select_related("made_by").order_by("pk")


def _named(rule: object) -> str:
    return f"{rule.code}. {rule.title_in(get_language() or '')}"  # type: ignore[attr-defined]


def _reversal_in_words(move: Move | None) -> str:
    """Say what follows when an appeal succeeds."""
    if move in NEEDS_RULE:
        return _("The comment is removed, under the rule that you choose.")
    if move is None:
        return _("The record says that it was wrong. Nothing is left to take back.")
    return _("The comment is published, in its place.")

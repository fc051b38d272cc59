"""What is known about a comment as a card prints it, made of what comments.desk.facts answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments.desk import reported
from comments.desk.wording import named
from comments.models import Move, Rule, SanctionKind, Status
from comments.screening import title_of


@dataclass(frozen=True)
class Past:
    """A decision made earlier: its rule in words ("" for none), and who made it ("" for nobody)."""

    move: str
    label: str
    before: str
    rule: str
    note: str
    phase: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Said:
    """What a phase of screening said of the text, in a word and in full."""

    phase: str
    kind: str
    reason: str
    version: str
    quoted: str = ""

    @property
    def title(self) -> str:
        """What the phase is called."""
        return title_of(self.phase)

    @property
    def is_pass(self) -> bool:
        """Whether it let the text through."""
        return self.kind == "pass"


@dataclass(frozen=True)
class Note:
    """What a colleague has noted."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Score:
    """A learned score, and the pieces of the text that moved it."""

    percent: int
    pieces: list[tuple[str, bool]]


@dataclass(frozen=True)
class UnderSanction:
    """A sanction in force on the author, their address or their network."""

    pk: int
    label: str
    reason: str
    ends_at: datetime | None


@dataclass(frozen=True)
class Record:
    """What became of everything that an author has written."""

    published: int = 0
    removed: int = 0
    rejected: int = 0

    @property
    def is_new(self) -> bool:
        """Whether nothing of theirs was decided about yet."""
        return not (self.published or self.removed or self.rejected)


class Told:
    """Reads the answers about one comment. `rules` are all rules of the policy, by id."""

    def __init__(self, facts: Mapping[str, Any], rules: Mapping[int, Rule]) -> None:
        self.facts = facts
        self.rules = rules

    def rows(self, name: str) -> list[Any]:
        """The rows that a question was answered with."""
        return self.facts.get(name) or []

    def decisions(self) -> list[Past]:
        """All decisions about it, newest first."""
        return [self._past(row) for row in self.rows("decisions")]

    def _past(self, row: Mapping[str, Any]) -> Past:
        move = Move(row["move"])
        return Past(
            move=move,
            label=str(move.label),
            before=row["before"],
            rule=self.rule(row["rule"]),
            note=row["note"],
            phase=row["phase"],
            by=row["by"] or "",
            at=when(row["at"]),
        )

    def rule(self, pk: int | None) -> str:
        """Name a rule by number and title, in the moderator's language; "" for none."""
        rule = self.rules.get(pk or 0)
        return named(rule) if rule else ""

    def case(self) -> reported.OpenCase | None:
        """The open case, where readers have reported it since the last decision."""
        case = self.facts.get("case")
        return reported.read(case, self.rule) if case else None

    def screening(self) -> list[Said]:
        """What each phase said of its present text, in the order in which they were asked."""
        return [
            Said(
                row.get("phase", ""),
                row.get("kind", ""),
                row.get("to_moderators") or "",
                str(row.get("version") or ""),
                row.get("quoted") or "",
            )
            for row in self.rows("screening")
        ]

    def score(self) -> Score | None:
        """The learned score of the present text, where one was made."""
        found = self.facts.get("score")
        if not found:
            return None
        pieces = [(str(text), float(weight) > 0) for text, weight in found["pieces"]]
        return Score(round(100 * found["score"]), pieces)

    def notes(self) -> list[Note]:
        """What colleagues have noted, oldest first."""
        return [Note(row["text"], row["by"], when(row["at"])) for row in self.rows("notes")]

    def sanctions(self) -> list[UnderSanction]:
        """What is in force on its author, their address or their network."""
        return [
            UnderSanction(
                row["id"],
                str(SanctionKind(row["kind"]).label),
                row["reason"],
                when(row["ends_at"]) if row["ends_at"] else None,
            )
            for row in self.rows("sanctions")
        ]

    def record(self, *, is_known: bool) -> Record | None:
        """What became of its author's comments; None for a guest without an address."""
        return Record(**self.facts["record"]) if is_known and self.facts.get("record") else None


def held_by(decisions: list[Past]) -> Past | None:
    """Return the decision that made a comment wait; its edits meanwhile are not."""
    holding = {Move.POST, Move.HOLD, Move.EDIT}
    return next(
        (row for row in decisions if row.move in holding and row.before != Status.HELD), None
    )


def when(text: str) -> datetime:
    """Return the time that a text from the database's JSON names."""
    return datetime.fromisoformat(text)
